/** Recordings while they run: which legs are heard on which side, and where in time. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recorded } from '../media-server.ts';
import { preciseNow } from '../audio-packet.ts';
import { finish } from './finish-work.ts';
import type { FinishWork } from './finish-work.ts';
import { SIDES, tracksOf } from './track-name.ts';
import type { Side } from './track-name.ts';

/** Whom a recording hears. Null is a side that is not there. */
export type Sides = Readonly<Record<Side, string | null>>;

/** What recordings need of the workers. A leg that is gone makes no track, and ends none. */
export type TrackPort = {
  /** Ends it by calling the answer: whether all was written. Null: there is no such leg. */
  startTrack(legId: string, directory: string, side: Side, startedAt: number): Promise<(() => Promise<boolean>) | null>;
  /** A part of a recording could not be written. */
  onIncomplete(path: string): void;
};

/** All of them. */
export type Recordings = {
  /** One that runs already goes on, with these sides. */
  record(recordingId: string, sides: Sides, path: string): Promise<void>;
  rerecord(recordingId: string, sides: Sides): Promise<void>;
  pause(recordingId: string, isPaused: boolean): Promise<void>;
  /** Null: there is no such recording, or it could not be finished. */
  stop(recordingId: string): Promise<Recorded | null>;
  /** Ends all, as at the end of the process: what runs is left to be finished at the next start. */
  close(): Promise<void>;
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

/** In the directory of tracks: when the recording began, for one that goes on after this process died. */
const STARTED_FILE = 'started';

/** Finishes by `finishing`, in a thread that relays nothing. */
export function createRecordings(port: TrackPort, finishing: FinishWork): Recordings {
  const recordings = new Map<string, Recording>();

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
      const end = wanted === null ? null : await startTrack(recording, wanted, side);
      if (wanted !== null && end !== null) recording.tracks.set(side, { legId: wanted, end });
    }
  }

  function startTrack({ path, startedAt }: Recording, legId: string, side: Side) {
    return port.startTrack(legId, tracksOf(path), side, startedAt);
  }

  async function endTrack(recording: Recording, side: Side): Promise<void> {
    const track = recording.tracks.get(side);
    recording.tracks.delete(side);
    if (track !== undefined && !(await track.end())) port.onIncomplete(recording.path);
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
      if (recordings.has(recordingId)) return goOn(recordingId, sides);
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
      } catch (error) {
        recordings.delete(recordingId);
        throw error;
      }
    },
    rerecord: goOn,
    async pause(recordingId, isPaused) {
      const recording = recordings.get(recordingId);
      if (recording === undefined) return;
      recording.isPaused = isPaused;
      await change(recording, () => settle(recording));
    },
    async stop(recordingId) {
      const recording = recordings.get(recordingId);
      if (recording === undefined) return null;
      recordings.delete(recordingId);
      const seconds = (preciseNow() - recording.startedAt) / 1000;
      await change(recording, () => endAll(recording));
      return finish(finishing, recording.path, seconds);
    },
    async close() {
      const all = [...recordings.values()];
      recordings.clear();
      await Promise.all(all.map((recording) => change(recording, () => endAll(recording))));
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
