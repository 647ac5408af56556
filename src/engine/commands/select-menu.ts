/** A caller chose the menu whose queue they want. */
import type { Call } from '#domain/call/call.ts';
import { conditionOf, deflectionWord, sentAway } from '#domain/call/deflection.ts';
import { planOf } from '#domain/call/offer.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import type { Actor } from '#domain/identity/actor.ts';
import { act } from '../core/act.ts';
import type { Deps } from '../core/deps.ts';

/**
 * The caller chose a menu: into its queue, or deflected when it cannot serve; either way it is the call's menu from now on. Refused:
 * unknown menus, callers who are past the menus.
 */
export async function selectMenu(deps: Deps, by: Actor, callId: number, menuId: number): Promise<Outcome<Call>> {
  const { workspaceId } = by;
  const directory = await deps.store.directory.load(workspaceId);
  const menu = directory.menus.get(menuId);
  if (menu === undefined || menu.deleted) return refused({ code: 'menu_unknown', id: menuId });
  const condition = conditionOf(menu, deps.clock.now(), deps.queueIndex.queue(menuId).length);
  return act(
    deps,
    by,
    'select_menu',
    callId,
    condition === 'open'
      ? { type: 'menu_selected', menuId, plan: planOf(menu) }
      : sentAway(deflectionWord(menu, condition), menuId),
  );
}
