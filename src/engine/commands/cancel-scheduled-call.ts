/** A scheduled call is not wanted any more. */
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import type { Actor } from '#domain/identity/actor.ts';
import { act } from '../core/act.ts';
import type { Deps } from '../core/deps.ts';

/** Ends it: `failed`, canceled by an agent. Refused: a call that is not scheduled any more (`event_not_allowed`). */
export async function cancelScheduledCall(deps: Deps, by: Actor, callId: number): Promise<Outcome<Call>> {
  return act(deps, by, 'cancel_scheduled', callId, (call) =>
    call.state === 'scheduled'
      ? { type: 'hung_up', by: 'agent', reason: 'ag_canceled' }
      : refused({ code: 'event_not_allowed', state: call.state, event: 'hung_up' }),
  );
}
