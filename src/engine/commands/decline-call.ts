/** An agent does not take a call. */
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import type { AgentActor } from '#domain/identity/actor.ts';
import { act } from '../core/act.ts';
import type { Deps } from '../core/deps.ts';

/**
 * Declines the offer, or gives back a call of a queue that has not been connected. Refused: an agent who is not rung
 * and does not have it.
 */
export async function declineCall(deps: Deps, by: AgentActor, callId: number): Promise<Outcome<Call>> {
  return act(deps, by, 'decline', callId, { type: 'offer_declined', agentId: by.agentId });
}
