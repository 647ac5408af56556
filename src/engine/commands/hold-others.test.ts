import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { World } from '../../../test/support/world.ts';
import { agent, PROGRAM, testWorld, WORKSPACE } from '../../../test/support/world.ts';

const cast = {
  agents: [
    { id: 1, capacity: 4 },
    { id: 2, capacity: 4 },
  ],
  menus: [
    { id: 9, recording: 'never', groups: [{ name: 'All', agentIds: [1] }] },
    { id: 10, recording: 'never', groups: [{ name: 'All', agentIds: [2] }] },
  ],
} as const;

/** Agent 1 talks in two calls, one of them on hold, and agent 2 in one; agent 1 has answered a fourth. */
async function busy(isAtPage: boolean) {
  const world = await testWorld(cast);
  const { engine, settle } = world;
  const held = (await world.connectCall(1)).id;
  assert.ok((await engine.holdCall(PROGRAM, held)).ok);
  const talking = (await world.connectCall(1)).id;
  const others = (await world.connectCall(2, 10)).id;
  const { id } = await world.queueCall();
  if (isAtPage) await engine.live.presence.came(WORKSPACE, 1);
  await settle();
  assert.ok((await engine.answerCall(agent(1), id)).ok);
  await settle();
  return { world, held, talking, others, id };
}

const holdsOf = async ({ engine }: World, id: number): Promise<number> =>
  (await engine.calls.events(WORKSPACE, id)).filter(({ type }) => type === 'held').length;

test('an agent at a page who answers holds the calls they talk in, and touches no others', async () => {
  const { world, held, talking, others } = await busy(true);
  const isHeld = async (id: number): Promise<boolean> => (await world.stored(id)).heldSince !== null;
  assert.deepEqual(await Promise.all([held, talking, others].map(isHeld)), [true, true, false]);
  // One on hold already is left alone, and so is what other agents talk in: nothing was even tried.
  assert.deepEqual(await Promise.all([held, talking, others].map(async (id) => holdsOf(world, id))), [1, 1, 0]);
});

test('an agent who is led by a program alone talks in as many calls as they take', async () => {
  const { world, talking } = await busy(false);
  assert.equal((await world.stored(talking)).heldSince, null);
});

test('only the calls of the agent are asked to hold', async () => {
  const { world, id, talking, others } = await busy(true);
  const before = await world.stored(others);
  const moved: number[] = [];
  world.engine.onTransition(({ call }) => moved.push(call.id));
  assert.ok((await world.engine.resumeCall(agent(1), talking)).ok);
  await world.settle();
  assert.deepEqual([...new Set(moved)], [talking]);
  assert.equal((await world.stored(others)).version, before.version);
  assert.equal((await world.stored(id)).state, 'assigned');
});
