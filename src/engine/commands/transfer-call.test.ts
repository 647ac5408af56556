import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPresent } from '#domain/call/participant.ts';
import { agent, PROGRAM, testWorld, WORKSPACE } from '../../../test/support/world.ts';
import type { World } from '../../../test/support/world.ts';
import { namedAgent } from '#domain/identity/actor.ts';

/** Agent 1 talks on menu 9; agents 2 and 3 answer for menu 10, 3 in its second group. */
async function talking(simulated = false): Promise<{ world: World; id: number }> {
  const world = await testWorld({
    agents: [{ id: 1, simulated }, { id: 2 }, { id: 3 }, { id: 4, status: 'break' }],
    menus: [
      { id: 9, recording: 'never', groups: [{ name: 'Group 1', agentIds: [1] }] },
      {
        id: 10,
        recording: 'never',
        groups: [
          { name: 'Second line', agentIds: [2] },
          { name: 'Experts', agentIds: [3] },
        ],
      },
      { id: 11, recording: 'never', groups: [{ name: 'Nobody', agentIds: [4] }] },
      { id: 12, redirected: true },
      { id: 13, hours: { timeZone: 'UTC', open: {} } },
    ],
  });
  const { id } = await world.connectCall(1);
  return { world, id };
}

const present = async (world: World, id: number) =>
  (await world.stored(id)).participants.filter(isPresent).map((each) => each.agentId);
const loads = (world: World) => [1, 2, 3].map((id) => world.engine.callsOf(id));
const last = async (world: World, id: number) => (await world.stored(id)).transfers.at(-1);

test('warm, to an agent: their agent stays until they answer, then both are there, and who hangs up leaves the other', async () => {
  const { world, id } = await talking();
  const to = { agentId: 2, menuId: null, mode: 'warm' } as const;
  assert.ok((await world.engine.transferCall(PROGRAM, id, to)).ok);
  await world.settle();
  assert.deepEqual((await world.stored(id)).offer?.agentIds, [2]);
  assert.deepEqual(await present(world, id), [null, 1]);
  assert.deepEqual(loads(world), [1, 1, 0]);
  assert.ok((await world.engine.answerCall(agent(2), id)).ok);
  await world.settle();
  assert.deepEqual(await present(world, id), [null, 1, 2]);
  assert.deepEqual([(await last(world, id))?.status, (await last(world, id))?.toAgentId], ['transferred', 2]);
  assert.deepEqual(loads(world), [1, 1, 0]);
  assert.ok(!(await world.engine.transferCall(PROGRAM, id, { ...to, agentId: 3 })).ok, 'one leaves first');
  assert.ok((await world.engine.hangUp(agent(1), id)).ok);
  await world.settle();
  assert.deepEqual(await present(world, id), [null, 2]);
  assert.deepEqual([(await world.stored(id)).state, (await world.stored(id)).agentId], ['connected', 2]);
  assert.deepEqual(loads(world), [0, 1, 0]);
  assert.ok((await world.engine.hangUp(agent(2), id)).ok);
  await world.settle();
  assert.deepEqual([(await world.stored(id)).state, loads(world)], ['finished', [0, 0, 0]]);
});

test('when the new agent hangs up first, the one before leads the call again', async () => {
  const { world, id } = await talking();
  await world.engine.transferCall(PROGRAM, id, { agentId: 2, menuId: null, mode: 'warm' });
  await world.settle();
  await world.engine.answerCall(agent(2), id);
  await world.engine.hangUp(agent(2), id);
  await world.settle();
  assert.deepEqual([(await world.stored(id)).state, (await world.stored(id)).agentId], ['connected', 1]);
  assert.deepEqual(await present(world, id), [null, 1]);
});

test('who is in no call of the two cannot hang it up', async () => {
  const { world, id } = await talking();
  assert.ok(!(await world.engine.hangUp(agent(2), id)).ok);
  assert.equal((await world.stored(id)).state, 'connected');
});

test('a simulated agent introduces the one who takes over, and leaves by themselves', async () => {
  const { world, id } = await talking(true);
  await world.engine.transferCall(PROGRAM, id, { agentId: 2, menuId: null, mode: 'warm' });
  await world.settle();
  await world.engine.answerCall(agent(2), id);
  await world.settle();
  await world.pass(4);
  assert.deepEqual(await present(world, id), [null, 1, 2]);
  await world.pass(2);
  assert.deepEqual(await present(world, id), [null, 2]);
});

test('cold, to a menu: the agent is free at once, the menu’s groups ring one after the other', async () => {
  const { world, id } = await talking();
  await world.engine.transferCall(PROGRAM, id, { agentId: null, menuId: 10, mode: 'cold' });
  await world.settle();
  assert.deepEqual(await present(world, id), [null]);
  assert.deepEqual((await world.stored(id)).offer?.agentIds, [2]);
  assert.deepEqual(loads(world), [0, 1, 0]);
  await world.pass(30);
  assert.deepEqual((await world.stored(id)).offer?.agentIds, [2, 3]);
  assert.ok((await world.engine.answerCall(agent(3), id)).ok);
  await world.settle();
  const call = await world.stored(id);
  assert.deepEqual([call.state, call.agentId, call.menuId], ['connected', 3, 10]);
  assert.deepEqual(loads(world), [0, 0, 1]);
});

test('a warm hand-over that no one takes in 120 s goes back to its agent', async () => {
  const { world, id } = await talking();
  await world.engine.transferCall(PROGRAM, id, { agentId: null, menuId: 11, mode: 'warm' });
  await world.pass(119);
  assert.equal((await last(world, id))?.status, 'transferring');
  await world.pass(1);
  const transfer = await last(world, id);
  assert.deepEqual([transfer?.status, transfer?.failReason], ['failed', 'transfer_expired']);
  assert.deepEqual(await present(world, id), [null, 1]);
  assert.equal((await world.stored(id)).state, 'connected');
});

test('a cold hand-over that no one takes in 120 s sends the caller away as its queue does, and is no finished call', async () => {
  const { world, id } = await talking();
  await world.engine.transferCall(PROGRAM, id, { agentId: null, menuId: 11, mode: 'cold' });
  await world.pass(119);
  assert.equal((await world.stored(id)).state, 'connected');
  await world.pass(1);
  const call = await world.stored(id);
  assert.deepEqual(
    [call.state, call.deflection, call.menuId, call.heldSince],
    ['voicemail', 'long_wait_voicemail', 11, null],
  );
  const transfer = await last(world, id);
  assert.deepEqual([transfer?.status, transfer?.failReason], ['failed', 'transfer_expired']);
  assert.deepEqual(loads(world), [0, 0, 0]);
});

test('an agent who misses a hand-over is marked, and rings for it no more', async () => {
  const { world, id } = await talking();
  await world.engine.transferCall(PROGRAM, id, { agentId: 2, menuId: null, mode: 'warm' });
  await world.pass(29.5);
  await world.engine.directory.load(WORKSPACE); // The router knows them as available, right up to the moment.
  await world.pass(1.5);
  const { agents } = await world.engine.directory.load(WORKSPACE);
  assert.equal(agents.get(2)?.status, 'missed_call');
  assert.equal(world.engine.callsOf(2), 0);
  assert.deepEqual((await world.stored(id)).offer, null);
});

test('the caller hanging up during a hand-over frees everyone', async () => {
  const { world, id } = await talking();
  await world.engine.transferCall(PROGRAM, id, { agentId: null, menuId: 10, mode: 'warm' });
  await world.pass(5);
  await world.engine.report(id, { type: 'hung_up', by: 'end_user' });
  await world.settle();
  assert.deepEqual(loads(world), [0, 0, 0]);
  assert.equal((await last(world, id))?.status, 'failed');
});

/** A target, and why it is refused. */
const REFUSED = [
  [{ agentId: 77, menuId: null, mode: 'warm' }, 'agent_unknown'],
  [{ agentId: 4, menuId: null, mode: 'cold' }, 'agent_not_available'],
  [{ agentId: null, menuId: 77, mode: 'cold' }, 'menu_unknown'],
  [{ agentId: null, menuId: 12, mode: 'warm' }, 'menu_redirected'],
  [{ agentId: null, menuId: 13, mode: 'cold' }, 'menu_after_hours'],
] as const;
test('a transfer to an unknown or absent agent, or to a queue that takes no calls, is refused; so is a second one', async () => {
  const { world, id } = await talking();
  for (const [to, code] of REFUSED) {
    const outcome = await world.engine.transferCall(PROGRAM, id, to);
    assert.deepEqual(outcome.ok ? null : outcome.refusal.code, code);
  }
  const to = { agentId: 2, menuId: null, mode: 'warm' } as const;
  assert.ok((await world.engine.transferCall(PROGRAM, id, to)).ok);
  assert.ok(!(await world.engine.transferCall(PROGRAM, id, to)).ok);
});

test('a call of another workspace is unknown', async () => {
  const { world, id } = await talking();
  const outcome = await world.engine.answerCall(namedAgent(WORKSPACE + 1, 2), id);
  assert.deepEqual(outcome, { ok: false, refusal: { code: 'call_unknown', id: String(id) } });
});
