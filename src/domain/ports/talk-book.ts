/** The voice agent's talks as they are kept while they last, so that none is lost with the process. */
import type { Turn } from '../call/transcript.ts';
import type { Brief } from '../voice-agent/brief.ts';
import type { Dialogue } from '../voice-agent/dialogue.ts';
import type { TalkCounts } from '../voice-agent/figures.ts';

/** A talk as it stood last. */
export type KeptTalk = {
  readonly callId: number;
  readonly workspaceId: number;
  readonly startedAt: Date;
  readonly dialogue: Dialogue;
  /** What was said so far; none where no words are kept. */
  readonly turns: readonly Turn[];
  readonly counts: TalkCounts;
};

/** The talks of all workspaces. */
export type TalkBook = {
  /**
   * Keeps how the talks stand, all in one statement. Turns are kept as the transcript so far, of calls that are being
   * recorded and have no other; a talk that has ended stays as it ended.
   */
  keep(talks: readonly KeptTalk[], now: Date): Promise<void>;
  /** Null: there is none, or it has ended. */
  open(callId: number): Promise<KeptTalk | null>;
  /** Talks that no process ended, of calls that have: the oldest first. */
  left(limit: number): Promise<readonly number[]>;
  /** It is over, and what became of it is told. */
  end(callId: number, at: Date, counts: TalkCounts): Promise<void>;
  /** What is told of the caller of this call to those who take them over. Nothing is kept without a talk. */
  keepBrief(workspaceId: number, callId: number, brief: Brief): Promise<void>;
  /** The sums of the talks that ended in [from, to); both begin an hour of UTC, or `to` is now. */
  sums(workspaceId: number, from: Date, to: Date): Promise<TalkCounts>;
  briefs(callIds: readonly number[]): Promise<ReadonlyMap<number, Brief>>;
};
