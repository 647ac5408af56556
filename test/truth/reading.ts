/** What every API says of a call at one instant. */
import type { Call } from '#domain/call/call.ts';
import type { StoredEvent } from '#domain/ports/stores.ts';
import type { Turn } from '#domain/call/transcript.ts';
import type { CallRow } from '#realtime/agent/calls-protocol.ts';
import { writeRow } from '#realtime/agent/calls-write.ts';
import { createViews } from '../../src/app/adapters/vendor-views.ts';
import type { World } from '../support/world.ts';
import { WORKSPACE } from '../support/world.ts';

/** An answer's fields. */
export type Fields = Readonly<Record<string, unknown>>;

/** One call, read through everything that shows calls. */
export type Reading = {
  readonly call: Call;
  readonly events: readonly StoredEvent[];
  readonly turns: readonly Turn[];
  readonly ccaip: Fields;
  readonly intercom: Fields;
  readonly vcita: Fields;
  readonly own: Fields;
  readonly desk: CallRow;
};

/** The same call as lists and searches show it. */
export type Listed = Pick<Reading, 'ccaip' | 'intercom' | 'vcita' | 'own'> & { readonly searched: Fields };

/** How many calls each API counts. */
export type Counts = Readonly<Record<'ccaip' | 'intercom' | 'vcita', number>>;

/** What the sentences are judged by. */
export type Reader = {
  read(callId: number): Promise<Reading>;
  /** Of the newest 25 calls. */
  list(): Promise<ReadonlyMap<number, Listed>>;
  count(): Promise<Counts>;
  /** Asks an operation of a surface, as a client would. */
  ask(surface: string, operation: string, asked?: Asked): Promise<{ readonly status: number; readonly body: unknown }>;
};

type Asked = {
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
};

/** Opens a reader of the world's calls. */
export function openReader({ engine, patchbay }: World): Reader {
  const views = createViews(patchbay.surfaces);
  const ask: Reader['ask'] = async (name, operation, { params = {}, query = {}, body = {} } = {}) => {
    const route = patchbay.surfaces
      .find((surface) => surface.name === name)
      ?.routes.find((each) => each.operationId === operation);
    if (route === undefined) throw new Error(`${name} has no operation ${operation}.`);
    const principal = { workspaceId: WORKSPACE, tokenId: 0, kind: 'staff', contactId: null } as const;
    const request = { requestId: 'truth', url: route.path, headers: {}, requestKey: null };
    const { status, body: answer, headers } = await route.handle({ ...request, principal, params, query, body });
    // What a client reads; lists answer with JSON that is written already.
    const read = JSON.parse(typeof answer === 'string' ? answer : JSON.stringify(answer ?? null)) as unknown;
    return { status, body: headers === undefined ? read : { answer: read, headers } };
  };
  const own = async (): Promise<readonly Call[]> => engine.calls.before(WORKSPACE, null, 25);

  return {
    ask,
    async read(callId) {
      const call = await engine.calls.byId(WORKSPACE, callId);
      if (call === null) throw new Error(`There is no call ${callId}.`);
      const [said, events, transcript, directory] = await Promise.all([
        views(call),
        engine.calls.events(WORKSPACE, callId),
        engine.transcripts.byCall(WORKSPACE, callId),
        engine.directory.load(WORKSPACE),
      ]);
      const body = (name: string): Fields => JSON.parse(said[name]?.text ?? 'null') as Fields;
      const vcita = (body('vcita') as { readonly data: Fields }).data;
      const desk = writeRow(call, directory, {
        contactName: null,
        notes: [],
        isCallerAway: false,
        isCallerSilent: false,
      });
      return {
        call,
        events,
        turns: transcript?.turns ?? [],
        ccaip: body('ccaip'),
        intercom: body('intercom'),
        vcita,
        own: body('patchbay'),
        desk,
      };
    },
    async list() {
      const calls = await own();
      const conversations = [...new Set(calls.map((call) => String(call.conversationId)))].slice(0, 20);
      const [ccaip, intercom, vcita, ours, searched] = await Promise.all([
        ask('ccaip', CCAIP_LIST, { query: { per_page: '25' } }),
        ask('intercom', 'listCalls', { query: { per_page: '25' } }),
        ask('vcita', 'VoiceCallsController_getAll', { query: { per_page: '25', sort: 'created_at:desc' } }),
        ask('patchbay', 'listCalls', { query: { limit: '25' } }),
        ask('intercom', 'listCallsWithTranscripts', { body: { conversation_ids: conversations } }),
      ]);
      const lists = {
        ccaip: rowsOf(ccaip.body),
        intercom: rowsOf(intercom.body),
        vcita: rowsOf((vcita.body as { data: { voice_calls: unknown } }).data.voice_calls),
        own: rowsOf(ours.body),
        searched: rowsOf(searched.body),
      };
      return new Map(calls.map((call) => [call.id, listedOf(call, lists)] as const));
    },
    async count() {
      const [ccaip, intercom, vcita] = await Promise.all([
        ask('ccaip', CCAIP_LIST, {}),
        ask('intercom', 'listCalls', {}),
        ask('vcita', 'ReportsController_getVoiceCallStats', {}),
      ]);
      const headers = (ccaip.body as { headers: Record<string, string> }).headers;
      return {
        ccaip: Number(headers['total']),
        intercom: (intercom.body as { total_count: number }).total_count,
        vcita: (vcita.body as { data: { total_voice_calls: number } }).data.total_voice_calls,
      };
    },
  };
}

const CCAIP_LIST = 'listCalls';

function rowsOf(body: unknown): readonly Fields[] {
  if (Array.isArray(body)) return body as Fields[];
  const { data, answer } = body as { readonly data?: unknown; readonly answer?: unknown };
  return rowsOf(data ?? answer ?? []);
}

function listedOf(call: Call, lists: Readonly<Record<keyof Listed, readonly Fields[]>>): Listed {
  const row = (name: keyof Listed): Fields =>
    lists[name].find((each) => each['uid'] === call.uid || String(each['id']) === String(call.id)) ?? {};
  return {
    ccaip: row('ccaip'),
    intercom: row('intercom'),
    vcita: row('vcita'),
    own: row('own'),
    searched: row('searched'),
  };
}
