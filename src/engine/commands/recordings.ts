/** What people do with a recording: listen to it, throw it away. */
import type { Call } from '#domain/call/call.ts';
import { isPlayable } from '#domain/call/recording.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import type { Deps } from '../core/deps.ts';

/** Notes whether somebody has listened; a message that was listened to is read. Refused: a recording that cannot be played. */
export async function playRecording(
  deps: Deps,
  workspaceId: number,
  uid: string,
  played: boolean,
): Promise<Outcome<Call>> {
  const call = await callOf(deps, workspaceId, uid);
  if (!isPlayable(call?.recording ?? null) || call === null) return refused({ code: 'recording_unknown' });
  if (played && call.recording?.kind === 'voicemail') return listenToVoicemail(deps, workspaceId, call.id);
  return deps.mover.happened(call.id, { type: 'recording_played', played }, workspaceId);
}

/**
 * An agent has listened to the message: the call is read and its recording played, in one change, by whichever door that was said. Saying so
 * again changes nothing. Refused: a call in which no message was left.
 */
export async function listenToVoicemail(deps: Deps, workspaceId: number, callId: number): Promise<Outcome<Call>> {
  return deps.mover.happened(
    callId,
    (call) => {
      if (call.state !== 'voicemail_read') return { type: 'voicemail_opened' };
      return isPlayable(call.recording) && !call.recording.played ? { type: 'recording_played', played: true } : null;
    },
    workspaceId,
  );
}

/**
 * Deletes the sound for good: first the call says so, then the file goes. Asked again, it sees to the file again, in case that
 * failed. Refused: a recording that is not there, or not any more.
 */
export async function deleteRecording(deps: Deps, workspaceId: number, uid: string): Promise<Outcome<Call>> {
  const call = await callOf(deps, workspaceId, uid);
  if (call?.recording?.status === 'deleted') await deps.removeRecording(uid);
  if (!isPlayable(call?.recording ?? null) || call === null) return refused({ code: 'recording_unknown' });
  const deleted = await deps.mover.happened(
    call.id,
    (now) => (isPlayable(now.recording) ? { type: 'recording_deleted' } : null),
    workspaceId,
  );
  if (deleted.ok) await deps.removeRecording(uid);
  return deleted;
}

async function callOf(deps: Deps, workspaceId: number, uid: string): Promise<Call | null> {
  const call = await deps.store.calls.byRecording(uid);
  return call?.workspaceId === workspaceId ? call : null;
}
