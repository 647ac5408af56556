/** A caller is put on hold. */
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import type { Actor } from '#domain/identity/actor.ts';
import { act } from '../core/act.ts';
import type { Deps } from '../core/deps.ts';

/** Holds the call. Refused: a call that is not connected, or on hold already; an agent who is not in it. */
export async function holdCall(deps: Deps, by: Actor, callId: number): Promise<Outcome<Call>> {
  return act(deps, by, 'hold', callId, { type: 'held' });
}
