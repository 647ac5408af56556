/** How callers come to a queue: from the menus, or straight from the number that they called. */
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { done } from '#domain/call/refusal.ts';
import type { Destination } from '#domain/directory/destination.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import { callerOf } from '#domain/identity/actor.ts';
import { selectMenu } from '../commands/select-menu.ts';
import type { Deps } from '../core/deps.ts';
import { choicesAt } from './caller-menus.ts';

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
export async function enterQueue(deps: Deps, { menus }: Directory, call: Call, menuId: number): Promise<Outcome<Call>> {
  const { parentId } = deps.menus.placeOf(call);
  return menus.get(menuId)?.recording === 'ask' && call.recordingPermission === 'not_asked'
    ? deps.menus.goTo(call, { parentId, asking: menuId })
    : selectMenu(deps, callerOf(call), call.id, menuId);
}
