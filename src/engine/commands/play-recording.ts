/** A vendor's client says whether a recording was played. */
import type { Call } from '#domain/call/call.ts';
import { isPlayable } from '#domain/call/recording.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import type { Actor } from '#domain/identity/actor.ts';
import { act } from '../core/act.ts';
import type { Deps } from '../core/deps.ts';
import { callOfRecording } from '../core/recording-call.ts';
import { listenToVoicemail } from './listen-to-voicemail.ts';

/** Notes it; a message that was played is listened to. Refused: a recording that cannot be played. */
export async function playRecording(deps: Deps, by: Actor, uid: string, played: boolean): Promise<Outcome<Call>> {
  const call = await callOfRecording(deps, by, uid);
  if (!isPlayable(call?.recording ?? null) || call === null) return refused({ code: 'recording_unknown' });
  if (played && call.recording?.kind === 'voicemail') return listenToVoicemail(deps, by, call.id);
  return act(deps, by, 'play_recording', call.id, { type: 'recording_played', played });
}
