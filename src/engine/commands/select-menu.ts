/** A caller chose the menu whose queue they want. */
import type { Call } from '#domain/call/call.ts';
import { placed, sentAway } from '#domain/call/deflection.ts';
import { planOf } from '#domain/call/offer.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import type { Actor } from '#domain/identity/actor.ts';
import { mayDo } from '#domain/identity/call-rights.ts';
import { act } from '../core/act.ts';
import type { Deps } from '../core/deps.ts';
import { pastTheMenus } from '../ivr/caller-menus.ts';
import { sendingAway, unlessSent } from '../core/send-away.ts';

/**
 * The caller chose a menu: into its queue, into the one that a full menu sends them on to, or deflected when it cannot
 * serve; then it is the call's menu from now on. Refused: unknown menus, callers who are past the menus.
 */
export async function selectMenu(deps: Deps, by: Actor, callId: number, menuId: number): Promise<Outcome<Call>> {
  const { workspaceId } = by;
  const { menus } = await deps.store.directory.load(workspaceId);
  const menu = menus.get(menuId);
  if (menu === undefined || menu.deleted) return refused({ code: 'menu_unknown', id: menuId });
  const waitingFor = (id: number): number => deps.queueIndex.queue(id).length;
  const placement = placed({ menus, at: deps.clock.now(), waitingFor }, menu);
  if (placement.to === 'queue') {
    const plan = planOf(placement.menu);
    return act(deps, by, 'select_menu', callId, { type: 'menu_selected', menuId: placement.menu.id, plan });
  }
  if (placement.to !== 'call_back') return act(deps, by, 'select_menu', callId, sentAway(placement.word, menuId));
  const call = await deps.store.calls.byId(workspaceId, callId);
  if (call === null) return refused({ code: 'call_unknown', id: String(callId) });
  if (!mayDo('select_menu', by, call) || call.state !== 'selecting') return pastTheMenus(call);
  const sent = await sendingAway(deps, call, placement, menuId);
  const outcome = await act(deps, by, 'select_menu', callId, sent.event);
  await unlessSent(deps, sent, outcome);
  return outcome;
}
