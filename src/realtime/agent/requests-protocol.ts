/**
 * What the console and the server say to each other about the request log, under `/app/requests.json`. Plain types,
 * also for the page.
 */
import type { LoggedBodies, LoggedRequest } from '#domain/ports/request-log.ts';

/** A request, with an ISO time. */
export type RequestView = Omit<LoggedRequest, 'at'> & { readonly at: string };

/** How the log stands. `leftOut`: requests that are not in it, since the server started. */
export type LogStateView = { readonly bodiesUntil: string | null; readonly leftOut: number };

/** A page of requests, the newest first. `next`: the `before` of the next one; null on the last. */
export type RequestsView = {
  readonly requests: readonly RequestView[];
  readonly next: number | null;
  readonly log: LogStateView;
};

/** `GET /app/requests/:id.json`. */
export type WholeRequestView = { readonly request: RequestView; readonly bodies: LoggedBodies | null };

/** `GET /app/requests/tokens.json`: the tokens that a list can be narrowed to, those that work. */
export type AskingTokensView = { readonly tokens: readonly { readonly id: number; readonly name: string }[] };

/** `PATCH /app/requests.json`: keeps bodies for so many hours from now; 0 ends it. */
export type LogWish = { readonly bodyHours: number };
