import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agent, joinWorld, testWorld } from '../support/world.ts';

test('agents whom one server rings are free again there, soon after another server has taken and ended the call', async () => {
  const left = await testWorld({
    agents: [{ id: 1 }, { id: 2 }],
    menus: [{ id: 9, offerType: 'multicast', recording: 'never' }],
  });
  const right = await joinWorld(left.connection, left.clock.now());
  const { id } = await left.queueCall();
  assert.deepEqual([1, 2].map(left.engine.callsOf), [1, 1]);
  assert.ok((await right.engine.answerCall(agent(1), id)).ok);
  await right.engine.report(id, { type: 'hung_up', by: 'end_user' });
  await right.settle();
  await left.pass(31);
  assert.deepEqual([1, 2].map(left.engine.callsOf), [0, 0]);
  const next = await left.queueCall();
  assert.deepEqual((await left.stored(next.id)).offer?.agentIds, [1, 2]);
});

test('an agent who lost the race at one server is free there at once', async () => {
  const left = await testWorld({
    agents: [{ id: 1 }, { id: 2 }],
    menus: [{ id: 9, offerType: 'multicast', recording: 'never' }],
  });
  const right = await joinWorld(left.connection, left.clock.now());
  const { id } = await left.queueCall();
  assert.ok((await right.engine.answerCall(agent(1), id)).ok);
  assert.ok(!(await left.engine.answerCall(agent(2), id)).ok);
  await left.settle();
  assert.deepEqual([1, 2].map(left.engine.callsOf), [1, 0], 'it knows now who has the call');
});
