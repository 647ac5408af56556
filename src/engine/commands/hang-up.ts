/** Someone hangs up. */
import type { Call } from '#domain/call/call.ts';
import { isRelieved } from '#domain/call/participant.ts';
import type { HungUpBy } from '#domain/call/reason.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import type { Actor } from '#domain/identity/actor.ts';
import { act } from '../core/act.ts';
import type { Deps } from '../core/deps.ts';

/**
 * Hangs up, by whichever door that was asked. An agent leaves the caller to those who still talk with them, and ends
 * the call where there are none; any other end, or the system, ends it for all. `end` is for programs, which hang up
 * for others: an agent is then the one who leads the call. Refused: an agent who is not in the call.
 */
export async function hangUp(deps: Deps, by: Actor, callId: number, end: HungUpBy = 'agent'): Promise<Outcome<Call>> {
  const leaves = END[by.kind] ?? end;
  return act(deps, by, 'hang_up', callId, (call) => {
    const leaver = by.kind === 'agent' ? by.agentId : call.agentId;
    return leaves === 'agent' && leaver !== null && call.state === 'connected' && isRelieved(call.participants, leaver)
      ? { type: 'agent_left', agentId: leaver }
      : { type: 'hung_up', by: leaves };
  });
}

/** The end of the line at which an actor is; programs are at none. */
const END: { readonly [K in Actor['kind']]?: HungUpBy } = { agent: 'agent', caller: 'end_user' };
