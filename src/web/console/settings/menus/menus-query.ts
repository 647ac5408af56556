/** Menus, asked of the server. */
import { queryOptions } from '@tanstack/react-query';
import type { MenuForm, MenusView, MenuView } from '#realtime/agent/menus-protocol.ts';
import { getJson, sendJson } from '../../parts/request.ts';

/** All menus of the workspace, and what a menu is made of. */
export const menusQuery = queryOptions({
  queryKey: ['menus'],
  queryFn: async () => getJson<MenusView>('/app/menus.json'),
});

/** Makes a menu; throws with what is wrong with each field. */
export async function createMenu(menu: MenuForm): Promise<MenuView> {
  return sendJson<MenuView>('POST', '/app/menus.json', menu);
}

/** Changes a menu; likewise. */
export async function changeMenu(id: number, change: Partial<MenuForm>): Promise<MenuView> {
  return sendJson<MenuView>('PATCH', `/app/menus/${id}.json`, change);
}

/** Gives menus other places among their siblings, all at once. */
export async function placeMenus(places: readonly { readonly id: number; readonly position: number }[]): Promise<void> {
  await sendJson<object>('POST', '/app/menus/places.json', { places });
}

/** Deletes a menu: it takes no more calls. */
export async function deleteMenu(id: number): Promise<void> {
  await sendJson<object>('DELETE', `/app/menus/${id}.json`);
}
