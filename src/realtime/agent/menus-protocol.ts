/**
 * The wire of Settings > Menus. A menu is written as `/v1/menus` writes it, so that what is refused there is refused
 * here at the same field.
 */
import type { Day } from '#domain/directory/hours.ts';
import type { MenuDeflection, MenuKind, OfferType, RecordingOption, RuleOutcome } from '#domain/directory/menu.ts';
import type { WrapUpRules } from '#domain/directory/wrap-up-rules.ts';
import type { Skill, SkillLevel } from '#domain/directory/skill.ts';
import type { MenuCondition } from '#domain/call/deflection.ts';

/** Wall clock, `09:30`; `24:00` is midnight at the end. */
export type RangeForm = { readonly from: string; readonly to: string };
export type HolidayForm = { readonly date: string; readonly name: string; readonly open: readonly RangeForm[] };
export type HoursForm = {
  readonly time_zone: string;
  readonly open: Readonly<Partial<Record<Day, readonly RangeForm[]>>>;
  readonly holidays: readonly HolidayForm[];
};
export type GroupForm = { readonly name: string; readonly agent_ids: readonly number[] };
/** A skill that is wanted, and the least level. */
export type WantedForm = { readonly skill_id: number; readonly least_level: number };
export type RuleForm = { readonly outcome: RuleOutcome; readonly menu_id: number | null };
export type TimedRuleForm = RuleForm & { readonly after_seconds: number };

/** A menu as it is filled in. */
export type MenuForm = {
  readonly name: string;
  readonly kind: MenuKind;
  readonly parent_id: number | null;
  readonly position: number;
  readonly output_message: string;
  readonly hidden: boolean;
  readonly redirected: boolean;
  readonly hours: HoursForm | null;
  readonly offer_type: OfferType;
  readonly offer_seconds: number;
  readonly groups: readonly GroupForm[];
  readonly skills: readonly WantedForm[];
  readonly recording: RecordingOption;
  readonly deflection: MenuDeflection;
  readonly capacity: number | null;
  readonly no_agents: TimedRuleForm;
  readonly long_wait: TimedRuleForm;
  readonly over_capacity: RuleForm;
  readonly wrap_up: WrapUpRules | null;
};

/** A menu that is stored. */
export type MenuView = MenuForm & { readonly id: number };

/** A menu in the tree, with what a caller who chose it now would meet. */
export type MenuLine = MenuView & { readonly condition: MenuCondition };

/** A sound of the workspace's own; `lang` null is for callers of any language. */
export type SoundView = { readonly name: string; readonly lang: string | null; readonly seconds: number };

/** All that the pages of the menus begin with; deleted menus are left out. */
export type MenusView = {
  readonly menus: readonly MenuLine[];
  readonly agents: readonly { readonly id: number; readonly name: string; readonly skills: readonly SkillLevel[] }[];
  readonly skills: readonly Skill[];
  /** The workspace's, which hold where a menu has none of its own. */
  readonly wrapUp: WrapUpRules;
  /** Codes of the languages that are spoken. */
  readonly languages: readonly string[];
  readonly sounds: readonly SoundView[];
};
