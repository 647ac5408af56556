/** The request log, for administrators and developers at the console: `/app/requests.json` and what is below it. */
import type { FastifyInstance } from 'fastify';
import type { Role } from '#domain/identity/session.ts';
import type { LoggedRequest, LogState, RequestLog } from '#domain/ports/request-log.ts';
import { MAX_BODY_HOURS } from '#domain/ports/request-log.ts';
import { fieldsOf, readId } from '#api/kit.ts';
import type { TokenKeeper } from '#api/token-keeper.ts';
import { readRequestFilter } from '#api/request-filter.ts';
import type { PageRouteParts } from './page-routes.ts';
import { createPageRoutes } from './page-routes.ts';
import type {
  AskingTokensView,
  LogStateView,
  RequestsView,
  RequestView,
  WholeRequestView,
} from './requests-protocol.ts';

export type RequestsApiParts = PageRouteParts & {
  readonly requests: RequestLog;
  readonly tokens: Pick<TokenKeeper, 'list'>;
};

type Act = 'read' | 'change';

/** Act -> who may. */
const MAY = {
  read: ['admin', 'developer'],
  change: ['admin', 'developer'],
} as const satisfies Record<Act, readonly Role[]>;

const FAULTS = {
  not_yours: [403, 'Only administrators and developers see the requests.'],
  unknown: [404, 'There is no such request, or it is no longer kept.'],
  malformed: [400, 'This cannot be filtered by.'],
  hours_wrong: [422, `Bodies are kept for 1 to ${MAX_BODY_HOURS} hours.`],
} as const;

const PAGE = 50;

/** Adds the routes. */
export function addRequestsApi(server: FastifyInstance, parts: RequestsApiParts): void {
  const { requests, tokens } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);

  serve('read', 'GET', '/app/requests.json', async ({ workspaceId }, request) => {
    // Fastify's own reader; a name that comes twice is no text and is refused here.
    const query = request.query as Readonly<Record<string, string | undefined>>;
    if (Object.values(query).some((value) => typeof value !== 'string')) return 'malformed';
    const { status, method, path, tokenId, callId, requestId, before } = query;
    const { filter } = readRequestFilter({ status, method, path, tokenId, callId, requestId });
    if (filter === null) return 'malformed';
    const found = await requests.list(workspaceId, filter, readId(before), PAGE + 1);
    const shown = found.slice(0, PAGE);
    return {
      requests: shown.map(viewOf),
      next: found.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
      log: stateView(requests.state(workspaceId)),
    } satisfies RequestsView;
  });

  serve('read', 'GET', '/app/requests/tokens.json', async ({ workspaceId }) => {
    const lines = await tokens.list(workspaceId);
    return { tokens: lines.map(({ id, name }) => ({ id, name })) } satisfies AskingTokensView;
  });

  serve('read', 'GET', '/app/requests/:id.json', async ({ workspaceId }, _request, id) => {
    const found = await requests.find(workspaceId, id);
    if (found === null) return 'unknown';
    return { request: viewOf(found.entry), bodies: found.bodies } satisfies WholeRequestView;
  });

  serve('change', 'PATCH', '/app/requests.json', async ({ workspaceId }, { body }) => {
    const hours = fieldsOf(body)['bodyHours'];
    const isHours = typeof hours === 'number' && Number.isInteger(hours) && hours >= 0 && hours <= MAX_BODY_HOURS;
    return isHours ? stateView(await requests.keepBodies(workspaceId, hours)) : 'hours_wrong';
  });
}

function viewOf(entry: LoggedRequest): RequestView {
  return { ...entry, at: entry.at.toISOString() };
}

function stateView({ bodiesUntil, leftOut }: LogState): LogStateView {
  return { bodiesUntil: bodiesUntil?.toISOString() ?? null, leftOut };
}
