/** Fin Voice: a call that another telephony system announces before it forwards it to us. Source: seeds 000 and 001. */
import type { E164 } from '../directory/phone-number.ts';

export const EXTERNAL_SOURCES = ['aws_connect', 'five9', 'zoom_phone'] as const;
export type ExternalSource = (typeof EXTERNAL_SOURCES)[number];

/** How the voice agent's work ended. Source: Intercom, conversation `ai_agent.resolution_state`. */
export const RESOLUTIONS = [
  'assumed_resolution',
  'confirmed_resolution',
  'escalated',
  'negative_feedback',
  'procedure_handoff',
] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** `registered` until the announced call arrives, `in-progress` while the voice agent talks, then how it ended. */
export const EXTERNAL_STATUSES = ['registered', 'in-progress', ...RESOLUTIONS] as const;
export type ExternalStatus = (typeof EXTERNAL_STATUSES)[number];

/** How long an announcement waits for its call. */
export const MATCH_WINDOW_MINUTES = 30;

/** What the caller wanted, with how sure the voice agent is (0 to 1). */
export type Intent = { readonly name: string; readonly confidence: number };

/** How the voice agent's work on a call ended; the summary may still be too long. */
export type FinOutcome = {
  readonly resolution: Resolution;
  readonly summary: string;
  readonly intents: readonly Intent[];
};

/** An announced call. */
export type ExternalCall = {
  readonly id: number;
  readonly workspaceId: number;
  /** As it was announced. */
  readonly phoneNumber: E164;
  /** The same number as calls have it; what the announcement is matched and found by. */
  readonly caller: E164;
  /** The other system's id; unique in the workspace for its source. */
  readonly externalId: string;
  readonly source: ExternalSource;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly status: ExternalStatus;
  readonly callId: number | null;
  readonly conversationId: number | null;
  /** At most 256 characters; empty until there is one. */
  readonly summary: string;
  readonly intents: readonly Intent[];
  readonly createdAt: Date;
};

const MAX_SUMMARY = 256;

/** The summary cut to 256 characters, never through the middle of one (a surrogate pair or what joins to it). */
export function cutSummary(text: string): string {
  let cut = '';
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) {
    if (cut.length + segment.length > MAX_SUMMARY) break;
    cut += segment;
  }
  return cut;
}
