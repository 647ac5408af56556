/** Recordings while they run: which legs are heard on which side, and where in time. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { preciseNow } from '../audio-packet.ts';
import type { Media } from '../media-server.ts';
import { createFinishWork, finish } from './finish-work.ts';
import type { Recorder, Sides } from './recorder.ts';
import { SIDES, tracksOf } from './track-name.ts';
import type { Side } from './track-name.ts';
import { createTrackRecorder } from './track-recorder.ts';

/** What recorders need of the outside. */
export type RecorderParts = {
  readonly media: Pick<Media, 'tap'>;
  /** A part of the recording `path` could not be written; what there is of it is kept. */
  onIncomplete?(path: string): void;
};

type Track = { readonly legId: string; readonly end: () => Promise<boolean> };

type Recording = {
  readonly path: string;
  readonly startedAt: number;
  sides: Sides;
  isPaused: boolean;
  readonly tracks: Map<Side, Track>;
  /** Changes to one recording happen one after another. */
  work: Promise<unknown>;
};

/** In the directory of tracks: when the recording began, for one in progress after this process died. */
const STARTED_FILE = 'started';

/** Records what the legs of a media server say; what ends is finished in a thread of its own. */
export function createRecorder({ media, onIncomplete = () => undefined }: RecorderParts): Recorder {
  const recordings = new Map<string, Recording>();
  const finishing = createFinishWork();

  function change<Result>(recording: Recording, act: () => Promise<Result>): Promise<Result> {
    const done = recording.work.then(act);
    recording.work = done.catch(() => {});
    return done;
  }

  async function settle(recording: Recording): Promise<void> {
    for (const side of SIDES) {
      const wanted = recording.isPaused ? null : recording.sides[side];
      if (recording.tracks.get(side)?.legId === wanted) continue;
      await endTrack(recording, side);
      if (wanted !== null) recording.tracks.set(side, await startTrack(recording, wanted, side));
    }
  }

  async function startTrack({ path, startedAt }: Recording, legId: string, side: Side): Promise<Track> {
    const recorder = createTrackRecorder({ directory: tracksOf(path), side, startedAt });
    const stop = await media.tap(legId, (tapped) => {
      for (const { packet, now } of tapped) recorder.hear(packet, now);
    });
    return {
      legId,
      async end() {
        await stop();
        return recorder.close();
      },
    };
  }

  async function endTrack(recording: Recording, side: Side): Promise<void> {
    const track = recording.tracks.get(side);
    recording.tracks.delete(side);
    if (track !== undefined && !(await track.end())) onIncomplete(recording.path);
  }

  async function endAll(recording: Recording): Promise<void> {
    await Promise.all(SIDES.map((side) => endTrack(recording, side)));
  }

  async function goOn(recordingId: string, sides: Sides): Promise<void> {
    const recording = recordings.get(recordingId);
    if (recording === undefined) return;
    recording.sides = sides;
    await change(recording, () => settle(recording));
  }

  return {
    async record(recordingId, sides, path) {
      const running = recordings.get(recordingId);
      if (running !== undefined) {
        await goOn(recordingId, sides);
        return running.startedAt;
      }
      const begun = begin(path);
      const recording: Recording = {
        path,
        startedAt: preciseNow(),
        sides,
        isPaused: false,
        tracks: new Map(),
        work: begun,
      };
      recordings.set(recordingId, recording);
      try {
        const startedAt = await begun;
        const started = { ...recording, startedAt };
        recordings.set(recordingId, started);
        await change(started, () => settle(started));
        return startedAt;
      } catch (error) {
        recordings.delete(recordingId);
        throw error;
      }
    },
    switchSources: goOn,
    async pauseRecording(recordingId, isPaused) {
      const recording = recordings.get(recordingId);
      if (recording === undefined) return;
      recording.isPaused = isPaused;
      await change(recording, () => settle(recording));
    },
    async stopRecording(recordingId) {
      const recording = recordings.get(recordingId);
      if (recording === undefined) return null;
      recordings.delete(recordingId);
      const seconds = (preciseNow() - recording.startedAt) / 1000;
      await change(recording, () => endAll(recording));
      return finish(finishing, recording.path, seconds);
    },
    async shutDown() {
      const all = [...recordings.values()];
      recordings.clear();
      await Promise.all(all.map((recording) => change(recording, () => endAll(recording))));
      await finishing.close();
    },
  };
}

/** When the recording began: now, or when the process before this one began it. */
async function begin(path: string): Promise<number> {
  const directory = tracksOf(path);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, STARTED_FILE);
  const known = Number(await readFile(file, 'utf8').catch(() => ''));
  if (Number.isFinite(known) && known > 0) return known;
  const now = preciseNow();
  await writeFile(file, String(now), { mode: 0o600 });
  return now;
}
