import assert from 'node:assert/strict';
import { test } from 'node:test';
import { legOutcome } from '#domain/call/failover.ts';
import type { World } from '../../../test/support/world.ts';
import { agent, testWorld, WORKSPACE } from '../../../test/support/world.ts';

async function dialled(recording: 'always' | 'never' = 'never'): Promise<{ world: World; id: number }> {
  const world = await testWorld({ agents: [{ id: 1 }], menus: [{ id: 9, recording }] });
  const { id } = await world.queueCall();
  assert.ok((await world.engine.answerCall(agent(1), id)).ok);
  await world.engine.report(id, { type: 'leg_ringing' });
  return { world, id };
}

test('a carrier that fails is replaced by the next one, in one go', async () => {
  const { world, id } = await dialled();
  await world.engine.report(id, legOutcome(503));
  await world.settle();
  const call = await world.stored(id);
  assert.deepEqual([call.state, call.carrier, call.carriersTried], ['connecting', 'simulator_backup', ['simulator']]);
  assert.deepEqual([call.failReason, call.failDetails], ['nothing', null]);
});

test('when every carrier has failed the call fails with the last one’s reason, and the agent is free', async () => {
  const { world, id } = await dialled();
  for (const status of [503, 'timeout'] as const) {
    await world.engine.report(id, legOutcome(status));
    await world.settle();
  }
  const call = await world.stored(id);
  assert.deepEqual([call.state, call.failReason], ['failed', 'voip_conn_timeout']);
  assert.deepEqual(call.carriersTried, ['simulator', 'simulator_backup']);
  assert.equal(world.engine.callsOf(1), 0);
});

test('a workspace with carriers of its own is dialed by them, in their order, and by no one else', async () => {
  const world = await testWorld({ agents: [{ id: 1 }], menus: [{ id: 9, recording: 'never' }] });
  let own: readonly string[] = ['line:2', 'line:1'];
  const followed = new Set<string>();
  world.engine.addCarrier({
    name: 'line',
    ofWorkspace: (workspaceId) => (workspaceId === WORKSPACE ? own : []),
    follow: ({ carrier }) => void followed.add(carrier),
    sendText: async () => false,
  });
  const { id } = await world.queueCall();
  assert.ok((await world.engine.answerCall(agent(1), id)).ok);
  assert.equal((await world.stored(id)).carrier, 'line:2');
  for (const status of [503, 403] as const) {
    await world.engine.report(id, legOutcome(status, 'X-Error: 7'));
    await world.settle();
  }
  const call = await world.stored(id);
  assert.deepEqual(
    [call.state, call.failReason, call.failDetails],
    ['failed', 'voip_conn_general', 'SIP 403; X-Error: 7'],
  );
  assert.deepEqual(
    [call.carriersTried, [...followed]],
    [
      ['line:2', 'line:1'],
      ['line:2', 'line:1'],
    ],
  );
  own = [];
  assert.equal((await world.queueCall()).carrier, 'simulator');
});

for (const [status, reason] of [
  [486, 'eu_busy'],
  [603, 'eu_rejected'],
  [480, 'eu_no_answer'],
] as const)
  test(`SIP ${status} is believed: ${reason}, and no other carrier is tried`, async () => {
    const { world, id } = await dialled();
    await world.engine.report(id, legOutcome(status));
    await world.settle();
    const call = await world.stored(id);
    assert.deepEqual([call.state, call.failReason, call.carriersTried], ['failed', reason, []]);
    assert.equal(world.engine.callsOf(1), 0);
  });

test('a carrier that says nothing for 60 s has failed', async () => {
  const { world, id } = await dialled();
  world.patchbay.simulator.takeControl(await world.stored(id));
  await world.pass(60);
  assert.equal((await world.stored(id)).carrier, 'simulator_backup');
  await world.pass(60);
  assert.deepEqual((await world.stored(id)).failReason, 'voip_conn_timeout');
});

test('an outbound call whose agent never comes to the line ends; the other end is not rung', async () => {
  const world = await testWorld({ agents: [{ id: 1 }] });
  const placed = await world.engine.placeCall({
    workspaceId: WORKSPACE,
    origin: 'outbound_api',
    agentEmail: 'agent1@example.com',
    ticketId: null,
    number: '+14155550148',
    ownNumber: null,
    lang: 'en',
    requestKey: null,
  });
  assert.ok(placed.ok && placed.value.kind === 'placed');
  const { id } = placed.value.call;
  await world.pass(60);
  const call = await world.stored(id);
  assert.deepEqual([call.state, call.failReason, call.carriersTried], ['failed', 'ag_ignored', []]);
  assert.equal(world.engine.callsOf(1), 0);
});

test('recording begins once both ends are connected, and is written after the end', async () => {
  const { world, id } = await dialled('always');
  assert.equal((await world.stored(id)).recording, null);
  await world.engine.report(id, { type: 'legs_bridged' });
  await world.settle();
  assert.equal((await world.stored(id)).recording?.status, 'pending');
  await world.pass(30);
  await world.engine.report(id, { type: 'hung_up', by: 'agent' });
  await world.settle();
  const call = await world.stored(id);
  assert.deepEqual([call.state, call.recording?.status, call.transcriptStatus], ['finished', 'stored', 'done']);
  assert.ok((call.recording?.seconds ?? 0) > 0);
});

test('a menu that records nothing has calls without a recording', async () => {
  const { world, id } = await dialled('never');
  await world.engine.report(id, { type: 'legs_bridged' });
  await world.engine.report(id, { type: 'hung_up', by: 'agent' });
  await world.settle();
  const call = await world.stored(id);
  assert.deepEqual([call.recording, call.transcriptStatus, call.deadlineAt], [null, null, null]);
});

test('a call that ends the moment it is connected is recorded all the same', async () => {
  const { world, id } = await dialled('always');
  await Promise.all([
    world.engine.report(id, { type: 'legs_bridged' }),
    world.engine.report(id, { type: 'hung_up', by: 'end_user' }),
  ]);
  await world.settle();
  const call = await world.stored(id);
  assert.deepEqual([call.state, call.recording?.status, call.transcriptStatus], ['finished', 'stored', 'done']);
});
