/** What helps an agent in a call, as their page is told it. Plain types, also for the page. */
import type { SummaryDraft } from '#domain/voice-agent/assist.ts';
import type { FoundDetail } from '#domain/voice-agent/found-details.ts';

/** An article for what the caller said; `text`: what it says, in sentences. */
export type AssistArticle = { readonly id: number; readonly title: string; readonly text: string };

/**
 * For one call. `articles`: the closest first. `details`: the last said first. `summary`: to write one from, in
 * wrap-up; null before.
 */
export type AssistView = {
  readonly callId: number;
  readonly articles: readonly AssistArticle[];
  readonly details: readonly FoundDetail[];
  readonly summary: SummaryDraft | null;
};
