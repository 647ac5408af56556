/** Someone has listened to a voicemail. */
import type { Call } from '#domain/call/call.ts';
import { isPlayable } from '#domain/call/recording.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import type { Actor } from '#domain/identity/actor.ts';
import { act } from '../core/act.ts';
import type { Deps } from '../core/deps.ts';

/**
 * The call is read and its recording played, in one change, by whichever door that was asked. Again it changes nothing.
 * Refused: a call in which no message was left.
 */
export async function listenToVoicemail(deps: Deps, by: Actor, callId: number): Promise<Outcome<Call>> {
  return act(deps, by, 'listen_to_voicemail', callId, (call) => {
    if (call.state !== 'voicemail_read') return { type: 'voicemail_opened' };
    return isPlayable(call.recording) && !call.recording.played ? { type: 'recording_played', played: true } : null;
  });
}
