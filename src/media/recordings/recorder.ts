/**
 * Recordings as calls ask for them. Any media server will do: a recorder needs nothing of it but what legs say,
 * encoded.
 */
import type { LegId } from '../media-server.ts';
import type { Side } from './track-name.ts';

/** Whom a recording hears, by its channels. Null is a side that is not there. */
export type Sides = Readonly<Record<Side, LegId | null>>;

/** A recording that has been closed. */
export type Recorded = { readonly seconds: number; readonly bytes: number };

/** Records legs into stereo files; what is silent is silence. */
export type Recorder = {
  /**
   * Into the file `path`, from now on, or from when an earlier process began it. One that runs already continues, with
   * these sides. Resolves with when it began, in milliseconds by `preciseNow`.
   */
  record(recordingId: string, sides: Sides, path: string): Promise<number>;
  /** Other legs take the sides: a transfer continues in the same file. */
  switchSources(recordingId: string, sides: Sides): Promise<void>;
  /** While paused, silence is written, so that times stay true. */
  pauseRecording(recordingId: string, isPaused: boolean): Promise<void>;
  /** Null: there is no such recording, or it could not be finished. */
  stopRecording(recordingId: string): Promise<Recorded | null>;
  /**
   * Ends all, as at the end of the process: what runs is left to be finished at the next start. Before the media server
   * shuts down.
   */
  shutDown(): Promise<void>;
};
