import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OFFER_TYPES } from '#domain/directory/menu.ts';
import type { World } from '../support/world.ts';
import { agent, testWorld, WORKSPACE } from '../support/world.ts';

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
