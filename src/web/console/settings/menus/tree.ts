/** The tree of menus: who lies where, and what moves a menu. Pure. */
import type { MenuForm, MenuLine } from '#realtime/agent/menus-protocol.ts';

/** One menu with those below it. */
export type Branch = { readonly menu: MenuLine; readonly below: readonly Branch[] };

/** The menus as a tree, siblings in their order. One whose parent is gone stands at the top. */
export function treeOf(menus: readonly MenuLine[]): readonly Branch[] {
  const ids = new Set(menus.map(({ id }) => id));
  const at = (parentId: number | null, seen: readonly number[]): Branch[] =>
    siblings(menus, ids, parentId)
      .filter(({ id }) => !seen.includes(id))
      .map((menu) => ({ menu, below: at(menu.id, [...seen, menu.id]) }));
  return at(null, []);
}

function siblings(menus: readonly MenuLine[], ids: ReadonlySet<number>, parentId: number | null): MenuLine[] {
  return menus
    .filter((menu) => (menu.parent_id !== null && ids.has(menu.parent_id) ? menu.parent_id : null) === parentId)
    .toSorted((a, b) => a.position - b.position || a.id - b.id);
}

/** The positions that change when the menu goes one place up (-1) or down (1) among its siblings; none at the end. */
export function moved(
  menus: readonly MenuLine[],
  menu: MenuLine,
  by: -1 | 1,
): readonly { id: number; position: number }[] {
  const line = siblings(menus, new Set(menus.map(({ id }) => id)), menu.parent_id);
  const place = line.findIndex(({ id }) => id === menu.id);
  const other = line[place + by];
  if (place < 0 || other === undefined) return [];
  const order = line.map((each) => (each.id === menu.id ? other : each.id === other.id ? menu : each));
  // Siblings that share a place, as new ones do, are told apart by this.
  return order.flatMap(({ id, position }, index) => (position === index ? [] : [{ id, position: index }]));
}

/** The menus that the menu may lie below: all but itself and those below it. */
export function parentsFor(menus: readonly MenuLine[], id: number | null): readonly MenuLine[] {
  const below = new Set(id === null ? [] : [id]);
  for (let before = -1; before !== below.size;) {
    before = below.size;
    for (const menu of menus) if (menu.parent_id !== null && below.has(menu.parent_id)) below.add(menu.id);
  }
  return menus.filter((menu) => !below.has(menu.id));
}

/**
 * The menus that a caller at the callers' page chooses one after the other to come to the menu, by their ids; none
 * where the page does not offer it: menus of the telephone, hidden ones, and what lies below them.
 */
export function wayTo(menus: readonly MenuLine[], id: number): readonly number[] {
  const way: number[] = [];
  for (let at: number | null = id; at !== null;) {
    const menu = menus.find((each) => each.id === at);
    if (menu === undefined || menu.hidden || menu.kind === 'ivr_menu' || way.includes(menu.id)) return [];
    way.unshift(menu.id);
    at = menu.parent_id;
  }
  return way;
}

/** The key that a caller presses for a place; the tenth is 0, and further ones have none. */
export function digitOf(position: number): string | null {
  return position < 9 ? String(position + 1) : position === 9 ? '0' : null;
}

/** A menu that is being made. */
export function newMenu(menus: readonly MenuLine[], parentId: number | null): MenuForm {
  const last = menus.filter((menu) => menu.parent_id === parentId).map(({ position }) => position);
  return {
    name: '',
    kind: 'web_menu',
    parent_id: parentId,
    position: last.length === 0 ? 0 : Math.max(...last) + 1,
    output_message: '',
    hidden: false,
    redirected: false,
    hours: null,
    offer_type: 'cascade',
    offer_seconds: 30,
    groups: [],
    skills: [],
    recording: 'always',
    deflection: 'voicemail',
    capacity: null,
    no_agents: { outcome: 'voicemail', menu_id: null, after_seconds: 60 },
    long_wait: { outcome: 'keep_waiting', menu_id: null, after_seconds: 600 },
    over_capacity: { outcome: 'voicemail', menu_id: null },
    wrap_up: null,
  };
}

/** What of a stored menu is filled in. */
export function formOf({ id: _id, ...rest }: { readonly id: number } & MenuForm): MenuForm {
  const {
    condition: _condition,
    deleted: _deleted,
    ...form
  } = rest as MenuForm & {
    readonly condition?: unknown;
    readonly deleted?: unknown;
  };
  return form;
}
