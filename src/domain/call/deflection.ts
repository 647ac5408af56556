/** When a menu cannot serve a caller, and where the caller is sent then. */
import { isOpen } from '../directory/hours.ts';
import type { Menu } from '../directory/menu.ts';
import type { Movement } from './event.ts';
import { DEFLECTION_WORDS } from './reason.ts';

/** Why a menu takes no call. */
export type MenuCondition = 'open' | 'redirected' | 'after_hours' | 'over_capacity';

/** The menu's condition at an instant, `waiting` callers being in its queue. */
export function conditionOf(menu: Menu, at: Date, waiting: number): MenuCondition {
  if (menu.redirected) return 'redirected';
  if (!isOpen(menu.hours, at)) return 'after_hours';
  return menu.capacity !== null && waiting >= menu.capacity ? 'over_capacity' : 'open';
}

type Sent = {
  /** What the call object says of the deflection. */
  readonly word: string;
  /** Why the caller may leave a message; null where none is taken. */
  readonly voicemailReason: string | null;
};

/** The menu's condition, what the menu is set to do with such callers -> how they are sent away. */
const SENT = {
  redirected: {
    voicemail: { word: DEFLECTION_WORDS.redirectedVoicemail, voicemailReason: 'temp_redirection' },
    message_only: { word: DEFLECTION_WORDS.redirectedMessage, voicemailReason: null },
  },
  after_hours: {
    voicemail: { word: DEFLECTION_WORDS.afterHoursVoicemail, voicemailReason: 'after_hours' },
    message_only: { word: DEFLECTION_WORDS.afterHoursMessage, voicemailReason: null },
  },
  over_capacity: {
    voicemail: { word: DEFLECTION_WORDS.overCapacityVoicemail, voicemailReason: 'over_capacity' },
    message_only: { word: DEFLECTION_WORDS.overCapacityMessage, voicemailReason: null },
  },
} as const satisfies Record<Exclude<MenuCondition, 'open'>, Record<Menu['deflection'], Sent>>;

const REASONS: ReadonlyMap<string, string | null> = new Map(
  Object.values(SENT).flatMap((sent) => Object.values(sent).map((each) => [each.word, each.voicemailReason])),
);

/** Why a caller who was sent away so may leave a message; undefined where none is taken. */
export function voicemailReasonOf(deflection: string): string | undefined {
  return REASONS.get(deflection) ?? undefined;
}

/** What the call object says of the deflection. */
export function deflectionWord(menu: Menu, condition: Exclude<MenuCondition, 'open'>): string {
  return SENT[condition][menu.deflection].word;
}

/**
 * What happens to a caller who is sent away: they are asked for a message where the word permits one, else let go. `menuId` is the menu
 * that they chose, where the call is not in it yet.
 */
export function sentAway(
  deflection: string,
  menuId?: number,
): Extract<Movement, { type: 'deflected' | 'voicemail_started' }> {
  const reason = voicemailReasonOf(deflection);
  const from = menuId === undefined ? {} : { menuId };
  return reason === undefined
    ? { type: 'deflected', deflection, ...from }
    : { type: 'voicemail_started', deflection, reason, ...from };
}
