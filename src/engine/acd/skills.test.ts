/** Queues that want skills: who is rung, and what happens when no one can. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at } from '../../../test/support/calls.ts';
import { testWorld, tokenOf } from '../../../test/support/world.ts';

test('a queue that wants a skill rings those who have it, the best first, whatever its offer type', async () => {
  const group = (name: string, ...agentIds: number[]) => ({ name, agentIds });
  const noAgents = { outcome: 'voicemail', menuId: null, afterSeconds: 60 } as const;
  const offers = ['cascade', 'multicast', 'deltacast'] as const;
  const world = await testWorld({
    agents: [1, 2, 3, 4].map((id) => ({ id, idleSince: at(-id) })),
    menus: offers.map((offerType, place) => ({
      id: 9 + place,
      offerType,
      groups: [group('First', 1, 2, 4), group('Second', 3)],
      noAgents,
    })),
  });
  const token = await tokenOf(world);
  const send = async (method: string, path: string, body?: object) =>
    world.patchbay.send(path, { method, token, ...(body === undefined ? {} : { body }) });
  const { id: skill } = (await send('POST', '/v1/skills', { name: 'French' })).json as { id: number };
  const give = async (agentId: number, level: number): Promise<void> => {
    const skills = level === 0 ? [] : [{ skill_id: skill, level }];
    assert.equal((await send('PATCH', `/v1/agents/${agentId}`, { skills })).status, 200);
    await world.settle();
  };
  for (const [agentId, level] of [
    [1, 5],
    [2, 2],
    [3, 4],
  ] as const)
    await give(agentId, level);
  for (const menu of [9, 10, 11])
    await send('PATCH', `/v1/menus/${menu}`, { skills: [{ skill_id: skill, least_level: 2 }] });

  const rung = async (id: number) => (await world.stored(id)).offer?.agentIds ?? [];
  const hangUp = async (id: number): Promise<void> => {
    await world.engine.report(id, { type: 'hung_up', by: 'end_user' });
    await world.settle();
  };
  const rings = async (menuId: number): Promise<readonly number[]> => {
    const { id } = await world.queueCall(menuId);
    const first = await rung(id);
    await hangUp(id);
    return first;
  };
  assert.deepEqual(await rings(9), [1, 2], 'the first group of a cascade, and of it not 4, who has waited longest');
  assert.deepEqual(await rings(10), [1, 3, 2]);
  assert.deepEqual(await rings(11), [1]);
  assert.equal((await send('DELETE', `/v1/skills/${skill}`)).status, 409);

  for (const agentId of [1, 2, 3]) await give(agentId, 0);
  const alone = await world.queueCall(10);
  assert.deepEqual(await rung(alone.id), []);
  assert.notEqual((await world.stored(alone.id)).unstaffedSince, null, 'no one with the skill is there');
  await world.pass(30);
  await give(4, 1);
  assert.deepEqual(await rung(alone.id), [], 'not well enough');
  await give(4, 2);
  assert.deepEqual(await rung(alone.id), [4], 'as soon as someone can');
  assert.equal((await world.stored(alone.id)).unstaffedSince, null);
  await hangUp(alone.id);
  await give(4, 0);
  const last = await world.queueCall(11);
  await world.pass(60);
  assert.equal((await world.stored(last.id)).state, 'voicemail');
});
