import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAGIC_NUMBERS } from '#carriers/simulator/magic-numbers.ts';
import type { Call } from '#domain/call/call.ts';
import type { World } from '../support/world.ts';
import { testWorld, WORKSPACE } from '../support/world.ts';

const MENU = 10;
const QUEUE_NUMBER = '+13392195276';
const FIN_NUMBER = '+13392195277';

const shared = testWorld({
  agents: [{ id: 1, capacity: null, simulated: true }],
  menus: [{ id: MENU, kind: 'ivr_menu', recording: 'never', groups: [{ name: 'Group 1', agentIds: [1] }] }],
});

async function place(world: World, number: string): Promise<number> {
  const outcome = await world.engine.placeCall({
    workspaceId: WORKSPACE,
    origin: 'outbound_api',
    agentEmail: 'agent1@example.com',
    ticketId: null,
    number,
    ownNumber: null,
    lang: 'en',
    requestKey: null,
  });
  assert.ok(outcome.ok && outcome.value.kind === 'placed');
  return outcome.value.call.id;
}

async function arrive(world: World, from: string, to: string): Promise<number> {
  const taken = await world.engine.takeCall({
    workspaceId: WORKSPACE,
    from,
    to,
    origin: 'phone',
    carrier: 'simulator',
    lang: 'en',
    requestKey: null,
  });
  assert.ok(taken.ok);
  return taken.value.id;
}

const waysOf = async (world: World, callId: number) =>
  (await world.engine.calls.events(WORKSPACE, callId)).map((event) => event.type);

type Story = {
  readonly begin: (world: World, number: string) => Promise<number>;
  readonly ends: Partial<Call>;
  /** Events that happen, and events that must not. */
  readonly tells?: readonly string[];
  readonly never?: readonly string[];
};

const fromQueue = async (world: World, number: string) => (await world.queueCall(MENU, number)).id;
const byPhone = async (world: World, number: string) => arrive(world, number, QUEUE_NUMBER);
const toFin = async (world: World, number: string) => arrive(world, number, FIN_NUMBER);
const announced = async (world: World, number: string) => {
  const registered = await world.engine.announceCall({
    workspaceId: WORKSPACE,
    phoneNumber: number,
    externalId: number,
    source: 'five9',
    data: null,
    requestKey: null,
  });
  assert.ok(registered.ok);
  return toFin(world, number);
};

/** Ending of the number -> the stories that it must tell. */
const STORIES: Readonly<Record<keyof typeof MAGIC_NUMBERS | '4567', readonly Story[]>> = {
  '4567': [
    { begin: place, ends: { state: 'finished', disconnectedBy: 'disconnected_by_end_user' }, never: ['leg_failed'] },
    { begin: fromQueue, ends: { state: 'finished' }, tells: ['agents_rung', 'agent_assigned', 'legs_bridged'] },
    { begin: byPhone, ends: { state: 'finished', menuId: MENU }, tells: ['menu_selected'] },
    { begin: toFin, ends: { state: 'finished', agentId: null } },
  ],
  '0001': [
    { begin: place, ends: { state: 'failed', failReason: 'eu_busy', connectedAt: null }, never: ['carrier_switched'] },
    { begin: fromQueue, ends: { state: 'failed', failReason: 'eu_busy' }, never: ['carrier_switched'] },
  ],
  '0002': [{ begin: place, ends: { state: 'failed', failReason: 'eu_no_answer' }, never: ['carrier_switched'] }],
  '0003': [{ begin: place, ends: { state: 'failed', failReason: 'eu_wrong_number' }, never: ['carrier_switched'] }],
  '0004': [{ begin: place, ends: { state: 'finished' }, tells: ['legs_bridged'] }],
  '0005': [
    {
      begin: place,
      ends: { state: 'finished', carrier: 'simulator_backup', carriersTried: ['simulator'], failReason: 'nothing' },
      tells: ['leg_failed', 'carrier_switched', 'legs_bridged'],
    },
  ],
  '0006': [
    {
      begin: place,
      ends: { state: 'failed', failReason: 'voip_conn_signal', carriersTried: ['simulator', 'simulator_backup'] },
      tells: ['leg_failed', 'carrier_switched', 'carriers_exhausted'],
    },
  ],
  '0007': [
    { begin: fromQueue, ends: { state: 'failed', failReason: 'eu_abandoned' }, never: ['agent_assigned'] },
    { begin: byPhone, ends: { state: 'failed', failReason: 'eu_abandoned' } },
  ],
  '0008': [
    {
      begin: byPhone,
      ends: {
        state: 'voicemail_received',
        voicemailReason: 'over_capacity',
        disconnectedBy: 'disconnected_by_end_user',
        transcriptStatus: 'done',
      },
      tells: ['voicemail_started', 'voicemail_left'],
      never: ['agent_assigned', 'deflected'],
    },
  ],
  '0009': [],
  '0010': [{ begin: announced, ends: { state: 'finished', disconnectedBy: 'disconnected_by_virtual_agent' } }],
  '0011': [{ begin: announced, ends: { state: 'finished' } }],
  '0012': [{ begin: announced, ends: { state: 'finished' } }],
  '0013': [{ begin: announced, ends: { state: 'finished' } }],
};

test('every ending of the table has its stories', () => {
  assert.deepEqual(Object.keys(STORIES).toSorted(), [...Object.keys(MAGIC_NUMBERS), '4567'].toSorted());
});

let callers = 100;
for (const [ending, stories] of Object.entries(STORIES))
  for (const { begin, ends, tells = [], never = [] } of stories)
    test(`…${ending}, ${begin.name}: ${ends.state}${ends.failReason === undefined ? '' : `, ${ends.failReason}`}`, async () => {
      const world = await shared;
      const number = `+1415${(callers += 1)}${ending}`;
      const id = await begin(world, number);
      await world.pass(600);
      const call = await world.stored(id);
      for (const [key, value] of Object.entries(ends)) assert.deepEqual(call[key as keyof Call], value, key);
      const ways = await waysOf(world, id);
      for (const type of tells) assert.ok(ways.includes(type), `${type} did not happen: ${ways.join(', ')}`);
      for (const type of never) assert.ok(!ways.includes(type), `${type} happened: ${ways.join(', ')}`);
      assert.equal(call.deadlineAt, null, 'nothing is awaited any more');
      assert.equal(world.engine.callsOf(1), 0, 'nobody is left reserved');
    });

/** How Fin's work ends, by the number's ending. */
for (const [ending, resolution] of [
  ['4567', 'assumed_resolution'],
  ['0010', 'escalated'],
  ['0011', 'confirmed_resolution'],
  ['0012', 'negative_feedback'],
  ['0013', 'procedure_handoff'],
] as const)
  test(`…${ending}: an announced call ends as ${resolution}, with words, a summary and intents`, async () => {
    const world = await shared;
    const number = `+1416${(callers += 1)}${ending}`;
    const id = await announced(world, number);
    await world.settle();
    const waiting = await world.engine.externalCalls.byCall(id);
    assert.equal(waiting?.status, 'in-progress');
    await world.pass(600);
    const told = await world.engine.externalCalls.byCall(id);
    assert.equal(told?.status, resolution);
    assert.ok(told.summary.length > 0 && told.summary.length <= 256);
    assert.ok(told.intents.length > 0);
    assert.ok(((await world.engine.transcripts.byCall(WORKSPACE, id))?.turns.length ?? 0) > 0);
  });

test('…0010 without an announcement: Fin hands the caller to people, in a call of its own', async () => {
  const world = await shared;
  const number = `+1417${(callers += 1)}0010`;
  const id = await toFin(world, number);
  await world.pass(900);
  const [own] = (await world.engine.calls.before(WORKSPACE, null, 5)).filter((call) => call.finCallId === id);
  assert.equal(own?.state, 'finished');
  assert.equal(own.agentId, 1);
  assert.equal(own.contactNumber, number);
});

test('…0009 gets no text messages', async () => {
  const world = await shared;
  const ask = async (phone: string) =>
    world.engine.redirectCaller({ workspaceId: WORKSPACE, phone, attributes: {}, requestKey: null });
  const refused = await ask('+353832340009');
  assert.deepEqual(refused.ok ? null : refused.refusal.code, 'text_message_failed');
  assert.ok((await ask('+353832345678')).ok);
});
