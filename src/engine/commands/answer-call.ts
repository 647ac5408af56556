/** An agent answers a call. */
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { openTransfer } from '#domain/call/transfer.ts';
import type { AgentActor } from '#domain/identity/actor.ts';
import { act } from '../core/act.ts';
import type { Deps } from '../core/deps.ts';
import { holdOthers } from './hold-others.ts';

/**
 * The first of those rung wins, by the version of the call's row; the others are refused. Whom the agent talks with
 * already waits on hold, where they talk at a page.
 */
export async function answerCall(deps: Deps, by: AgentActor, callId: number): Promise<Outcome<Call>> {
  const { agentId } = by;
  const answered = await act(deps, by, 'answer', callId, (call) => ({
    type: openTransfer(call.transfers) === undefined ? 'agent_assigned' : 'transfer_completed',
    agentId,
  }));
  if (answered.ok) await holdOthers(deps, by, callId);
  return answered;
}
