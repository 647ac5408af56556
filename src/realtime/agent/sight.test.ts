import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agent, testWorld, WORKSPACE } from '../../../test/support/world.ts';
import { createSight } from './sight.ts';

const ALWAYS = { groups: [{ name: 'All', agentIds: [1, 2, 3] }] };
const { engine, connectCall, settle } = await testWorld({
  agents: [
    { id: 1, simulated: true, capacity: null, status: 'available' },
    { id: 2, capacity: 1, status: 'unavailable' },
    { id: 3, status: 'available' },
  ],
  menus: [
    { id: 9, ...ALWAYS },
    { id: 51, ...ALWAYS, redirected: true },
    { id: 52, ...ALWAYS, hours: { timeZone: 'Etc/UTC', open: {} } },
  ],
});
const sight = createSight(WORKSPACE, { engine, sound: { isCallerAway: () => false, isCallerSilent: () => false } });

/** Who is free by their own view, and how many each queue counts. */
async function free() {
  const directory = await engine.directory.load(WORKSPACE);
  const views = [...directory.agents.values()].map((agent) => sight.agent(agent, directory));
  const queues = await sight.queues();
  return {
    ids: views.filter((view) => view.isFree).map((view) => view.id),
    queues: queues.map((each) => each.available),
  };
}

test('with no people signed in the simulated agent is free; anyone who is merely said to be available is not', async () => {
  assert.deepEqual(await free(), { ids: [1], queues: [1, 1, 1] });
});

test('who is signed in and available is free, and the simulated agent leaves the calls to them', async () => {
  await engine.live.presence.came(WORKSPACE, 2);
  assert.deepEqual(await free(), { ids: [], queues: [0, 0, 0] });
  await engine.setOwnStatus(agent(2), 'available');
  assert.deepEqual(await free(), { ids: [2], queues: [1, 1, 1] });
});

test('who has as many calls as they take is not free, in their own view and in every queue', async () => {
  const call = await connectCall(2);
  assert.deepEqual(await free(), { ids: [], queues: [0, 0, 0] });
  await engine.report(call.id, { type: 'hung_up', by: 'end_user' });
  await settle();
  assert.deepEqual(await free(), { ids: [], queues: [0, 0, 0] }, 'in wrap-up');
  await engine.finishWrapUp(agent(2));
  assert.deepEqual(await free(), { ids: [2], queues: [1, 1, 1] });
});

test('who is gone for a moment is not free until they are back', async () => {
  engine.live.presence.left(WORKSPACE, 2, () => false);
  assert.deepEqual(await free(), { ids: [], queues: [0, 0, 0] });
  await engine.live.presence.came(WORKSPACE, 2);
  assert.deepEqual(await free(), { ids: [2], queues: [1, 1, 1] });
});

test('a queue says whether it takes calls at all', async () => {
  const conditions = (await sight.queues()).map(({ menuId, condition }) => [menuId, condition]);
  assert.deepEqual(conditions, [
    [9, 'open'],
    [51, 'redirected'],
    [52, 'after_hours'],
  ]);
});
