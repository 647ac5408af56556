/** A caller is asked for a message instead of waiting on. */
import type { Call } from '#domain/call/call.ts';
import { sentAway } from '#domain/call/deflection.ts';
import { DEFLECTION_WORDS } from '#domain/call/reason.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import type { Actor } from '#domain/identity/actor.ts';
import { act } from '../core/act.ts';
import type { Deps } from '../core/deps.ts';

/**
 * Sends the caller to voicemail, as a queue that is full does. Refused: a caller who is neither in the menus nor in a
 * queue.
 */
export async function sendToVoicemail(deps: Deps, by: Actor, callId: number): Promise<Outcome<Call>> {
  return act(deps, by, 'send_to_voicemail', callId, sentAway(DEFLECTION_WORDS.overCapacityVoicemail));
}
