/** A caller in the menus chooses one of those on offer, by button or by digit. */
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { done, refused } from '#domain/call/refusal.ts';
import type { Destination } from '#domain/directory/destination.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import { callerOf } from '#domain/identity/actor.ts';
import type { Deps } from '../core/deps.ts';
import { choicesAt, pastTheMenus } from '../ivr/caller-menus.ts';
import { selectMenu } from './select-menu.ts';

/**
 * Into its submenus, to its question whether the call may be recorded, or into its queue. Refused: what is not on
 * offer.
 */
export async function chooseMenu(deps: Deps, call: Call, menuId: number): Promise<Outcome<Call>> {
  if (call.state !== 'selecting') return pastTheMenus(call);
  const directory = await deps.store.directory.load(call.workspaceId);
  const { parentId } = deps.menus.placeOf(call);
  if (!choicesAt(directory, parentId).some((each) => each.menuId === menuId))
    return refused({ code: 'menu_unknown', id: menuId });
  if (choicesAt(directory, menuId).length > 0) return deps.menus.goTo(call, { parentId: menuId, asking: null });
  return enterQueue(deps, directory, call, menuId);
}

/**
 * Leads a caller who has just come in to where the number that they called goes: below a menu, or to its queue. A menu
 * that is not there any more is no place to go to: they choose from the first ones.
 */
export async function arriveAt(deps: Deps, call: Call, { kind, id }: Destination): Promise<Outcome<Call>> {
  if (call.state !== 'selecting' || id === null || (kind !== 'menu' && kind !== 'queue')) return done(call);
  const directory = await deps.store.directory.load(call.workspaceId);
  const menu = directory.menus.get(id);
  if (menu === undefined || menu.deleted) return done(call);
  return kind === 'menu' && choicesAt(directory, id).length > 0
    ? deps.menus.goTo(call, { parentId: id, asking: null })
    : enterQueue(deps, directory, call, id);
}

/** Into the menu's queue, once it is known whether the call may be recorded. */
async function enterQueue(deps: Deps, { menus }: Directory, call: Call, menuId: number): Promise<Outcome<Call>> {
  const { parentId } = deps.menus.placeOf(call);
  return menus.get(menuId)?.recording === 'ask' && call.recordingPermission === 'not_asked'
    ? deps.menus.goTo(call, { parentId, asking: menuId })
    : selectMenu(deps, callerOf(call), call.id, menuId);
}
