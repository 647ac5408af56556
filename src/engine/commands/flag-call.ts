/** A call, and so its caller, is flagged. */
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import type { Actor } from '#domain/identity/actor.ts';
import { act } from '../core/act.ts';
import type { Deps } from '../core/deps.ts';

/** Flags to set or to clear; those that are absent stay. */
export type Flags = Extract<CallEvent, { readonly type: 'flagged' }>['flags'];

/** Sets the flags, in whatever state the call is. Refused: an agent whom the call does not concern. */
export async function flagCall(deps: Deps, by: Actor, callId: number, flags: Flags): Promise<Outcome<Call>> {
  return act(deps, by, 'flag', callId, { type: 'flagged', flags });
}
