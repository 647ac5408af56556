import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { at } from '../../../test/support/calls.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';
import type { World } from '../../../test/support/world.ts';
import { agent, caller, joinWorld, ring, testWorld, WORKSPACE } from '../../../test/support/world.ts';

const FROM = '+14155550148';

async function schedule(world: World, seconds: number, parentId: number | null = null): Promise<Call> {
  const outcome = await world.engine.scheduleCall({
    workspaceId: WORKSPACE,
    menuId: 9,
    parentId,
    ticketId: null,
    number: FROM,
    ownNumber: null,
    lang: 'en',
    recordingPermission: 'not_asked',
    scheduledAt: at(seconds),
    requestKey: null,
  });
  assert.ok(outcome.ok);
  return outcome.value;
}

const typesOf = async (world: World, callId: number) =>
  (await world.engine.calls.events(WORKSPACE, callId)).map((event) => event.type);

test('a caller chooses a menu and waits in its queue', async () => {
  const world = await testWorld({ agents: [{ id: 1 }] });
  const { id } = await ring(world);
  assert.ok((await world.engine.selectMenu(caller(id), id, 9)).ok);
  await world.settle();
  const call = await world.stored(id);
  assert.deepEqual([call.state, call.menuId, call.queuedAt, call.offer?.agentIds], ['queued', 9, at(0), [1]]);
});

test('a caller who chooses nothing for 300 s is let go', async () => {
  const world = await testWorld({ menus: [] });
  const { id } = await ring(world);
  world.patchbay.simulator.takeControl(await world.stored(id));
  await world.pass(300);
  const call = await world.stored(id);
  assert.deepEqual([call.state, call.failReason], ['failed', 'eu_in_menu_abandoned']);
});

test('a menu at its capacity sends the next caller to voicemail, and their message is kept', async () => {
  const world = await testWorld({ menus: [{ id: 9, capacity: 1 }] });
  const [first, second] = [await ring(world), await ring(world, '+14155550149')];
  for (const { id } of [first, second]) assert.ok((await world.engine.selectMenu(caller(id), id, 9)).ok);
  await world.settle();
  assert.equal((await world.stored(first.id)).state, 'queued');
  const deflected = await world.stored(second.id);
  assert.deepEqual(
    [deflected.state, deflected.deflection, deflected.endsAt],
    ['voicemail', 'over_capacity_voicemail', null],
  );
  assert.deepEqual(
    deflected.deflections.map((each) => each.deflection),
    ['over_capacity_voicemail'],
  );
  await world.pass(120);
  const left = await world.stored(second.id);
  assert.deepEqual([left.state, left.voicemailReason], ['voicemail_received', 'over_capacity']);
  assert.equal(left.recording?.kind, 'voicemail');
  assert.equal(left.recording?.status, 'stored');
  assert.equal(left.transcriptStatus, 'done');
});

test('a menu after hours that takes no messages lets the caller go', async () => {
  const world = await testWorld({
    menus: [{ id: 9, hours: { timeZone: 'UTC', open: {} }, deflection: 'message_only' }],
  });
  const { id } = await ring(world);
  await world.engine.selectMenu(caller(id), id, 9);
  await world.pass(600);
  const call = await world.stored(id);
  assert.deepEqual([call.state, call.deflection], ['deflected', 'after_hours_message_only']);
});

test('a redirected menu that takes no messages lets the caller go', async () => {
  const world = await testWorld({ menus: [{ id: 9, redirected: true, deflection: 'message_only' }] });
  const { id } = await ring(world);
  await world.engine.selectMenu(caller(id), id, 9);
  await world.pass(600);
  const call = await world.stored(id);
  assert.deepEqual([call.state, call.deflection], ['deflected', 'temp_redirection_message_only']);
  assert.deepEqual([call.voicemailReason, call.recording], ['not_voicemail', null]);
});

test('no one calls a number that is not the workspace’s', async () => {
  const world = await testWorld();
  const outcome = await world.engine.takeCall({
    workspaceId: WORKSPACE,
    from: FROM,
    to: '+15005550006',
    origin: 'phone',
    carrier: 'simulator',
    lang: 'en',
    requestKey: null,
  });
  assert.deepEqual(outcome, { ok: false, refusal: { code: 'number_unknown' } });
});

test('a scheduled call comes due once, waits from its time, and rings, carried by who tries first by then', async () => {
  const world = await testWorld({ agents: [{ id: 1 }] });
  const { id } = await schedule(world, 3600);
  const line = { name: 'line', follow: () => undefined, sendText: async () => false };
  world.engine.addCarrier({ ...line, ofWorkspace: () => ['line:1'] });
  assert.equal((await world.stored(id)).carrier, 'simulator');
  await world.pass(3599);
  assert.equal((await world.stored(id)).state, 'scheduled');
  await Promise.all([world.engine.lookAt(id), world.engine.lookAt(id)]);
  assert.equal((await world.stored(id)).state, 'scheduled', 'looking early changes nothing');
  await world.pass(20);
  await Promise.all([world.engine.lookAt(id), world.engine.lookAt(id)]);
  const call = await world.stored(id);
  assert.deepEqual([call.state, call.queuedAt, call.offer?.agentIds], ['queued', at(3600), [1]]);
  assert.deepEqual([call.castings, call.carrier], [[{ at: at(3600), group: 'Group 1' }], 'line:1']);
  assert.equal((await typesOf(world, id)).filter((type) => type === 'came_due').length, 1);
});

test('a scheduled call whose time passed while the server was down comes due once, at the start', async () => {
  const world = await testWorld({ agents: [{ id: 1 }] });
  const { id } = await schedule(world, 60);
  await world.patchbay.stop();
  const later = await joinWorld(world.connection, at(7200));
  await later.pass(10);
  const call = await later.stored(id);
  assert.deepEqual([call.state, call.queuedAt], ['queued', at(60)]);
  assert.equal(call.castings.length, 1);
  assert.ok((call.castings[0]?.at ?? at(0)) >= at(7200), 'it has not waited before');
  assert.deepEqual(call.offer?.agentIds, [1]);
  await later.pass(10);
  assert.equal((await typesOf(later, id)).filter((type) => type === 'came_due').length, 1);
});

/** What became of the menu by the time its scheduled call comes due -> how the call ends then. */
const CHANGED_MENUS = [
  ['deleted', { deleted: true }, ['failed', 'menu_deleted', 'no_deflection']],
  ['redirected', { redirected: true }, ['deflected', 'nothing', 'temp_redirection_message_only']],
  ['closed', { hours: { timeZone: 'UTC', open: {} } }, ['deflected', 'nothing', 'after_hours_message_only']],
  ['full', { capacity: 0 }, ['deflected', 'nothing', 'over_capacity_message_only']],
] as const;
for (const [what, { ...change }, ends] of CHANGED_MENUS)
  test(`a scheduled call that comes due in a menu that was ${what} since is ${ends[0]}, and no one is rung`, async () => {
    const world = await testWorld({ agents: [{ id: 1 }] });
    const { id } = await schedule(world, 60);
    const columns = 'hours' in change ? { hours: JSON.stringify(change.hours) } : change;
    await world.patchbay.database.query.updateTable('menu').set(columns).where('id', '=', 9).execute();
    await world.pass(70);
    const call = await world.stored(id);
    assert.deepEqual([call.state, call.failReason, call.deflection], ends);
    assert.deepEqual([call.queuedAt, call.castings, call.deadlineAt], [null, [], null]);
  });

test('a queued call joins its queue at the instant it was created, however long its ticket takes to find', async () => {
  let time = at(0).getTime();
  const clock: Clock = { now: () => new Date((time += 7)), elapsed: () => time, after: () => () => undefined };
  const { engine } = await testPatchbay({}, { clock });
  const asked = {
    workspaceId: 1,
    ticketId: '71450',
    number: FROM,
    ownNumber: null,
    lang: 'en',
    requestKey: null,
  } as const;
  const queued = await engine.receiveCall({ ...asked, menuId: 9, recordingPermission: 'not_asked' });
  assert.ok(queued.ok);
  const { queuedAt, createdAt, castings } = queued.value;
  assert.deepEqual([queuedAt, castings.map((casting) => casting.at)], [createdAt, [createdAt]]);
});

test('a clock that is set back makes nothing happen before what has happened already', async () => {
  let time = at(0).getTime();
  const clock: Clock = { now: () => new Date(time), elapsed: () => time, after: () => () => undefined };
  const { engine } = await testPatchbay({}, { clock });
  const asked = { workspaceId: 1, ticketId: null, number: FROM, ownNumber: '+13392195276', lang: 'en' } as const;
  const agentEmail = 'admin@somedomain.com';
  const placed = await engine.placeCall({ ...asked, origin: 'outbound_api', agentEmail, requestKey: null });
  assert.ok(placed.ok && placed.value.kind === 'placed');
  time -= 60_000;
  const ended = await engine.report(placed.value.call.id, { type: 'hung_up', by: 'end_user' });
  assert.deepEqual(ended.ok && ended.value.endsAt, placed.value.call.createdAt);
});

test('two servers see the same scheduled call come due, and it does so once', async () => {
  const world = await testWorld({ agents: [{ id: 1 }] });
  const ids = await Promise.all(Array.from({ length: 20 }, async () => (await schedule(world, 60)).id));
  const other = await joinWorld(world.connection, at(0));
  await Promise.all([world.pass(75), other.pass(75)]);
  for (const id of ids) assert.equal((await typesOf(world, id)).filter((type) => type === 'came_due').length, 1);
});

test('a failed call whose call-back finishes is recovered', async () => {
  const world = await testWorld({ agents: [{ id: 1 }], menus: [{ id: 9, recording: 'never' }] });
  const parent = await world.queueCall();
  await world.engine.report(parent.id, { type: 'hung_up', by: 'end_user' });
  const { id, parentId } = await schedule(world, 60, parent.id);
  assert.equal(parentId, parent.id);
  await world.pass(70);
  assert.ok((await world.engine.answerCall(agent(1), id)).ok);
  await world.engine.report(id, { type: 'legs_bridged' });
  assert.equal((await world.stored(parent.id)).state, 'failed', 'not before it has finished well');
  await world.engine.report(id, { type: 'hung_up', by: 'agent' });
  await world.settle();
  const recovered = await world.stored(parent.id);
  assert.deepEqual([recovered.state, recovered.failReason], ['recovered', 'eu_abandoned']);
});

test('a server that died between the end of a call-back and the word to its parent says it at its next start', async () => {
  const world = await testWorld({ agents: [{ id: 1 }], menus: [{ id: 9, recording: 'never' }] });
  const parent = await world.queueCall();
  await world.engine.report(parent.id, { type: 'hung_up', by: 'end_user' });
  const { id } = await schedule(world, 60, parent.id);
  // What the row says when the process died right after the commit.
  await world.patchbay.database.pool.query(`update call set state = 'finished', deadline_at = null where id = $1`, [
    id,
  ]);
  const other = await joinWorld(world.connection, at(10));
  await other.settle();
  assert.equal((await other.stored(parent.id)).state, 'recovered');
});

test('a call-back that fails leaves its parent failed, and one that finishes leaves a finished parent alone', async () => {
  const world = await testWorld({ agents: [{ id: 1 }], menus: [{ id: 9, recording: 'never' }] });
  const parent = await world.queueCall();
  await world.engine.report(parent.id, { type: 'hung_up', by: 'end_user' });
  const failing = await schedule(world, 60, parent.id);
  await world.pass(70);
  await world.engine.report(failing.id, { type: 'hung_up', by: 'end_user' });
  await world.settle();
  assert.equal((await world.stored(parent.id)).state, 'failed');
  const finished = await world.connectCall(1);
  await world.engine.report(finished.id, { type: 'hung_up', by: 'agent' });
  const { id } = await schedule(world, 120, finished.id);
  await world.pass(60);
  await world.engine.answerCall(agent(1), id);
  await world.engine.report(id, { type: 'legs_bridged' });
  await world.engine.report(id, { type: 'hung_up', by: 'agent' });
  await world.settle();
  assert.equal((await world.stored(finished.id)).state, 'finished');
});

test('a draining server takes no new calls, in either direction', async () => {
  const world = await testWorld({ agents: [{ id: 1 }] });
  world.engine.drain();
  await assert.rejects(world.queueCall(), /draining/);
  const placed = await world.engine.placeCall({
    workspaceId: WORKSPACE,
    origin: 'outbound_api',
    agentEmail: 'agent1@example.com',
    ticketId: null,
    number: FROM,
    ownNumber: null,
    lang: 'en',
    requestKey: null,
  });
  assert.deepEqual(placed, { ok: false, refusal: { code: 'draining' } });
});

test('the same request key twice is one call', async () => {
  const world = await testWorld();
  const asked = {
    workspaceId: WORKSPACE,
    menuId: 9,
    ticketId: null,
    number: FROM,
    ownNumber: null,
    lang: 'en',
    recordingPermission: 'not_asked',
    requestKey: 'once',
  } as const;
  const both = await Promise.all([world.engine.receiveCall(asked), world.engine.receiveCall(asked)]);
  const [call, ...others] = await world.engine.calls.before(WORKSPACE, null, 10);
  assert.deepEqual([...both.map((each) => each.ok && each.value.id), others], [call?.id, call?.id, []]);
});
