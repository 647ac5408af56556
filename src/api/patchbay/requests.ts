/** The request log: what programs asked of the APIs, and how they were answered. */
import { Type } from 'typebox';
import type { LoggedRequest, LogState, RequestFilter } from '#domain/ports/request-log.ts';
import {
  LOG_DAYS,
  LOG_SHARE,
  MAX_BODY_HOURS,
  MAX_LOGGED,
  MAX_LOGGED_BODY,
  MAX_LOGGED_PATH,
} from '#domain/ports/request-log.ts';
import type { Route } from '#http/surface.ts';
import { readId } from '../kit.ts';
import { LOGGED_METHODS, readRequestFilter, STATUS_CLASSES } from '../request-filter.ts';
import { body, id, orNull, time } from '../shapes.ts';
import { page, PAGE_QUERY, pageOf } from './lists.ts';
import type { Desk } from './operation.ts';
import { operation } from './operation.ts';
import { writeTime } from './write.ts';

const fields = {
  id,
  at: { ...time, description: 'When it came.' },
  request_id: Type.String({ format: 'uuid', description: 'As in the `X-Request-Id` of the answer.' }),
  api: Type.Enum(['ccaip', 'intercom', 'vcita', 'patchbay']),
  operation: orNull(Type.String({ description: 'Null where there is none at the address.', examples: ['placeCall'] })),
  method: Type.Enum([...LOGGED_METHODS]),
  path: Type.String({
    maxLength: MAX_LOGGED_PATH,
    description: 'With its query. `…` stands for what may be a secret or name someone: numbers, addresses, words.',
    examples: ['/v1/calls?limit=5'],
  }),
  status: Type.Integer({ minimum: 100, maximum: 599, examples: [201] }),
  milliseconds: Type.Integer({ minimum: 0 }),
  token_id: orNull(id),
  token_name: orNull(Type.String()),
  token_prefix: orNull(Type.String({ description: 'How a token begins that was not accepted.', examples: ['pb_x7A'] })),
  address: Type.String({ description: 'The network address of who asked.' }),
  call_id: orNull(id),
  problem: orNull(Type.String({ description: 'What the answer says of a refusal.' })),
};
const RequestObject = Type.Object(fields, { title: 'LoggedRequest' });
const WholeRequestObject = Type.Object(
  {
    ...fields,
    bodies: orNull(
      Type.Object(
        {
          request: orNull(Type.String()),
          answer: orNull(Type.String()),
        },
        {
          description: `Text, mostly JSON: without passwords, tokens, secrets, card numbers and files, and cut to ${MAX_LOGGED_BODY} characters.`,
        },
      ),
    ),
  },
  { title: 'LoggedRequestWithBodies' },
);
const RequestLogObject = Type.Object(
  {
    bodies_until: orNull({ ...time, description: 'Bodies are kept of requests that come before; null: none are.' }),
    left_out: Type.Integer({
      minimum: 0,
      description: 'Requests that were answered and are not in the log, since the server started.',
    }),
  },
  { title: 'RequestLog' },
);
const RequestLogChange = body(
  {
    body_hours: Type.Integer({
      minimum: 0,
      maximum: MAX_BODY_HOURS,
      description: 'For how many hours from now bodies are kept. 0 ends it, and removes those there are.',
      examples: [1],
    }),
  },
  'RequestLogChange',
);

const FILTER = {
  status: Type.Enum(Object.keys(STATUS_CLASSES)),
  method: Type.Enum([...LOGGED_METHODS]),
  path: Type.String({ minLength: 1, maxLength: 100, description: 'A part of the path.' }),
  token_id: id,
  call_id: id,
  request_id: Type.String({ format: 'uuid' }),
};

const ABOUT = `The newest first; those that read this log are not in it. Kept are ${MAX_LOGGED.toLocaleString('en-US')} requests of a workspace, ${LOG_DAYS} days at most. A workspace that asks more than ${LOG_SHARE.perSecond} a second for long finds some of them counted in \`left_out\` instead. Requests stand here about a second after their answer.`;

/** The routes of the request log. */
export function requestRoutes(desk: Desk): Route[] {
  const { requests, problems } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/requests',
      operationId: 'listRequests',
      summary: 'List API requests',
      description: ABOUT,
      tag: 'Requests',
      isUnlogged: true,
      query: { ...FILTER, ...PAGE_QUERY },
      answers: { 200: pageOf(RequestObject) },
      handle: async (ask) => {
        const { query } = ask;
        const filter = readRequestFilter({
          status: query['status'],
          method: query['method'],
          path: query['path'],
          tokenId: query['token_id'],
          callId: query['call_id'],
          requestId: query['request_id'],
        });
        if (filter.wrong !== null) {
          const errors = [{ parameter: NAMES[filter.wrong], detail: 'is not well formed' }];
          return problems('query_invalid', ask.requestId, { errors });
        }
        return page(desk, ask, {
          readKey: readId,
          keyOf: (entry: LoggedRequest) => entry.id,
          read: async (beyond, limit) => requests.list(ask.workspaceId, filter.filter, beyond, limit),
          write,
        });
      },
    }),
    operation(desk, {
      method: 'GET',
      path: '/v1/requests/:id',
      operationId: 'showRequest',
      summary: 'Get an API request with its bodies',
      description: '`bodies` is null where they were not kept: see the request log.',
      tag: 'Requests',
      isUnlogged: true,
      answers: { 200: WholeRequestObject },
      handle: async ({ workspaceId, id: wanted, requestId }) => {
        const found = await requests.find(workspaceId, wanted);
        if (found === null) return problems('not_found', requestId);
        return { status: 200, body: { ...write(found.entry), bodies: found.bodies } };
      },
    }),
    ...logRoutes(desk),
  ];
}

/** Whether bodies are kept. */
function logRoutes(desk: Desk): Route[] {
  const { requests } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/request_log',
      operationId: 'showRequestLog',
      summary: 'Get whether bodies are kept',
      tag: 'Requests',
      isUnlogged: true,
      answers: { 200: RequestLogObject },
      handle: async ({ workspaceId }) => ({ status: 200, body: writeState(requests.state(workspaceId)) }),
    }),
    operation(desk, {
      method: 'PATCH',
      path: '/v1/request_log',
      operationId: 'updateRequestLog',
      summary: 'Keep bodies for some hours, or no longer',
      description:
        `Bodies are kept for ${MAX_BODY_HOURS} hours at most, and go when a contact of the workspace is forgotten. ` +
        'It ends by itself.',
      tag: 'Requests',
      body: RequestLogChange,
      answers: { 200: RequestLogObject },
      handle: async ({ workspaceId, body: { body_hours: hours } }) => ({
        status: 200,
        body: writeState(await requests.keepBodies(workspaceId, hours)),
      }),
    }),
  ];
}

const NAMES = {
  statusClass: 'status',
  method: 'method',
  path: 'path',
  tokenId: 'token_id',
  callId: 'call_id',
  requestId: 'request_id',
} as const satisfies Record<keyof RequestFilter, string>;

function writeState({ bodiesUntil, leftOut }: LogState): object {
  return { bodies_until: writeTime(bodiesUntil), left_out: leftOut };
}

function write(entry: LoggedRequest): object {
  return {
    id: entry.id,
    at: writeTime(entry.at),
    request_id: entry.requestId,
    api: entry.surface,
    operation: entry.operation,
    method: entry.method,
    path: entry.path,
    status: entry.status,
    milliseconds: entry.milliseconds,
    token_id: entry.tokenId,
    token_name: entry.tokenName,
    token_prefix: entry.tokenPrefix,
    address: entry.address,
    call_id: entry.callId,
    problem: entry.problem,
  };
}
