/**
 * Events that have happened, for administrators and developers at the console: `/app/events.json` and what is below it.
 */
import type { FastifyInstance } from 'fastify';
import type { Role } from '#domain/identity/session.ts';
import type { EventHistory, ToldEvent } from '#domain/ports/event-history.ts';
import { readId } from '#api/kit.ts';
import type { EventsView, EventView, WholeEventView } from './events-protocol.ts';
import type { PageRouteParts } from './page-routes.ts';
import { createPageRoutes } from './page-routes.ts';

export type EventsApiParts = PageRouteParts & { readonly history: EventHistory };

/** Act -> who may. */
const MAY = { read: ['admin', 'developer'] } as const satisfies Record<'read', readonly Role[]>;

const FAULTS = {
  not_yours: [403, 'Only administrators and developers see the events.'],
  unknown: [404, 'There is no such event, or what it is about is gone.'],
  malformed: [400, 'This cannot be filtered by.'],
} as const;

/** How a type begins. */
const TYPE = /^[a-z_.]{0,50}$/;

/** Adds the routes. */
export function addEventsApi(server: FastifyInstance, parts: EventsApiParts): void {
  const { history } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);

  serve('read', 'GET', '/app/events.json', async ({ workspaceId }, request) => {
    // Fastify's own reader; a name that comes twice is no text and is refused here.
    const query = request.query as Readonly<Record<string, string | undefined>>;
    if (Object.values(query).some((value) => typeof value !== 'string')) return 'malformed';
    const { type = '', callId, before } = query;
    const ids = [callId, before].map((text) => [text, readId(text)] as const);
    if (!TYPE.test(type) || ids.some(([text, id]) => text !== undefined && id === null)) return 'malformed';
    const { events, next } = await history.newest(workspaceId, { type, callId: readId(callId) }, readId(before));
    return { events: events.map(viewOf), next, types: history.types } satisfies EventsView;
  });

  serve('read', 'GET', '/app/events/:id.json', async ({ workspaceId }, _request, seq) => {
    const messages = await history.find(workspaceId, seq);
    if (messages.length === 0) return 'unknown';
    return { messages: messages.map(({ event, data }) => ({ ...viewOf(event), data })) } satisfies WholeEventView;
  });
}

function viewOf(event: ToldEvent): EventView {
  return { ...event, at: event.at.toISOString() };
}
