/**
 * What one move of a call entails for others: the next carrier, the parent of a call-back, the announcement of a Fin
 * call.
 */
import type { Call } from '#domain/call/call.ts';
import { untriedCarriers } from '#domain/call/failover.ts';
import { begun, mayRecord } from '#domain/call/recording.ts';
import { isLive } from '#domain/call/state.ts';
import type { Move } from '#domain/ports/event-bus.ts';
import type { Deps } from './deps.ts';
import { dropDialer, noteDialRefused, takeDialer } from './dialing.ts';
import { closeAnnouncement, matchAnnouncement } from './announcements.ts';

export type FollowUps = {
  /** Does what the move entails, on its own time. Safe to repeat: at a start it is done again for every open call. */
  moved(move: Move): void;
  /** Whether nothing is under way. */
  isIdle(): boolean;
  settled(): Promise<unknown>;
};

/** Makes the keeper of one process. */
export function createFollowUps(deps: Deps, failed: (error: unknown) => void): FollowUps {
  const errands = new Set<Promise<void>>();
  return {
    moved({ call }) {
      const errand = followUp(deps, call)
        .catch(failed)
        .finally(() => errands.delete(errand));
      errands.add(errand);
    },
    isIdle: () => errands.size === 0,
    settled: async () => Promise.all(errands),
  };
}

async function followUp(deps: Deps, call: Call): Promise<void> {
  if (call.origin === 'reported') return; // Someone else leads it: there is nothing to record or to carry here.
  if (call.recording === null && (call.state === 'connected' || call.state === 'voicemail')) await record(deps, call);
  if (call.state === 'switching') {
    await switchCarrier(deps, call);
  }
  if (call.state === 'finished' && call.parentId !== null)
    await deps.transitions.apply(call.parentId, { type: 'callback_finished' }, call.workspaceId);
  if (call.origin === 'fin' && call.state === 'queued') await matchAnnouncement(deps, call);
  // While a recording is being written the outcome may still come.
  if (call.origin === 'fin' && !isLive(call.state) && call.recording?.status !== 'pending')
    await closeAnnouncement(deps, call.id);
}

/** The next carrier that may dial the number takes the call; where there is none it has failed. */
async function switchCarrier(deps: Deps, call: Call): Promise<void> {
  const { workspaceId, uid: callUid, contactNumber: number } = call;
  const untried = untriedCarriers(deps.carriersOf(workspaceId), call.carriersTried);
  const [first] = untried;
  const dialer = number === null ? null : await takeDialer(deps, { workspaceId, number, callUid }, untried);
  if (dialer?.ok === false) await noteDialRefused(deps, call, dialer.refusal);
  const carrier = dialer === null ? first : dialer.ok && first !== undefined ? dialer.value.carrier : undefined;
  const outcome = await deps.transitions.apply(
    call.id,
    carrier === undefined ? { type: 'carriers_exhausted' } : { type: 'carrier_switched', carrier },
  );
  if (dialer?.ok === true && !outcome.ok) await dropDialer(deps, dialer.value);
}

/** Begins the recording where it is permitted; a voicemail always is, because it is nothing else. */
async function record(deps: Deps, call: Call): Promise<void> {
  const isVoicemail = call.state === 'voicemail';
  const { menus } = await deps.store.directory.load(call.workspaceId);
  if (!isVoicemail && !mayRecord(menus.get(call.menuId ?? 0) ?? null, call.recordingPermission)) return;
  const uid = deps.newUid();
  // A short call may have ended meanwhile: it is recorded all the same. A caller who left no message has nothing to
  // record.
  await deps.transitions.apply(call.id, (stands, now) =>
    stands.recording === null &&
    (stands.state === call.state || (stands.endsAt !== null && stands.state !== 'deflected'))
      ? { type: 'recording_started', recording: begun(uid, isVoicemail ? 'voicemail' : 'call', now) }
      : null,
  );
}

/**
 * What ended calls entailed and a crash kept from being done: their rows say nothing of it, so it is looked up at a
 * start.
 */
export async function catchUp(deps: Deps): Promise<void> {
  for (const id of await deps.store.calls.unrecovered())
    await deps.transitions.apply(id, { type: 'callback_finished' });
  for (const id of await deps.store.externalCalls.unresolved()) await closeAnnouncement(deps, id);
}
