/** Random histories of calls: how each begins, and what may happen to it. The same seed tells the same history. */
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import { sentAway } from '#domain/call/deflection.ts';
import { legOutcome } from '#domain/call/failover.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { MAGIC_NUMBERS } from '#carriers/simulator/magic-numbers.ts';
import { presentAgents } from '#domain/call/participant.ts';
import type { World } from '../support/world.ts';
import { agent, PROGRAM, WORKSPACE } from '../support/world.ts';
import type { Reader } from './reading.ts';

/** Numbers from a seed (mulberry32): the same seed gives the same ones. */
export type Chance = { below(limit: number): number; one<T>(choices: readonly T[]): T };

export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    one(choices) {
      const chosen = choices[below(choices.length)];
      if (chosen === undefined) throw new Error('There is nothing to choose from.');
      return chosen;
    },
  };
}

export const PLAYED = 1;
export const LED = [2, 3] as const;
const QUEUE_NUMBER = '+13392195276';
const FIN_NUMBER = '+13392195277';

/** Open to all, asking for permission, closed with and without voicemail, full, led by agents of the API. */
export const MENUS = [
  { id: 9, kind: 'mobile_menu', groups: [{ name: 'Group 1', agentIds: [PLAYED] }] },
  { id: 10, kind: 'ivr_menu', recording: 'never', groups: [{ name: 'Group 1', agentIds: [...LED, PLAYED] }] },
  { id: 11, kind: 'ivr_menu', hours: { timeZone: 'UTC', open: {} }, deflection: 'voicemail' },
  { id: 12, kind: 'ivr_menu', hours: { timeZone: 'UTC', open: {} }, deflection: 'message_only' },
  { id: 13, kind: 'ivr_menu', capacity: 0, deflection: 'voicemail' },
  {
    id: 14,
    kind: 'mobile_menu',
    groups: [
      { name: 'Group 1', agentIds: [...LED] },
      { name: 'Group 2', agentIds: [PLAYED] },
    ],
  },
] as const;

/** A world in which a history takes place. */
export type Stage = { readonly world: World; readonly reader: Reader; readonly chance: Chance; readonly place: number };

/**
 * A number of its own for each history, so that no one is taken for someone else; how it ends is the simulator's table.
 */
function numberOf({ chance, place }: Stage): string {
  const ending = chance.one([...Object.keys(MAGIC_NUMBERS), '4567', '4567', '4567', '4567']);
  return `+1415${String(200 + (place % 700)).padStart(3, '0')}${ending}`;
}

const value = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(`A history could not begin: ${outcome.refusal.code}.`);
  return outcome.value;
};

const COMMON = { workspaceId: WORKSPACE, ticketId: null, ownNumber: null, lang: 'en', requestKey: null } as const;

/** How histories begin. */
export const BEGINNINGS: Readonly<Record<string, (stage: Stage) => Promise<number>>> = {
  outbound: async (stage) => {
    const agentEmail = `agent${stage.chance.one([PLAYED, ...LED])}@example.com`;
    const asked = { ...COMMON, origin: 'outbound_api', agentEmail, number: numberOf(stage) } as const;
    const placed = await stage.world.engine.placeCall(asked);
    // An agent who is in a call takes no other one: the played agent takes any number.
    if (!placed.ok) return BEGINNINGS['incoming']?.(stage) ?? 0;
    return placed.value.kind === 'placed' ? placed.value.call.id : 0;
  },
  incoming: async (stage) => {
    const menuId = stage.chance.one([9, 9, 10, 14]);
    const asked = { ...COMMON, menuId, number: numberOf(stage), recordingPermission: 'not_asked' } as const;
    return value(await stage.world.engine.receiveCall(asked)).id;
  },
  phone: async (stage) => arrive(stage, QUEUE_NUMBER),
  fin: async (stage) => arrive(stage, FIN_NUMBER),
  announced: async (stage) => {
    const number = numberOf(stage);
    const external = {
      phoneNumber: number,
      externalId: `call-${stage.place}-${number}`,
      source: 'five9',
      data: null,
    } as const;
    await stage.world.engine.announceCall({ workspaceId: WORKSPACE, ...external, requestKey: null });
    return arrive(stage, FIN_NUMBER, number);
  },
  carriedElsewhere: async (stage) => {
    const { ticketId: _ticket, ...common } = COMMON;
    const direction = stage.chance.one(['inbound', 'outbound'] as const);
    return value(await stage.world.engine.noteCall({ ...common, direction, number: numberOf(stage) })).id;
  },
  scheduled: async (stage) => schedule(stage, null),
  callBack: async (stage) => {
    const parent = await BEGINNINGS['incoming']?.(stage);
    if (parent === undefined) throw new Error('There is no such beginning.');
    await stage.world.engine.report(parent, { type: 'hung_up', by: 'end_user' });
    return schedule(stage, parent);
  },
  reported: async ({ reader, chance, place }) => {
    const status = chance.one([
      'INCOMING_CALL',
      'ANSWERED_BY_STAFF',
      'MISSED',
      'ANSWERED_BY_CALLS_PROVIDER',
      'VOICEMAIL',
    ]);
    const body = {
      staff_uid: chance.one([`00000000-0000-4000-8000-00000000000${PLAYED}`, 'unknown']),
      client_uid: 'unknown',
      from_number: `+1416${200 + (place % 700)}4567`,
      to_number: QUEUE_NUMBER,
      direction: chance.one(['INBOUND', 'OUTBOUND']),
      status,
      rate: '0',
      provider: 'VONAGE',
      source_id: 'source',
      external_uuid: `report ${place}`,
      business_uid: await businessOf(reader),
    };
    const { body: made } = await reader.ask('vcita', 'VoiceCallsController_create', { body });
    return idOf(reader, made);
  },
};

async function businessOf(reader: Reader): Promise<string> {
  return ((await reader.ask('patchbay', 'showWorkspace')).body as { uid: string }).uid;
}

async function idOf(reader: Reader, made: unknown): Promise<number> {
  const { uid } = (made as { data: { uid: string } }).data;
  const { body } = await reader.ask('patchbay', 'listCalls', { query: { limit: '25' } });
  const { answer = body } = body as { answer?: unknown };
  const found = (answer as { data: { id: number; uid: string }[] }).data.find((each) => each.uid === uid);
  return found?.id ?? 0;
}

async function arrive(stage: Stage, to: string, from = numberOf(stage)): Promise<number> {
  const { engine, patchbay } = stage.world;
  const arrived = {
    workspaceId: WORKSPACE,
    from,
    to,
    origin: 'phone',
    carrier: 'simulator',
    lang: 'en',
    requestKey: null,
  } as const;
  const call = value(await engine.takeCall(arrived));
  if (stage.chance.below(2) === 0) patchbay.simulator.presetMenu(call.id, stage.chance.one([10, 11, 12, 13]));
  return call.id;
}

async function schedule(stage: Stage, parentId: number | null): Promise<number> {
  const scheduledAt = new Date(stage.world.clock.now().getTime() + 5000 + stage.chance.below(60_000));
  const asked = {
    ...COMMON,
    menuId: 9,
    parentId,
    number: numberOf(stage),
    recordingPermission: 'not_asked',
    scheduledAt,
  } as const;
  return value(await stage.world.engine.scheduleCall(asked)).id;
}

type Act = (stage: Stage, call: Call) => Promise<unknown>;

const event =
  (make: (stage: Stage, call: Call) => CallEvent): Act =>
  async (stage, call) =>
    stage.world.engine.report(call.id, make(stage, call));

/** What may happen; much of it is refused, and must then change nothing that contradicts what was told. */
export const ACTS: readonly Act[] = [
  ...[0.2, 1, 2, 4, 9, 25].map(
    (seconds): Act =>
      async ({ world }) =>
        world.pass(seconds),
  ),
  async ({ world }, call) => world.engine.answerCall(agent(call.offer?.agentIds[0] ?? PLAYED), call.id),
  event((_, call) => ({ type: 'offer_declined', agentId: call.offer?.agentIds[0] ?? call.agentId ?? PLAYED })),
  event(() => ({ type: 'leg_ringing' })),
  event(() => ({ type: 'legs_bridged' })),
  event(({ chance }) => legOutcome(chance.one([486, 480, 503, 'timeout']))),
  event(() => ({ type: 'held' })),
  event(() => ({ type: 'resumed' })),
  event(({ chance }) => ({ type: 'hung_up', by: chance.one(['agent', 'end_user', 'system', 'virtual_agent']) })),
  event(() => sentAway('over_capacity_voicemail')),
  event(() => sentAway('after_hours_message_only')),
  event(() => ({ type: 'media_failed', reason: 'voip_conn_general' })),
  event(({ chance }) => ({ type: 'flagged', flags: { verifiedCustomer: chance.below(2) === 0 } })),
  event(() => ({ type: 'rated', rating: 4, feedback: true })),
  async ({ world, chance }, call) =>
    world.engine.transferCall(PROGRAM, call.id, {
      agentId: chance.one([PLAYED, ...LED]),
      menuId: null,
      mode: chance.one(['cold', 'warm']),
    }),
  async ({ world, chance }, call) =>
    world.engine.transferCall(PROGRAM, call.id, { agentId: null, menuId: 14, mode: chance.one(['cold', 'warm']) }),
  async (stage, call) =>
    stage.world.engine.dialThirdParty(agent(presentAgents(call.participants)[0] ?? PLAYED), call.id, {
      number: numberOf(stage),
      isHandOver: stage.chance.below(2) === 0,
    }),
  async ({ world }, call) => world.engine.hangUp(agent(presentAgents(call.participants)[0] ?? PLAYED), call.id),
  async ({ world }, call) => world.engine.playRecording(PROGRAM, call.recording?.uid ?? '', true),
  async ({ world }, call) => world.engine.deleteRecording(PROGRAM, call.recording?.uid ?? ''),
];

/** What a reporter may tell later of a call. */
export const REPORTS: readonly Act[] = [
  async ({ world, chance }) => world.pass(chance.below(200)),
  ...['INCOMING_CALL', 'ANSWERED_BY_STAFF', 'MISSED', 'MISSED_CALL_HANDLED', 'VOICEMAIL_RECEIVED'].map(
    (status): Act =>
      async ({ reader }, call) =>
        reader.ask('vcita', 'VoiceCallsController_update', { params: { uid: call.uid }, body: { status } }),
  ),
  async ({ reader, chance }, call) =>
    reader.ask('vcita', 'VoiceCallsController_update', {
      params: { uid: call.uid },
      body: { duration: chance.below(300), direction: chance.one(['INBOUND', 'OUTBOUND']) },
    }),
];
