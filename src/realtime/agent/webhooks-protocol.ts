/**
 * What the console and the server say to each other about webhooks, under `/app/webhooks.json`. Plain types, also for
 * the page.
 */
import type { Attempt, Delivery, Webhook, WebhookFormat } from '#domain/ports/webhooks.ts';

type Timed<T, Times extends keyof T> = Omit<T, Times> & {
  readonly [Name in Times]: T[Name] extends Date ? string : string | null;
};

/** A webhook, with ISO times. */
export type WebhookView = Timed<Webhook, 'failingSince' | 'createdAt' | 'updatedAt'>;

/** All of the workspace, and the event types that each format has. */
export type WebhooksView = {
  readonly webhooks: readonly WebhookView[];
  readonly eventsOf: Readonly<Record<WebhookFormat, readonly string[]>>;
};

/** A message and its attempts. */
export type DeliveryView = Omit<Timed<Delivery, 'dueAt' | 'firstSentAt' | 'createdAt' | 'endedAt'>, 'log'> & {
  readonly log: readonly Timed<Attempt, 'at'>[];
};

/** One webhook with what was sent to it, newest first; `next` leads on, and is null on the last page. */
export type WebhookPageView = {
  readonly webhook: WebhookView;
  readonly eventsOf: readonly string[];
  readonly deliveries: readonly DeliveryView[];
  readonly next: number | null;
};

/** What is asked for: `POST /app/webhooks.json`. */
export type WebhookAsk = Pick<Webhook, 'url' | 'format' | 'events' | 'description' | 'userName'> & {
  readonly secret: string | null;
};

/** What may be changed: `PATCH /app/webhooks/{id}.json`. */
export type WebhookEdit = Partial<Pick<Webhook, 'url' | 'events' | 'description' | 'state'>>;

/** A secret, shown this once. */
export type SecretView = { readonly id: number; readonly secret: string };

/** How many messages are sent again. */
export type ResentView = { readonly count: number };
