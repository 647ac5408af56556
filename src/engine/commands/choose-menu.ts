/** A caller in the menus chooses one of those on offer, by button or by digit. */
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import type { Deps } from '../core/deps.ts';
import { choicesAt, pastTheMenus } from '../ivr/caller-menus.ts';
import { enterQueue } from '../ivr/enter-queue.ts';

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
