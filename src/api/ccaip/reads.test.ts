import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testPatchbay } from '../../../test/support/patchbay.ts';
import { assertConforms } from '../../../test/support/conforms.ts';
import { Organization } from './organization.ts';
import { readListQuery } from './read-list.ts';

const patchbay = await testPatchbay();
const { send } = patchbay;
const CALLS = '/manager/api/v1/calls';

type Read = { readonly id: number; readonly created_at: string; readonly updated_at: string };

/** Five calls, of which the first was touched last. */
const ids: number[] = [];
for (let count = 0; count < 5; count += 1) {
  const got = await send('/apps/api/v1/calls', {
    body: {
      call_type: 'Voice Scheduled (API)',
      menu_id: 9,
      end_user_number: '+1 859-657-9625',
      scheduled_at: '2096-01-01T00Z',
    },
  });
  assert.equal(got.status, 201, got.text);
  assert.equal('updated_at' in (got.json as object), false, 'the answer to a create has the printed keys');
  ids.push((got.json as Read).id);
}
await patchbay.database.pool.query(
  `update call set updated_at = '2031-01-01T00:00:00Z'::timestamptz + make_interval(mins => case when id = $1 then 60 else id::int end)`,
  [ids[0]],
);
const touched = [...ids.slice(1), ids[0]];

async function list(query: string): Promise<Read[]> {
  const got = await send(`${CALLS}?${query}`);
  assert.equal(got.status, 200, got.text);
  return got.json as Read[];
}
const idsOf = async (query: string) => (await list(query)).map((call) => call.id);

test('what is read says when it changed last, as a list and by id', async () => {
  const [first] = await list('sort_column=updated_at&sort_direction=DESC');
  assert.deepEqual([first?.id, first?.updated_at], [ids[0], '2031-01-01T01:00:00.000Z']);
  for (const path of [CALLS, '/apps/api/v1/calls']) {
    const shown = (await send(`${path}/${ids[0]}`)).json as Read;
    assert.equal(shown.updated_at, '2031-01-01T01:00:00.000Z');
  }
});

test('lists are sorted as asked, newest first unless asked', async () => {
  assert.deepEqual(await idsOf(''), ids.toReversed());
  assert.deepEqual(await idsOf('sort_column=updated_at&sort_direction=ASC'), touched);
  assert.deepEqual(await idsOf('sort_column=updated_at&sort_direction=asc'), touched);
  assert.deepEqual(await idsOf('sort_column=updated_at'), touched.toReversed());
  assert.deepEqual(await idsOf('sort_column=id&sort_direction=ASC'), ids);
  assert.deepEqual(await idsOf('sort_column=created_at&sort_direction=ASC'), ids);
  assert.deepEqual(await idsOf('sort_direction=ASC'), ids);
});

test('a program that keeps a bookmark reads everything once, page by page, by the links', async () => {
  const seen: number[] = [];
  let path: string | null =
    `${CALLS}?page=1&per=2&sort_column=updated_at&sort_direction=ASC&updated_at[from]=2031-01-01`;
  while (path !== null) {
    const got = await send(path);
    assert.equal(got.status, 200, got.text);
    assert.deepEqual([got.headers.get('total'), got.headers.get('per-page')], ['5', '2']);
    seen.push(...(got.json as Read[]).map((call) => call.id));
    const next: string | undefined = /^<([^>]+)>; rel="next"$/.exec(got.headers.get('link') ?? '')?.[1];
    path = next === undefined ? null : next.slice(patchbay.address.length);
  }
  assert.deepEqual(seen, touched);
});

test('both ends of updated_at are included, a day is its midnight in UTC, and a raw plus sign is taken', async () => {
  const last = '2031-01-01T01:00:00';
  const sorted = 'sort_column=updated_at&sort_direction=ASC&';
  assert.deepEqual(await idsOf(`${sorted}updated_at[from]=${last}Z`), [ids[0]]);
  assert.deepEqual(await idsOf(`${sorted}updated_at[from]=2031-01-01T03:00:00+02:00`), [ids[0]]);
  assert.deepEqual(await idsOf(`${sorted}updated_at[from]=2031-01-01T03:00:00%2B02`), [ids[0]]);
  assert.deepEqual(await idsOf(`${sorted}updated_at[from]=2031-01-01T03:00:00,001+02`), []);
  assert.deepEqual(await idsOf(`${sorted}updated_at[to]=20310101T005959Z`), touched.slice(0, -1));
  assert.deepEqual(await idsOf(`${sorted}updated_at[to]=${last}Z`), touched);
  assert.deepEqual(await idsOf(`${sorted}updated_at[from]=2031-01-01`), touched);
  assert.deepEqual(await idsOf(`${sorted}updated_at[from]=2031-01-02`), []);
});

test('id[] names the calls that are listed, on both lists, and one of ours only', async () => {
  const [first, second] = [String(ids[0]), String(ids[3])];
  assert.deepEqual(await idsOf(`id[]=${second}&id[]=${first}`), [ids[3], ids[0]]);
  assert.deepEqual(await idsOf(`id%5B%5D=${first}&id[]=${first}&id[]=999999&id[]=`), [ids[0]]);
  assert.deepEqual(await idsOf(`id[]=${first}&id[]=${second}&sort_column=id&sort_direction=ASC&per=1&page=2`), [
    ids[3],
  ]);
  assert.deepEqual(await idsOf(`id[]=${first}&updated_at[to]=2030-01-01`), []);
  assert.deepEqual(await idsOf('id[]='), ids.toReversed());
  const other = await send(`/apps/api/v1/calls?id[]=${second}`);
  assert.deepEqual([(other.json as Read[]).map(({ id }) => id), other.headers.get('total')], [[ids[3]], '1']);
  for (const wrong of ['x', '0', '-1', '1.5', '9'.repeat(10)]) {
    const got = await send(`${CALLS}?id[]=${first}&id[]=${wrong}`);
    assert.deepEqual([got.status, got.json], [400, { message: 'id[] is not well formed' }], wrong);
  }
});

test('the links keep what was asked for', async () => {
  const got = await send(`${CALLS}?per=2&sort_column=updated_at&updated_at[from]=2031-01-01T02:00:00+02:00`);
  const next = new URL(/^<([^>]+)>/.exec(got.headers.get('link') ?? '')?.[1] ?? '').searchParams;
  assert.deepEqual(Object.fromEntries(next), {
    per: '2',
    sort_column: 'updated_at',
    'updated_at[from]': '2031-01-01T02:00:00 02:00',
    page: '2',
  });
});

/** What is asked, and the sentence that refuses it. */
const REFUSED = [
  ['page', '0', 'page is not well formed'],
  ['per', '0', 'per is not well formed'],
  ['per', 'many', 'per is not well formed'],
  ['per_page', '-1', 'per_page is not well formed'],
  ['sort_column', 'rating', 'sort_column is not well formed'],
  ['sort_column', 'constructor', 'sort_column is not well formed'],
  ['sort_direction', 'up', 'sort_direction is not well formed'],
  ['updated_at[from]', 'yesterday', 'updated_at[from] is not well formed'],
  ['updated_at[from]', '2027-02-29', 'updated_at[from] is not well formed'],
  ['updated_at[to]', '1893456000', 'updated_at[to] is not well formed'],
] as const;
for (const [name, value, message] of REFUSED)
  test(`${name}=${value} is refused`, () => {
    assert.deepEqual(readListQuery({ query: { [name]: value }, many: () => [] }), { ok: false, message });
  });

test('per goes before per_page, more than 100 is 100, and blanks are as good as nothing', () => {
  const asked = (query: Record<string, string>) => {
    const read = readListQuery({ query, many: () => [] });
    return read.ok ? read.value.perPage : read.message;
  };
  assert.equal(asked({ per: '7', per_page: '9' }), 7);
  assert.equal(asked({ per_page: '9' }), 9);
  assert.equal(asked({ per: '', per_page: '9' }), 9);
  assert.equal(asked({ per: '1000' }), 100);
  assert.equal(
    asked({ per: '', per_page: '', page: '', sort_column: '', sort_direction: '', 'updated_at[from]': ' ' }),
    100,
  );
});

test('a program that tests its credentials is shown whose they are', async () => {
  const got = await send('/manager/api/v1/settings/organization');
  assertConforms(Organization, got.json);
  assert.deepEqual([got.status, got.json], [200, { id: 1, name: 'Somedomain Support', subdomain: 'demo' }]);
  const malformed = await send('/manager/api/v1/settings/organization', { body: {} });
  assert.deepEqual([malformed.status, malformed.json], [405, { message: 'Method Not Allowed' }]);
});
