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
 * Deletes the sound and its words for good: first the call says so, then the audit log, then they go. Asked again, it
 * sees to them again, in case that failed. Refused: a recording that is not there, or not any more.
 */
export async function deleteRecording(deps: Deps, by: Actor, uid: string): Promise<Outcome<Call>> {
  const call = await callOfRecording(deps, by, uid);
  const forgetWords = async ({ workspaceId, id }: Call): Promise<void> =>
    deps.store.transcripts.remove(workspaceId, id);
  if (call?.recording?.status === 'deleted') {
    await forgetWords(call);
    await deps.removeRecording(uid, null);
  }
  if (!isPlayable(call?.recording ?? null) || call === null) return refused({ code: 'recording_unknown' });
  const deleted = await act(deps, by, 'delete_recording', call.id, (now) =>
    isPlayable(now.recording) ? { type: 'recording_deleted' } : null,
  );
  if (!deleted.ok) return deleted;
  await forgetWords(deleted.value);
  await deps.removeRecording(uid, deleted.value);
  return deleted;
}
