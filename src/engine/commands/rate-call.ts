/** A call is rated. */
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import type { Actor } from '#domain/identity/actor.ts';
import { act } from '../core/act.ts';
import type { Deps } from '../core/deps.ts';

/** A rating of 1 to 5, and whether words came with it; the words themselves are not kept. */
export type Rating = { readonly rating: number; readonly hasFeedback: boolean };

/** Rates the call, in whatever state it is. Another rating replaces the first. */
export async function rateCall(
  deps: Deps,
  by: Actor,
  callId: number,
  { rating, hasFeedback }: Rating,
): Promise<Outcome<Call>> {
  return act(deps, by, 'rate', callId, { type: 'rated', rating, feedback: hasFeedback });
}
