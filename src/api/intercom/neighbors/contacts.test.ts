import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { assertConforms } from '../../../../test/support/conforms.ts';
import { testPatchbay } from '../../../../test/support/patchbay.ts';
import { ErrorList } from '../schema.ts';
import * as schema from './contact-schema.ts';

const patchbay = await testPatchbay();
const { send } = patchbay;
type Told = Readonly<Record<string, unknown>> & { readonly id: string };
type List = { readonly data: readonly Told[]; readonly total_count: number; readonly pages: Pages };
type Pages = { readonly page: number; readonly next?: { readonly starting_after: string } };

const made = async (body: object): Promise<Told> => {
  const got = await send('/contacts', { body });
  assert.equal(got.status, 200, got.text);
  assertConforms(schema.ContactObject, got.json);
  return got.json as Told;
};
const refused = async (path: string, sent: object, status: number, code: string): Promise<string> => {
  const got = await send(path, sent);
  assert.equal(got.status, status, got.text);
  assertConforms(ErrorList, got.json);
  const [error] = (got.json as { errors: { code: string; message: string }[] }).errors;
  assert.equal(error?.code, code, got.text);
  return error.message;
};
const search = async (query: object, more: object = {}): Promise<List> => {
  const got = await send('/contacts/search', { body: { query, ...more } });
  assert.equal(got.status, 200, got.text);
  assertConforms(schema.ContactList, got.json);
  return got.json as List;
};
const names = async (query: object): Promise<unknown[]> =>
  (await search(query)).data.map(({ name }) => String(name)).toSorted((a, b) => (a < b ? -1 : 1));
const is = (field: string, operator: string, value: unknown): object => ({ field, operator, value });

let ada: Told;
let lin: Told;
before(async () => {
  ada = await made({
    role: 'user',
    external_id: 'crm-1',
    email: 'Ada@Example.com',
    phone: '+1 415-555-0171',
    name: 'Ada King',
    custom_attributes: { plan: 'pro', seats: 12, beta: true },
  });
  lin = await made({ role: 'lead', email: 'lin@example.org', name: 'Lin 100%_' });
});

test('a contact of the vendor is our contact, by the id that its calls show', async () => {
  assert.deepEqual(
    [ada['external_id'], ada['phone'], ada['formatted_phone'], ada['custom_attributes']],
    ['crm-1', '+14155550171', '+1 415 555 0171', { plan: 'pro', seats: 12, beta: true }],
  );
  assert.deepEqual((await send(`/contacts/${ada.id}`)).json, ada);
  assert.deepEqual((await send('/contacts/find_by_external_id/crm-1')).json, ada);
  const { data } = (await send('/v1/contacts?phone=%2B14155550171')).json as { data: { uid: string }[] };
  assert.deepEqual(
    data.map(({ uid }) => uid),
    [ada.id],
  );
});

test('each operator finds what it says, and no other', async () => {
  const cases: readonly (readonly [object, readonly string[]])[] = [
    [is('email', '=', 'ada@example.com'), ['Ada King']],
    [is('phone', '=', '+1 (415) 555-0171'), ['Ada King']],
    [is('phone', '~', '555-0171'), ['Ada King']],
    [is('phone', '^', '+1415'), ['Ada King']],
    [is('external_id', '=', 'crm-1'), ['Ada King']],
    [is('external_id', 'IN', ['crm-1', 'crm-2']), ['Ada King']],
    [is('name', '^', 'ada'), ['Ada King']],
    [is('name', '$', 'KING'), ['Ada King']],
    [is('name', '~', '0%_'), ['Lin 100%_']],
    [is('email_domain', '=', 'example.org'), ['Lin 100%_']],
    [is('id', 'IN', [lin.id, 'no-uid']), ['Lin 100%_']],
    [
      is('created_at', '=', ada['created_at']),
      ada['created_at'] === lin['created_at'] ? ['Ada King', 'Lin 100%_'] : ['Ada King'],
    ],
    [is('created_at', '>', Number(lin['created_at']) + 1), []],
    [is('custom_attributes.plan', '=', 'pro'), ['Ada King']],
    [is('custom_attributes.seats', '>', 11), ['Ada King']],
    [is('custom_attributes.seats', '>', 12), []],
    [is('custom_attributes.seats', '<=', 12), ['Ada King']],
    [is('custom_attributes.beta', '=', true), ['Ada King']],
    [is('last_seen_at', '>', 0), []],
    [is('has_hard_bounced', '=', true), []],
  ].map(([query, found]) => [query as object, found as readonly string[]]);
  const among = { operator: 'OR', value: [is('id', 'IN', [ada.id, lin.id])] };
  for (const [query, found] of cases)
    assert.deepEqual(
      await names({ operator: 'AND', value: [query, among] }),
      found.filter((name) => name === 'Ada King' || name === 'Lin 100%_'),
      JSON.stringify(query),
    );
  const both: readonly object[] = [
    is('owner_id', '=', null),
    is('owner_id', '!=', 5),
    is('phone', '!=', '+14155550172'),
    is('name', 'NIN', ['Robin']),
    is('name', '!~', 'robin'),
    is('created_at', '!=', 1),
    is('custom_attributes.plan', '!=', 'free'),
    is('unsubscribed_from_emails', '=', false),
    is('updated_at', '>', '1306054154'),
  ];
  for (const query of both)
    assert.deepEqual(
      await names({ operator: 'AND', value: [query, among] }),
      ['Ada King', 'Lin 100%_'],
      JSON.stringify(query),
    );
  assert.deepEqual(
    await names({
      operator: 'AND',
      value: [
        { operator: 'OR', value: [is('name', '=', 'ada king'), is('name', '=', 'lin 100%_')] },
        { operator: 'OR', value: [is('role', '=', 'lead'), is('role', '=', 'nobody')] },
      ],
    }),
    ['Lin 100%_'],
  );
});

test('what cannot be searched is refused in the vendor’s words', async () => {
  const deep = (times: number): object =>
    times === 0 ? is('name', '=', 'x') : { operator: 'AND', value: [deep(times - 1)] };
  const wrong: readonly (readonly [unknown, string, RegExp])[] = [
    [undefined, 'invalid_query', /^Invalid query\. Ensure/],
    [{ field: 'email', operator: '=' }, 'invalid_query', /Invalid query/],
    [is('not_a_field', '=', 'x'), 'invalid_field', /^not_a_field is not a valid field$/],
    [is('custom_attributes.', '=', 'x'), 'invalid_field', /is not a valid field/],
    [is('__proto__', '=', 'x'), 'invalid_field', /is not a valid field/],
    [is('email', '>', 'x'), 'invalid_operator', /^email does not support operator: >$/],
    [{ operator: 'XOR', value: [] }, 'invalid_operator', /^Composite operators must be of type AND or OR $/],
    [is('email', '=', 123), 'invalid_value', /^123 is not a valid string$/],
    [is('created_at', '>', 'foorbar'), 'invalid_value', /^foorbar is not a valid date$/],
    [is('created_at', '>', 1e15), 'invalid_value', /is not a valid date$/],
    [is('created_at', '>', null), 'invalid_value', /^null is not a valid date$/],
    [is('email', 'IN', 'x'), 'invalid_value', /list/],
    [is('name', '=', 'x'.repeat(1001)), 'invalid_value', /1000 characters/],
    [{ operator: 'OR', value: Array(16).fill(is('name', '=', 'x')) }, 'invalid_value', /greater than 15/],
    [deep(4), 'invalid_query', /Invalid query/],
  ];
  for (const [query, code, message] of wrong)
    assert.match(await refused('/contacts/search', { body: { query } }, 400, code), message);
  assert.equal((await names(deep(3))).length, 0);
  const sort = { field: 'created_at', order: 'desc' };
  const body = { query: is('name', '=', 'x'), sort };
  await refused('/contacts/search', { body }, 400, 'invalid_sort_order');
});

test('pages continue behind the last contact, also when others come meanwhile, and lead to all of them once', async () => {
  for (const place of [1, 2, 3, 4, 5]) await made({ role: 'lead', name: `Paged ${place}` });
  const query = is('name', '^', 'Paged');
  const seen: unknown[] = [];
  let after: string | undefined;
  let pages = 0;
  do {
    const pagination = { per_page: 2, ...(after === undefined ? {} : { starting_after: after }) };
    const { data, pages: told, total_count: total } = await search(query, { pagination });
    pages += 1;
    assert.deepEqual([told.page, total], [pages, pages === 1 ? 5 : 6]);
    seen.push(...data.map(({ name }) => name));
    if (pages === 1) await made({ role: 'lead', name: 'Paged 6' });
    after = told.next?.starting_after;
  } while (after !== undefined);
  assert.deepEqual(seen, ['Paged 5', 'Paged 4', 'Paged 3', 'Paged 2', 'Paged 1']);
  const sorted = await search(query, { sort: { field: 'updated_at', order: 'ascending' } });
  assert.deepEqual([sorted.data[0]?.['name'], sorted.data.at(-1)?.['name']], ['Paged 1', 'Paged 6']);
  const list = (await send('/contacts?per_page=1')).json as List;
  assertConforms(schema.ContactList, list);
  const second = await send(`/contacts?per_page=1&starting_after=${list.pages.next?.starting_after}`);
  assert.notEqual((second.json as List).data[0]?.id, list.data[0]?.id);
  for (const cursor of ['x', '', 'W10'].filter((each) => each !== ''))
    await refused(`/contacts?starting_after=${cursor}`, {}, 400, 'client_error');
  await refused('/contacts?per_page=0', {}, 400, 'parameter_invalid');
});

test('a contact who is there already is named, and not made twice', async () => {
  for (const body of [
    { external_id: 'crm-1' },
    { role: 'user', email: 'ADA@example.com' },
    { role: 'lead', phone: '+14155550171' },
  ])
    assert.match(await refused('/contacts', { body }, 409, 'conflict'), new RegExp(`id=${ada.id}$`));
  await refused(`/contacts/${lin.id}`, { method: 'PUT', body: { phone: '+14155550171' } }, 409, 'conflict');
  await made({ role: 'lead', email: 'ada@example.com' });
});

test('of requests at once that ask for one external id or address, one is granted and the others name its contact', async () => {
  for (const [field, body] of [
    ['external_id', { external_id: 'raced-1' }],
    ['email', { role: 'user', email: 'raced@example.com' }],
  ] as const) {
    const all = await Promise.all(Array.from({ length: 5 }, async () => send('/contacts', { body })));
    const [winner, ...more] = all.filter(({ status }) => status === 200);
    assert.deepEqual(more, [], field);
    assert.ok(winner !== undefined);
    const { id } = winner.json as Told;
    for (const other of all.filter((each) => each !== winner)) {
      assert.equal(other.status, 409, other.text);
      assert.match(other.text, new RegExp(`already exists with id=${id}"`));
    }
  }
  const [one, two] = [await made({ external_id: 'raced-a' }), await made({ external_id: 'raced-b' })];
  const put = async ({ id }: Told) => send(`/contacts/${id}`, { method: 'PUT', body: { external_id: 'raced-c' } });
  const statuses = (await Promise.all([put(one), put(two)])).map(({ status }) => status);
  assert.deepEqual(
    statuses.toSorted((a, b) => a - b),
    [200, 409],
  );
});

test('a change touches what it names, and is when the contact was updated', async () => {
  const was = await made({ role: 'lead', name: 'Sam', custom_attributes: { a: 1, b: 2 } });
  await patchbay.database.pool.query(`update contact set created_at = created_at - interval '1 hour' where uid = $1`, [
    was.id,
  ]);
  const got = await send(`/contacts/${was.id}`, {
    method: 'PUT',
    body: { role: 'user', email: 'sam@example.com', custom_attributes: { a: null, c: 3 } },
  });
  assertConforms(schema.ContactObject, got.json);
  const now = got.json as Told;
  assert.deepEqual([now['name'], now['role'], now['email']], ['Sam', 'user', 'sam@example.com']);
  assert.deepEqual(now['custom_attributes'], { b: 2, c: 3 });
  assert.ok(Number(now['updated_at']) >= Number(was['created_at']));
  for (const body of [
    { role: 'admin' },
    { email: 'no address' },
    { phone: '12' },
    { name: 'x'.repeat(191) },
    { custom_attributes: [] },
  ])
    await refused(`/contacts/${was.id}`, { method: 'PUT', body }, 400, 'parameter_invalid');
  await refused('/contacts', { body: {} }, 400, 'parameter_not_found');
  await refused('/contacts/01890000-0000-7000-8000-000000000000', {}, 404, 'not_found');
});

test('deleting is forgetting: not on legal hold, nor by the name of one that was merged', async () => {
  const [gone, kept, merged] = [
    await made({ external_id: 'gone' }),
    await made({ external_id: 'kept' }),
    await made({ external_id: 'merged' }),
  ];
  const idOf = async ({ id }: Told): Promise<number> => {
    const contact = await patchbay.engine.directory.contactByUid(1, id);
    return contact?.id ?? 0;
  };
  await send(`/v1/contacts/${await idOf(kept)}/legal_hold`, { method: 'PUT' });
  await send(`/v1/contacts/${await idOf(merged)}/merge`, { body: { into: await idOf(kept) } });
  await refused(`/contacts/${kept.id}`, { method: 'DELETE' }, 409, 'conflict');
  const elsewhere = await send(`/contacts/${merged.id}`);
  assert.equal(elsewhere.status, 410);
  assert.match(elsewhere.headers.get('link') ?? '', new RegExp(`/contacts/${kept.id}>`));
  await refused(`/contacts/${merged.id}`, { method: 'DELETE' }, 410, 'contact_merged');
  const done = await send(`/contacts/${gone.id}`, { method: 'DELETE' });
  assertConforms(schema.ContactDeleted, done.json);
  await refused(`/contacts/${gone.id}`, {}, 404, 'not_found');
  const { data } = (await send('/v1/audit?limit=5')).json as { data: { action: string }[] };
  assert.ok(data.some(({ action }) => action === 'contact.forgotten'));
  assertConforms(schema.EmptyOfContact, (await send(`/contacts/${kept.id}/tags`)).json);
});
