import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { reservedAgents } from '#domain/call/reservation.ts';
import type { World } from '../support/world.ts';
import { agent, joinWorld, PROGRAM, testWorld, WORKSPACE } from '../support/world.ts';

/** Agent 1 takes one call, 2 takes three, 3 is who hands over; 4 takes any number. */
const CAPACITY = new Map([
  [1, 1],
  [2, 3],
]);
const cast = {
  agents: [{ id: 1 }, { id: 2, capacity: 3 }, { id: 3 }, { id: 4, capacity: null }],
  menus: [
    { id: 9, offerType: 'deltacast', recording: 'never', groups: [{ name: 'All', agentIds: [1, 2] }] },
    { id: 10, offerType: 'multicast', recording: 'never', groups: [{ name: 'All', agentIds: [1, 2] }] },
    { id: 11, offerType: 'multicast', recording: 'never', groups: [{ name: 'Other', agentIds: [3] }] },
    { id: 12, kind: 'mobile_menu', recording: 'never', groups: [{ name: 'One', agentIds: [1] }] },
  ],
} as const;

let numbers = 0;
const place = async ({ engine }: World, agentId: number): Promise<Outcome<Call>> => {
  numbers += 1;
  const placed = await engine.placeCall({
    workspaceId: WORKSPACE,
    origin: numbers % 2 === 0 ? 'outbound_api' : 'outbound_desk',
    agentEmail: `agent${agentId}@example.com`,
    ticketId: null,
    number: `+1415555${String(1000 + numbers)}` as `+${string}`,
    ownNumber: null,
    lang: 'en',
    requestKey: null,
  });
  if (!placed.ok) return placed;
  assert.ok(placed.value.kind === 'placed');
  return { ok: true, value: placed.value.call };
};
const receive = async ({ engine }: World, menuId: number): Promise<Outcome<Call>> => {
  numbers += 1;
  return engine.receiveCall({
    workspaceId: WORKSPACE,
    menuId,
    ticketId: null,
    number: `+1415555${String(1000 + numbers)}` as `+${string}`,
    ownNumber: null,
    lang: 'en',
    recordingPermission: 'not_asked',
    requestKey: null,
  });
};

/** The calls in progress, as they are stored. */
async function live({ patchbay, stored }: World): Promise<Call[]> {
  const { rows } = await patchbay.database.pool.query<{ id: number }>(
    'select id from call where deadline_at is not null order by id',
  );
  return Promise.all(rows.map(async ({ id }) => stored(id)));
}

/** How many calls hold each agent, and which calls their rows say. */
async function loads(world: World): Promise<{ calls: number[]; isRight: boolean }> {
  const calls = await live(world);
  const { rows } = await world.patchbay.database.pool.query<{ id: number; reserved_for: number[] }>(
    'select id, reserved_for from agent where capacity is not null order by id',
  );
  const truth = rows.map(({ id }) => calls.filter((call) => reservedAgents(call).includes(id)).map((call) => call.id));
  return {
    calls: truth.map((ids) => ids.length),
    isRight: rows.every(
      ({ reserved_for: ids }, index) => ids.toSorted((a, b) => a - b).join() === truth[index]?.join(),
    ),
  };
}

async function endAll(world: World, others: readonly World[]): Promise<void> {
  for (const call of await live(world)) await world.engine.report(call.id, { type: 'hung_up', by: 'end_user' });
  for (const each of [world, ...others]) await each.settle();
}

function assertRefusals(outcomes: readonly Outcome<Call>[], done: number): void {
  assert.equal(outcomes.filter((each) => each.ok).length, done);
  for (const each of outcomes) if (!each.ok) assert.equal(each.refusal.code, 'agent_not_available');
}

for (const processes of [1, 2]) {
  test(`an agent never has more calls than they take, by whichever doors these come to ${processes} process(es)`, async () => {
    const left = await testWorld(cast);
    const right = processes === 1 ? left : await joinWorld(left.connection, left.clock.now());
    const both = [left, right];
    const of = (index: number): World => both[index % 2] ?? left;

    for (const [agentId, capacity] of CAPACITY) {
      const outcomes = await Promise.all(Array.from({ length: 24 }, async (_, index) => place(of(index), agentId)));
      assertRefusals(outcomes, capacity);
      assert.deepEqual((await loads(left)).calls[agentId - 1], capacity);
      await endAll(left, [right]);
    }

    for (let round = 0; round < 12; round += 1) {
      const outcomes = await Promise.all([
        place(of(round), 1),
        receive(of(round + 1), 9),
        place(of(round + 1), 2),
        receive(of(round), 10),
        place(of(round), 2),
        receive(of(round), round % 2 === 0 ? 9 : 10),
        place(of(round), 1),
        receive(of(round + 1), 10),
      ]);
      for (const each of both) await each.settle();
      for (const each of outcomes) if (!each.ok) assert.equal(each.refusal.code, 'agent_not_available');
      const now = await loads(left);
      assert.ok((now.calls[0] ?? 9) <= 1 && (now.calls[1] ?? 9) <= 3, `round ${round}: ${now.calls.join()}`);
      assert.ok(now.isRight, `round ${round}: what is reserved is what the calls say`);
      await endAll(left, [right]);
      assert.deepEqual(await loads(left), { calls: [0, 0, 0], isRight: true }, `round ${round}: all are free again`);
    }
  });

  test(`a hand-over and an outbound call at once, ${processes} process(es): one of them has the agent`, async () => {
    const left = await testWorld(cast);
    const right = processes === 1 ? left : await joinWorld(left.connection, left.clock.now());
    for (const mode of ['cold', 'warm'] as const) {
      const { id } = await left.connectCall(3, 11);
      const [handed, placed] = await Promise.all([
        left.engine.transferCall(PROGRAM, id, { agentId: 1, menuId: null, mode }),
        place(right, 1),
      ]);
      for (const each of [left, right]) await each.settle();
      const isRung = (await left.stored(id)).offer?.agentIds.includes(1) === true;
      const outcome = [handed, placed].map((each) => (each.ok ? 'taken' : each.refusal.code)).join(', ');
      assert.notEqual(isRung, placed.ok, `the hand-over and the call: ${outcome}`);
      assert.deepEqual([(await loads(left)).calls[0], (await loads(left)).isRight], [1, true]);
      await endAll(left, [right]);
    }
  });
}

test('an agent whose call continued in another process is rung as soon as it has ended there', async () => {
  const left = await testWorld(cast);
  const right = await joinWorld(left.connection, left.clock.now());
  assert.ok((await place(right, 3)).ok);
  const waiting = await left.queueCall(11);
  assert.equal((await left.stored(waiting.id)).offer, null, 'not rung, though this process knows nothing of the call');
  await endAllBut(right, waiting.id);
  await left.pass(1);
  assert.deepEqual((await left.stored(waiting.id)).offer?.agentIds, [3]);
});

async function endAllBut(world: World, callId: number): Promise<void> {
  for (const call of await live(world))
    if (call.id !== callId) await world.engine.report(call.id, { type: 'hung_up', by: 'end_user' });
  await world.settle();
}

test('one request sent twice has its agent once, and both answers are its call', async () => {
  const world = await testWorld(cast);
  const asked = {
    workspaceId: WORKSPACE,
    origin: 'outbound_api',
    agentEmail: 'agent1@example.com',
    ticketId: null,
    number: '+14155550999',
    ownNumber: null,
    lang: 'en',
    requestKey: 'once',
  } as const;
  const answers = await Promise.all([world.engine.placeCall(asked), world.engine.placeCall(asked)]);
  const ids = answers.map((each) => (each.ok && each.value.kind === 'placed' ? each.value.call.id : null));
  assert.ok(ids[0] !== null && ids[0] === ids[1]);
});

test('a reservation that no call stands for is found and ended, one that is missing is made', async () => {
  const world = await testWorld(cast);
  const call = await world.connectCall(3, 11);
  const { pool } = world.patchbay.database;
  await pool.query(`update agent set reserved_for = case id when 3 then '{}' else '{77, 78}'::bigint[] end`);
  assert.ok(!(await place(world, 1)).ok);
  await world.pass(15);
  assert.deepEqual(await loads(world), { calls: [0, 0, 1], isRight: true });
  assert.ok((await place(world, 1)).ok);
  await world.engine.report(call.id, { type: 'hung_up', by: 'agent' });
  await world.settle();
  assert.equal((await loads(world)).isRight, true);
});

const COMMON = { workspaceId: WORKSPACE, ticketId: null, lang: 'en' } as const;

/** A call for agent 1's own menu, this many seconds ahead. */
async function schedule({ engine, clock }: World, seconds: number): Promise<number> {
  numbers += 1;
  const scheduled = await engine.scheduleCall({
    ...COMMON,
    menuId: 12,
    parentId: null,
    number: `+1415555${String(1000 + numbers)}`,
    ownNumber: null,
    recordingPermission: 'not_asked',
    scheduledAt: new Date(clock.now().getTime() + seconds * 1000),
    requestKey: null,
  });
  return scheduled.ok ? scheduled.value.id : assert.fail(scheduled.refusal.code);
}

test('two choices of a number made at once: the agent has one call', async () => {
  const left = await testWorld(cast);
  const { query } = left.patchbay.database;
  await query.updateTable('workspace').set({ agents_choose_number: true }).execute();
  const second = { number: '+13392195278', display: '+1 339-219-5278', is_default: false };
  await query
    .insertInto('phone_number')
    .values({ workspace_id: WORKSPACE, ...second })
    .execute();
  const right = await joinWorld(left.connection, left.clock.now());
  const ask = async (number: string): Promise<number> => {
    const asked = { ...COMMON, origin: 'outbound_desk', agentEmail: 'agent1@example.com', number } as const;
    const placed = await left.engine.placeCall({ ...asked, ownNumber: null, requestKey: null });
    assert.ok(placed.ok && placed.value.kind === 'choice_needed');
    return placed.value.choice.id;
  };
  const choices = [await ask('+14155550981'), await ask('+14155550982')];
  const chosen = { ownNumber: second.number, contactNumber: null };
  const outcomes = await Promise.all(
    choices.map(async (id, index) => (index === 0 ? left : right).engine.chooseNumber(agent(1), id, chosen)),
  );
  assertRefusals(outcomes, 1);
  assert.deepEqual(await loads(left), { calls: [1, 0, 0], isRight: true });
});

test('a scheduled call that comes due while its agent talks waits, and rings as soon as they are free', async () => {
  const world = await testWorld(cast);
  const id = await schedule(world, 30);
  const placed = await place(world, 1);
  assert.ok(placed.ok);
  await world.pass(40);
  const due = await world.stored(id);
  assert.deepEqual([due.state, due.offer], ['queued', null]);
  assert.deepEqual(await loads(world), { calls: [1, 0, 0], isRight: true });
  await world.engine.report(placed.value.id, { type: 'hung_up', by: 'agent' });
  await world.settle();
  assert.deepEqual((await world.stored(id)).offer?.agentIds, [1]);
});

test('scheduled calls and call-backs that come due at once ring their agent for one of them', async () => {
  const world = await testWorld(cast);
  await schedule(world, 5);
  await schedule(world, 5);
  const callBacks = await Promise.all(
    ['+14155550983', '+14155550984'].map(async (number) =>
      world.engine.callBack({
        workspaceId: WORKSPACE,
        number,
        parent: null,
        menuId: 12,
        requestKey: number,
        address: null,
      }),
    ),
  );
  assert.ok(callBacks.every(({ ok }) => ok));
  await world.pass(15);
  assert.deepEqual(
    (await live(world)).map(({ state }) => state),
    ['queued', 'queued', 'queued', 'queued'],
  );
  assert.deepEqual(await loads(world), { calls: [1, 0, 0], isRight: true });
});

test('a dial that fails releases its agent', async () => {
  const world = await testWorld(cast);
  const placed = await place(world, 1);
  assert.ok(placed.ok);
  await world.engine.report(placed.value.id, { type: 'leg_refused', reason: 'eu_busy', details: 'SIP 486' });
  await world.settle();
  assert.deepEqual(await loads(world), { calls: [0, 0, 0], isRight: true });
  assert.ok((await place(world, 1)).ok);
});

test('an agent whose process has gone is free again once their call has ended by its deadline', async () => {
  const left = await testWorld(cast);
  const right = await joinWorld(left.connection, left.clock.now());
  assert.ok((await place(right, 1)).ok);
  await right.patchbay.stop();
  assertRefusals([await place(left, 1)], 0);
  await left.pass(75);
  assert.deepEqual(await loads(left), { calls: [0, 0, 0], isRight: true });
  assert.ok((await place(left, 1)).ok);
});
