import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Got } from '../../../test/support/patchbay.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';

const patchbay = await testPatchbay();
type Fields = Record<string, unknown>;

async function ask(method: string, path: string, body?: unknown, token?: string): Promise<Got & { json: Fields }> {
  const got = await patchbay.send(path, {
    method,
    ...(body === undefined ? {} : { body }),
    ...(token === undefined ? {} : { token }),
  });
  return { ...got, json: (got.json ?? {}) as Fields };
}

/** Fails unless the answer is this problem about these places. */
function assertProblem(got: Got, status: number, code: string, ...places: readonly string[]): void {
  const problem = got.json as { code: string; status: number; errors?: { pointer?: string; parameter?: string }[] };
  assert.equal(got.status, status, got.text);
  assert.equal(problem.code, code, got.text);
  assert.match(got.headers.get('content-type') ?? '', /^application\/problem\+json/);
  assert.deepEqual(
    (problem.errors ?? []).map((each) => each.pointer ?? each.parameter),
    places,
  );
}

/** Everything in a list, page by page; fails when a page is larger than asked for. */
async function walk(path: string, limit: number): Promise<Fields[]> {
  const all: Fields[] = [];
  for (let next: string | null = `${path}${path.includes('?') ? '&' : '?'}limit=${limit}`; next !== null;) {
    const { json, headers, status }: Got & { json: Fields } = await ask('GET', next);
    assert.equal(status, 200);
    const data = json['data'] as Fields[];
    assert.ok(data.length <= limit);
    all.push(...data);
    const link: string | undefined = /^<(.+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
    assert.equal(link !== undefined, json['next_cursor'] !== null);
    next = link === undefined ? null : link.replace(patchbay.address, '');
  }
  return all;
}

test('the workspace shows and takes its settings', async () => {
  const before = await ask('GET', '/v1/workspace');
  assert.equal(before.json['subdomain'], 'demo');
  const change = { name: 'Renamed', time_zone: 'America/Lima' };
  assert.deepEqual((await ask('PATCH', '/v1/workspace', change)).json, { ...before.json, ...change });
  for (const zone of ['Mars/Olympus', '+01:00', 'BST'])
    assertProblem(await ask('PATCH', '/v1/workspace', { time_zone: zone }), 422, 'body_invalid', '/time_zone');
  const handOver = async (hand_over_menu_id: unknown, token?: string) =>
    ask('PATCH', '/v1/workspace', { hand_over_menu_id }, token);
  assert.equal((await handOver(9)).json['hand_over_menu_id'], 9);
  const { token } = (await ask('POST', '/v1/workspaces', { subdomain: 'next-door', name: 'Next door' })).json;
  for (const got of [await handOver(0), await handOver(999_999), await handOver(9, String(token))])
    assertProblem(got, 422, 'body_invalid', '/hand_over_menu_id');
  assertProblem(await ask('PATCH', '/v1/workspace', {}), 422, 'body_invalid', '');
  assertProblem(await ask('PATCH', '/v1/workspace', { nmae: 'x' }), 422, 'body_invalid', '/nmae');
  await ask('PATCH', '/v1/workspace', { name: before.json['name'], time_zone: before.json['time_zone'] });
});

test('countries for call-backs are codes of countries with numbers of their own; what is none is named by its place', async () => {
  const { json: before } = await ask('GET', '/v1/workspace');
  for (const code of ['XX', 'AQ', 'ZZ'])
    assertProblem(
      await ask('PATCH', '/v1/workspace', { call_back_countries: ['GB', code] }),
      422,
      'body_invalid',
      '/call_back_countries/1',
    );
  assert.deepEqual((await ask('GET', '/v1/workspace')).json, before, 'a refused list changes nothing');
});

test('an agent is added, changed, made available and found by the dialects at once', async () => {
  const made = await ask('POST', '/v1/agents', { email: 'robin@example.com', first_name: 'Robin' });
  assert.equal(made.status, 201);
  const path = `/v1/agents/${String(made.json['id'])}`;
  assert.equal(made.json['status'], 'unavailable');
  assert.equal((await ask('PATCH', path, { last_name: 'Hill', may_call: false })).json['name'], 'Robin Hill');
  assert.equal((await ask('PUT', `${path}/status`, { status: 'available' })).json['status'], 'available');
  const call = { call_type: 'OutboundCall', agent_email: 'robin@example.com', end_user_number: '+14155550148' };
  const placed = await ask('POST', '/apps/api/v1/calls', call);
  assert.equal(placed.json['message'], 'Agent does not have access to make calls');
  const { idle_since: _, ...shown } = (await ask('GET', path)).json;
  assert.deepEqual(shown, {
    id: made.json['id'],
    uid: made.json['uid'],
    email: 'robin@example.com',
    name: 'Robin Hill',
    first_name: 'Robin',
    last_name: 'Hill',
    agent_number: null,
    avatar_url: null,
    may_call: false,
    status: 'available',
    status_name: null,
    capacity: 1,
    simulated: false,
    skills: [],
    assist: true,
    wants_assist: true,
    calls: 0,
  });
  await ask('PUT', `${path}/status`, { status: 'unavailable' });
});

test('an email address belongs to one agent, whatever its case, also of ten at once', async () => {
  const email = (place: number): string => (place % 2 === 0 ? 'twice@example.com' : 'TWICE@example.com');
  const all = await Promise.all(
    Array.from({ length: 10 }, async (_, place) => ask('POST', '/v1/agents', { email: email(place) })),
  );
  assert.deepEqual(
    all.map((got) => got.status).toSorted((a, b) => a - b),
    [201, ...Array<number>(9).fill(409)],
  );
  const refused = all.find((got) => got.status === 409);
  if (refused !== undefined) assertProblem(refused, 409, 'taken', '/email');
  assertProblem(await ask('PATCH', '/v1/agents/2', { email: 'twice@example.com' }), 409, 'taken', '/email');
});

test('only simulated agents take any number of calls', async () => {
  const unlimited = { email: 'any@example.com', capacity: null };
  assertProblem(await ask('POST', '/v1/agents', unlimited), 422, 'capacity_missing', '/capacity');
  assert.equal((await ask('POST', '/v1/agents', { ...unlimited, simulated: true })).status, 201);
  assertProblem(await ask('PATCH', '/v1/agents/1', { simulated: false }), 422, 'capacity_missing', '/capacity');
});

test('a list is walked to its end, each item once', async () => {
  const ids = (await walk('/v1/agents', 2)).map((agent) => agent['id'] as number);
  assert.deepEqual(
    ids,
    [...new Set(ids)].toSorted((a, b) => a - b),
  );
  assert.ok(ids.length >= 3);
});

test('a contact is added, found by its number, and keeps the attributes that are not named', async () => {
  const made = await ask('POST', '/v1/contacts', {
    phone: '+1 415-555-0111',
    attributes: { plan: 'gold', seats: 2, old: 1 },
  });
  assert.equal(made.status, 201);
  assert.equal(made.json['phone'], '+14155550111');
  const path = `/v1/contacts/${String(made.json['id'])}`;
  const changed = await ask('PATCH', path, { name: 'Ada', attributes: { seats: 3, old: null } });
  assert.deepEqual(changed.json, { ...made.json, name: 'Ada', attributes: { plan: 'gold', seats: 3 } });
  for (const phone of ['+14155550111', '%2B14155550111', '%2B1%20415-555-0111'])
    assert.deepEqual((await ask('GET', `/v1/contacts?phone=${phone}`)).json['data'], [changed.json]);
  assert.deepEqual((await ask('GET', path)).json, changed.json);
  assertProblem(await ask('POST', '/v1/contacts', { phone: '+14155550111' }), 409, 'taken', '/phone');
  assertProblem(await ask('POST', '/v1/contacts', { phone: '+1 999-657-12' }), 422, 'phone_number_invalid', '/phone');
  assertProblem(
    await ask('PATCH', path, { other_phones: ['+14155550112', '+123'] }),
    422,
    'phone_number_invalid',
    '/other_phones/1',
  );
  const all = await walk('/v1/contacts', 1);
  assert.equal(all[0]?.['id'], made.json['id'], 'newest first');
});

test('a ticket points at a contact until it is forgotten', async () => {
  assert.equal((await ask('PUT', '/v1/tickets/T-1', { contact_id: 67 })).status, 201);
  const moved = await ask('PUT', '/v1/tickets/T-1', { contact_id: 75, url: 'https://crm.example/T-1' });
  assert.equal(moved.status, 200);
  assert.deepEqual((await walk('/v1/tickets', 1)).at(-1), {
    id: 'T-1',
    contact_id: 75,
    url: 'https://crm.example/T-1',
  });
  assertProblem(
    await ask('PUT', '/v1/tickets/T-2', { contact_id: 9999 }),
    422,
    'ticket_contact_unknown',
    '/contact_id',
  );
  assert.equal((await ask('DELETE', '/v1/tickets/T-1')).status, 204);
  assertProblem(await ask('DELETE', '/v1/tickets/T-1'), 404, 'not_found');
});

test('a menu is added below another, changed, deleted, and then only read', async () => {
  const hours = { time_zone: 'Europe/Paris', open: { mon: [{ from: '09:00', to: '24:00' }] }, holidays: [] };
  const groups = [{ name: 'First', agent_ids: [1] }];
  const made = await ask('POST', '/v1/menus', { name: 'Billing', kind: 'ivr_menu', parent_id: 10, hours, groups });
  assert.equal(made.status, 201, made.text);
  assert.deepEqual([made.json['hours'], made.json['groups']], [hours, groups]);
  const path = `/v1/menus/${String(made.json['id'])}`;
  assertProblem(
    await ask('PATCH', '/v1/menus/10', { parent_id: made.json['id'] }),
    422,
    'menu_in_itself',
    '/parent_id',
  );
  const changed = await ask('PATCH', path, { redirected: true, hours: null, offer_type: 'deltacast' });
  assert.deepEqual(changed.json, { ...made.json, redirected: true, hours: null, offer_type: 'deltacast' });
  assert.equal((await ask('DELETE', path)).status, 204);
  assert.deepEqual((await ask('GET', path)).json, { ...changed.json, deleted: true });
  assert.ok((await walk('/v1/menus', 3)).every((menu) => menu['id'] !== made.json['id']));
  assertProblem(await ask('PATCH', path, { hidden: true }), 409, 'menu_deleted');
});

test('a menu that does not fit is refused where it does not', async () => {
  const menu = { name: 'X', kind: 'ivr_menu' };
  const agents = (...agent_ids: number[]) => ({ ...menu, groups: [{ name: 'A', agent_ids }] });
  const open = (from: string, to: string) => ({ ...menu, hours: { time_zone: 'UTC', open: { sun: [{ from, to }] } } });
  assertProblem(await ask('POST', '/v1/menus', agents(1, 999)), 422, 'menu_agent_unknown', '/groups/0/agent_ids/1');
  assertProblem(await ask('POST', '/v1/menus', { ...menu, parent_id: 999 }), 422, 'menu_parent_unknown', '/parent_id');
  assertProblem(
    await ask('POST', '/v1/menus', open('10:00', '09:00')),
    422,
    'menu_hours_reversed',
    '/hours/open/sun/0',
  );
  assertProblem(await ask('POST', '/v1/menus', open('9:00', '10:00')), 422, 'body_invalid', '/hours/open/sun/0/from');
  assertProblem(await ask('POST', '/v1/menus', { ...menu, offer_seconds: 4 }), 422, 'body_invalid', '/offer_seconds');
});

test('hours have a zone with an IANA name; those of an earlier version may stay, and are judged when they are sent again', async () => {
  const hours = (time_zone: string) => ({ time_zone, open: { mon: [{ from: '09:00', to: '17:00' }] }, holidays: [] });
  const menu = { name: 'Far', kind: 'ivr_menu' };
  for (const zone of ['BST', 'PST', '+02:00'])
    assertProblem(
      await ask('POST', '/v1/menus', { ...menu, hours: hours(zone) }),
      422,
      'menu_time_zone_unknown',
      '/hours/time_zone',
    );
  const made = await ask('POST', '/v1/menus', { ...menu, hours: hours('EST5EDT') });
  assert.equal(made.status, 201);
  const id = made.json['id'] as number;
  await patchbay.database.pool.query(`update menu set hours = jsonb_set(hours, '{timeZone}', '"BST"') where id = $1`, [
    id,
  ]);
  const path = `/v1/menus/${id}`;
  assert.equal((await ask('PATCH', path, { name: 'Farther' })).status, 200);
  const kept = (await ask('GET', path)).json;
  assert.deepEqual([kept['name'], kept['hours']], ['Farther', hours('BST')]);
  assertProblem(await ask('PATCH', path, { hours: hours('BST') }), 422, 'menu_time_zone_unknown', '/hours/time_zone');
  assert.equal((await ask('PATCH', path, { hours: hours('Europe/London') })).status, 200);
});

test('of two menus that are put below one another at once, one is refused', async () => {
  const make = async (name: string) =>
    (await ask('POST', '/v1/menus', { name, kind: 'ivr_menu' })).json['id'] as number;
  const [a, b] = [await make('A'), await make('B')];
  const both = await Promise.all([
    ask('PATCH', `/v1/menus/${a}`, { parent_id: b }),
    ask('PATCH', `/v1/menus/${b}`, { parent_id: a }),
  ]);
  assert.deepEqual(
    both.map((got) => got.status).toSorted((a, b) => a - b),
    [200, 422],
  );
});

test('there is one default number, also when several are made so at once', async () => {
  const made = await ask('POST', '/v1/numbers', { number: '+1 415-555-0900' });
  assert.deepEqual([made.status, made.json['display'], made.json['number']], [201, '+1 415-555-0900', '+14155550900']);
  const numbers = await walk('/v1/numbers', 2);
  const queues = numbers.filter((number) => number['line'] === 'queue');
  const all = await Promise.all(
    queues.map(async ({ id }) => ask('PATCH', `/v1/numbers/${String(id)}`, { is_default: true })),
  );
  assert.ok(all.every((got) => got.status === 200));
  assert.equal((await walk('/v1/numbers', 100)).filter((number) => number['is_default']).length, 1);
  assertProblem(await ask('PATCH', '/v1/numbers/9999', { is_default: true }), 404, 'not_found');
  assert.equal((await walk('/v1/numbers', 100)).filter((number) => number['is_default']).length, 1);
  const fin = numbers.find((number) => number['line'] === 'fin');
  const wish = await ask('PATCH', `/v1/numbers/${String(fin?.['id'])}`, { is_default: true });
  assertProblem(wish, 422, 'default_line_wrong', '/is_default');
  assertProblem(await ask('POST', '/v1/numbers', { number: '+14155550900' }), 409, 'taken', '/number');
  assert.equal((await ask('DELETE', `/v1/numbers/${String(made.json['id'])}`)).status, 204);
  await ask('PATCH', `/v1/numbers/${String(queues[0]?.['id'])}`, { is_default: true });
});

test('a language that is switched on is spoken by the dialects at once', async () => {
  const call = { call_type: 'IncomingCall', menu_id: 9, end_user_number: '+14155550148', lang: 'de' };
  assert.equal((await ask('POST', '/apps/api/v1/calls', call)).json['message'], "Language 'de' is not found");
  assert.deepEqual((await ask('PUT', '/v1/languages/de', { enabled: true })).json, { code: 'de', enabled: true });
  assert.equal((await ask('POST', '/apps/api/v1/calls', call)).status, 201);
  await ask('PUT', '/v1/languages/de', { enabled: false });
  assert.equal((await ask('POST', '/apps/api/v1/calls', call)).json['message'], "Language 'de' is not available");
  assertProblem(await ask('PUT', '/v1/languages/german', { enabled: true }), 404, 'not_found');
});

test('a query is read strictly, and a cursor only as it was given', async () => {
  for (const limit of ['0', '101', '-1', '1e1', 'x', ''])
    assertProblem(await ask('GET', `/v1/agents?limit=${limit}`), 400, 'query_invalid', 'limit');
  for (const cursor of ['', 'x', 'MQ==', 'LTE', 'MDE', 'MS41', '%00'.repeat(3)]) {
    const got = await ask('GET', `/v1/agents?cursor=${cursor}`);
    assert.equal(got.status, 400, cursor);
  }
  assertProblem(await ask('GET', '/v1/agents?page=2'), 400, 'query_invalid', 'page');
  assertProblem(await ask('DELETE', '/v1/numbers/1?force=1'), 400, 'query_invalid', 'force');
});
