/** Transcripts at the console: `/app/transcripts.json`. Plain types, also for the page. */
import type { TranscriptChoice } from '#domain/directory/transcript-choice.ts';

/** What the workspace has chosen, and what this server can do. */
export type TranscriptsView = {
  readonly choice: TranscriptChoice;
  /** Where `elsewhere` sends the sound of calls; null: the operator named no server. */
  readonly host: string | null;
  /** Whether the operator has switched transcripts off for all. */
  readonly isOffForAll: boolean;
};
