/** What a queue does with its callers when no one is there, after a long wait, and when it is full. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Menu, RuleOutcome } from '#domain/directory/menu.ts';
import type { World } from '../support/world.ts';
import { agent, caller, joinWorld, testWorld, WORKSPACE } from '../support/world.ts';

const rule = (outcome: RuleOutcome, afterSeconds = 60, menuId: number | null = null) => ({
  outcome,
  afterSeconds,
  menuId,
});
/** A queue of one agent. */
const queue = (id: number, agentId: number, change: Partial<Menu> = {}) => ({
  id,
  groups: [{ name: 'All', agentIds: [agentId] }],
  ...change,
});
const full = (id: number, outcome: RuleOutcome, menuId: number | null = null) =>
  queue(id, 1, { capacity: 0, overCapacity: { outcome, menuId } });

/** Agent 1 is away for good. Each of the others serves the queues of one test. */
const world = await testWorld({
  agents: [
    { id: 1, status: 'unavailable' },
    { id: 2 },
    { id: 3, status: 'unavailable' },
    { id: 4 },
    { id: 5, status: 'unavailable' },
  ],
  menus: [
    queue(9, 1, { noAgents: rule('voicemail') }),
    queue(10, 2),
    queue(11, 3, { noAgents: rule('message_only') }),
    queue(12, 4, { noAgents: rule('voicemail', 10) }),
    queue(13, 1, { longWait: rule('menu', 30, 10) }),
    queue(14, 5, { noAgents: rule('call_back') }),
    queue(15, 1, { noAgents: rule('call_back', 10) }),
    full(20, 'menu', 10),
    full(21, 'keep_waiting'),
    full(22, 'voicemail'),
    full(23, 'message_only'),
    full(24, 'call_back'),
  ],
});
const { engine, pass, stored } = world;

/** The calls that call this one back. */
async function childrenOf(id: number) {
  const sort = [{ field: 'createdAt', descending: true }] as const;
  const all = await engine.calls.search(WORKSPACE, { where: [], sort, limit: 100, offset: 0 });
  return all.filter((call) => call.parentId === id);
}

async function stands(id: number) {
  const { state, deflection, menuId } = await stored(id);
  return { state, deflection, menuId };
}

async function become(agentId: number, status: 'available' | 'break'): Promise<void> {
  await engine.setAgentStatus(WORKSPACE, agentId, status);
  await world.settle();
}

test('no one is there: voicemail after this many seconds, and not a second before', async () => {
  const { id } = await world.queueCall();
  assert.notEqual((await stored(id)).unstaffedSince, null);
  await pass(59);
  assert.equal((await stored(id)).state, 'queued');
  await pass(1);
  const call = await stored(id);
  assert.deepEqual(
    [call.state, call.deflection, call.voicemailReason],
    ['voicemail', 'no_agents_voicemail', 'no_agents'],
  );
});

test('who comes back in time is rung, and the time begins anew when they go again', async () => {
  const { id } = await world.queueCall(11);
  await pass(50);
  await become(3, 'available');
  const rung = await stored(id);
  assert.deepEqual([rung.unstaffedSince, rung.offer?.agentIds], [null, [3]]);
  await pass(20);
  await become(3, 'break');
  await pass(59);
  assert.equal((await stored(id)).state, 'queued');
  await pass(1);
  assert.deepEqual(await stands(id), { state: 'deflected', deflection: 'no_agents_message_only', menuId: 11 });
});

test('an agent in a call is there: their callers wait', async () => {
  await world.connectCall(4, 12);
  const { id } = await world.queueCall(12, '+14155550149');
  await pass(20);
  const call = await stored(id);
  assert.deepEqual([call.state, call.unstaffedSince], ['queued', null]);
});

test('a long wait sends on to another queue, which rings its own agents', async () => {
  const { id } = await world.queueCall(13);
  await pass(29);
  assert.deepEqual(await stands(id), { state: 'queued', deflection: 'no_deflection', menuId: 13 });
  await pass(1);
  const call = await stored(id);
  assert.deepEqual([call.state, call.menuId, call.offer?.agentIds], ['queued', 10, [2]]);
  assert.equal((await engine.answerCall(agent(2), id)).ok, true);
});

test('a call that is promised is stored with the number of the caller, once, and waits for agents who come late', async () => {
  const { id } = await world.queueCall(14);
  await pass(60);
  assert.deepEqual(await stands(id), { state: 'deflected', deflection: 'no_agents_call_back', menuId: 14 });
  const promised = await childrenOf(id);
  assert.deepEqual(
    promised.map(({ contactNumber, menuId }) => [contactNumber, menuId]),
    [['+14155550148', 14]],
  );
  const child = promised[0]?.id ?? 0;
  await engine.lookAt(child);
  await pass(2 * 3600);
  assert.equal((await stored(child)).state, 'queued');
  await become(5, 'available');
  assert.deepEqual((await stored(child)).offer?.agentIds, [5]);
});

test('who cannot be called back is asked for a message: the third call in an hour from one number', async () => {
  const words: string[] = [];
  for (let call = 0; call < 3; call += 1) {
    const { id } = await world.queueCall(15, '+14155550177');
    await pass(10);
    words.push((await stored(id)).deflection);
  }
  assert.deepEqual(words, ['no_agents_call_back', 'no_agents_call_back', 'no_agents_voicemail']);
});

/** Someone calls, and chooses the menu. */
async function choose(menuId: number): Promise<number> {
  const line = { to: '+13392195276', origin: 'phone', carrier: 'elsewhere', lang: 'en', requestKey: null } as const;
  const taken = await engine.takeCall({ workspaceId: WORKSPACE, from: '+14155550111', ...line });
  assert.ok(taken.ok);
  await engine.selectMenu(caller(taken.value.id), taken.value.id, menuId);
  await world.settle();
  return taken.value.id;
}

/** The menu that is full and what its rule says -> how the call stands then. */
const FULL = [
  [20, 'another queue', { state: 'queued', deflection: 'no_deflection', menuId: 10 }],
  [21, 'wait on', { state: 'queued', deflection: 'no_deflection', menuId: 21 }],
  [22, 'voicemail', { state: 'voicemail', deflection: 'over_capacity_voicemail', menuId: 22 }],
  [23, 'the end', { state: 'deflected', deflection: 'over_capacity_message_only', menuId: 23 }],
  [24, 'a call-back', { state: 'deflected', deflection: 'over_capacity_call_back', menuId: 24 }],
] as const;
for (const [menuId, name, expected] of FULL)
  test(`a full queue, ${name}: ${expected.state} in menu ${expected.menuId}`, async () => {
    const id = await choose(menuId);
    assert.deepEqual(await stands(id), expected);
    const promised = await childrenOf(id);
    assert.equal(promised.length, name === 'a call-back' ? 1 : 0);
    for (const child of promised) {
      await engine.lookAt(child.id);
      assert.equal((await stored(child.id)).state, 'queued', 'there is room for who was promised a call');
    }
  });

test('a change of the menu leaves those who wait alone; so does a stop: the next server counts from when the last agent went', async () => {
  const { id } = await world.queueCall();
  await world.patchbay.database.query
    .updateTable('menu')
    .set({ no_agents: JSON.stringify(rule('keep_waiting')) })
    .execute();
  engine.directoryChanged(WORKSPACE);
  await pass(20);
  await engine.stop();
  const next: World = await joinWorld(world.connection, new Date(world.clock.now().getTime() + 30_000));
  await next.settle();
  assert.equal((await next.stored(id)).state, 'queued');
  await next.pass(10);
  assert.equal((await next.stored(id)).state, 'voicemail');
});
