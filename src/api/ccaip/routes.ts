/** Google CCAI Platform (UJET) Calls. Source: seed 004; reads also where the vendor has them, under /manager. */
import type { IncomingHttpHeaders } from 'node:http';
import { Type } from 'typebox';
import type { Outcome } from '#domain/call/refusal.ts';
import { readBasic } from '#http/auth.ts';
import { HttpFault } from '#http/fault.ts';
import type { RateLimit } from '#http/limits.ts';
import type { ApiResponse, ApiRequest, FindToken, Principal, Route, Surface } from '#http/surface.ts';
import { actorOf } from '../actor.ts';
import type { DialectParts } from '../dialect.ts';
import { fieldsOf, readId, recordingUrl, unauthorized } from '../kit.ts';
import { TOKEN_RIGHTS } from '../token-rights.ts';
import { agentStatusRoutes } from './agent-statuses.ts';
import { agentRoutes } from './agents.ts';
import { endUserRoutes } from './end-users.ts';
import { liveRoutes } from './live-routes.ts';
import type { Outbound } from './read.ts';
import { about } from './about.ts';
import { ID_QUERY, PAGE_QUERY, answerPage, sortQuery, spanQuery } from './pages.ts';
import { readCustomerFlag, readNewCall } from './read.ts';
import { CALL_SORTS, listAskOf, readListQuery } from './read-list.ts';
import { organizationRoute } from './organization.ts';
import { queueStatusRoute } from './queue-status.ts';
import { answerFault, answerRefusal, failure } from './refusals.ts';
import { structureRoutes } from './structure.ts';
import {
  AwaitingChoice,
  CallObject,
  CustomerFlag,
  CustomerFlagChange,
  errors,
  NewCall,
  ReadCallObject,
} from './schema.ts';
import type { CcaipParts } from './parts.ts';
import { CALL_TYPE } from './status.ts';
import { writeCall, writeCustomerFlag, writeReadCall } from './write.ts';
import type { Call } from '#domain/call/call.ts';

/** Source: CCAI Platform documentation: 10 requests a second for a customer. */
const CCAIP_RATE_LIMIT: RateLimit = { limit: 10, windowSeconds: 1 };

/** Which workspace has the subdomain; null when none. */
export type FindWorkspace = (subdomain: string) => Promise<{ readonly id: number } | null>;

/** Makes the surface. */
export function ccaip(
  parts: CcaipParts,
  findWorkspace: FindWorkspace,
  rateLimit: RateLimit = CCAIP_RATE_LIMIT,
): Surface {
  return {
    name: 'ccaip',
    title: 'Google CCAI Platform Calls (compatible)',
    version: 'v1',
    about: about(rateLimit),
    prefixes: ['/apps/api', '/manager/api'],
    routes: [
      ...routes(parts),
      ...liveRoutes(parts),
      organizationRoute(parts),
      ...agentRoutes(parts),
      ...agentStatusRoutes(parts),
      ...endUserRoutes(parts),
      queueStatusRoute(parts),
      ...structureRoutes(parts),
    ],
    rights: TOKEN_RIGHTS.ccaip,
    rateLimit,
    securityScheme: { type: 'http', scheme: 'basic', description: 'User: the subdomain. Password: an API token.' },
    authenticate: async (headers, findToken) => authenticate(headers, findToken, findWorkspace),
    fault: answerFault,
  };
}

async function authenticate(
  headers: IncomingHttpHeaders,
  findToken: FindToken,
  findWorkspace: FindWorkspace,
): Promise<Principal> {
  const credentials = readBasic(headers.authorization);
  const principal = credentials === null ? null : await findToken(credentials.password);
  if (credentials === null || principal === null) throw unauthorized('Basic');
  const workspace = await findWorkspace(credentials.user);
  if (workspace === null) throw new HttpFault('workspace_unknown');
  if (workspace.id !== principal.workspaceId) throw unauthorized('Basic');
  return principal;
}

function routes(parts: DialectParts): Route[] {
  const { engine, publicUrl } = parts;
  const url = recordingUrl(parts);

  const written = async (ask: ApiRequest, call: Call): Promise<object> =>
    writeCall(call, await engine.directory.load(ask.principal.workspaceId), url);
  const created = async (
    ask: ApiRequest,
    outcome: Outcome<Call>,
    permitted: 'IVR and mobile' | 'mobile and web',
  ): Promise<ApiResponse> =>
    outcome.ok ? { status: 201, body: await written(ask, outcome.value) } : answerRefusal(outcome.refusal, permitted);

  const create = async (ask: ApiRequest): Promise<ApiResponse> => {
    const typed = fieldsOf(ask.body)['end_user_number'];
    if (typeof typed === 'string' && (await engine.isEmergency(ask.principal.workspaceId, typed)))
      return answerRefusal({ code: 'emergency_number' });
    const asked = readNewCall(ask.body);
    if (!asked.ok) return failure(400, asked.message);
    const context = { workspaceId: ask.principal.workspaceId, requestKey: ask.requestKey };
    switch (asked.value.operation) {
      case 'outbound':
        return placeOutbound(ask, asked.value.call, context);
      case 'incoming':
        return created(ask, await engine.receiveCall({ ...asked.value.call, ...context }), 'IVR and mobile');
      case 'scheduled':
        return created(ask, await engine.scheduleCall({ ...asked.value.call, ...context }), 'mobile and web');
      default:
        return asked.value satisfies never;
    }
  };

  const placeOutbound = async (
    ask: ApiRequest,
    call: Outbound,
    context: { workspaceId: number; requestKey: string | null },
  ) => {
    const placed = await engine.placeCall({ ...call, ...context, origin: 'outbound_api' });
    if (!placed.ok) return answerRefusal(placed.refusal);
    if (placed.value.kind === 'placed') return { status: 201, body: await written(ask, placed.value.call) };
    return { status: 202, body: writeAwaitingChoice(call) };
  };

  const list = async (ask: ApiRequest): Promise<ApiResponse> => {
    const asked = readListQuery(listAskOf(ask));
    if (!asked.ok) return failure(400, asked.message);
    const { page, perPage, filter, sort } = asked.value;
    const offset = (page - 1) * perPage;
    const { workspaceId } = ask.principal;
    const isPlain = Object.keys(filter).length === 0 && sort.field === 'createdAt' && sort.descending;
    const found = isPlain
      ? await engine.calls.page(workspaceId, perPage, offset)
      : await engine.calls.filtered(workspaceId, filter, sort, perPage, offset);
    const directory = await engine.directory.load(workspaceId);
    const calls = found.calls.map((call) => writeReadCall(call, directory, url));
    return answerPage(ask, publicUrl(), asked.value, found.total, calls);
  };

  const show = async (ask: ApiRequest): Promise<ApiResponse> =>
    withCall(ask, async (call) => writeReadCall(call, await engine.directory.load(ask.principal.workspaceId), url));
  const showFlag = async (ask: ApiRequest): Promise<ApiResponse> =>
    withCall(ask, async (call) => writeCustomerFlag(call.flags));

  const withCall = async (ask: ApiRequest, write: (call: Call) => Promise<object>): Promise<ApiResponse> => {
    const id = readId(ask.params['id']);
    const call = id === null ? null : await engine.calls.byId(ask.principal.workspaceId, id);
    return call === null ? failure(404, 'Not Found') : { status: 200, body: await write(call) };
  };

  const changeFlag = async (ask: ApiRequest): Promise<ApiResponse> => {
    const id = readId(ask.params['id']);
    if (id === null) return failure(404, 'Not Found');
    const flags = readCustomerFlag(ask.body);
    if (!flags.ok) {
      const call = await engine.calls.byId(ask.principal.workspaceId, id);
      return call === null ? failure(404, 'Not Found') : failure(400, flags.message);
    }
    const outcome = await engine.flagCall(actorOf(ask.principal), id, flags.value);
    return outcome.ok ? { status: 200, body: writeCustomerFlag(outcome.value.flags) } : answerRefusal(outcome.refusal);
  };

  const listRoute = (path: string, operationId: string, summary: string): Route => ({
    method: 'GET',
    path,
    operationId,
    summary,
    schema: { querystring: ListQuerySchema, response: { 200: Type.Array(ReadCallObject), ...errors(400) } },
    handle: list,
  });
  const showRoute = (path: string, operationId: string, summary: string): Route => ({
    method: 'GET',
    path,
    operationId,
    summary,
    schema: { params: IdSchema, response: { 200: ReadCallObject, ...errors(404) } },
    handle: show,
  });

  return [
    {
      method: 'POST',
      path: '/apps/api/v1/calls',
      operationId: 'createCall',
      summary: 'Create an outbound, inbound or scheduled call',
      schema: { body: NewCall, response: { 201: CallObject, 202: AwaitingChoice, ...errors(400) } },
      handle: create,
    },
    listRoute('/apps/api/v1/calls', 'listCalls', 'List calls'),
    showRoute('/apps/api/v1/calls/:id', 'showCall', 'Get a call'),
    {
      method: 'GET',
      path: '/apps/api/v1/calls/:id/customer_flag',
      operationId: 'showCustomerFlag',
      summary: 'Get the customer flags of a call',
      schema: { params: IdSchema, response: { 200: CustomerFlag, ...errors(404) } },
      handle: showFlag,
    },
    {
      method: 'PATCH',
      path: '/apps/api/v1/calls/:id/customer_flag',
      operationId: 'updateCustomerFlag',
      summary: 'Update the customer flags of a call',
      schema: { params: IdSchema, body: CustomerFlagChange, response: { 200: CustomerFlag, ...errors(400, 404) } },
      handle: changeFlag,
    },
    listRoute('/manager/api/v1/calls', 'listManagerCalls', 'List calls (manager API)'),
    showRoute('/manager/api/v1/calls/:id', 'showManagerCall', 'Get a call (manager API)'),
  ];
}

const IdSchema = Type.Object({ id: Type.Integer() });
const ListQuerySchema = Type.Object({
  ...PAGE_QUERY,
  ...ID_QUERY,
  ...spanQuery('updated_at'),
  ...sortQuery(CALL_SORTS, 'created_at', 'DESC'),
});

/** The echo of a request that a person must complete. */
function writeAwaitingChoice(call: Outbound): object {
  return {
    call_type: CALL_TYPE.outbound_api.outbound,
    agent_email: call.agentEmail,
    ...(call.ticketId === null ? { end_user_number: call.numberAsSent } : { ticket_id: call.ticketId }),
    lang: call.lang,
  };
}
