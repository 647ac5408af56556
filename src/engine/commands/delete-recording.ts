/** A recording is deleted. */
import type { Call } from '#domain/call/call.ts';
import { isPlayable } from '#domain/call/recording.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import type { Actor } from '#domain/identity/actor.ts';
import { act } from '../core/act.ts';
import type { Deps } from '../core/deps.ts';
import { callOfRecording } from '../core/recording-call.ts';

/**
 * Deletes the sound for good: first the call says so, then the audit log, then the file goes. Asked again, it sees to
 * the file again, in case that failed. Refused: a recording that is not there, or not any more.
 */
export async function deleteRecording(deps: Deps, by: Actor, uid: string): Promise<Outcome<Call>> {
  const call = await callOfRecording(deps, by, uid);
  if (call?.recording?.status === 'deleted') await deps.removeRecording(uid, null);
  if (!isPlayable(call?.recording ?? null) || call === null) return refused({ code: 'recording_unknown' });
  const deleted = await act(deps, by, 'delete_recording', call.id, (now) =>
    isPlayable(now.recording) ? { type: 'recording_deleted' } : null,
  );
  if (deleted.ok) await deps.removeRecording(uid, deleted.value);
  return deleted;
}
