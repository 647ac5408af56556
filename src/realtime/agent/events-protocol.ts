/**
 * What the console and the server say to each other about events that have happened, under `/app/events.json`. Plain
 * types, also for the page.
 */
import type { ToldEvent } from '#domain/ports/event-history.ts';

/** A message of an event, with an ISO time. */
export type EventView = Omit<ToldEvent, 'at'> & { readonly at: string };

/**
 * A page of messages, the newest first. `next`: the `before` of the next one; null at the beginning of the log.
 * `types`: those that there can be.
 */
export type EventsView = {
  readonly events: readonly EventView[];
  readonly next: number | null;
  readonly types: readonly string[];
};

/** `GET /app/events/:id.json`: the messages of one event, each with the text that `/v1/events` sends. At least one. */
export type WholeEventView = { readonly messages: readonly (EventView & { readonly data: string })[] };
