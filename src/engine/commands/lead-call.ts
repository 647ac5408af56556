/** What agents do with a call they are rung for or are in. */
import type { Call } from '#domain/call/call.ts';
import { AGENT_PLAN, planOf } from '#domain/call/offer.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import { openTransfer } from '#domain/call/transfer.ts';
import type { TransferTarget } from '#domain/call/transfer.ts';
import type { Deps } from '../core/deps.ts';

/** The agent answers: the first of those rung wins, by the version of the call's row; the others are refused. */
export async function answerCall(
  deps: Deps,
  workspaceId: number,
  callId: number,
  agentId: number,
): Promise<Outcome<Call>> {
  return deps.mover.happened(
    callId,
    (call) =>
      openTransfer(call.transfers) === undefined
        ? { type: 'agent_assigned', agentId }
        : { type: 'transfer_completed', agentId },
    workspaceId,
  );
}

/** Hands a connected call over. Refused: an unknown agent or menu, an agent who cannot take it, a hand-over already under way. */
export async function transferCall(
  deps: Deps,
  workspaceId: number,
  callId: number,
  to: TransferTarget,
): Promise<Outcome<Call>> {
  const directory = await deps.store.directory.load(workspaceId);
  if (to.menuId !== null) {
    const menu = directory.menus.get(to.menuId);
    if (menu === undefined || menu.deleted) return refused({ code: 'menu_unknown', id: to.menuId });
    return deps.mover.happened(callId, { type: 'transfer_started', to, plan: planOf(menu) }, workspaceId);
  }
  const agent = directory.agents.get(to.agentId ?? 0);
  if (agent === undefined) return refused({ code: 'agent_unknown' });
  if (agent.status !== 'available') return refused({ code: 'agent_not_available' });
  return deps.mover.happened(callId, { type: 'transfer_started', to, plan: AGENT_PLAN }, workspaceId);
}
