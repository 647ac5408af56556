/**
 * What CCAI offers for calls in progress: dialing a third party, saying who the caller is, wait times. Source: CCAI
 * Apps API.
 */
import { lruOf } from '#http/lru.ts';
import { Type } from 'typebox';
import type { Call } from '#domain/call/call.ts';
import { isInTalk, thirdParty } from '#domain/call/participant.ts';
import { namedAgent } from '#domain/identity/actor.ts';
import { readPhoneNumber } from '#domain/directory/phone-number.ts';
import { MENU_KINDS, menuPath } from '#domain/directory/menu.ts';
import { agentByEmail } from '#domain/directory/workspace.ts';
import type { ApiResponse, ApiRequest, Route } from '#http/surface.ts';
import { actorOf } from '../actor.ts';
import type { DialectParts } from '../dialect.ts';
import { fieldsOf, readId } from '../kit.ts';
import { agentCounts } from './queue-status.ts';
import { answerRefusal, failure } from './refusals.ts';
import { text } from './read.ts';
import { errors } from './schema.ts';

/** What a workspace does not let its agents dial, said as such; whatever else fails is an error of dialing. */
const FORBIDDEN: Readonly<Record<string, true>> = { number_not_called: true, dial_limit: true };

/** How soon the same call may be identified again. Milliseconds. */
const IDENTIFY_PAUSE_MS = 1_000;
/** Calls whose last identification is kept in mind. */
const MAX_REMEMBERED = 10_000;

const missing = (name: string): ApiResponse => failure(400, `param is missing or the value is empty: ${name}`);
const notFound = (): ApiResponse => failure(404, 'Not Found');

/** The routes. */
export function liveRoutes({ engine, clock }: DialectParts): Route[] {
  const identified = lruOf<number, number>(MAX_REMEMBERED);

  const callOf = async (ask: ApiRequest): Promise<Call | null> => {
    const id = readId(ask.params['id']);
    return id === null ? null : engine.calls.byId(ask.principal.workspaceId, id);
  };

  /**
   * In the documented order: what is missing, the agent, the call, whether they are in it, whether it can be dialed.
   */
  const dial = async (ask: ApiRequest): Promise<ApiResponse> => {
    const { workspaceId } = ask.principal;
    const fields = fieldsOf(ask.body);
    const email = text(fields['agent_email']);
    if (email === null) return missing('agent_email');
    const asked = text(fields['phone_number']);
    if (asked === null) return missing('phone_number');
    const call = await callOf(ask);
    if (call === null) return notFound();
    const agent = agentByEmail(await engine.directory.load(workspaceId), email);
    if (agent === undefined) return failure(400, 'Invalid agent_email');
    if (!isInTalk(call, agent.id)) return failure(422, 'Agent is not connected to the call');
    if (await engine.isEmergency(workspaceId, asked, call.id)) return answerRefusal({ code: 'emergency_number' });
    const number = readPhoneNumber(asked);
    if (number === null) return failure(422, 'Error dialing third party');
    const dialled = await engine.dialThirdParty(namedAgent(workspaceId, agent.id), call.id, {
      number,
      isHandOver: false,
    });
    if (!dialled.ok && dialled.refusal.code in FORBIDDEN) return answerRefusal(dialled.refusal);
    const party = dialled.ok ? thirdParty(dialled.value.participants) : undefined;
    if (party === undefined) return failure(422, 'Error dialing third party');
    return {
      status: 200,
      body: {
        message: 'Third party dialing initiated',
        participant: { id: party.id, type: party.kind, status: party.status },
      },
    };
  };

  const identify = async (ask: ApiRequest): Promise<ApiResponse> => {
    const fields = fieldsOf(ask.body);
    const identifier = text(fields['identifier']);
    if (identifier === null) return missing('identifier');
    const call = await callOf(ask);
    if (call === null) return notFound();
    const now = clock.now().getTime();
    if (now - (identified.get(call.id) ?? 0) < IDENTIFY_PAUSE_MS)
      return failure(400, 'Duplicate request: Please wait for the interval to expire');
    const phone = text(fields['phone']);
    const outcome = await engine.identifyCaller(actorOf(ask.principal), call.id, {
      identifier,
      name: text(fields['name']),
      email: text(fields['email']),
      phone: phone === null ? null : readPhoneNumber(phone),
    });
    if (!outcome.ok) return answerRefusal(outcome.refusal);
    identified.set(call.id, now);
    return { status: 202, body: { message: 'accepted' } };
  };

  const waitTimes = async (ask: ApiRequest): Promise<ApiResponse> => {
    const { query } = ask;
    if (text(query['lang']) === null) return missing('lang');
    const range = readRange(query);
    if (range === null) return failure(400, 'wait is not well formed');
    const directory = await engine.directory.load(ask.principal.workspaceId);
    const wantsVoice = query['channel_type'] !== 'chat';
    const lines = [...directory.menus.values()]
      .filter((menu) => !menu.deleted && !menu.hidden)
      .filter((menu) => (query['menu_id'] ?? String(menu.id)) === String(menu.id))
      .filter((menu) => (query['menu_type'] ?? menu.kind) === menu.kind)
      .map((menu) => {
        const state = engine.live.queues.stateOf(menu, directory);
        return {
          menu_id: menu.id,
          menu_type: menu.kind,
          ...(wantsVoice ? { voice_call: state.estimatedWait ?? 0 } : {}),
          materialized_path: menuPath(directory.menus, menu).name.replaceAll(' > ', '/'),
          ...agentCounts(menu, directory, state.available),
        };
      })
      .filter((line) => !('voice_call' in line) || (line.voice_call >= range.from && line.voice_call <= range.to));
    return { status: 200, body: lines };
  };

  return [
    {
      method: 'POST',
      path: '/apps/api/v1/calls/:id/dial',
      operationId: 'dialThirdParty',
      summary: 'Dial a third party into a connected call',
      schema: {
        params: IdSchema,
        body: Type.Object({ agent_email: Type.String(), phone_number: Type.String() }),
        response: {
          200: Type.Object({
            message: Type.String(),
            participant: Type.Object({ id: Type.Integer(), type: Type.String(), status: Type.String() }),
          }),
          ...errors(400, 422),
        },
      },
      handle: dial,
    },
    {
      method: 'POST',
      path: '/apps/api/v1/calls/:id/end_user',
      operationId: 'identifyEndUser',
      summary: 'Identify the end user of a live call',
      schema: {
        params: IdSchema,
        body: Type.Object({
          identifier: Type.String(),
          name: Type.Optional(Type.String()),
          email: Type.Optional(Type.String()),
          phone: Type.Optional(Type.String()),
        }),
        response: { 202: Type.Object({ message: Type.String() }), ...errors(400) },
      },
      handle: identify,
    },
    {
      method: 'GET',
      path: '/apps/api/v1/wait_times',
      operationId: 'listWaitTimes',
      summary: 'List estimated wait times, in seconds',
      schema: {
        querystring: Type.Object({
          lang: Type.String(),
          menu_id: Type.Optional(Type.Integer()),
          menu_type: Type.Optional(Type.Enum([...MENU_KINDS])),
          channel_type: Type.Optional(Type.Enum(['voice_call', 'chat'])),
          'wait[from]': Type.Optional(Type.Integer({ minimum: 0 })),
          'wait[to]': Type.Optional(Type.Integer({ minimum: 0 })),
        }),
        response: { 200: Type.Array(WaitTime), ...errors(400) },
      },
      handle: waitTimes,
    },
  ];
}

const IdSchema = Type.Object({ id: Type.Integer() });
const WaitTime = Type.Object({
  menu_id: Type.Integer(),
  menu_type: Type.Enum([...MENU_KINDS]),
  voice_call: Type.Optional(Type.Integer({ minimum: 0, description: 'Seconds.' })),
  materialized_path: Type.String(),
  logged_in_agents: Type.Integer({ minimum: 0 }),
  available_agents: Type.Integer({ minimum: 0 }),
  breakthrough_agents: Type.Integer({ minimum: 0 }),
});

function readRange(query: Readonly<Record<string, string>>): { readonly from: number; readonly to: number } | null {
  const read = (name: string, absent: number): number => {
    const value = query[name];
    return value === undefined || value === '' ? absent : /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  };
  const from = read('wait[from]', 0);
  const to = read('wait[to]', Infinity);
  return Number.isNaN(from) || Number.isNaN(to) ? null : { from, to };
}
