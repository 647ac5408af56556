/**
 * Recordings of calls whose sound passes through here: begun, led through every change of sides, closed and reported.
 */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Call } from '#domain/call/call.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { RecordingStop } from '#domain/call/recording.ts';
import { isPaused } from '#domain/call/recording.ts';
import { isLive } from '#domain/call/state.ts';
import type { Report } from '#carriers/carrier.ts';
import type { Recorded, Recorder, Sides } from '../recordings/recorder.ts';
import type { CallWords } from './live-words.ts';
import { createLeftRecordings } from '../recordings/orphaned-recordings.ts';

export type CallRecordings = {
  /**
   * Records the call with these sides, ours left and the caller's right, from now on; begins where it is the first
   * time.
   */
  lead(call: Call, sides: Sides): Promise<void>;
  /** Takes up what an earlier process was recording of these calls. Before anything is recorded anew. */
  takeUp(open: readonly Call[]): Promise<void>;
  /** Whether the call's sound is being written down here, or was when an earlier process ended. */
  has(call: Call): boolean;
  /** Seconds since it began; 0 when it has not. What an earlier process left is finished for it. */
  secondsOf(call: Call): Promise<number>;
  /** Closes it and reports what has become of it. */
  close(call: Call): Promise<void>;
};

type Open = {
  readonly recordingId: string;
  readonly since: number;
  /** When it began, by `preciseNow`. */
  startedAt: number;
  isTranscribed: boolean;
  /** As it was when it was last led. */
  call: Call;
  sides: Sides;
  isPaused: boolean;
  /** Kept until it is reported: a report may have to be made again. */
  closing: Promise<Recorded | null> | null;
};

export type CallRecordingParts = {
  readonly recorder: Recorder;
  readonly report: Report;
  recordingPath(uid: string): string;
  /** Whether the disk has room for this many bytes more; absent: always. */
  hasRoom?(bytes: number): Promise<boolean>;
  /** Whether an engine is to write down what is recorded of the call; absent: none is. */
  isTranscribed?(call: Call): Promise<boolean>;
  /** Writes down what is said while it is recorded; absent: no one does. */
  readonly words?: Pick<CallWords, 'lead' | 'close' | 'forget'>;
  /** `now` counts the seconds of recordings; by `after` the room is looked at again. */
  readonly clock: Clock;
  failed(what: string, error: unknown): void;
};

/**
 * What a second of a finished recording takes: 16,000 frames of two 16-bit samples. Written when the recording ends.
 */
const BYTES_PER_SECOND = 64_000;

/** A recording is not begun without room for its first half minute. */
const FIRST_SECONDS = 30;

/** Who is heard while it is paused. */
const NO_SIDES: Sides = { left: null, right: null };

/** How often the room is looked at while something is recorded. Milliseconds. */
const LOOK_MS = 5_000;

/** Makes them. */
export function createCallRecordings(parts: CallRecordingParts): CallRecordings {
  const { recorder, report, recordingPath, clock, words, hasRoom = async () => true } = parts;
  const now = (): number => clock.now().getTime();
  const open = new Map<number, Open>();
  const left = createLeftRecordings(recordingPath);

  /** A transcript is awaited of whatever is recorded. Says where none is to come. */
  const omitTranscript = async (call: Call): Promise<void> => {
    if (call.transcriptStatus === 'in_progress') await report(call.id, { type: 'transcription_omitted' });
  };
  const omitUnlessTranscribed = async (call: Call): Promise<boolean> => {
    const isTranscribed = (await parts.isTranscribed?.(call)) === true;
    if (!isTranscribed) await omitTranscript(call);
    return isTranscribed;
  };

  const begin = async (call: Call, recordingId: string, sides: Sides): Promise<Open> => {
    const path = recordingPath(recordingId);
    const begun: Open = {
      recordingId,
      since: now(),
      startedAt: 0,
      isTranscribed: false,
      call,
      sides,
      isPaused: false,
      closing: null,
    };
    open.set(call.id, begun);
    if (open.size === 1) watchRoom();
    await mkdir(dirname(path), { recursive: true });
    begun.startedAt = await recorder.record(recordingId, sides, path);
    left.drop(recordingId);
    begun.isTranscribed = await omitUnlessTranscribed(call);
    return begun;
  };

  const beginWithRoom = async (call: Call, recordingId: string, sides: Sides): Promise<Open | null> => {
    if (await hasRoom(FIRST_SECONDS * BYTES_PER_SECOND + bytesToCome())) return begin(call, recordingId, sides);
    await omitTranscript(call);
    await report(call.id, { type: 'recording_failed', reason: 'disk_reserve' });
    return null;
  };

  /** What the recordings that run will take when they end now. */
  const bytesToCome = (): number =>
    open.values().reduce((sum, { since }) => sum + ((now() - since) / 1000) * BYTES_PER_SECOND, 0);

  /** While something is recorded: without room, all of it ends and is kept as far as it goes. */
  const watchRoom = (): void => {
    clock.after(LOOK_MS, async () => {
      if (open.size === 0) return;
      if (!(await hasRoom(bytesToCome())))
        for (const { call } of open.values())
          await close(call, 'disk_reserve').catch((error: unknown) => parts.failed('media.recording', error));
      if (open.size > 0) watchRoom();
    });
  };

  const close = async (call: Call, reason?: RecordingStop): Promise<void> => {
    if (call.recording?.status !== 'pending') return;
    const held = open.get(call.id);
    if (held !== undefined) held.closing ??= recorder.stopRecording(held.recordingId);
    const { uid } = call.recording;
    await words?.close(call.id);
    const recorded = held === undefined ? await left.finish(uid) : await held.closing;
    const isTranscribed = recorded !== null && (await omitUnlessTranscribed(call));
    if (recorded === null) await omitTranscript(call);
    // The voice agent writes its own words down.
    if (!isTranscribed && call.origin !== 'fin') await words?.forget(call);
    const why = reason === undefined ? {} : { reason };
    await report(
      call.id,
      recorded === null
        ? { type: 'recording_failed', ...why }
        : { type: 'recording_stored', seconds: Math.round(recorded.seconds * 10) / 10, bytes: recorded.bytes, ...why },
    );
    open.delete(call.id);
    left.drop(uid);
  };

  return {
    async lead(call, sides) {
      if (call.recording?.status !== 'pending') return;
      const { uid } = call.recording;
      const held = open.get(call.id) ?? (await beginWithRoom(call, uid, sides));
      if (held === null || held.closing !== null) return;
      held.call = call;
      if (held.sides.left !== sides.left || held.sides.right !== sides.right) {
        held.sides = sides;
        await recorder.switchSources(uid, sides);
      }
      const pause = isPaused(call.recording);
      if (held.isTranscribed) words?.lead(call, held.startedAt, pause ? NO_SIDES : sides);
      if (held.isPaused === pause) return;
      held.isPaused = pause;
      await recorder.pauseRecording(uid, pause);
    },
    async takeUp(calls) {
      const pending = calls.filter(({ recording }) => recording?.status === 'pending');
      await left.takeUp(pending.map((call) => ({ uid: call.recording?.uid ?? '', isOver: !isLive(call.state) })));
    },
    has: (call) => open.has(call.id) || left.has(call.recording?.uid ?? ''),
    async secondsOf(call) {
      const held = open.get(call.id);
      if (held !== undefined) return (now() - held.since) / 1000;
      return (await left.finish(call.recording?.uid ?? ''))?.seconds ?? 0;
    },
    close: async (call) => close(call),
  };
}
