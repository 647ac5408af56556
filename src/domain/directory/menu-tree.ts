/** Whether a menu fits into its workspace: its place in the tree, its agents and skills, its hours. Pure. */
import { hoursFault } from './hours.ts';
import type { Menu } from './menu.ts';
import { skillsFault } from './skill.ts';
import type { WrapUpFault } from './wrap-up-rules.ts';
import { wrapUpFault } from './wrap-up-rules.ts';

/** The rules of a queue by which a caller may be sent to another one. */
const RULE_NAMES = ['noAgents', 'longWait', 'overCapacity'] as const;
export type RuleName = (typeof RULE_NAMES)[number];

/** What does not fit; `place` counts from 0. */
export type MenuFault =
  | { readonly code: 'menu_parent_unknown'; readonly parentId: number }
  | { readonly code: 'menu_in_itself'; readonly parentId: number }
  | { readonly code: 'menu_agent_unknown'; readonly agentId: number; readonly group: number; readonly place: number }
  | { readonly code: 'menu_group_twice'; readonly name: string; readonly group: number }
  | { readonly code: 'menu_skill_unknown' | 'menu_skill_twice'; readonly place: number }
  | {
      readonly code: 'menu_rule_menu_needed' | 'menu_rule_menu_unknown' | 'menu_rule_circle';
      readonly rule: RuleName;
    }
  | { readonly code: 'menu_wrap_up_wrong'; readonly fault: WrapUpFault }
  | NonNullable<ReturnType<typeof hoursFault>>;

/** The first thing that does not fit; null when all does. A menu that is not stored yet has no id. */
export function menuFault(
  menu: Pick<Menu, 'parentId' | 'groups' | 'skills' | 'hours' | 'wrapUp' | RuleName> & { readonly id: number | null },
  menus: ReadonlyMap<number, Pick<Menu, 'parentId' | 'deleted' | RuleName>>,
  agentIds: ReadonlySet<number>,
  skillIds: ReadonlySet<number>,
): MenuFault | null {
  return (
    placeFault(menu, menus) ??
    groupFault(menu, agentIds) ??
    wantedFault(menu, skillIds) ??
    hoursFault(menu.hours) ??
    ruleFault(menu, menus) ??
    rulesFault(menu)
  );
}

function rulesFault({ wrapUp }: Pick<Menu, 'wrapUp'>): MenuFault | null {
  const fault = wrapUp === null ? null : wrapUpFault(wrapUp);
  return fault === null ? null : { code: 'menu_wrap_up_wrong', fault };
}

function wantedFault({ skills }: Pick<Menu, 'skills'>, skillIds: ReadonlySet<number>): MenuFault | null {
  const found = skillsFault(skills, skillIds);
  return found === null ? null : { code: `menu_skill_${found.fault}`, place: found.place };
}

/** A rule sends callers to a menu that is there, and no caller in a circle. */
function ruleFault(
  menu: Pick<Menu, RuleName> & { readonly id: number | null },
  menus: ReadonlyMap<number, Pick<Menu, 'deleted' | RuleName>>,
): MenuFault | null {
  for (const rule of RULE_NAMES) {
    const { outcome, menuId } = menu[rule];
    if ((outcome === 'menu') !== (menuId !== null)) return { code: 'menu_rule_menu_needed', rule };
    if (menuId === null) continue;
    if (menus.get(menuId)?.deleted !== false) return { code: 'menu_rule_menu_unknown', rule };
    if (menu.id !== null && leadsTo(menuId, menu.id, menus)) return { code: 'menu_rule_circle', rule };
  }
  return null;
}

/** Whether a caller of the menu can come to the other one by rules alone. */
function leadsTo(from: number, to: number, menus: ReadonlyMap<number, Pick<Menu, RuleName>>): boolean {
  const seen = new Set<number>();
  const ahead = [from];
  for (let at = ahead.pop(); at !== undefined; at = ahead.pop()) {
    if (at === to) return true;
    const menu = seen.has(at) ? undefined : menus.get(at);
    seen.add(at);
    for (const rule of RULE_NAMES) {
      const next = menu?.[rule].menuId ?? null;
      if (next !== null) ahead.push(next);
    }
  }
  return false;
}

function placeFault(
  { id, parentId }: { readonly id: number | null; readonly parentId: number | null },
  menus: ReadonlyMap<number, Pick<Menu, 'parentId' | 'deleted'>>,
): MenuFault | null {
  if (parentId === null) return null;
  if (menus.get(parentId)?.deleted !== false) return { code: 'menu_parent_unknown', parentId };
  const seen = new Set<number>();
  for (let at: number | null = parentId; at !== null && !seen.has(at); at = menus.get(at)?.parentId ?? null) {
    if (at === id) return { code: 'menu_in_itself', parentId };
    seen.add(at);
  }
  return null;
}

/** Groups are told apart by their names: the offer of a call remembers which it has rung by them. */
function groupFault({ groups }: Pick<Menu, 'groups'>, agentIds: ReadonlySet<number>): MenuFault | null {
  for (const [group, { name, agentIds: asked }] of groups.entries()) {
    if (groups.findIndex((other) => other.name === name) !== group) return { code: 'menu_group_twice', name, group };
    const place = asked.findIndex((agentId) => !agentIds.has(agentId));
    const agentId = asked[place];
    if (agentId !== undefined) return { code: 'menu_agent_unknown', agentId, group, place };
  }
  return null;
}
