/**
 * Recordings that an earlier process was writing when it ended: continued while their calls last, finished when they
 * do not.
 */
import { stat } from 'node:fs/promises';
import type { Recorded } from './recorder.ts';
import { secondsOfFile } from './finish-recording.ts';
import { createFinishWork, finish } from './finish-work.ts';
import { tracksOf } from './track-name.ts';

/** What was left, by the recordings' uids. */
export type LeftRecordings = {
  /**
   * Looks which of these there is anything of. `isOver`: its call has ended, so it is finished before this resolves.
   */
  takeUp(recordings: readonly { readonly uid: string; readonly isOver: boolean }[]): Promise<void>;
  /** Whether something was left of it, and no one has it since. */
  has(uid: string): boolean;
  /** It continues, or has been reported: it is left no more. */
  drop(uid: string): void;
  /**
   * Finishes it, once: as long as what there is of it. Null: there is nothing, or it cannot be written; then its tracks
   * stay.
   */
  finish(uid: string): Promise<Recorded | null>;
};

/** Knows of none before `takeUp`. */
export function createLeftRecordings(recordingPath: (uid: string) => string): LeftRecordings {
  /** Null: not finished yet. */
  const left = new Map<string, Promise<Recorded | null> | null>();

  const finishOnce = async (uid: string): Promise<Recorded | null> => {
    // It may have ended between the finished file and its report.
    if (!left.has(uid)) return finishedAlready(recordingPath(uid));
    const work = left.get(uid) ?? finishLeftRecording(recordingPath(uid));
    left.set(uid, work);
    return work;
  };

  return {
    async takeUp(recordings) {
      for (const { uid, isOver } of recordings) {
        if (!(await exists(tracksOf(recordingPath(uid))))) continue;
        left.set(uid, null);
        if (isOver) await finishOnce(uid);
      }
    },
    has: (uid) => left.has(uid),
    drop: (uid) => void left.delete(uid),
    finish: finishOnce,
  };
}

/** Finishes the recording `path` from the tracks of a process that is gone. */
export async function finishLeftRecording(path: string): Promise<Recorded | null> {
  const work = createFinishWork();
  try {
    return await finish(work, path, null);
  } finally {
    await work.close();
  }
}

async function finishedAlready(path: string): Promise<Recorded | null> {
  const file = await stat(path).catch(() => null);
  return file === null ? null : { seconds: secondsOfFile(file.size), bytes: file.size };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
