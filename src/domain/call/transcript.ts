/** Who said what, and when. */

export const SPEAKERS = ['agent', 'user', 'virtual_agent'] as const;
export type Speaker = (typeof SPEAKERS)[number];

/** One stretch of speech. Seconds from the start of the recording. */
export type Turn = {
  readonly speaker: Speaker;
  /** Which agent speaks; absent where another one does, and in transcripts stored before it was kept. */
  readonly agentId?: number;
  readonly text: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** How sure the engine is of the words, 0 to 1; absent where it does not say, and where no engine heard them. */
  readonly confidence?: number;
  /** The words, counted from 0, that the engine may have misheard; absent: none. Words are parted by one space. */
  readonly unsure?: readonly number[];
};

/** The words of a call, in order of time. */
export type Transcript = {
  readonly callId: number;
  readonly turns: readonly Turn[];
  readonly createdAt: Date;
  /** What wrote the sound down, such as `embedded`; null where no machine had to listen, as in simulated calls. */
  readonly engine: string | null;
};

/** How far writing down has come; a call without a transcript has null instead. */
export const TRANSCRIPT_STATUSES = ['in_progress', 'done', 'failed'] as const;
export type TranscriptStatus = (typeof TRANSCRIPT_STATUSES)[number];
