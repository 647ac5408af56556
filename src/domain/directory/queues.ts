/** The menus in which callers wait for agents. */
import type { Menu } from './menu.ts';
import { menuPath } from './menu.ts';
import type { Directory } from './workspace.ts';

/** Whether callers can wait for agents of the menu. */
function isQueue({ deleted, groups }: Pick<Menu, 'deleted' | 'groups'>): boolean {
  return !deleted && groups.length > 0;
}

/** All of them, with the names of the menus above them. */
export function queuesOf({
  menus,
}: Pick<Directory, 'menus'>): readonly { readonly id: number; readonly name: string }[] {
  return [...menus.values()].filter(isQueue).map((menu) => ({ id: menu.id, name: menuPath(menus, menu).name }));
}

/** Whether the workspace has it. */
export function hasQueue({ menus }: Pick<Directory, 'menus'>, menuId: number): boolean {
  const menu = menus.get(menuId);
  return menu !== undefined && isQueue(menu);
}
