/** Clients: contacts as vcita's programs list, read, make and change them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import { DEMO_CONTACTS, DEMO_WORKSPACE } from '#domain/directory/demo.ts';
import { assertConforms } from '../../../test/support/conforms.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';
import { readClient, readClients } from './client-read.ts';
import { ClientObject, WholeClient } from './client-write.ts';

const patchbay = await testPatchbay();
const { send } = patchbay;
const CLIENTS = '/platform/v1/clients';

type Client = Readonly<Record<string, unknown>> & { readonly id: string };
const listed = async (query = ''): Promise<readonly Client[]> => {
  const got = await send(`${CLIENTS}?${query}`);
  assert.equal(got.status, 200, got.text);
  return (got.json as { data: { clients: Client[] } }).data.clients;
};
const clientIn = ({ json }: { readonly json: unknown }) => (json as { data: { client: Client } }).data.client;
const make = async (body: object) => send(CLIENTS, { body });

test('the vendor’s own test finds a client first, by one on a page', async () => {
  const [first, ...others] = await listed(`business_id=${DEMO_WORKSPACE.uid}&per_page=1`);
  assertConforms(ClientObject, first);
  assert.deepEqual(others, []);
  assert.equal((await send(`${CLIENTS}?business_id=another`)).status, 401);
});

test('a client is made with what a contact has no place for, and reads back as it was sent', async () => {
  const sent = {
    first_name: 'Mary Ann',
    last_name: 'van Dyke',
    email: 'mary@example.com',
    mobile_phone: '+1 415-555-0199',
    address: '1 Main Street',
    customer_status: 'customer',
    tags: ['vip'],
    opt_in: true,
    source: 'form',
    custom_field1: 'blue',
  };
  const made = await make(sent);
  assert.equal(made.status, 201, made.text);
  const { mobile_phone: _phone, ...same } = sent;
  const client = clientIn(made);
  for (const [name, value] of Object.entries(same)) assert.deepEqual(client[name], value, name);
  assert.deepEqual([client['mobile_phone'], client['normalized_phone']], ['+14155550199', '+14155550199']);
  const shown = await send(`${CLIENTS}/${client.id}`);
  assertConforms(WholeClient, clientIn(shown));
  const contact = await patchbay.engine.directory.contactByUid(1, client.id);
  assert.deepEqual([contact?.name, contact?.role], ['Mary Ann van Dyke', 'user']);

  for (const [body, status, message] of [
    [{}, 422, "First name can't be blank"],
    [{ first_name: ' ' }, 422, "First name can't be blank"],
    [{ first_name: 'Other', email: 'MARY@example.com' }, 409, 'Email has already been taken'],
    [{ first_name: 'Other', phone: '+14155550199' }, 409, 'Phone has already been taken'],
    [{ first_name: 'Other', phone: '123' }, 422, 'Phone is invalid'],
  ] as const) {
    const got = await make(body);
    assert.deepEqual([got.status, got.json], [status, { message, status: 'Error' }]);
  }
});

test('of clients made at once with one address, one is made', async () => {
  const all = await Promise.all(
    ['Ray', 'Roy', 'Rae'].map(async (name) => make({ first_name: name, email: 'raced@example.com' })),
  );
  const taken = [409, { message: 'Email has already been taken', status: 'Error' }];
  const refused = all.filter(({ status }) => status !== 201).map(({ status, json }) => [status, json]);
  assert.deepEqual(refused, [taken, taken]);
});

test('any part of a client is changed, and the rest stays', async () => {
  const { id } = clientIn(
    await make({ first_name: 'Lee', last_name: 'Park', email: 'lee@example.com', source: 'form' }),
  );
  const change = async (body: object) => send(`${CLIENTS}/${id}`, { method: 'PUT', body });
  const changed = clientIn(await change({ last_name: 'Kim', source: null, campaign: 'spring' }));
  assert.deepEqual(
    [changed['first_name'], changed['last_name'], changed['source'], changed['campaign'], changed['email']],
    ['Lee', 'Kim', null, 'spring', 'lee@example.com'],
  );
  assert.equal((await change({ email: 'lee@example.com' })).status, 200, 'their own address is not taken');
  assert.deepEqual((await change({ first_name: '' })).json, { message: "First name can't be blank", status: 'Error' });
  // A name that was changed elsewhere is the name.
  await send(`/v1/contacts/${String((await patchbay.engine.directory.contactByUid(1, id))?.id)}`, {
    method: 'PATCH',
    body: { name: 'Leigh A. Kim' },
  });
  const renamed = clientIn(await send(`${CLIENTS}/${id}`));
  assert.deepEqual([renamed['first_name'], renamed['last_name']], ['Leigh', 'A. Kim']);
  for (const unknown of ['nobody', '01890000-0000-7000-8000-000000000000']) {
    assert.equal((await send(`${CLIENTS}/${unknown}`)).status, 404);
    assert.equal((await send(`${CLIENTS}/${unknown}`, { method: 'PUT', body: { first_name: 'x' } })).status, 404);
  }
});

test('clients are found by a word, an address, a number, a uid, and by when they changed', async () => {
  const [robin] = DEMO_CONTACTS.filter(({ name }) => name === 'Robin Vale');
  assert.ok(robin !== undefined);
  const idsOf = async (query: string) => (await listed(query)).map(({ id }) => id);
  assert.deepEqual(await idsOf('search_term=robin'), [robin.uid]);
  assert.deepEqual(await idsOf(`search_by=uid&search_term=${robin.uid}`), [robin.uid]);
  assert.deepEqual(await idsOf('search_by=uid&search_term=nobody'), []);
  assert.deepEqual(await idsOf('search_by=phone&search_term=%2B1 415-555-0148'), [robin.uid]);
  const [mary] = await listed('search_by=email&search_term=Mary@example.com');
  assert.equal(mary?.['first_name'], 'Mary Ann');
  const last = await listed('per_page=2');
  const since = encodeURIComponent(String(last[0]?.['updated_at']));
  assert.deepEqual(await idsOf(`updated_at[gte]=${since}`), [last[0]?.id]);
  assert.deepEqual(await idsOf('page=2&per_page=1'), [last[1]?.id]);
  await send(`${CLIENTS}/${robin.uid}`, { method: 'PUT', body: { tags: ['called'] } });
  assert.deepEqual((await idsOf('per_page=1'))[0], robin.uid, 'the last changed comes first');
});

/** What is asked, and the sentence that refuses it. */
const REFUSED = [
  ['page=1001', 'Invalid page'],
  ['per_page=x', 'Invalid per_page'],
  ['search_by=age&search_term=7', 'Invalid search_by'],
  ['search_term=x', 'Invalid search_term'],
  ['search_by=updated_at&search_term=yesterday', 'Invalid search_term'],
  ['updated_at[gte]=soon', 'Invalid updated_at[gte]'],
] as const;
for (const [query, message] of REFUSED)
  test(`${query} is refused`, () => {
    const read = readClients(Object.fromEntries(new URLSearchParams(query)));
    assert.deepEqual(read, { ok: false, status: 400, message });
  });

for (const [field, value] of [
  ['last_name', 7],
  ['address', 'x'.repeat(501)],
  ['opt_in', 'yes'],
  ['tags', 'vip'],
  ['tags', [7]],
  ['customer_status', 'friend'],
] as const)
  test(`${field} of a client is not ${JSON.stringify(value).slice(0, 20)}`, () => {
    const read = readClient({ first_name: 'A', [field]: value }, null);
    assert.deepEqual(read, { ok: false, status: 422, message: `${field} is invalid` });
  });

test('a list conforms as a whole', async () => {
  assertConforms(Type.Array(ClientObject), await listed());
});
