/** Where a call goes that comes in, by the number that was called. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Destination } from '#domain/directory/destination.ts';
import type { World } from '../../../test/support/world.ts';
import { agent, ring, testWorld, WORKSPACE } from '../../../test/support/world.ts';

const FROM = '+14155550148';

/** A menu with one below it that asks, a queue that is closed, and an agent. */
const CAST = {
  agents: [{ id: 1 }],
  menus: [
    { id: 9 },
    { id: 20, kind: 'mobile_menu', outputMessage: 'Orders.' },
    { id: 21, kind: 'mobile_menu', parentId: 20, name: 'New', recording: 'ask' },
    { id: 22, redirected: true },
    { id: 23, deleted: true },
  ],
} as const;

/** Where the number goes -> in which state the call is then, in which menu, and for which agent. */
const DESTINATIONS = [
  [{ kind: 'menu', id: null }, ['selecting', null, null]],
  [{ kind: 'menu', id: 20 }, ['selecting', null, null]],
  [{ kind: 'menu', id: 9 }, ['queued', 9, null]],
  [{ kind: 'queue', id: 9 }, ['queued', 9, null]],
  [{ kind: 'queue', id: 20 }, ['queued', 20, null]],
  [{ kind: 'queue', id: 21 }, ['selecting', null, null]],
  [{ kind: 'queue', id: 22 }, ['voicemail', 22, null]],
  [{ kind: 'queue', id: 23 }, ['selecting', null, null]],
  [{ kind: 'menu', id: 99 }, ['selecting', null, null]],
  [{ kind: 'agent', id: 1 }, ['queued', null, 1]],
  [{ kind: 'agent', id: 99 }, ['selecting', null, null]],
  [{ kind: 'fin', id: null }, ['queued', null, null]],
] as const satisfies readonly (readonly [Destination, readonly unknown[]])[];

const cast = await testWorld(CAST);

/** A number of the world's that goes there. */
async function numberTo({ patchbay }: World, { kind, id }: Destination): Promise<string> {
  const number = `+1415555${String(2000 + (id ?? 0)).padStart(4, '0')}${kind.length % 10}`;
  await patchbay.database.query
    .insertInto('phone_number')
    .values({ workspace_id: WORKSPACE, number, display: number, destination_kind: kind, destination_id: id })
    .execute();
  return number;
}

const numbers = await Promise.all(DESTINATIONS.map(async ([destination]) => numberTo(cast, destination)));

test('a call goes where its number does, and to the first menus where that is gone', async () => {
  for (const [index, [destination, arrives]] of DESTINATIONS.entries()) {
    const { id } = await ring(cast, FROM, numbers[index]);
    const { state, menuId, agentId, origin } = await cast.stored(id);
    const name = `${destination.kind} ${destination.id}`;
    assert.deepEqual([state, menuId, agentId], arrives, name);
    assert.equal(origin, destination.kind === 'fin' ? 'fin' : 'phone', name);
  }
});

test('below a menu the caller hears its choices at once, and is asked what its queue asks', async () => {
  const call = await ring(cast, FROM, numbers[1]);
  assert.equal((await cast.engine.live.menus.view(call)).prompt, 'Orders. For New, press 1.');
  await cast.engine.pressKey(call, '1');
  await cast.engine.pressKey(call, '2');
  const { state, menuId, recordingPermission } = await cast.stored(call.id);
  assert.deepEqual([state, menuId, recordingPermission], ['queued', 21, 'denied']);
});

test('a call to the number of an agent rings them alone, again after they missed it, and takes a message after 60 s', async () => {
  const world = await testWorld({ agents: [{ id: 1, status: 'unavailable' }, { id: 2 }] });
  const number = await numberTo(world, { kind: 'agent', id: 1 });
  const { id } = await ring(world, FROM, number);
  assert.equal((await world.stored(id)).offer, null, 'they are not there yet');
  await world.engine.setAgentStatus(WORKSPACE, 1, 'available');
  await world.settle();
  assert.deepEqual((await world.stored(id)).offer?.agentIds, [1]);
  await world.pass(60);
  const call = await world.stored(id);
  assert.deepEqual([call.state, call.voicemailReason], ['voicemail', 'long_wait']);
  const second = await ring(world, FROM, number);
  await world.engine.setAgentStatus(WORKSPACE, 1, 'available');
  await world.settle();
  assert.ok((await world.engine.answerCall(agent(1), second.id)).ok);
  assert.equal((await world.stored(second.id)).state, 'assigned');
});
