/** When a menu cannot serve a caller, and where the caller is sent then. */
import { isOpen } from '../directory/hours.ts';
import type { Menu, MenuDeflection, QueueRule } from '../directory/menu.ts';
import type { Movement } from './event.ts';
import { DEFLECTION_WORDS } from './reason.ts';

/** Why a menu takes no call. */
export type MenuCondition = 'open' | 'redirected' | 'after_hours' | 'over_capacity';

/** For what a queue has rules; see `Menu`. */
export type RuleCondition = 'over_capacity' | 'no_agents' | 'long_wait';

/** What becomes of a caller who does not wait. */
export type Sending = 'voicemail' | 'message_only' | 'call_back';

/** The menu's condition at an instant, `waiting` callers being in its queue. */
export function conditionOf(menu: Menu, at: Date, waiting: number): MenuCondition {
  if (menu.redirected) return 'redirected';
  if (!isOpen(menu.hours, at)) return 'after_hours';
  return menu.capacity !== null && waiting >= menu.capacity ? 'over_capacity' : 'open';
}

/** What a caller hears who is let go without being asked for a message. */
export type Farewell = 'closed' | 'unavailable' | 'call_back';

type Sent = {
  /** What the call object says of the deflection. */
  readonly word: string;
  /** Why the caller may leave a message; null where none is taken. */
  readonly voicemailReason: string | null;
  readonly farewell: Farewell;
};

const sent = (word: string, farewell: Farewell, voicemailReason: string | null = null): Sent => ({
  word,
  voicemailReason,
  farewell,
});

/** The condition, what becomes of such callers -> how they are sent away. */
const SENT = {
  redirected: {
    voicemail: sent(DEFLECTION_WORDS.redirectedVoicemail, 'closed', 'temp_redirection'),
    message_only: sent(DEFLECTION_WORDS.redirectedMessage, 'closed'),
  },
  after_hours: {
    voicemail: sent(DEFLECTION_WORDS.afterHoursVoicemail, 'closed', 'after_hours'),
    message_only: sent(DEFLECTION_WORDS.afterHoursMessage, 'closed'),
  },
  over_capacity: {
    voicemail: sent(DEFLECTION_WORDS.overCapacityVoicemail, 'unavailable', 'over_capacity'),
    message_only: sent(DEFLECTION_WORDS.overCapacityMessage, 'unavailable'),
    call_back: sent(DEFLECTION_WORDS.overCapacityCallBack, 'call_back'),
  },
  no_agents: {
    voicemail: sent(DEFLECTION_WORDS.noAgentsVoicemail, 'unavailable', 'no_agents'),
    message_only: sent(DEFLECTION_WORDS.noAgentsMessage, 'unavailable'),
    call_back: sent(DEFLECTION_WORDS.noAgentsCallBack, 'call_back'),
  },
  long_wait: {
    voicemail: sent(DEFLECTION_WORDS.longWaitVoicemail, 'unavailable', 'long_wait'),
    message_only: sent(DEFLECTION_WORDS.longWaitMessage, 'unavailable'),
    call_back: sent(DEFLECTION_WORDS.longWaitCallBack, 'call_back'),
  },
} as const satisfies Record<'redirected' | 'after_hours', Record<MenuDeflection, Sent>> &
  Record<RuleCondition, Record<Sending, Sent>>;

const BY_WORD: ReadonlyMap<string, Sent> = new Map(
  Object.values(SENT).flatMap((row) => Object.values(row).map((each) => [each.word, each])),
);

/** Why a caller who was sent away so may leave a message; undefined where none is taken. */
export function voicemailReasonOf(deflection: string): string | undefined {
  return BY_WORD.get(deflection)?.voicemailReason ?? undefined;
}

/** What a caller hears who was sent away so, and was not asked for a message. */
export function farewellOf(deflection: string): Farewell {
  return BY_WORD.get(deflection)?.farewell ?? 'closed';
}

/**
 * Where a caller comes: into the queue of a menu, or away from all of them. `word` is what the call object says of it.
 */
export type Placement =
  | { readonly to: 'queue'; readonly menu: Menu }
  | { readonly to: Sending; readonly word: string; readonly condition: Exclude<MenuCondition, 'open'> | RuleCondition };

/** The menus as a caller meets them at an instant; `waitingFor` counts the callers in a menu's queue. */
export type Scene = {
  readonly menus: ReadonlyMap<number, Menu>;
  readonly at: Date;
  waitingFor(menuId: number): number;
};

/** Where a caller comes who asks for the menu. A full one sends on by its rule; a menu that is closed sends away. */
export function placed(scene: Scene, menu: Menu, passed: readonly number[] = []): Placement {
  const condition = conditionOf(menu, scene.at, scene.waitingFor(menu.id));
  if (condition === 'open') return { to: 'queue', menu };
  if (condition === 'over_capacity') return placedBy(scene, menu, 'over_capacity', menu.overCapacity, passed);
  return { to: menu.deflection, word: SENT[condition][menu.deflection].word, condition };
}

/**
 * Where the menu's rule sends a caller. The other menu of a rule is judged as for anyone who asks for it: it may be
 * full or closed itself. One that is gone, or that the caller came from, leaves a message to be taken.
 */
export function placedBy(
  scene: Scene,
  menu: Menu,
  condition: RuleCondition,
  { outcome, menuId }: QueueRule,
  passed: readonly number[] = [],
): Placement {
  const away = (to: Sending): Placement => ({ to, word: SENT[condition][to].word, condition });
  switch (outcome) {
    case 'keep_waiting':
      return { to: 'queue', menu };
    case 'menu': {
      const other = scene.menus.get(menuId ?? 0);
      const isThere = other !== undefined && !other.deleted && other.id !== menu.id && !passed.includes(other.id);
      return isThere ? placed(scene, other, [...passed, menu.id]) : away('voicemail');
    }
    default:
      return away(outcome);
  }
}

/**
 * Where the menu sends a caller who was left alone by their agent and has waited in vain: as its rule for long waits
 * says, else that for no agents, else as it sends away those who come while it is closed. Another menu has no agents to
 * offer that they have not waited for.
 */
export function inVain({ longWait, noAgents, deflection }: Menu): Exclude<Placement, { readonly to: 'queue' }> {
  const [outcome] = [longWait.outcome, noAgents.outcome].filter((each) => each !== 'keep_waiting');
  const to = outcome === undefined ? deflection : outcome === 'menu' ? 'voicemail' : outcome;
  return { to, word: SENT.long_wait[to].word, condition: 'long_wait' };
}

/** The same with a message taken, for a caller who cannot be called back. */
export function asVoicemail({ condition }: { readonly condition: keyof typeof SENT }): string {
  return SENT[condition].voicemail.word;
}

/** The same without a message, for a contact who is not on the line. */
export function asMessage({ condition }: { readonly condition: keyof typeof SENT }): string {
  return SENT[condition].message_only.word;
}

/**
 * What happens to a caller who is sent away: they are asked for a message where the word permits one, else let go.
 * `menuId` is the menu that they chose, where the call is not in it yet.
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
