/**
 * What the console reads about calls: the list, one call with all that belongs to it, the day's counts. Only for who is
 * signed in.
 */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Call } from '#domain/call/call.ts';
import type { SchedulePlace } from '#domain/call/scheduled.ts';
import { isPlayable } from '#domain/call/recording.ts';
import { mayDo } from '#domain/identity/call-rights.ts';
import type { AuditStore } from '#domain/identity/audit.ts';
import type { ReadTrace } from '#domain/ports/call-traces.ts';
import type { TrunkStore } from '#domain/ports/trunk-book.ts';
import type { Role } from '#domain/identity/session.ts';
import { ROLES } from '#domain/identity/session.ts';
import type { DialectParts } from '#api/dialect.ts';
import { fieldsOf, recordingPath } from '#api/kit.ts';
import type { CallDetail, CallsPage, Peaks, RecordingView, ScheduledPage, VendorView } from './calls-protocol.ts';
import { readCallsQuery, readFind, readSchedulePlace, writePlace, writeSchedulePlace } from './calls-read.ts';
import {
  writeEvent,
  writeParticipants,
  writeRecording,
  writeRow,
  writeScheduled,
  writeToday,
  writeTrace,
  writeTranscript,
  writeWhole,
} from './calls-write.ts';
import { createSight } from './sight.ts';
import type { SightParts } from './sight.ts';
import { callsCsv } from './exports.ts';
import type { PageRouteParts } from './page-routes.ts';
import { createPageRoutes, PageFile } from './page-routes.ts';

export type CallsApiParts = DialectParts &
  PageRouteParts & {
    readonly audit: Pick<AuditStore, 'noted'>;
    readonly sound: SightParts['sound'];
    readonly trunks: Pick<TrunkStore, 'list'>;
    readonly readTrace: ReadTrace;
    /** Null when there is no such file. */
    peaksOf(recordingUid: string): Promise<Peaks | null>;
    /** The call as each API answers it, by the surface's name. */
    viewsOf(call: Call): Promise<Readonly<Record<string, VendorView>>>;
  };

type Act = 'read' | 'see_sip' | 'export' | 'hold_legally';

/** Act -> who may. Which calls someone may read is the table of call rights. */
const MAY = {
  read: ROLES,
  see_sip: ['supervisor', 'admin'],
  export: ['supervisor', 'admin'],
  hold_legally: ['admin'],
} as const satisfies Record<Act, readonly Role[]>;

const FAULTS = {
  malformed: [400, 'Type two letters or digits at least.'],
  malformed_hold: [400, 'This request cannot be read.'],
  unknown: [404, 'Call not found, or you don’t have access.'],
} as const;

/** Adds the routes. */
export function addCallsApi(server: FastifyInstance, parts: CallsApiParts): void {
  const { engine, clock } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);

  serve('read', 'GET', '/app/calls.json', async (me, { query }) => {
    const asked = query as Readonly<Record<string, string | undefined>>;
    const text = readFind(asked);
    if (text === undefined) return 'malformed';
    const among = text === null ? null : await engine.findCalls(me.workspaceId, text);
    const read = readCallsQuery(me, asked, among);
    if (read === null) return 'malformed';
    const found = await engine.calls.search(me.workspaceId, read.search);
    const shown = found.slice(0, read.limit);
    const directory = await engine.directory.load(me.workspaceId);
    const names = await namesOf(parts, me.workspaceId, shown);
    const calls = shown.map((call) =>
      writeRow(call, directory, {
        contactName: names.get(call.contact?.id ?? 0) ?? null,
        notes: [],
        isCallerAway: parts.sound.isCallerAway(call),
        isCallerSilent: parts.sound.isCallerSilent(call),
      }),
    );
    const next = found.length > read.limit ? writePlace(shown, asked['after']) : null;
    return { calls, next } satisfies CallsPage;
  });

  serve('read', 'GET', '/app/scheduled.json', async (me, { query }) => {
    const place = readSchedulePlace((query as Readonly<Record<string, string | undefined>>)['after']);
    return place === undefined ? 'malformed' : scheduledPage(parts, me.workspaceId, place);
  });

  serve('read', 'GET', '/app/calls/:id.json', async (me, _request, id) => {
    const call = await engine.calls.byId(me.workspaceId, id);
    const serves = await engine.live.contactsServedBy(me.workspaceId, me.agentId);
    return call === null || !mayDo('read', { kind: 'agent', ...me, serves }, call) ? 'unknown' : describe(parts, call);
  });

  serve('see_sip', 'GET', '/app/calls/:id/sip.json', async ({ workspaceId }, _request, id) => {
    if ((await engine.calls.byId(workspaceId, id)) === null) return 'unknown';
    const [trace, trunks, directory] = await Promise.all([
      parts.readTrace(workspaceId, id),
      parts.trunks.list(workspaceId),
      engine.directory.load(workspaceId),
    ]);
    return writeTrace(trace, trunks, directory);
  });

  serve('hold_legally', 'POST', '/app/calls/:id/legal-hold.json', async ({ workspaceId }, { body }, id) => {
    const { isHeld } = fieldsOf(body);
    if (typeof isHeld !== 'boolean') return 'malformed_hold';
    const isThere = await engine.live.holdCall(workspaceId, id, isHeld ? clock.now() : null);
    if (!isThere) return 'unknown';
    return { legalHoldAt: (await engine.live.heldSince(workspaceId, id))?.toISOString() ?? null };
  });

  serve('export', 'GET', '/app/calls.csv', async (me, { query, ip: address }) => {
    const asked = query as Readonly<Record<string, string | undefined>>;
    const text = readFind(asked);
    const among = typeof text === 'string' ? await engine.findCalls(me.workspaceId, text) : null;
    if (text === undefined || readCallsQuery(me, asked, among) === null) return 'malformed';
    const { workspaceId, agentId } = me;
    await parts.audit.noted({ workspaceId, action: 'call.exported', targetId: 'all', agentId, tokenId: null, address });
    return new PageFile('text/csv; charset=utf-8', Readable.from(callsCsv(parts, me, asked, among)), 'calls.csv');
  });

  serve('read', 'GET', '/app/today.json', async ({ workspaceId }) => {
    const midnight = new Date(clock.now());
    midnight.setUTCHours(0, 0, 0, 0);
    return writeToday(await engine.calls.countByStatus(workspaceId, midnight, null));
  });
}

/** Scheduled calls that are shown at once. */
const SCHEDULED_LIMIT = 50;

async function scheduledPage(
  parts: CallsApiParts,
  workspaceId: number,
  place: SchedulePlace | null,
): Promise<ScheduledPage> {
  const found = await parts.engine.calls.scheduled(workspaceId, place, SCHEDULED_LIMIT + 1);
  const shown = found.slice(0, SCHEDULED_LIMIT);
  const directory = await parts.engine.directory.load(workspaceId);
  const names = await namesOf(parts, workspaceId, shown);
  return {
    calls: shown.map((call) => {
      const contactName = names.get(call.contact?.id ?? 0) ?? null;
      const row = writeRow(call, directory, { contactName, notes: [], isCallerAway: false, isCallerSilent: false });
      return writeScheduled(call, row, directory, found);
    }),
    next: found.length > SCHEDULED_LIMIT ? writeSchedulePlace(shown.at(-1)) : null,
  };
}

async function describe(parts: CallsApiParts, call: Call): Promise<CallDetail> {
  const { engine } = parts;
  const { workspaceId, id } = call;
  const [directory, details, events, transcript, recording, views, heldSince] = await Promise.all([
    engine.directory.load(workspaceId),
    createSight(workspaceId, parts).details(call),
    engine.calls.events(workspaceId, id),
    engine.transcripts.byCall(workspaceId, id),
    recordingOf(parts, call),
    parts.viewsOf(call),
    engine.live.heldSince(workspaceId, id),
  ]);
  return {
    call: writeWhole(call, directory, details),
    participants: writeParticipants(call, directory),
    events: events.map(writeEvent),
    transcript: writeTranscript(call, transcript, directory),
    recording,
    legalHoldAt: heldSince?.toISOString() ?? null,
    views,
  };
}

async function recordingOf(parts: CallsApiParts, call: Call): Promise<RecordingView | null> {
  const { recording } = call;
  if (recording === null) return null;
  if (!isPlayable(recording)) return writeRecording(recording, null, null);
  return writeRecording(recording, recordingPath(parts, recording.uid), await parts.peaksOf(recording.uid));
}

/** The names of the calls' contacts. */
async function namesOf(
  { engine }: CallsApiParts,
  workspaceId: number,
  calls: readonly Call[],
): Promise<ReadonlyMap<number, string | null>> {
  const ids = [...new Set(calls.flatMap((call) => (call.contact === null ? [] : [call.contact.id])))];
  return new Map(
    await Promise.all(
      ids.map(async (id) => [id, (await engine.directory.contact(workspaceId, id))?.name ?? null] as const),
    ),
  );
}
