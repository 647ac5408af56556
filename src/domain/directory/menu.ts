/** The menu tree: what a caller chooses from, and who is rung for the choice. */
import type { WeeklyHours } from './hours.ts';
import type { SkillLevel } from './skill.ts';
import type { WrapUpRules } from './wrap-up-rules.ts';

/** The channel a menu is offered on. Source: seed 004, `selected_menu.menu_type`. */
export const MENU_KINDS = ['ivr_menu', 'mobile_menu', 'web_menu'] as const;
export type MenuKind = (typeof MENU_KINDS)[number];

/**
 * How waiting calls are offered: groups one after the other, all at once, or one agent at a time. Source: seed 004,
 * `offer_type`.
 */
export const OFFER_TYPES = ['cascade', 'multicast', 'deltacast'] as const;
export type OfferType = (typeof OFFER_TYPES)[number];

/** Who decides whether a call is recorded. */
export const RECORDING_OPTIONS = ['always', 'never', 'ask'] as const;
export type RecordingOption = (typeof RECORDING_OPTIONS)[number];

/** What happens to a caller whose menu is closed: outside of its hours, or by hand. */
export const DEFLECTIONS = ['voicemail', 'message_only'] as const;
export type MenuDeflection = (typeof DEFLECTIONS)[number];

/**
 * What a rule of a queue does with a caller. `call_back`: they are promised a call to the number they called from; a
 * caller without one that the workspace calls is asked for a message instead. `menu`: they wait in the queue of another
 * menu.
 */
export const RULE_OUTCOMES = ['keep_waiting', 'voicemail', 'call_back', 'message_only', 'menu'] as const;
export type RuleOutcome = (typeof RULE_OUTCOMES)[number];

/** A rule. `menuId` is the other menu of the outcome `menu`; null with every other. */
export type QueueRule = { readonly outcome: RuleOutcome; readonly menuId: number | null };
/** A rule that holds once something has lasted this many seconds. */
export type TimedRule = QueueRule & { readonly afterSeconds: number };

/** The rules of a queue, and from and to how many seconds the timed ones may be set. */
export const RULE_SECONDS = {
  /** No agent of the queue has been there. 0: at once. */
  noAgents: { min: 0, max: 3600 },
  /** The caller has waited in this queue. */
  longWait: { min: 10, max: 3600 },
} as const;

/** Agents rung together; the name is what `offer_events` prints. */
export type AgentGroup = { readonly name: string; readonly agentIds: readonly number[] };

/** One entry of the menu tree. */
export type Menu = {
  readonly id: number;
  readonly name: string;
  readonly kind: MenuKind;
  readonly parentId: number | null;
  /** Place among its siblings, from 0; the caller presses one more. */
  readonly position: number;
  readonly outputMessage: string;
  readonly hidden: boolean;
  readonly deleted: boolean;
  /** Manual redirection: an administrator has closed the menu by hand. */
  readonly redirected: boolean;
  /** Null is always open. */
  readonly hours: WeeklyHours | null;
  readonly offerType: OfferType;
  /** Cascade: seconds until the next group joins. Deltacast: seconds one agent rings. 5 to 600. */
  readonly offerSeconds: number;
  readonly groups: readonly AgentGroup[];
  /** What an agent of the groups must have, each at this level at least, to be rung. Empty: nothing. */
  readonly skills: readonly SkillLevel[];
  readonly recording: RecordingOption;
  /** While it is closed. */
  readonly deflection: MenuDeflection;
  /** How many may wait; for one more `overCapacity` holds. Null is any number. */
  readonly capacity: number | null;
  readonly noAgents: TimedRule;
  readonly longWait: TimedRule;
  readonly overCapacity: QueueRule;
  /** In place of the workspace's; null: those. */
  readonly wrapUp: WrapUpRules | null;
};

/** Where a menu lies in the tree. Source: seed 004, `menu_path`. */
export type MenuPath = { readonly itemsCount: number; readonly name: string; readonly materializedPath: string };

/** The path from the root to the menu: names joined by `>`, ids by `/`. */
export function menuPath(menus: ReadonlyMap<number, Menu>, menu: Menu): MenuPath {
  const line: Menu[] = [];
  for (let at: Menu | undefined = menu; at !== undefined && !line.includes(at);) {
    line.unshift(at);
    at = at.parentId === null ? undefined : menus.get(at.parentId);
  }
  return {
    itemsCount: line.length,
    name: line.map((each) => each.name).join(' > '),
    materializedPath: line.map((each) => each.id).join('/'),
  };
}
