import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { World } from '../../../test/support/world.ts';
import { agent, caller, PROGRAM, testWorld, WORKSPACE } from '../../../test/support/world.ts';

const cast = {
  agents: [{ id: 1 }, { id: 2 }],
  menus: [{ id: 9, recording: 'never', capacity: 1, groups: [{ name: 'All', agentIds: [1] }] }],
} as const;

async function inTheMenus({ engine }: World): Promise<number> {
  const taken = await engine.takeCall({
    workspaceId: WORKSPACE,
    from: '+14155550111',
    to: '+13392195276',
    origin: 'phone',
    carrier: 'elsewhere',
    lang: 'en',
    requestKey: null,
  });
  assert.ok(taken.ok);
  return taken.value.id;
}

/** How the queue looks to routing, to a caller's page and to the wallboard. */
async function looks({ engine, stored }: World, waitingId: number) {
  const directory = await engine.directory.load(WORKSPACE);
  const menu = directory.menus.get(9) ?? assert.fail('no menu');
  const { waiting, condition } = engine.live.queues.stateOf(menu, directory);
  return { waiting, condition, position: engine.live.queues.positionOf(await stored(waitingId), directory)?.position };
}

test('a call that is handed to an agent does not fill the queue that it came from', async () => {
  const world = await testWorld(cast);
  const { engine, settle } = world;
  const { id } = await world.connectCall(1);
  assert.ok((await engine.transferCall(PROGRAM, id, { agentId: 2, menuId: null, mode: 'warm' })).ok);
  await settle();
  const next = await inTheMenus(world);
  assert.ok((await engine.selectMenu(caller(next), next, 9)).ok);
  assert.equal((await world.stored(next)).state, 'queued');
  assert.deepEqual(await looks(world, next), { waiting: 1, condition: 'over_capacity', position: 1 });
});

test('a caller who is handed to the queue waits in it: for its capacity, its places and its view alike', async () => {
  const world = await testWorld(cast);
  const { engine, settle } = world;
  const { id } = await world.connectCall(1);
  await engine.setAgentStatus(WORKSPACE, 1, 'break');
  assert.ok((await engine.transferCall(PROGRAM, id, { agentId: null, menuId: 9, mode: 'cold' })).ok);
  await settle();
  assert.deepEqual(await looks(world, id), { waiting: 1, condition: 'over_capacity', position: 1 });
  const next = await inTheMenus(world);
  assert.ok((await engine.selectMenu(caller(next), next, 9)).ok);
  assert.equal((await world.stored(next)).state, 'voicemail');
});

test('no one but the caller chooses for them', async () => {
  const world = await testWorld(cast);
  const id = await inTheMenus(world);
  for (const by of [PROGRAM, agent(1), caller(id + 1)])
    assert.deepEqual(await world.engine.selectMenu(by, id, 9), {
      ok: false,
      refusal: { code: 'event_not_allowed', state: 'selecting', event: 'menu_selected' },
    });
});
