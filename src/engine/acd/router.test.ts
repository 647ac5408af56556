import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at } from '../../../test/support/calls.ts';
import { agent, testWorld, WORKSPACE } from '../../../test/support/world.ts';
import type { World } from '../../../test/support/world.ts';
import type { OfferType } from '#domain/directory/menu.ts';

/** Two agents in group 1, one in group 2; each a second longer idle than the one before. */
async function desk(offerType: OfferType = 'cascade'): Promise<World> {
  return testWorld({
    agents: [
      { id: 1, idleSince: at(-1) },
      { id: 2, idleSince: at(-2) },
      { id: 3, idleSince: at(-3) },
    ],
    menus: [{ id: 9, offerType, recording: 'never' }],
  });
}

const rung = async (world: World, callId: number) => (await world.stored(callId)).offer?.agentIds ?? [];
const loads = (world: World) => [1, 2, 3].map((id) => world.engine.callsOf(id));

async function hangUp(world: World, callId: number): Promise<void> {
  await world.engine.report(callId, { type: 'hung_up', by: 'end_user' });
  await world.settle();
}

test('a cascade rings its first group; after 30 s the second one joins, and the first keeps ringing', async () => {
  const world = await desk();
  const { id } = await world.queueCall();
  assert.deepEqual(await rung(world, id), [2, 1]);
  await world.pass(29);
  assert.deepEqual(await rung(world, id), [2, 1]);
  await world.pass(1);
  assert.deepEqual(await rung(world, id), [2, 1, 3]);
  const call = await world.stored(id);
  assert.deepEqual(call.castings, [
    { at: at(0), group: 'Group 1' },
    { at: at(30), group: 'Group 2' },
  ]);
  assert.deepEqual(call.passedBy, [], 'nobody has missed it');
  await world.pass(29);
  assert.deepEqual(await rung(world, id), [2, 1, 3], 'group 2 rings its own 30 s');
  const answered = await world.engine.answerCall(agent(1), id);
  assert.ok(answered.ok, 'and group 1 may still answer');
  await hangUp(world, id);
  assert.deepEqual(loads(world), [0, 0, 0]);
});

test('a cascade that no one answers waits, and is offered again to those who come back', async () => {
  const world = await desk();
  const { id } = await world.queueCall();
  await world.pass(61);
  const call = await world.stored(id);
  assert.equal(call.state, 'queued');
  assert.equal(call.offer, null, 'all have missed it');
  for (const agentId of [1, 2, 3]) await world.engine.setAgentStatus(WORKSPACE, agentId, 'available');
  await world.settle();
  const again = await world.stored(id);
  assert.deepEqual(
    [...(again.offer?.agentIds ?? [])].toSorted((a, b) => a - b),
    [1, 2, 3],
  );
  await world.pass(3600);
  const ended = await world.stored(id);
  assert.deepEqual([ended.state, ended.failReason], ['failed', 'expired']);
  assert.deepEqual(loads(world), [0, 0, 0]);
});

test('a call that was answered while a group was still to come is left alone afterwards', async () => {
  const world = await desk();
  const { id } = await world.connectCall(1);
  await world.pass(3600);
  assert.equal((await world.stored(id)).state, 'connected');
  await world.pass(3 * 3600);
  const ended = await world.stored(id);
  assert.deepEqual([ended.state, ended.endsAt], ['finished', at(4 * 3600)]);
  assert.deepEqual(loads(world), [0, 0, 0]);
});

test('multicast rings all groups at once; the first to answer has the call, the others are refused', async () => {
  const world = await desk('multicast');
  const { id } = await world.queueCall();
  assert.deepEqual(await rung(world, id), [3, 2, 1]);
  assert.deepEqual(loads(world), [1, 1, 1]);
  const [first, second] = await Promise.all([
    world.engine.answerCall(agent(2), id),
    world.engine.answerCall(agent(3), id),
  ]);
  assert.ok(first.ok);
  assert.deepEqual(second, {
    ok: false,
    refusal: { code: 'event_not_allowed', state: 'assigned', event: 'agent_assigned' },
  });
  await world.settle();
  assert.deepEqual(loads(world), [0, 1, 0]);
  await hangUp(world, id);
  assert.deepEqual(loads(world), [0, 0, 0]);
});

test('deltacast rings the longest idle; who misses it is marked and the next one rings', async () => {
  const world = await desk('deltacast');
  const { id } = await world.queueCall();
  assert.deepEqual(await rung(world, id), [3]);
  await world.pass(30);
  assert.deepEqual(await rung(world, id), [2]);
  await world.pass(30);
  assert.deepEqual(await rung(world, id), [1]);
  const { agents } = await world.engine.directory.load(WORKSPACE);
  assert.deepEqual(
    [1, 2, 3].map((agent) => agents.get(agent)?.status),
    ['available', 'missed_call', 'missed_call'],
  );
  assert.deepEqual((await world.stored(id)).passedBy, [3, 2]);
  assert.deepEqual(loads(world), [1, 0, 0]);
});

test('deltacast: who declines is passed over at once, and the next one has the full time', async () => {
  const world = await desk('deltacast');
  const { id } = await world.queueCall();
  await world.pass(29);
  await world.engine.report(id, { type: 'offer_declined', agentId: 3 });
  await world.settle();
  assert.deepEqual(await rung(world, id), [2]);
  await world.pass(29);
  assert.deepEqual(await rung(world, id), [2]);
  await world.pass(1);
  assert.deepEqual(await rung(world, id), [1]);
  const { agents } = await world.engine.directory.load(WORKSPACE);
  assert.equal(agents.get(3)?.status, 'available', 'declining is not missing');
});

test('a call that all have declined waits until its time is up, then rings them again', async () => {
  const world = await desk('multicast');
  const { id } = await world.queueCall();
  for (const agentId of [1, 2, 3]) await world.engine.report(id, { type: 'offer_declined', agentId });
  await world.settle();
  assert.deepEqual(await rung(world, id), []);
  assert.deepEqual(loads(world), [0, 0, 0]);
  await world.pass(29);
  assert.deepEqual(await rung(world, id), []);
  await world.pass(1);
  assert.deepEqual(await rung(world, id), [3, 2, 1]);
});

test('an agent who gives back a call that they took is free, and it rings the others', async () => {
  const world = await desk('multicast');
  const { id } = await world.queueCall();
  await world.engine.answerCall(agent(2), id);
  await world.engine.report(id, { type: 'offer_declined', agentId: 2 });
  await world.settle();
  const call = await world.stored(id);
  assert.equal(call.state, 'queued');
  assert.deepEqual(call.offer?.agentIds, [3, 1]);
  assert.deepEqual(loads(world), [1, 0, 1]);
});

test('a freed agent gets the longest waiter at once', async () => {
  const world = await testWorld({ agents: [{ id: 1 }], menus: [{ id: 9, recording: 'never' }] });
  const talking = await world.connectCall(1);
  const first = await world.queueCall();
  await world.pass(5);
  const second = await world.queueCall();
  assert.deepEqual(await rung(world, first.id), []);
  await world.engine.report(talking.id, { type: 'hung_up', by: 'agent' });
  await world.settle();
  assert.deepEqual(await rung(world, first.id), [1], 'no time has passed');
  assert.deepEqual(await rung(world, second.id), []);
  assert.equal(world.engine.callsOf(1), 1);
});

test('priority goes before the longest wait', async () => {
  const world = await testWorld({ agents: [{ id: 1, status: 'unavailable' }] });
  const ordinary = await world.queueCall();
  await world.pass(5);
  const urgent = await world.queueCall();
  const raise = 'update call set priority = 5, version = version + 1 where id = $1';
  await world.patchbay.database.pool.query(raise, [urgent.id]);
  await world.engine.report(urgent.id, { type: 'flagged', flags: {} });
  await world.engine.setAgentStatus(WORKSPACE, 1, 'available');
  await world.settle();
  assert.deepEqual(await rung(world, urgent.id), [1]);
  assert.deepEqual(await rung(world, ordinary.id), []);
});

test('an agent who becomes available is rung at once; one who is not is never rung', async () => {
  const world = await testWorld({
    agents: [
      { id: 1, status: 'break' },
      { id: 2, status: 'wrap_up' },
    ],
  });
  const { id } = await world.queueCall();
  await world.pass(100);
  assert.deepEqual(await rung(world, id), []);
  assert.equal(await world.engine.setAgentStatus(WORKSPACE, 2, 'available'), true);
  await world.settle();
  assert.deepEqual(await rung(world, id), [2]);
  assert.equal(await world.engine.setAgentStatus(WORKSPACE, 77, 'available'), false);
});

test('an agent who comes for two calls at once is rung for both of those who wait longest', async () => {
  const world = await testWorld({ agents: [{ id: 1, capacity: 2, status: 'unavailable' }] });
  const ids: number[] = [];
  for (let count = 0; count < 3; count += 1) {
    ids.push((await world.queueCall()).id);
    await world.pass(1);
  }
  const rings = async () => Promise.all(ids.map(async (id) => (await rung(world, id)).length > 0));
  await world.engine.setAgentStatus(WORKSPACE, 1, 'available');
  await world.settle();
  assert.deepEqual(await rings(), [true, true, false]);
  await hangUp(world, ids[0] ?? 0);
  assert.deepEqual(await rings(), [false, true, true]);
});

test('an agent takes as many calls as their capacity, and rings for no more', async () => {
  const world = await testWorld({ agents: [{ id: 1, capacity: 2 }] });
  const calls = [await world.queueCall(), await world.queueCall(), await world.queueCall()];
  assert.deepEqual(await Promise.all(calls.map(async (call) => rung(world, call.id))), [[1], [1], []]);
  assert.equal(world.engine.callsOf(1), 2);
});

test('no one is left reserved, however the call ends', async () => {
  const world = await desk('multicast');
  const endings = [
    async (id: number) => world.engine.report(id, { type: 'hung_up', by: 'end_user' }),
    async (id: number) => world.engine.report(id, { type: 'deflected', deflection: 'over_capacity_message_only' }),
    async (id: number) => {
      await world.engine.answerCall(agent(1), id);
      return world.engine.report(id, { type: 'leg_refused', reason: 'eu_busy', details: null });
    },
    async (id: number) => {
      await world.engine.answerCall(agent(2), id);
      return world.engine.report(id, { type: 'hung_up', by: 'agent' });
    },
    async (id: number) => {
      await world.engine.answerCall(agent(3), id);
      await world.engine.report(id, { type: 'legs_bridged' });
      return world.engine.report(id, { type: 'hung_up', by: 'end_user' });
    },
  ];
  for (const end of endings) {
    const { id } = await world.queueCall();
    assert.ok((await end(id)).ok);
    await world.settle();
    assert.deepEqual(loads(world), [0, 0, 0]);
  }
});

test('being rung for a call that another one takes leaves the idle time alone; talking begins it anew', async () => {
  const world = await testWorld({
    agents: [
      { id: 1, idleSince: at(-1) },
      { id: 2, idleSince: at(-2) },
      { id: 3, idleSince: at(-3) },
    ],
    menus: [
      { id: 9, offerType: 'multicast', recording: 'never' },
      { id: 10, offerType: 'deltacast', recording: 'never' },
    ],
  });
  const { id } = await world.connectCall(3);
  await world.pass(60);
  await hangUp(world, id);
  const next = await world.queueCall(10);
  assert.deepEqual(await rung(world, next.id), [2]);
  await world.pass(60);
  assert.deepEqual(await rung(world, next.id), [3], 'who talked last comes last');
});

test('agents who become available at the same moment are all rung', async () => {
  const world = await testWorld({
    agents: [1, 2, 3].map((id) => ({ id, status: 'unavailable' })),
    menus: [{ id: 9, offerType: 'multicast' }],
  });
  const { id } = await world.queueCall();
  await world.pass(5); // What the server remembers of the workspace is read anew.
  await Promise.all([1, 2, 3].map(async (agentId) => world.engine.setAgentStatus(WORKSPACE, agentId, 'available')));
  await world.settle();
  assert.deepEqual(
    [...(await rung(world, id))].toSorted((a, b) => a - b),
    [1, 2, 3],
  );
  const { agents } = await world.engine.directory.load(WORKSPACE);
  assert.ok(agents.values().every((agent) => agent.status === 'available'));
});
