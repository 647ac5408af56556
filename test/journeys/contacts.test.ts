/**
 * Contacts from all sides: found, changed at the page, with the history by every agent, which the one who has the call
 * may read.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { ContactDetail, ContactsPage, ContactView, HistoryPage } from '#realtime/agent/contacts-protocol.ts';
import { PASSWORD, signIn } from '../support/pages.ts';
import type { Got } from '../support/patchbay.ts';
import { testPatchbay } from '../support/patchbay.ts';

type Fields = Record<string, unknown>;

const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_SIMULATOR_SPEED: '1' });
const [admin, agent] = [await signIn(patchbay, 'owner@somedomain.com'), await signIn(patchbay)];
const api = async (path: string, method?: string, body?: object): Promise<Got> =>
  patchbay.send(path, { ...(method === undefined ? {} : { method }), ...(body === undefined ? {} : { body }) });
const page = async (cookie: string, path: string, method = 'GET', body?: object): Promise<Got> =>
  patchbay.send(path, { token: null, method, headers: { cookie }, ...(body === undefined ? {} : { body }) });
const add = async (body: object): Promise<number> =>
  ((await api('/v1/contacts', 'POST', body)).json as { id: number }).id;
const read = async <T>(cookie: string, path: string): Promise<T> => (await page(cookie, path)).json as T;

/** A call of the number that has ended, and that no one at the desk had. */
async function addCall(number: string): Promise<number> {
  const { id } = (await api('/v1/calls', 'POST', { origin: 'action_only', contact_number: number })).json as {
    id: number;
  };
  await api(`/v1/calls/${id}/hang_up`, 'POST', { by: 'end_user' });
  return id;
}

test('contacts are searched by a part of a name, an address or a number, at both doors', async () => {
  const id = await add({ name: 'Morgan Quill', email: 'morgan@quill.example', phone: '+14155550190' });
  for (const part of ['organ q', 'quill.ex', '555-0190', '(415) 555 0190']) {
    const { data } = (await api(`/v1/contacts?search=${encodeURIComponent(part)}`)).json as { data: Fields[] };
    assert.deepEqual(
      data.map((each) => each['id']),
      [id],
      part,
    );
    const { contacts } = await read<ContactsPage>(agent, `/app/contacts.json?find=${encodeURIComponent(part)}`);
    assert.deepEqual(
      contacts.map((each) => each.id),
      [id],
      part,
    );
  }
  for (const search of ['x', '', 'x'.repeat(101)]) {
    assert.equal((await api(`/v1/contacts?search=${search}`)).status, 400, search);
    assert.equal((await page(agent, `/app/contacts.json?find=${search}`)).status, search === '' ? 200 : 400, search);
  }
});

test('an identifier is one contact’s, and the address of a user one user’s, also of several made at once', async () => {
  for (const [pointer, body] of [
    ['/identifier', { identifier: 'raced-1' }],
    ['/email', { role: 'user', email: 'raced@example.com' }],
  ] as const) {
    const all = await Promise.all(Array.from({ length: 4 }, async () => api('/v1/contacts', 'POST', body)));
    const refused = all
      .filter(({ status }) => status !== 201)
      .map(({ status, json }) => {
        const { code, errors } = json as { readonly code: string; readonly errors: readonly { pointer: string }[] };
        return [status, code, errors.map((error) => error.pointer)];
      });
    assert.deepEqual(
      refused,
      Array.from({ length: 3 }, () => [409, 'taken', [pointer]]),
    );
  }
});

test('an agent changes a contact at the page; what is wrong is said of its field, and nothing changes', async () => {
  const id = await add({ name: 'Lin', phone: '+14155550191', attributes: { plan: 'basic', seats: 2, list: [1] } });
  await add({ phone: '+14155550192' });
  await add({ role: 'user', email: 'user@example.com' });
  await patchbay.database.pool.query(`update contact set role = 'user' where id = $1`, [id]);
  const edit = async (body: object, cookie = agent): Promise<Got> =>
    page(cookie, `/app/contacts/${id}.json`, 'PATCH', body);
  const changed = await edit({ name: 'Lin Chan', email: 'lin@example.com', attributes: { plan: null, seats: 3 } });
  assert.equal(changed.status, 200, changed.text);
  const { name, email, attributes } = changed.json as ContactView;
  assert.deepEqual([name, email, attributes], ['Lin Chan', 'lin@example.com', { seats: 3, list: [1] }]);
  const national = await edit({ phone: '(415) 555-0199', otherPhones: ['+33 1 42 00 00 00', ''] });
  assert.deepEqual((national.json as ContactView).otherPhones, ['+33142000000']);
  assert.equal((national.json as ContactView).phone, '+14155550199');
  const refused: readonly (readonly [object, number, string])[] = [
    [{ email: 'no' }, 400, 'email'],
    [{ phone: '12' }, 400, 'phone'],
    [{ otherPhones: ['x'] }, 400, 'otherPhones'],
    [{ name: 'x'.repeat(201) }, 400, 'name'],
    [{ attributes: { list: [2] } }, 400, 'attributes'],
    [{ phone: '+14155550192' }, 409, 'phone'],
    [{ email: 'USER@example.com' }, 409, 'email'],
    [{ attributes: { large: 'x'.repeat(70_000) } }, 409, 'attributes'],
  ];
  for (const [body, status, field] of refused) {
    const got = await edit(body);
    assert.deepEqual([got.status, (got.json as Fields)['field']], [status, field], JSON.stringify(body).slice(0, 60));
  }
  assert.equal((await edit({})).status, 400);
  const { contact } = await read<ContactDetail>(agent, `/app/contacts/${id}.json`);
  assert.deepEqual(contact, national.json);
  const foreign = await patchbay.send(`/app/contacts/${id}.json`, {
    token: null,
    method: 'PATCH',
    headers: { cookie: agent, 'sec-fetch-site': 'cross-site' },
    body: { name: 'No' },
  });
  assert.equal(foreign.status, 403);
  assert.equal((await patchbay.send('/app/contacts.json', { token: null })).status, 401);
});

test('what is no contact is not found, and a neighbor finds none of ours', async () => {
  const id = await add({ name: 'Ours' });
  for (const path of ['/app/contacts/999999.json', '/app/contacts/x.json', '/app/contacts/999999/history.json'])
    assert.equal((await page(admin, path)).status, 404, path);
  assert.equal((await page(admin, `/app/contacts/${id}/history.json?after=x`)).status, 400);
  const opened = await api('/v1/workspaces', 'POST', { subdomain: 'neighbor', name: 'Neighbor' });
  const { token } = opened.json as { token: string };
  for (const path of [`/v1/contacts/${id}`, `/v1/contacts/${id}/history`, `/v1/contacts/${id}/scheduled_calls`])
    assert.equal((await patchbay.send(path, { token })).status, 404, path);
  const { data } = (await patchbay.send('/v1/contacts?search=Ours', { token })).json as { data: unknown[] };
  assert.deepEqual(data, []);
});

test('the history shows calls of every agent to all; what was said is for the one who has the contact’s call now', async () => {
  const number = '+14155550193';
  const [first, second] = [await addCall(number), await addCall(number)];
  const { data } = (await api(`/v1/contacts?phone=${encodeURIComponent(number)}`)).json as { data: { id: number }[] };
  const id = data[0]?.id ?? 0;
  const history = async (): Promise<HistoryPage> => read(agent, `/app/contacts/${id}/history.json`);
  const facts = ({ entries }: HistoryPage): unknown[] =>
    entries.map((entry) => [entry.id, entry.kind === 'call' && entry.isReadable]);
  assert.deepEqual(facts(await history()), [
    [second, false],
    [first, false],
  ]);
  assert.equal((await page(agent, `/app/calls/${first}.json`)).status, 404);

  // The agent calls the same contact.
  await patchbay.engine.setAgentStatus(1, 2, 'available');
  const live = await patchbay.engine.placeCall({
    workspaceId: 1,
    origin: 'outbound_desk',
    agentEmail: 'agent@somedomain.com',
    ticketId: null,
    number,
    ownNumber: '+1 339-219-5276',
    lang: 'en',
    requestKey: null,
  });
  assert.ok(live.ok, JSON.stringify(live));
  assert.deepEqual(facts(await history()).slice(1), [
    [second, true],
    [first, true],
  ]);
  assert.equal((await page(agent, `/app/calls/${first}.json`)).status, 200);

  const written = (await api(`/v1/contacts/${id}/history?limit=2`)).json as { data: Fields[]; next_cursor: string };
  assert.deepEqual(written.data.map((each) => (each['call'] as Fields)['id']).slice(1), [second]);
  const rest = (await api(`/v1/contacts/${id}/history?cursor=${written.next_cursor}`)).json as { data: Fields[] };
  assert.deepEqual(
    rest.data.map((each) => (each['call'] as Fields)['id']),
    [first],
  );
});

test('a blocked caller gets in by no door, from none of their numbers, and one who waits is sent away; calls to them continue', async () => {
  const [number, second] = ['+14155550194', '+14155550195'];
  const id = await add({ name: 'Pest', phone: number, other_phones: [second] });
  const { engine } = patchbay;
  const arrive = async (from: string) =>
    engine.takeCall({
      workspaceId: 1,
      from,
      to: '+13392195276',
      origin: 'phone',
      carrier: 'simulator',
      lang: 'en',
      requestKey: null,
    });
  const waits = await arrive(number);
  assert.ok(waits.ok);
  assert.equal((await page(agent, `/app/contacts/${id}/block.json`, 'POST', { isBlocked: true })).status, 403);
  const blocked = await page(admin, `/app/contacts/${id}/block.json`, 'POST', { isBlocked: true });
  assert.notEqual((blocked.json as ContactView).blockedAt, null);
  assert.equal((await engine.calls.byId(1, waits.value.id))?.state, 'failed');
  const refusalOf = (outcome: { ok: boolean; refusal?: { code: string } }): string | undefined => outcome.refusal?.code;
  for (const from of [number, second]) assert.equal(refusalOf(await arrive(from)), 'contact_blocked', from);
  const web = { workspaceId: 1, uid: randomUUID(), carrier: 'simulator', lang: 'en', name: null };
  const from = { contactId: id, conversationId: waits.value.conversationId };
  assert.equal(refusalOf(await engine.takeWebCall({ ...web, from })), 'contact_blocked');
  const queued = {
    workspaceId: 1,
    menuId: 10,
    ticketId: null,
    number,
    ownNumber: null,
    lang: 'en',
    recordingPermission: 'not_asked',
    requestKey: null,
  } as const;
  assert.equal(refusalOf(await engine.receiveCall(queued)), 'contact_blocked');
  await api(`/v1/tickets/P-1`, 'PUT', { contact_id: id });
  assert.equal(refusalOf(await engine.receiveCall({ ...queued, ticketId: 'P-1' })), 'contact_blocked');
  const called = { workspaceId: 1, number, parent: null, menuId: 10, requestKey: randomUUID(), address: null };
  const back = await engine.callBack(called);
  assert.deepEqual([back.ok, 'why' in back && back.why], [false, 'number_refused']);
  const simulated = await api('/v1/simulator/calls', 'POST', { from: number, to: '+13392195276' });
  assert.deepEqual([simulated.status, (simulated.json as Fields)['code']], [409, 'contact_blocked']);
  const planned = await engine.scheduleCall({ ...queued, menuId: 9, parentId: null, scheduledAt: null });
  assert.ok(planned.ok, `a call to them is planned as ever: ${JSON.stringify(planned)}`);

  assert.equal((await api(`/v1/contacts/${id}/unblock`, 'POST')).status, 200);
  assert.ok((await arrive(second)).ok);
  const app = await tokenOf('read_only');
  assert.equal((await patchbay.send(`/v1/contacts/${id}/block`, { method: 'POST', token: app })).status, 403);
});

/** A token of the kind. */
async function tokenOf(kind: string): Promise<string> {
  return ((await api('/v1/tokens', 'POST', { name: kind, kind })).json as { token: string }).token;
}

test('two contacts become one: all that was the one’s is the other’s, and both ids and numbers lead there', async () => {
  const [number, kept] = ['+14155550196', '+14155550197'];
  const from = await add({ name: 'Double', email: 'd@example.com', phone: number, attributes: { a: 1, b: 1 } });
  const into = await add({ name: 'Single', phone: kept, attributes: { b: 2 } });
  const { engine } = patchbay;
  const old = await addCall(number);
  await api('/v1/tickets/M-1', 'PUT', { contact_id: from });
  const arrive = async () =>
    engine.takeCall({
      workspaceId: 1,
      from: number,
      to: '+13392195276',
      origin: 'phone',
      carrier: 'simulator',
      lang: 'en',
      requestKey: null,
    });
  const live = await arrive();
  assert.ok(live.ok);
  assert.equal((await page(agent, `/app/contacts/${from}/merge.json`, 'POST', { into })).status, 403);
  const merged = await page(admin, `/app/contacts/${from}/merge.json`, 'POST', { into });
  const { id, name, email, phone, otherPhones, attributes } = merged.json as ContactView;
  assert.deepEqual([id, name, email, phone, otherPhones], [into, 'Single', 'd@example.com', kept, [number]]);
  assert.deepEqual(attributes, { a: 1, b: 2 });

  const shown = (await api(`/v1/contacts/${from}`)).json as Fields;
  assert.equal(shown['id'], into);
  assert.deepEqual(((await api('/v1/contacts?search=Double')).json as { data: unknown[] }).data, []);
  const { entries } = await read<HistoryPage>(admin, `/app/contacts/${from}/history.json`);
  assert.deepEqual(new Set(entries.map((entry) => entry.id)), new Set([old, live.value.id]));
  assert.equal((await engine.directory.ticket(1, 'M-1'))?.contact.id, into);

  // The call that continued meanwhile continues as the other's, and the next caller from that number is known.
  await engine.hangUp({ kind: 'caller', workspaceId: 1, callId: live.value.id }, live.value.id, 'end_user');
  assert.equal((await engine.calls.byId(1, live.value.id))?.contact?.id, into);
  const next = await arrive();
  assert.ok(next.ok);
  assert.equal(next.value.contact?.id, into);

  const merge = async (a: number, b: number): Promise<Got> => api(`/v1/contacts/${a}/merge`, 'POST', { into: b });
  assert.equal(((await merge(into, into)).json as Fields)['code'], 'merge_into_itself');
  assert.equal((await merge(from, into)).status, 404, 'it was merged already');
  assert.equal((await merge(into, 999_999)).status, 404);
  // Taken away again, the number is anybody's.
  await api(`/v1/contacts/${into}`, 'PATCH', { other_phones: [] });
  const stranger = await arrive();
  assert.ok(stranger.ok);
  assert.notEqual(stranger.value.contact?.id, into);
});
