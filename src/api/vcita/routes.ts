/** vcita VoiceCalls. Source: seed 003; the vendor's communication API, version 3.0, for everything but the create. */
import type { Call } from '#domain/call/call.ts';
import type { CallSearch } from '#domain/ports/stores.ts';
import type { WebhookDesk } from '#domain/ports/webhooks.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { mayDo } from '#domain/identity/call-rights.ts';
import { isUid } from '#domain/directory/uid.ts';
import type { RateLimit } from '#http/limits.ts';
import type { ApiResponse, ApiRequest, Principal, Route, Surface } from '#http/surface.ts';
import { actorOf } from '../actor.ts';
import type { DialectParts } from '../dialect.ts';
import { authenticateBearer, fieldsOf, recordingUrl } from '../kit.ts';
import { TOKEN_RIGHTS } from '../token-rights.ts';
import { about } from './about.ts';
import { clientRoutes } from './clients.ts';
import type { VcitaParts } from './parts.ts';
import { peopleRoutes } from './people.ts';
import { readBusinessUid, readPlayed, readReport, readReportChange } from './read.ts';
import { answerFault, answerRefusal, failure, OTHER_BUSINESS } from './refusals.ts';
import * as schema from './schema.ts';
import type { IdOf, List } from './search.ts';
import { countsOf, readList, readPeriod, whereOf } from './search.ts';
import type { VoiceCallSettings } from './settings.ts';
import { settingRoutes } from './settings.ts';
import { plain, statusOf } from './status.ts';
import { errors, route } from './route.ts';
import { tokenRoutes } from './tokens.ts';
import { userInfoRoute } from './user-info.ts';
import { webhookRoutes } from './webhook-routes.ts';
import { success, writeCall, writeQuota, writeStats, writeTranscript } from './write.ts';

/** Ours: the vendor documents none for voice calls. */
export const VCITA_RATE_LIMIT: RateLimit = { limit: 1000, windowSeconds: 60 };

/** Makes the surface. */
export function vcita(
  parts: VcitaParts,
  settings: VoiceCallSettings,
  webhooks: WebhookDesk,
  rateLimit: RateLimit = VCITA_RATE_LIMIT,
): Surface {
  const handle = callHandlers(parts);
  return {
    name: 'vcita',
    title: 'vcita VoiceCalls (compatible)',
    version: '3.0',
    about: about(rateLimit),
    prefixes: ['/v3/communication', '/v3/business_administration', '/platform/v1', '/oauth/userinfo'],
    routes: [
      ...callRoutes(handle),
      ...recordingRoutes(handle),
      ...reportRoutes(parts),
      ...settingRoutes(parts, settings),
      ...webhookRoutes(webhooks),
      ...peopleRoutes(parts),
      ...clientRoutes(parts),
      ...tokenRoutes(parts),
      userInfoRoute(parts),
    ],
    rights: TOKEN_RIGHTS.vcita,
    rateLimit,
    securityScheme: { type: 'http', scheme: 'bearer', description: 'A staff, app, directory or client token.' },
    authenticate: authenticateBearer,
    fault: answerFault,
  };
}

/** What a token may read as a condition of a search: a client the calls of their own alone. No contact has the id 0. */
function onlyOf({ kind, contactId }: Principal): CallSearch['where'] {
  return kind === 'client' ? [[{ field: 'contactId', operator: 'eq', value: contactId ?? 0 }]] : [];
}

/** What the calls and their recordings are asked. */
function callHandlers(parts: DialectParts) {
  const { engine } = parts;
  const url = recordingUrl(parts);
  const written = async (call: Call): Promise<object> =>
    writeCall(call, await engine.directory.load(call.workspaceId), url);
  const answered = async (outcome: Outcome<Call>): Promise<ApiResponse> =>
    outcome.ok ? success(await written(outcome.value)) : answerRefusal(outcome.refusal);
  const found = async ({ params, principal }: ApiRequest): Promise<Call | null> => {
    const uid = params['uid'] ?? '';
    const call = isUid(uid) ? await engine.calls.byUid(principal.workspaceId, uid) : null;
    return call !== null && mayDo('read', actorOf(principal), call) ? call : null;
  };
  const unknown = answerRefusal({ code: 'call_unknown' });

  /** The people whom the filters name. */
  const idOf = async (workspaceId: number, { filters }: List): Promise<IdOf> => {
    const { agents } = await engine.directory.load(workspaceId);
    const staff = new Map(agents.values().map(({ uid, id }) => [uid, id]));
    const clients = new Map<string, number>();
    for (const { field, value } of filters)
      if (field === 'client_uid' && typeof value === 'string' && isUid(value))
        clients.set(value, (await engine.directory.contactByUid(workspaceId, value))?.id ?? 0);
    return { staff: (uid) => staff.get(uid) ?? 0, client: (uid) => clients.get(uid) ?? 0 };
  };

  return {
    async create({ body, principal, requestKey }: ApiRequest): Promise<ApiResponse> {
      const { workspace } = await engine.directory.load(principal.workspaceId);
      const business = readBusinessUid(body);
      if (business !== null && business !== workspace.uid) return OTHER_BUSINESS;
      const { to_number: called } = fieldsOf(body);
      if (typeof called === 'string' && (await engine.isEmergency(principal.workspaceId, called)))
        return answerRefusal({ code: 'emergency_number' });
      const asked = readReport(body);
      if (!asked.ok) return failure(422, ...asked.errors);
      return answered(await engine.reportCall(principal.workspaceId, asked.value, requestKey));
    },

    async list({ query, principal }: ApiRequest): Promise<ApiResponse> {
      const { workspaceId } = principal;
      const asked = readList(query);
      if (!asked.ok) return failure(422, ...asked.errors);
      const { filters, sort, limit, offset } = asked.value;
      const where = [...whereOf(filters, await idOf(workspaceId, asked.value)), ...onlyOf(principal)];
      const calls = await engine.calls.search(workspaceId, { where, sort, limit, offset });
      const directory = await engine.directory.load(workspaceId);
      return success({ voice_calls: calls.map((call) => writeCall(call, directory, url)) });
    },

    async show(ask: ApiRequest): Promise<ApiResponse> {
      const call = await found(ask);
      return call === null ? unknown : success(await written(call));
    },

    async update(ask: ApiRequest): Promise<ApiResponse> {
      const call = await found(ask);
      if (call === null) return unknown;
      const asked = readReportChange(ask.body);
      if (!asked.ok) return failure(422, ...asked.errors);
      return answered(await engine.updateReport(actorOf(ask.principal), call.id, asked.value));
    },

    async showTranscript(ask: ApiRequest): Promise<ApiResponse> {
      const call = await found(ask);
      if (call === null) return unknown;
      const kept = await engine.transcripts.byCall(call.workspaceId, call.id);
      const transcript = writeTranscript(call, kept?.turns ?? null);
      return transcript === null ? answerRefusal({ code: 'transcript_unknown' }) : success(transcript);
    },

    async updateRecording({ params, principal, body }: ApiRequest): Promise<ApiResponse> {
      const asked = readPlayed(body);
      if (!asked.ok) return failure(422, ...asked.errors);
      return answered(await engine.playRecording(actorOf(principal), params['uid'] ?? '', asked.value));
    },

    deleteRecording: async ({ params, principal }: ApiRequest): Promise<ApiResponse> =>
      answered(await engine.deleteRecording(actorOf(principal), params['uid'] ?? '')),
  };
}

type Handlers = ReturnType<typeof callHandlers>;

const ONE_CALL = { 200: schema.enveloped(schema.VoiceCall) };
const PARAMS = schema.UidParams;

function callRoutes(handle: Handlers): Route[] {
  return [
    route('Voice Call', {
      method: 'POST',
      path: '/voice_calls',
      operationId: 'VoiceCallsController_create',
      summary: 'Create a VoiceCall',
      description: 'Writes down a call that was made elsewhere; nobody is called.',
      schema: { body: schema.CreateVoiceCall, response: { ...ONE_CALL, ...errors(400, 413, 415, 422) } },
      handle: handle.create,
    }),
    route('Voice Call', {
      method: 'GET',
      path: '/voice_calls',
      operationId: 'VoiceCallsController_getAll',
      summary: 'Get all VoiceCalls',
      description: 'Calls of every origin, whichever API they came through.',
      schema: {
        querystring: schema.ListQuery,
        response: { 200: schema.enveloped(schema.VoiceCalls), ...errors(422) },
      },
      handle: handle.list,
    }),
    route('Voice Call', {
      method: 'GET',
      path: '/voice_calls/:uid',
      operationId: 'VoiceCallsController_get',
      summary: 'Retrieve a VoiceCall',
      schema: { params: PARAMS, response: { ...ONE_CALL, ...errors(404) } },
      handle: handle.show,
    }),
    route('Voice Call', {
      method: 'PUT',
      path: '/voice_calls/:uid',
      operationId: 'VoiceCallsController_update',
      summary: 'Update a VoiceCall',
      description: 'Takes any part. Only calls that were reported can be changed.',
      schema: {
        params: PARAMS,
        body: schema.UpdateVoiceCall,
        response: { ...ONE_CALL, ...errors(400, 404, 413, 415, 422) },
      },
      handle: handle.update,
    }),
    route('Voice Call', {
      method: 'GET',
      path: '/voice_calls/:uid/transcript',
      operationId: 'VoiceCallsController_getTranscript',
      summary: 'Retrieve the transcript of a VoiceCall',
      schema: { params: PARAMS, response: { 200: schema.enveloped(schema.Transcript), ...errors(404) } },
      handle: handle.showTranscript,
    }),
  ];
}

function recordingRoutes(handle: Handlers): Route[] {
  return [
    route('Voice Call Recording', {
      method: 'PUT',
      path: '/voice_call_recordings/:uid',
      operationId: 'RecordingsController_update',
      summary: 'Update a VoiceCallRecording',
      schema: {
        params: PARAMS,
        body: schema.UpdateVoiceCallRecording,
        response: { ...ONE_CALL, ...errors(400, 404, 413, 415, 422) },
      },
      handle: handle.updateRecording,
    }),
    route('Voice Call Recording', {
      method: 'DELETE',
      path: '/voice_call_recordings/:uid',
      operationId: 'RecordingsController_deleteVoiceCallRecording',
      summary: 'Delete a VoiceCallRecording',
      description: 'The sound is gone for good, for every API.',
      schema: { params: PARAMS, response: { ...ONE_CALL, ...errors(404) } },
      handle: handle.deleteRecording,
    }),
  ];
}

function reportRoutes({ engine, clock }: DialectParts): Route[] {
  const stats = async ({ query, principal }: ApiRequest): Promise<ApiResponse> => {
    const asked = readPeriod(query);
    if (!asked.ok) return failure(422, ...asked.errors);
    const { from, until, status } = asked.value;
    const { workspaceId } = principal;
    const where = onlyOf(principal);
    const ofContact = principal.kind === 'client' ? (principal.contactId ?? 0) : null;
    const rows = await engine.calls.countByStatus(workspaceId, from, until, ofContact);
    const first = { where, sort: [{ field: 'createdAt', descending: false }], limit: 1, offset: 0 } as const;
    const oldest = from === null ? (await engine.calls.search(workspaceId, first))[0] : undefined;
    const counts = countsOf(
      rows.map(({ reportStatus, state, fin, count }) => ({ status: plain(statusOf(reportStatus, state, fin)), count })),
      status,
    );
    return success(writeStats(counts, asked.value, oldest?.createdAt ?? null, clock.now()));
  };
  const quotas = async ({ principal: { workspaceId } }: ApiRequest): Promise<ApiResponse> => {
    const now = clock.now();
    const month = (ahead: number): Date => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead));
    const { workspace } = await engine.directory.load(workspaceId);
    const talked = await engine.calls.talkSecondsIn(workspaceId, month(0), month(1));
    return success({ voice_call_quotas: [writeQuota(workspace, talked, month(0), now)] });
  };
  const statsAt = (path: string, operationId: string, summary: string): Route =>
    route('Voice Call Reports', {
      method: 'GET',
      path,
      operationId,
      summary,
      schema: { querystring: schema.StatsQuery, response: { 200: schema.enveloped(schema.Stats), ...errors(422) } },
      handle: stats,
    });
  return [
    statsAt('/reports/voice_call_stats', 'ReportsController_getVoiceCallStats', 'Get voice call stats'),
    statsAt(
      '/voice_calls/reports/voice_call_stats',
      'ReportsController_getVoiceCallStatsAsDocumented',
      'Get voice call stats (documented path)',
    ),
    route('Voice Call Quota', {
      method: 'GET',
      path: '/voice_call_quotas',
      operationId: 'QuotasController_get',
      summary: 'Retrieve a VoiceCallQuota',
      schema: { response: { 200: schema.enveloped(schema.Quotas), ...errors() } },
      handle: quotas,
    }),
  ];
}
