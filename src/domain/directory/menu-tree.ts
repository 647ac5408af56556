/** Whether a menu fits into its workspace: its place in the tree, its agents, its hours. Pure. */
import { hoursFault } from './hours.ts';
import type { Menu } from './menu.ts';

/** What does not fit; `place` counts from 0. */
export type MenuFault =
  | { readonly code: 'menu_parent_unknown'; readonly parentId: number }
  | { readonly code: 'menu_in_itself'; readonly parentId: number }
  | { readonly code: 'menu_agent_unknown'; readonly agentId: number; readonly group: number; readonly place: number }
  | { readonly code: 'menu_group_twice'; readonly name: string; readonly group: number }
  | { readonly code: 'menu_time_zone_unknown'; readonly timeZone: string }
  | { readonly code: 'menu_hours_reversed'; readonly day: string; readonly place: number };

/** The first thing that does not fit; null when all does. A menu that is not stored yet has no id. */
export function menuFault(
  menu: Pick<Menu, 'parentId' | 'groups' | 'hours'> & { readonly id: number | null },
  menus: ReadonlyMap<number, Pick<Menu, 'parentId' | 'deleted'>>,
  agentIds: ReadonlySet<number>,
): MenuFault | null {
  return placeFault(menu, menus) ?? groupFault(menu, agentIds) ?? hoursFault(menu.hours);
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
