import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import type { CallState } from '#domain/call/state.ts';
import { CALL_STATES, isLive } from '#domain/call/state.ts';
import { at } from '../support/calls.ts';
import type { World } from '../support/world.ts';
import { agent, joinWorld, testWorld, WORKSPACE } from '../support/world.ts';

const CALLER = '+14155550148';

async function arrive(world: World, from = CALLER): Promise<number> {
  const taken = await world.engine.takeCall({
    workspaceId: WORKSPACE,
    from,
    to: '+13392195276',
    origin: 'phone',
    carrier: 'simulator',
    lang: 'en',
    requestKey: null,
  });
  assert.ok(taken.ok);
  return taken.value.id;
}

async function dial(world: World): Promise<number> {
  const placed = await world.engine.placeCall({
    workspaceId: WORKSPACE,
    origin: 'outbound_api',
    agentEmail: 'agent1@example.com',
    ticketId: null,
    number: CALLER,
    ownNumber: null,
    lang: 'en',
    requestKey: null,
  });
  assert.ok(placed.ok && placed.value.kind === 'placed');
  return placed.value.call.id;
}

async function schedule(world: World): Promise<number> {
  const scheduled = await world.engine.scheduleCall({
    workspaceId: WORKSPACE,
    menuId: 9,
    parentId: null,
    ticketId: null,
    number: CALLER,
    ownNumber: null,
    lang: 'en',
    recordingPermission: 'not_asked',
    scheduledAt: at(30),
    requestKey: null,
  });
  assert.ok(scheduled.ok);
  return scheduled.value.id;
}

/** A call that the customer's own telephony carries. */
async function carriedElsewhere({ engine }: World): Promise<number> {
  const noted = await engine.noteCall({
    workspaceId: WORKSPACE,
    direction: 'inbound',
    number: CALLER,
    ownNumber: null,
    lang: 'en',
    requestKey: null,
  });
  assert.ok(noted.ok);
  return noted.value.id;
}

/** Lets the story continue until the call is in the state; a tenth of a second at a time. */
async function until(world: World, id: number, state: CallState): Promise<void> {
  for (let tries = 0; (await world.stored(id)).state !== state; tries += 1) {
    assert.ok(tries < 200, `the call never was ${state}`);
    await world.pass(0.1);
  }
}

/** How a call gets into each live state, and how it ends after the restart. */
const STOPPED_IN: readonly {
  readonly state: CallState;
  readonly begin: (world: World) => Promise<number>;
  readonly ends: CallState;
}[] = [
  { state: 'scheduled', begin: schedule, ends: 'finished' },
  { state: 'selecting', begin: arrive, ends: 'finished' },
  { state: 'queued', begin: arrive, ends: 'finished' },
  { state: 'assigned', begin: dial, ends: 'finished' },
  { state: 'connecting', begin: dial, ends: 'finished' },
  { state: 'switching', begin: dial, ends: 'finished' },
  { state: 'connected', begin: dial, ends: 'finished' },
  { state: 'voicemail', begin: async (world) => arrive(world, '+14155550008'), ends: 'voicemail_received' },
  { state: 'action_only', begin: carriedElsewhere, ends: 'action_only_finished' },
];

/** What happens at most once to the calls below, however often the server starts. */
const ONCE = new Set([
  'created',
  'came_due',
  'menu_selected',
  'agent_assigned',
  'leg_failed',
  'carrier_switched',
  'legs_bridged',
  'recording_started',
  'recording_stored',
  'transcribed',
  'deflected',
  'voicemail_started',
  'voicemail_left',
  'hung_up',
]);

test('every live state is told below', () => {
  assert.deepEqual(STOPPED_IN.map(({ state }) => state).toSorted(), CALL_STATES.filter(isLive).toSorted());
});

for (const { state, begin, ends } of STOPPED_IN)
  test(`a server stopped while a call was ${state} continues with it: ${ends}, and nothing happens twice`, async () => {
    const first = await testWorld({
      agents: [{ id: 1, capacity: null, simulated: true }],
      menus: [{ id: 9 }, { id: 10, kind: 'ivr_menu' }],
    });
    const id = await begin(first);
    await until(first, id, state === 'switching' ? 'connecting' : state);
    if (state === 'switching') await stopInTheMiddle(first, id);
    await first.patchbay.stop();

    // A call that another's telephony carries ends after four hours; for most of them no server runs.
    const seconds = state === 'action_only' ? 4 * 3600 - 600 : 2;
    const second = await joinWorld(first.connection, new Date(first.clock.now().getTime() + seconds * 1000));
    assert.equal((await second.stored(id)).state === state || state === 'switching', true);
    await second.pass(900);
    const call = await second.stored(id);
    assert.equal(call.state, ends);
    assert.equal(call.deadlineAt, null);
    assertOrderly(call);
    const types = (await second.engine.calls.events(WORKSPACE, id)).map((event) => event.type);
    const twice = types.filter((type, index) => ONCE.has(type) && types.indexOf(type) !== index);
    assert.deepEqual(twice, []);
    assert.equal(second.engine.callsOf(1), 0);
  });

/** The server dies after it has stored that the carrier failed, and before it has asked the next one. */
async function stopInTheMiddle({ patchbay }: World, id: number): Promise<void> {
  await patchbay.stop();
  const { Pool } = await import('pg');
  const pool = new Pool({ ...(patchbay.database.pool.options as object), max: 1 });
  await pool.query(
    `update call set state = 'switching', version = version + 1, carriers_tried = '["simulator"]' where id = $1`,
    [id],
  );
  await pool.end();
}

function assertOrderly({ createdAt, queuedAt, assignedAt, connectedAt, endsAt }: Call): void {
  const times = [createdAt, queuedAt, assignedAt, connectedAt, endsAt].filter((time) => time !== null);
  assert.deepEqual(
    times.toSorted((a, b) => a.getTime() - b.getTime()),
    times,
  );
}

test('a recording that was not written when the server stopped is written by the next one, once', async () => {
  const world = await testWorld({ agents: [{ id: 1 }] });
  const { id } = await world.connectCall(1);
  await world.pass(10);
  // The end is stored, and the server stops before the simulator hears of it.
  const pool = world.patchbay.database.pool;
  await pool.query(
    `update call set state = 'finished', version = version + 1, ends_at = $2, deadline_at = $3, updated_at = $2 where id = $1`,
    [id, at(10), at(610)],
  );
  await world.patchbay.stop();
  const second = await joinWorld(world.connection, at(20));
  await second.settle();
  const call = await second.stored(id);
  assert.deepEqual([call.recording?.status, call.transcriptStatus, call.deadlineAt], ['stored', 'done', null]);
});

test('agents rung before a stop are rung after it, and none is left reserved', async () => {
  const world = await testWorld({ agents: [{ id: 1 }, { id: 2 }], menus: [{ id: 9, offerType: 'multicast' }] });
  const { id } = await world.queueCall();
  await world.patchbay.stop();
  const second = await joinWorld(world.connection, at(5));
  await second.settle();
  assert.deepEqual(
    [1, 2].map((agent) => second.engine.callsOf(agent)),
    [1, 1],
  );
  assert.ok((await second.engine.answerCall(agent(2), id)).ok);
  await second.engine.report(id, { type: 'hung_up', by: 'end_user' });
  await second.settle();
  assert.deepEqual(
    [1, 2].map((agent) => second.engine.callsOf(agent)),
    [0, 0],
  );
});

test('calls of a server that is gone are taken up by another one, when their next deadline has passed', async () => {
  const first = await testWorld({ agents: [{ id: 1 }, { id: 2 }, { id: 3 }] });
  const second = await joinWorld(first.connection, at(0));
  const { id } = await first.queueCall();
  await first.patchbay.stop();
  assert.equal(second.engine.callsOf(3), 0, 'nobody told it');
  await second.pass(40);
  const call = await second.stored(id);
  assert.deepEqual(
    call.castings.map((each) => each.group),
    ['Group 1', 'Group 2'],
  );
  assert.deepEqual(
    call.offer?.agentIds.toSorted((a, b) => a - b),
    [1, 2, 3],
  );
  assert.ok((await second.engine.answerCall(agent(3), id)).ok);
});
