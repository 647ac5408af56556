/** A connected call is handed to another agent, or to a queue. */
import type { Call } from '#domain/call/call.ts';
import { MENU_KINDS } from '#domain/directory/menu.ts';
import { AGENT_PLAN, planOf } from '#domain/call/offer.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import type { TransferTarget } from '#domain/call/transfer.ts';
import type { Actor } from '#domain/identity/actor.ts';
import { act } from '../core/act.ts';
import { resolveMenu } from '../core/resolve.ts';
import type { Deps } from '../core/deps.ts';

/**
 * Begins the transfer. Refused: an unknown agent or menu, an agent who cannot take it, a queue that is redirected or
 * closed now, a transfer already under way, an agent who is not in the call.
 */
export async function transferCall(deps: Deps, by: Actor, callId: number, to: TransferTarget): Promise<Outcome<Call>> {
  const directory = await deps.store.directory.load(by.workspaceId);
  if (to.menuId !== null) {
    const menu = resolveMenu(directory, to.menuId, MENU_KINDS, deps.clock.now());
    if (!menu.ok) return menu;
    return act(deps, by, 'transfer', callId, { type: 'transfer_started', to, plan: planOf(menu.value) });
  }
  const agent = directory.agents.get(to.agentId ?? 0);
  if (agent === undefined) return refused({ code: 'agent_unknown' });
  if (agent.status !== 'available') return refused({ code: 'agent_not_available' });
  return act(deps, by, 'transfer', callId, { type: 'transfer_started', to, plan: AGENT_PLAN });
}
