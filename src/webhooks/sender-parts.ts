/** What sending works with. */
import type { Clock } from '#domain/ports/stores.ts';
import type { SentWebhook, WebhookReason, WebhookStore } from '#domain/ports/webhooks.ts';
import type { Outcomes } from './outcomes.ts';
import type { Poster } from './post.ts';

export type SenderParts = {
  readonly store: WebhookStore;
  readonly outcomes: Outcomes;
  readonly poster: Poster;
  readonly clock: Clock;
  readonly random: () => number;
  /** A webhook was taken off. */
  disabled(webhook: SentWebhook, reason: WebhookReason): Promise<void>;
  failed(what: string, error: unknown): void;
};
