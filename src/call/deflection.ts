/** When a menu cannot serve a caller, and where the caller is sent then. */
import { isOpen } from '#directory/hours.ts';
import type { Menu } from '#directory/menu.ts';
import { DEFLECTION_WORDS } from './reason.ts';

/** One deflection of a call. Source: CCAI call object, `deflection_details`. */
export type Deflection = {
  /** Given by the store; 0 until then. */
  readonly id: number;
  readonly deflection: string;
  readonly transferId: number | null;
  readonly fromMenuId: number | null;
};

/** Why a menu takes no call. */
export type MenuCondition = 'open' | 'redirected' | 'after_hours' | 'over_capacity';

/** The menu's condition at an instant, `waiting` callers being in its queue. */
export function conditionOf(menu: Menu, at: Date, waiting: number): MenuCondition {
  if (menu.redirected) return 'redirected';
  if (!isOpen(menu.hours, at)) return 'after_hours';
  return menu.capacity !== null && waiting >= menu.capacity ? 'over_capacity' : 'open';
}

const WORD = {
  redirected: { voicemail: DEFLECTION_WORDS.redirected, message_only: DEFLECTION_WORDS.redirected },
  after_hours: { voicemail: DEFLECTION_WORDS.afterHoursVoicemail, message_only: DEFLECTION_WORDS.afterHoursMessage },
  over_capacity: {
    voicemail: DEFLECTION_WORDS.overCapacityVoicemail,
    message_only: DEFLECTION_WORDS.overCapacityMessage,
  },
} as const;

const VOICEMAIL_REASON: Readonly<Record<string, string>> = {
  [DEFLECTION_WORDS.overCapacityVoicemail]: 'over_capacity',
  [DEFLECTION_WORDS.afterHoursVoicemail]: 'after_hours',
  [DEFLECTION_WORDS.redirected]: 'temp_redirection',
};

/** Why a caller who was sent away so may leave a message; undefined when he may not. */
export function voicemailReasonOf(deflection: string): string | undefined {
  return VOICEMAIL_REASON[deflection];
}

/** What the call object says of the deflection. */
export function deflectionWord(menu: Menu, condition: Exclude<MenuCondition, 'open'>): string {
  return WORD[condition][menu.deflection];
}
