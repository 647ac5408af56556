/** Intercom Calls, Fin Voice and phone call redirects. Source: seeds 000, 001 and 002. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Call } from '#domain/call/call.ts';
import type { ExternalCall } from '#domain/call/external-call.ts';
import { isPlayable } from '#domain/call/recording.ts';
import { isE164, normalNumber } from '#domain/directory/phone-number.ts';
import { readBearer, readLoneUser } from '#http/auth.ts';
import type { RateLimit } from '#http/limits.ts';
import type { ApiResponse, ApiRequest, Route, Surface } from '#http/surface.ts';
import type { DialectParts } from '../dialect.ts';
import { authenticateBearer, readId, recordingUrl } from '../kit.ts';
import { TOKEN_RIGHTS } from '../token-rights.ts';
import { about } from './about.ts';
import { EMERGENCY, phoneIn } from './emergency.ts';
import type { NeighborParts } from './neighbors/routes.ts';
import { NEIGHBOR_PREFIXES, neighborRoutes } from './neighbors/routes.ts';
import { readConversationIds, readPage, readRedirection, readRegistration, readVersion } from './read.ts';
import {
  answerFault,
  answerRedirectRefusal,
  answerRefusal,
  failure,
  notFound,
  redirectFailure,
  unknownVersion,
} from './refusals.ts';
import * as schema from './schema.ts';
import {
  writeCall,
  writePage,
  writeRate,
  writeRedirect,
  writeReference,
  writeTranscript,
  writeWithTranscripts,
} from './write.ts';

/** Source: Intercom, "Rate limiting": 10,000 requests a minute, counted in windows of 10 seconds. */
const INTERCOM_RATE_LIMIT: RateLimit = { limit: 1666, windowSeconds: 10 };

/** Makes the surface. */
export function intercom(parts: NeighborParts, rateLimit: RateLimit = INTERCOM_RATE_LIMIT): Surface {
  return {
    name: 'intercom',
    title: 'Intercom Calls and Fin Voice (compatible)',
    version: 'Unstable',
    about: about(rateLimit),
    requestHeaders: { 'Intercom-Version': schema.Version },
    prefixes: ['/calls', '/fin_voice', '/phone_call_redirects', ...NEIGHBOR_PREFIXES],
    routes: [...callRoutes(parts), ...finRoutes(parts), redirectRoute(parts), ...neighborRoutes(parts)].map(
      ofKnownVersion,
    ),
    rights: TOKEN_RIGHTS.intercom,
    rateLimit,
    securityScheme: { type: 'http', scheme: 'bearer', description: 'An API token.' },
    // The vendor's own clients before 6.0 send the token as a user without a password (intercom-client 5.0.0,
    // lib/client.ts).
    authenticate: async (headers, findToken) =>
      authenticateBearer(headers, findToken, (sent) => readBearer(sent) ?? readLoneUser(sent)),
    fault: answerFault,
    headers: ({ headers }, rate) => ({
      ...versionHeader(headers),
      ...writeRate(rate, rateLimit, parts.clock.now()),
    }),
  };
}

/** Every published version is answered alike; one that was never published is refused. */
function ofKnownVersion(route: Route): Route {
  return {
    ...route,
    handle: async (ask) => (readVersion(ask.headers) === undefined ? unknownVersion(ask.requestId) : route.handle(ask)),
  };
}

function versionHeader(headers: IncomingHttpHeaders): Record<string, string> {
  const version = readVersion(headers);
  return typeof version === 'string' ? { 'intercom-version': version } : {};
}

/** How the calls are read. */
function callHandlers(parts: DialectParts) {
  const { engine, publicUrl } = parts;
  const urlOf = recordingUrl(parts);
  const found = async (ask: ApiRequest): Promise<Call | null> => {
    const id = readId(ask.params['id']);
    return id === null ? null : engine.calls.byId(ask.principal.workspaceId, id);
  };

  return {
    async list(ask: ApiRequest): Promise<ApiResponse> {
      const asked = readPage(ask.query);
      if (!asked.ok) return failure(400, asked.wrong, ask.requestId);
      const { page, perPage } = asked.value;
      const { calls, total } = await engine.calls.page(ask.principal.workspaceId, perPage, (page - 1) * perPage);
      return { status: 200, body: writePage(calls, total, asked.value, publicUrl()) };
    },

    async show(ask: ApiRequest): Promise<ApiResponse> {
      const call = await found(ask);
      return call === null ? notFound(ask.requestId) : { status: 200, body: writeCall(call, publicUrl()) };
    },

    async showRecording(ask: ApiRequest): Promise<ApiResponse> {
      const recording = (await found(ask))?.recording ?? null;
      if (!isPlayable(recording)) return notFound(ask.requestId, 'Recording Not Found');
      return { status: 302, headers: { location: urlOf(recording.uid) } };
    },

    async showTranscript(ask: ApiRequest): Promise<ApiResponse> {
      const id = readId(ask.params['id']);
      const transcript = id === null ? null : await engine.transcripts.byCall(ask.principal.workspaceId, id);
      if (transcript === null) return notFound(ask.requestId);
      const { text, fileName } = writeTranscript(transcript);
      return {
        status: 200,
        body: text,
        headers: {
          'content-type': 'text/plain; charset=utf-8',
          'content-disposition': `attachment; filename=${fileName}`,
        },
      };
    },

    async search(ask: ApiRequest): Promise<ApiResponse> {
      const asked = readConversationIds(ask.body);
      if (!asked.ok) return failure(400, asked.wrong, ask.requestId);
      const { workspaceId } = ask.principal;
      const calls = await engine.calls.byConversations(workspaceId, asked.value);
      const turns = await engine.transcripts.byCalls(
        workspaceId,
        calls.map((call) => call.id),
      );
      return { status: 200, body: writeWithTranscripts(calls, turns, publicUrl()) };
    },
  };
}

function callRoutes(parts: DialectParts): Route[] {
  const handlers = callHandlers(parts);
  return [
    {
      method: 'GET',
      path: '/calls',
      operationId: 'listCalls',
      summary: 'List calls, newest first',
      schema: { querystring: schema.PageQuery, response: { 200: schema.CallList, ...schema.errors(400) } },
      handle: handlers.list,
    },
    {
      method: 'GET',
      path: '/calls/:id',
      operationId: 'showCall',
      summary: 'Get a call',
      schema: { params: schema.named('id'), response: { 200: schema.CallObject, ...schema.errors(404) } },
      handle: handlers.show,
    },
    {
      method: 'GET',
      path: '/calls/:id/recording',
      operationId: 'showCallRecording',
      summary: 'Get a call recording',
      schema: {
        params: schema.named('id'),
        response: { 302: schema.ToRecording, ...schema.errors(404) },
      },
      handle: handlers.showRecording,
    },
    {
      method: 'GET',
      path: '/calls/:id/transcript',
      operationId: 'showCallTranscript',
      summary: 'Get a call transcript as text',
      schema: { params: schema.named('id'), response: { 200: schema.TranscriptFile, ...schema.errors(404) } },
      handle: handlers.showTranscript,
    },
    {
      method: 'POST',
      path: '/calls/search',
      operationId: 'listCallsWithTranscripts',
      summary: 'List calls of conversations with transcripts',
      schema: { body: schema.Search, response: { 200: schema.CallsWithTranscripts, ...schema.errors(400) } },
      handle: handlers.search,
    },
  ];
}

/** How calls are announced, and what became of them. */
function finHandlers({ engine }: DialectParts) {
  const written = async (ask: ApiRequest, reference: ExternalCall | null): Promise<ApiResponse> => {
    if (reference === null) return notFound(ask.requestId);
    const transcript =
      reference.callId === null ? null : await engine.transcripts.byCall(reference.workspaceId, reference.callId);
    return { status: 200, body: writeReference(reference, transcript?.turns) };
  };

  return {
    async register(ask: ApiRequest): Promise<ApiResponse> {
      const asked = readRegistration(ask.body);
      if (!asked.ok) return failure(400, asked.wrong, ask.requestId);
      const registered = await engine.announceCall({
        ...asked.value,
        workspaceId: ask.principal.workspaceId,
        requestKey: ask.requestKey,
      });
      return registered.ok ? written(ask, registered.value) : answerRefusal(registered.refusal, ask.requestId);
    },

    async collectById(ask: ApiRequest): Promise<ApiResponse> {
      const id = readId(ask.params['id']);
      return written(ask, id === null ? null : await engine.externalCalls.byId(ask.principal.workspaceId, id));
    },

    async collectByExternalId(ask: ApiRequest): Promise<ApiResponse> {
      const id = ask.params['external_id'] ?? '';
      return written(ask, await engine.externalCalls.byExternalId(ask.principal.workspaceId, id));
    },

    async collectByPhoneNumber(ask: ApiRequest): Promise<ApiResponse> {
      const number = ask.params['phone_number'] ?? '';
      if (!isE164(number)) return notFound(ask.requestId);
      return written(ask, await engine.externalCalls.newestMatched(ask.principal.workspaceId, normalNumber(number)));
    },

    async collectByConversation(ask: ApiRequest): Promise<ApiResponse> {
      const id = readId(ask.params['conversation_id']);
      const { workspaceId } = ask.principal;
      const references = id === null ? [] : await engine.externalCalls.byConversation(workspaceId, id);
      const callIds = references.map((reference) => reference.callId).filter((callId) => callId !== null);
      const turns = await engine.transcripts.byCalls(workspaceId, callIds);
      return {
        status: 200,
        body: references.map((reference) => writeReference(reference, turns.get(reference.callId ?? 0))),
      };
    },
  };
}

function finRoutes(parts: DialectParts): Route[] {
  const handlers = finHandlers(parts);
  const collect = (by: string, param: string, operationId: string, handle: Route['handle']): Route => ({
    method: 'GET',
    path: `/fin_voice/${by}/:${param}`,
    operationId,
    summary: `Get an external call by ${param.replaceAll('_', ' ')}`,
    schema: { params: schema.named(param), response: { 200: schema.Reference, ...schema.errors(404) } },
    handle,
  });
  return [
    {
      method: 'POST',
      path: '/fin_voice/register',
      operationId: 'registerFinVoiceCall',
      summary: 'Register an external call',
      schema: { body: schema.Registration, response: { 200: schema.Reference, ...schema.errors(400, 409) } },
      handle: handlers.register,
    },
    collect('collect', 'id', 'collectFinVoiceCallById', handlers.collectById),
    collect('external_id', 'external_id', 'collectFinVoiceCallByExternalId', handlers.collectByExternalId),
    collect('phone_number', 'phone_number', 'collectFinVoiceCallByPhoneNumber', handlers.collectByPhoneNumber),
    {
      ...collect(
        'conversation',
        'conversation_id',
        'collectFinVoiceCallsByConversationId',
        handlers.collectByConversation,
      ),
      summary: 'List the external calls of a conversation',
      schema: { params: schema.named('conversation_id'), response: { 200: schema.References, ...schema.errors() } },
    },
  ];
}

function redirectRoute({ engine }: DialectParts): Route {
  return {
    method: 'POST',
    path: '/phone_call_redirects',
    operationId: 'createPhoneSwitch',
    summary: 'Switch a phone call to the Messenger by text message',
    description:
      'The link opens the conversation for 24 hours, and only its hash is kept: it is in this answer and in the message, and `url` is null ' +
      'in the answer to the same request under the same `Idempotency-Key`.',
    schema: {
      body: schema.Redirection,
      response: { 200: schema.Redirected, ...schema.errors(), 400: schema.RedirectErrors, 422: schema.RedirectError },
    },
    async handle(ask) {
      const { workspaceId } = ask.principal;
      if (await engine.isEmergency(workspaceId, phoneIn(ask.body))) return redirectFailure(400, EMERGENCY);
      const asked = readRedirection(ask.body);
      if (!asked.ok) return redirectFailure(400, asked.wrong);
      const redirected = await engine.redirectCaller({ ...asked.value, workspaceId, requestKey: ask.requestKey });
      if (!redirected.ok) return answerRedirectRefusal(redirected.refusal, ask.requestId);
      const { redirect, url } = redirected.value;
      return { status: 200, body: writeRedirect(redirect, url), replayBody: writeRedirect(redirect, null) };
    },
  };
}
