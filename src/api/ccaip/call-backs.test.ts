import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testPatchbay } from '../../../test/support/patchbay.ts';
import { callerOf } from '#domain/identity/actor.ts';

const patchbay = await testPatchbay({ PATCHBAY_SIMULATOR_SPEED: '1' });
const { send } = patchbay;
const CALLS = '/apps/api/v1/calls';
const AHEAD = '2096-09-15T00:19:14.421Z';

type Body = { readonly id: number; readonly message?: string; readonly selected_menu: { readonly id: number } | null };

type Path = { readonly name: string } | null;
type Sent = Body & {
  readonly status: string;
  readonly deflection: string;
  readonly menu_path: Path;
  readonly deflection_details: readonly { readonly deflection: string; readonly from_menu_path: Path }[];
};

async function made(path: string, body: object): Promise<number> {
  const got = await send(path, { body });
  assert.ok(got.status < 300, got.text);
  const json = got.json as { readonly id?: number; readonly data?: { readonly uid: string } };
  if (json.id !== undefined) return json.id;
  const call = await patchbay.engine.calls.byUid(1, json.data?.uid ?? '');
  return call?.id ?? assert.fail('the call is not there');
}

const incoming = async (menuId: number): Promise<number> =>
  made(CALLS, { call_type: 'Voice Inbound (API)', menu_id: menuId, end_user_number: '+1 859-657-9625' });
const outbound = async (): Promise<number> =>
  made(CALLS, {
    call_type: 'Voice Outbound (API)',
    agent_email: 'admin@somedomain.com',
    end_user_number: '+1 859-657-9625',
    outbound_number: '+1 339-219-5276',
  });

/** A call from outside that chose the menu; one that stands in the menus without. */
async function arrived(origin: 'phone' | 'web', to: string, menuId: number | null): Promise<number> {
  const taken = await patchbay.engine.takeCall({
    workspaceId: 1,
    from: '+18596579625',
    to,
    origin,
    carrier: 'simulator',
    lang: 'en',
    requestKey: null,
  });
  assert.ok(taken.ok);
  if (menuId !== null) await patchbay.engine.selectMenu(callerOf(taken.value), taken.value.id, menuId);
  return taken.value.id;
}

const UID = 'd290f1ee-6c54-4b01-90e6-d701748f0851';
const reported = async (): Promise<number> =>
  made('/v3/communication/voice_calls', {
    staff_uid: UID,
    client_uid: UID,
    from_number: '+14155550148',
    to_number: '+14155550901',
    direction: 'INBOUND',
    status: 'MISSED',
    rate: '0',
    provider: 'VONAGE',
    source_id: 'parent',
    external_uuid: 'parent',
    business_uid: UID,
  });
const calledBack = async (): Promise<number> =>
  made(CALLS, {
    call_type: 'Voice Scheduled (API)',
    call_id: await incoming(9),
    end_user_number: '+1 859-657-9625',
    scheduled_at: AHEAD,
  });

async function callBack(parentId: number, more: object = {}): Promise<{ status: number; body: Body }> {
  const body = {
    call_type: 'Voice Scheduled (API)',
    call_id: parentId,
    end_user_number: '+1 859-657-9625',
    scheduled_at: AHEAD,
    ...more,
  };
  const got = await send(CALLS, { body });
  return { status: got.status, body: got.json as Body };
}

/** Every kind of parent, and the menu whose queue its call-back joins; null where it has none. */
const PARENTS: readonly (readonly [string, () => Promise<number>, number | null])[] = [
  ['an incoming call in a mobile menu', async () => incoming(9), 9],
  ['an incoming call in an IVR menu', async () => incoming(10), 10],
  ['a phone call that chose an IVR menu', async () => arrived('phone', '+13392195276', 10), 10],
  ['a web call in a web menu', async () => arrived('web', '+13392195276', 50), 50],
  ['a call-back', calledBack, 9],
  ['a phone call that stands in the menus', async () => arrived('phone', '+13392195276', null), null],
  ['a call with the voice agent', async () => arrived('phone', '+13392195277', null), null],
  ['an outbound call', outbound, null],
  ['a reported call', reported, null],
];
for (const [name, make, menuId] of PARENTS)
  test(`a call-back of ${name} needs ${menuId === null ? 'a menu_id' : `none: it joins queue ${menuId}`}`, async () => {
    const parentId = await make();
    const { status, body } = await callBack(parentId);
    if (menuId === null) assert.deepEqual([status, body], [400, { message: 'menu_id is required' }]);
    else assert.deepEqual([status, body.selected_menu?.id], [201, menuId]);
    const asked = await callBack(parentId, { menu_id: 9 });
    assert.deepEqual([asked.status, asked.body.selected_menu?.id], [201, 9]);
  });

test('a menu that was asked for is judged by its kind, also beside a call_id', async () => {
  const { status, body } = await callBack(await incoming(10), { menu_id: 10 });
  assert.deepEqual([status, body], [400, { message: 'Only mobile and web menu IDs are permitted' }]);
});

test('the parent’s queue must take calls, and one that is gone is named to no one', async () => {
  const made10 = await send('/v1/menus', { body: { name: 'Returns', kind: 'ivr_menu' } });
  const { id } = made10.json as { readonly id: number };
  const parentId = await incoming(id);
  await send(`/v1/menus/${id}`, { method: 'PATCH', body: { redirected: true } });
  const redirected = await callBack(parentId);
  assert.deepEqual(
    [redirected.status, redirected.body],
    [400, { message: "Menu is in 'manual redirection' state, can't accept calls" }],
  );
  await send(`/v1/menus/${id}`, { method: 'DELETE' });
  const gone = await callBack(parentId);
  assert.deepEqual([gone.status, gone.body], [400, { message: 'menu_id is required' }]);
});

/** How a menu cannot serve, what it does with callers then, and the word for both. */
const CLOSED = [
  [{ redirected: true }, 'message_only', 'temp_redirection_message_only', 'deflected'],
  [{ hours: { time_zone: 'UTC', open: {} } }, 'message_only', 'after_hours_message_only', 'deflected'],
  [{ capacity: 0 }, 'message_only', 'over_capacity_message_only', 'deflected'],
  [{ redirected: true }, 'voicemail', 'temp_redirection_voicemail', 'voicemail'],
  [{ hours: { time_zone: 'UTC', open: {} } }, 'voicemail', 'after_hours_voicemail', 'voicemail'],
  [{ capacity: 0 }, 'voicemail', 'over_capacity_voicemail', 'voicemail'],
] as const;
for (const [change, deflection, word, status] of CLOSED)
  test(`a caller whom a menu sent away at once (${word}) had chosen it: read, and called back, in its queue`, async () => {
    const made = await send('/v1/menus', { body: { name: word, kind: 'ivr_menu', deflection } });
    const { id } = made.json as { readonly id: number };
    await send(`/v1/menus/${id}`, { method: 'PATCH', body: change });
    const parentId = await arrived('phone', '+13392195276', id);
    const read = (await send(`${CALLS}/${parentId}`)).json as Sent;
    assert.deepEqual([read.status, read.deflection, read.selected_menu?.id], [status, word, id]);
    assert.equal(read.menu_path?.name, word);
    assert.deepEqual(
      read.deflection_details.map((each) => [each.deflection, each.from_menu_path?.name]),
      [[word, word]],
    );
    const open = { redirected: false, hours: null, capacity: null };
    await send(`/v1/menus/${id}`, { method: 'PATCH', body: open });
    const again = await callBack(parentId);
    assert.deepEqual([again.status, again.body.selected_menu?.id], [201, id]);
  });

test('a time that is past is said last', async () => {
  const past = { scheduled_at: '2019-09-15T00:19:14.421Z' };
  const parentId = await incoming(9);
  const sentence = async (more: object): Promise<unknown> => (await callBack(parentId, { ...past, ...more })).body;
  assert.deepEqual(await sentence({ lang: 'xy' }), { message: "Language 'xy' is not found" });
  assert.deepEqual(await sentence({ call_id: 999_999 }), { message: 'call_id 999999 is not found' });
  assert.deepEqual(await sentence({ menu_id: 9999 }), { message: 'menu_id 9999 is not found' });
  assert.deepEqual(await sentence({ ticket_id: 'nobody' }), { message: 'Contact not found' });
  assert.deepEqual(await sentence({}), { message: 'scheduled_at must be a future time' });
  assert.deepEqual(await sentence({ scheduled_at: '2019-09-15' }), { message: 'scheduled_at is not well formed' });
});
