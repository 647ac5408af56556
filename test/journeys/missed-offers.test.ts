import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OFFER_TYPES } from '#domain/directory/menu.ts';
import type { World } from '../support/world.ts';
import { MAX_MISSED_CALLS } from '#domain/call/missed.ts';
import { agent, caller, testWorld, tokenOf, WORKSPACE } from '../support/world.ts';

const status = async ({ engine }: World, id: number) => (await engine.directory.load(WORKSPACE)).agents.get(id)?.status;
const rung = async (world: World, callId: number) => (await world.stored(callId)).offer?.agentIds ?? [];

for (const offerType of OFFER_TYPES)
  test(`${offerType}: an absent agent is rung once, is marked then, and is rung again when they are back`, async () => {
    const world = await testWorld({
      agents: [{ id: 1 }],
      menus: [{ id: 9, offerType, offerSeconds: 30, groups: [{ name: 'All', agentIds: [1] }] }],
    });
    const { id } = await world.queueCall();
    assert.deepEqual(await rung(world, id), [1]);
    await world.pass(29);
    assert.deepEqual([await rung(world, id), await status(world, 1)], [[1], 'available']);
    await world.pass(1);
    assert.deepEqual([await rung(world, id), await status(world, 1)], [[], 'missed_call']);
    await world.pass(210);
    assert.deepEqual([await rung(world, id), await status(world, 1)], [[], 'missed_call']);
    assert.equal((await world.stored(id)).state, 'queued', 'the caller waits on');
    await world.engine.setAgentStatus(WORKSPACE, 1, 'available');
    await world.settle();
    assert.deepEqual(await rung(world, id), [1]);
  });

test('missed calls stay on the agent’s list, each once and fifty at most, until they are dismissed', async () => {
  const menus = [{ id: 9, offerSeconds: 30, groups: [{ name: 'All', agentIds: [1, 2] }] }] as const;
  const world = await testWorld({ agents: [{ id: 1 }, { id: 2, status: 'break' }], menus });
  const { engine, patchbay } = world;
  const listed = async (agentId = 1) => engine.live.missedCalls(WORKSPACE, agentId);
  const { id } = await world.queueCall();
  await world.pass(30);
  assert.deepEqual(
    (await listed()).map(({ callId, reason, number, wasAnswered }) => [callId, reason, number, wasAnswered]),
    [[id, 'not_answered', '+14155550148', false]],
  );
  await engine.setAgentStatus(WORKSPACE, 1, 'available');
  await world.pass(30);
  assert.equal((await listed()).length, 1, 'missed twice it is listed once');
  await engine.setAgentStatus(WORKSPACE, 2, 'available');
  await world.settle();
  await engine.answerCall(agent(2), id);
  await world.settle();
  assert.deepEqual([(await listed())[0]?.wasAnswered, await listed(2)], [true, []]);

  await patchbay.database.query
    .insertInto('missed_call')
    .values(
      Array.from({ length: MAX_MISSED_CALLS }, (_, index) => ({
        agent_id: 1,
        call_id: 1_000 + index,
        workspace_id: WORKSPACE,
        reason: 'not_answered',
        at: new Date(world.clock.now().getTime() - 1_000_000 + index),
      })),
    )
    .execute();
  const second = await world.queueCall();
  await engine.setAgentStatus(WORKSPACE, 1, 'available');
  await world.pass(30);
  const rows = await patchbay.database.query.selectFrom('missed_call').select('call_id').execute();
  assert.equal(rows.length, MAX_MISSED_CALLS);
  assert.ok(
    [id, second.id].every((each) => rows.some((row) => row.call_id === each)),
    'the oldest made way',
  );

  const token = await tokenOf(world);
  const address = '/v1/agents/1/missed_calls';
  const first = await patchbay.send(`${address}?limit=1`, { token });
  assert.equal(first.status, 200, first.text);
  const { data, next_cursor: cursor } = first.json as { data: { call_id: number }[]; next_cursor: string };
  assert.equal(data[0]?.call_id, second.id);
  const rest = await patchbay.send(`${address}?limit=1&cursor=${cursor}`, { token });
  assert.equal((rest.json as { data: { call_id: number }[] }).data[0]?.call_id, id);
  assert.equal((await patchbay.send(`${address}/${second.id}`, { token, method: 'DELETE' })).status, 204);
  assert.equal((await patchbay.send(`${address}/${second.id}`, { token, method: 'DELETE' })).status, 404);
  assert.equal((await patchbay.send('/v1/agents/77/missed_calls', { token })).status, 404);
  const reader = await tokenOf(world, 'read_only');
  assert.equal((await patchbay.send(address, { token: reader })).status, 200);
  assert.equal((await patchbay.send(`${address}/${id}`, { token: reader, method: 'DELETE' })).status, 403);
  const neighbor = await tokenOf(world, 'staff', 2);
  assert.equal((await patchbay.send(address, { token: neighbor })).status, 404);
  assert.equal((await patchbay.send(`${address}/${id}`, { token: neighbor, method: 'DELETE' })).status, 404);
  assert.deepEqual(
    (await listed()).map(({ callId }) => callId),
    [id],
  );
});

test('a caller who gives up while it rings is one to call back, and takes no one off the queue', async () => {
  const world = await testWorld({ agents: [{ id: 1 }] });
  const { id } = await world.queueCall();
  await world.pass(20);
  await world.engine.hangUp(caller(id), id, 'end_user');
  await world.settle();
  const [missed] = await world.engine.live.missedCalls(WORKSPACE, 1);
  assert.deepEqual([missed?.callId, missed?.reason, await status(world, 1)], [id, 'caller_left', 'available']);
});

test('who joins others late has not missed the call with them, and is rung for a whole time of their own', async () => {
  const world = await testWorld({
    agents: [{ id: 1 }, { id: 2, status: 'break' }],
    menus: [{ id: 9, offerType: 'multicast', offerSeconds: 30, groups: [{ name: 'All', agentIds: [1, 2] }] }],
  });
  const { id } = await world.queueCall();
  await world.pass(28);
  await world.engine.setAgentStatus(WORKSPACE, 2, 'available');
  await world.settle();
  assert.deepEqual(await rung(world, id), [1, 2]);
  await world.pass(2);
  assert.deepEqual([await status(world, 1), await status(world, 2)], ['missed_call', 'available']);
  assert.deepEqual(await rung(world, id), [2]);
  await world.pass(29);
  assert.equal(await status(world, 2), 'available');
  await world.pass(1);
  assert.equal(await status(world, 2), 'missed_call');
});

test('a cascade’s first group rings on with the second; who has heard all of it misses it at the end', async () => {
  const world = await testWorld({
    agents: [{ id: 1 }, { id: 2 }],
    menus: [
      {
        id: 9,
        offerType: 'cascade',
        offerSeconds: 30,
        groups: [
          { name: 'First', agentIds: [1] },
          { name: 'Second', agentIds: [2] },
        ],
      },
    ],
  });
  const { id } = await world.queueCall();
  await world.pass(31);
  assert.deepEqual([await rung(world, id), await status(world, 1)], [[1, 2], 'available']);
  await world.pass(29);
  assert.equal(await status(world, 1), 'missed_call');
});

test('who declines has missed nothing', async () => {
  const world = await testWorld({
    agents: [{ id: 1 }],
    menus: [{ id: 9, offerType: 'multicast', groups: [{ name: 'All', agentIds: [1] }] }],
  });
  const { id } = await world.queueCall();
  await world.engine.declineCall(agent(1), id);
  await world.pass(31);
  assert.equal(await status(world, 1), 'available');
});
