/** What can be done with a scheduled call before it comes due, through `/v1` and by agents alike. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agent, PROGRAM, testWorld, tokenOf, WORKSPACE } from '../support/world.ts';

const MORNING = { timeZone: 'Etc/UTC', open: { mon: [{ from: 8 * 60, to: 12 * 60 }] } };
const all = (...agentIds: number[]) => [{ name: 'All', agentIds }];
const world = await testWorld({
  agents: [{ id: 1 }, { id: 2 }],
  menus: [
    { id: 9, kind: 'mobile_menu', groups: all(1) },
    { id: 10, kind: 'web_menu', groups: all(2) },
    { id: 11, kind: 'web_menu', groups: all(2), hours: MORNING },
    { id: 12, kind: 'ivr_menu', groups: all(2) },
    { id: 13, kind: 'web_menu', groups: all(2), redirected: true },
  ],
});
const { engine, patchbay, pass, stored } = world;
const token = await tokenOf(world);
const HOUR = 3600;
const ahead = (seconds: number): Date => new Date(world.clock.now().getTime() + seconds * 1000);

async function schedule(seconds: number, number = '+14155550148', menuId = 9): Promise<number> {
  const outcome = await engine.scheduleCall({
    workspaceId: WORKSPACE,
    menuId,
    parentId: null,
    scheduledAt: ahead(seconds),
    ticketId: null,
    number,
    ownNumber: null,
    lang: 'en',
    recordingPermission: 'not_asked',
    requestKey: null,
  });
  assert.ok(outcome.ok);
  return outcome.value.id;
}
type Item = { call: { id: number; scheduled_at: string }; warnings: string[]; contact_time_zones: string[] };
const ask = async (path: string, body?: object, by = token) =>
  patchbay.send(path, { token: by, ...(body === undefined ? {} : { body, method: 'POST' }) });
const command = async (id: number, verb: string, body: object = {}, by = token) =>
  patchbay.send(`/v1/calls/${id}/${verb}`, {
    token: by,
    method: 'POST',
    ...(verb === 'reschedule' ? { body } : {}),
  });
const refusal = async (id: number, body: object) => {
  const { status, json } = await command(id, 'reschedule', body);
  return [status, (json as { code: string }).code];
};

test('a moved call rings at its new time and not before, in its new queue', async () => {
  const id = await schedule(HOUR);
  const moved = await command(id, 'reschedule', { scheduled_at: ahead(2 * HOUR).toISOString(), menu_id: 10 });
  assert.equal(moved.status, 200, moved.text);
  assert.equal((moved.json as { scheduled_at: string }).scheduled_at, ahead(2 * HOUR).toISOString());
  await pass(2 * HOUR - 1);
  assert.equal((await stored(id)).state, 'scheduled');
  await pass(10);
  const call = await stored(id);
  assert.deepEqual([call.state, call.menuId, call.offer?.agentIds], ['queued', 10, [2]]);
  const late = await refusal(id, { menu_id: 9 });
  assert.deepEqual(late, [409, 'event_not_allowed'], 'it is scheduled no more');
  await engine.hangUp(PROGRAM, id, 'system');
});

test('what cannot be is refused as when a call is scheduled, and nothing has changed', async () => {
  const id = await schedule(HOUR);
  const before = await stored(id);
  assert.deepEqual(await refusal(id, { scheduled_at: ahead(-1).toISOString() }), [422, 'time_past']);
  assert.deepEqual(await refusal(id, { scheduled_at: 'tomorrow' }), [422, 'body_invalid']);
  assert.deepEqual(await refusal(id, {}), [422, 'body_invalid']);
  assert.deepEqual(await refusal(id, { menu_id: 99 }), [422, 'menu_unknown']);
  assert.deepEqual(await refusal(id, { menu_id: 12 }), [422, 'menu_kind_not_permitted']);
  assert.deepEqual(await refusal(id, { menu_id: 13 }), [409, 'menu_redirected']);
  const evening = new Date('2026-03-02T20:00:00.000Z').toISOString();
  assert.deepEqual(await refusal(id, { menu_id: 11, scheduled_at: evening }), [409, 'menu_after_hours']);
  assert.deepEqual(await stored(id), before);
  await engine.cancelScheduledCall(PROGRAM, id);
});

test('a call that is called now rings at once', async () => {
  const id = await schedule(5 * HOUR);
  assert.ok((await engine.callScheduledNow(agent(1), id)).ok);
  await world.settle();
  await pass(0.01);
  assert.deepEqual((await stored(id)).offer?.agentIds, [1]);
  await engine.hangUp(PROGRAM, id, 'system');
});

test('a canceled call is failed, and no one is called', async () => {
  const id = await schedule(HOUR);
  assert.equal((await command(id, 'cancel')).status, 200);
  const call = await stored(id);
  assert.deepEqual([call.state, call.failReason], ['failed', 'ag_canceled']);
  assert.equal((await command(id, 'cancel')).status, 409);
  assert.equal((await command(id, 'call_now')).status, 409);
});

test('a call in progress is not canceled through this door', async () => {
  const { id } = await world.connectCall(1);
  assert.equal((await command(id, 'cancel')).status, 409);
  assert.equal((await stored(id)).state, 'connected');
  await engine.hangUp(PROGRAM, id, 'system');
});

test('the list shows the next call first, page by page, with what may go wrong and the time there', async () => {
  const twin = await schedule(3 * HOUR);
  const first = await schedule(2.5 * HOUR);
  const closed = await schedule(60, '+493012345678', 11);
  await patchbay.database.query.updateTable('menu').set({ redirected: true }).where('id', '=', 11).execute();
  await pass(3); // What is remembered of the menus is read anew.
  const page = (await ask('/v1/scheduled_calls?limit=2')).json as { data: Item[]; next_cursor: string };
  assert.deepEqual(
    page.data.map(({ call, warnings }) => [call.id, warnings]),
    [
      [closed, ['redirected']],
      [first, ['same_contact']],
    ],
  );
  assert.deepEqual(page.data[0]?.contact_time_zones.length, 1);
  assert.equal(page.data[1]?.contact_time_zones.length, 2, 'the number’s country has several times');
  const rest = (await ask(`/v1/scheduled_calls?limit=2&cursor=${page.next_cursor}`)).json as typeof page;
  assert.deepEqual([rest.data.map(({ call }) => call.id), rest.next_cursor], [[twin], null]);
  assert.equal((await ask('/v1/scheduled_calls?cursor=eHk')).status, 400);
});

test('a neighbor sees and moves nothing; a token that only reads moves nothing', async () => {
  const id = await schedule(HOUR);
  const neighbor = await tokenOf(world, 'staff', 2);
  assert.deepEqual(((await ask('/v1/scheduled_calls', undefined, neighbor)).json as { data: Item[] }).data, []);
  for (const verb of ['cancel', 'call_now']) assert.equal((await command(id, verb, {}, neighbor)).status, 404);
  const reader = await tokenOf(world, 'read_only');
  assert.equal((await ask('/v1/scheduled_calls', undefined, reader)).status, 200);
  for (const verb of ['cancel', 'call_now', 'reschedule'])
    assert.equal((await command(id, verb, { menu_id: 10 }, reader)).status, 403);
  assert.equal((await stored(id)).state, 'scheduled');
});
