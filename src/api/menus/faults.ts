/** What is refused of menus: a table of statuses and sentences, and the field of the body that each is about. */
import type { Static } from 'typebox';
import type { AdministrationRefusal } from '#domain/directory/administration.ts';
import type { MenuChange } from './schema.ts';
import { WRAP_UP_FAULTS, wrapUpPointer } from '../wrap-up-faults.ts';
import { MAX_AGENTS_NAMED } from './schema.ts';

/** Why a menu is refused. */
export type MenuRefusal = Extract<AdministrationRefusal, { readonly code: `menu_${string}` }>;

/** Code -> status, title, and what it means. */
export const MENU_PROBLEMS = {
  menu_deleted: [409, 'Menu deleted', 'A deleted menu can be read and no longer changed.'],
  menu_parent_unknown: [422, 'Unknown parent menu', 'The workspace has no such menu to put this one under.'],
  menu_in_itself: [422, 'Menu within itself', 'A menu cannot lie below itself.'],
  menu_agent_unknown: [422, 'Unknown agent in a group', 'A group names an agent whom the workspace does not have.'],
  menu_group_twice: [422, 'Group named twice', 'The groups of a menu have different names.'],
  menu_skill_unknown: [422, 'Unknown skill', 'The workspace has no such skill for a menu to want.'],
  menu_skill_twice: [422, 'Skill wanted twice', 'A menu wants each skill once.'],
  menu_rule_menu_needed: [
    422,
    'Menu of a rule missing',
    'Choose the other queue: the outcome `menu` needs one, and no other outcome takes one.',
  ],
  menu_rule_menu_unknown: [422, 'Unknown menu in a rule', 'The workspace has no such menu to send callers to.'],
  menu_rule_circle: [
    422,
    'Rules in a circle',
    'The rules of the other menu, or of those that it sends callers to, lead back to this one.',
  ],
  menu_wrap_up_wrong: [422, 'Rules of the wrap-up', 'The rules of the wrap-up are not as they should be.'],
  menu_time_zone_unknown: [422, 'Unknown time zone', 'Time zones have IANA names, for example `Europe/Paris`.'],
  menu_hours_reversed: [422, 'Hours reversed', 'A range ends after it begins; hours over midnight are two ranges.'],
  menu_holiday_twice: [422, 'Holiday named twice', 'The holidays of a menu are on different dates.'],
} as const satisfies Record<MenuRefusal['code'], readonly [status: number, title: string, about: string]>;

/** What is wrong with the field, in words. */
export function menuDetail(refusal: MenuRefusal): string {
  return refusal.code === 'menu_wrap_up_wrong' ? WRAP_UP_FAULTS[refusal.fault.fault] : MENU_PROBLEMS[refusal.code][2];
}

const RULE_NAMES = { noAgents: 'no_agents', longWait: 'long_wait', overCapacity: 'over_capacity' } as const;

/** Which field of the body the refusal is about; null where it is none. */
export function menuPointer(refusal: MenuRefusal): string | null {
  switch (refusal.code) {
    case 'menu_deleted':
      return null;
    case 'menu_parent_unknown':
    case 'menu_in_itself':
      return '/parent_id';
    case 'menu_agent_unknown':
      return `/groups/${refusal.group}/agent_ids/${refusal.place}`;
    case 'menu_group_twice':
      return `/groups/${refusal.group}/name`;
    case 'menu_skill_unknown':
    case 'menu_skill_twice':
      return `/skills/${refusal.place}/skill_id`;
    case 'menu_rule_menu_needed':
    case 'menu_rule_menu_unknown':
    case 'menu_rule_circle':
      return `/${RULE_NAMES[refusal.rule]}/menu_id`;
    case 'menu_wrap_up_wrong':
      return `/wrap_up${wrapUpPointer(refusal.fault)}`;
    case 'menu_time_zone_unknown':
      return '/hours/time_zone';
    case 'menu_hours_reversed':
      return refusal.day === null
        ? `/hours/holidays/${refusal.holiday}/open/${refusal.place}`
        : `/hours/open/${refusal.day}/${refusal.place}`;
    case 'menu_holiday_twice':
      return `/hours/holidays/${refusal.holiday}/date`;
    default:
      return refusal satisfies never;
  }
}

/**
 * The fault of groups that name more agents than a menu has, an agent of two groups counted twice; null where they do
 * not.
 */
export function crowdFault({
  groups = [],
}: Pick<Static<typeof MenuChange>, 'groups'>): { readonly pointer: string; readonly detail: string } | null {
  const named = groups.reduce((sum, group) => sum + group.agent_ids.length, 0);
  return named <= MAX_AGENTS_NAMED
    ? null
    : { pointer: '/groups', detail: `names more than ${MAX_AGENTS_NAMED} agents in all groups` };
}
