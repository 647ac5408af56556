/** A recording pauses, or continues. */
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import type { AgentActor } from '#domain/identity/actor.ts';
import { act } from '../core/act.ts';
import type { Deps } from '../core/deps.ts';

/** Pauses it, or continues; what is said meanwhile is silence in it. A call that is not recorded stays as it is. */
export async function pauseRecording(
  deps: Deps,
  by: AgentActor,
  callId: number,
  isPaused: boolean,
): Promise<Outcome<Call>> {
  return act(deps, by, 'pause_recording', callId, (call, now) => {
    if (call.recording?.status !== 'pending') return null;
    const seconds = (now.getTime() - call.recording.createdAt.getTime()) / 1000;
    return { type: isPaused ? 'recording_paused' : 'recording_resumed', seconds: Math.round(seconds * 10) / 10 };
  });
}
