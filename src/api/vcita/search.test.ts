import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Call } from '#domain/call/call.ts';
import { CALL_STATES } from '#domain/call/state.ts';
import { assertConforms } from '../../../test/support/conforms.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';
import { CLIENT_UID, STAFF_UID, voiceCallReport } from '../../../test/support/voice-calls.ts';
import * as schema from './schema.ts';
import { countsOf, readList, readPeriod, whereOf } from './search.ts';
import { plain, REPORTED_STATUSES } from './status.ts';

/** The fields of everything that is wrong. */
function faults(read: { ok: boolean; errors?: readonly { field?: string; code: string }[] }): (string | undefined)[] {
  assert.ok((read.errors ?? []).every(({ code }) => code === 'invalid'));
  return (read.errors ?? []).map(({ field }) => field);
}

test('a list without a query is the first 25 calls, last changed first', () => {
  const plain = {
    ok: true,
    value: { filters: [], sort: [{ field: 'updatedAt', descending: true }], limit: 25, offset: 0 },
  };
  assert.deepEqual(readList({}), plain);
  assert.deepEqual(readList({ page: '', per_page: '', sort: '', filter: '', unknown: 'x', filters: 'y' }), plain);
});

test('a list is paged and sorted by several fields', () => {
  const read = readList({ page: '10000', per_page: '100', sort: 'created_at:asc,updated_at:desc,duration' });
  assert.deepEqual(read, {
    ok: true,
    value: {
      filters: [],
      sort: [
        { field: 'createdAt', descending: false },
        { field: 'updatedAt', descending: true },
        { field: 'talkSeconds', descending: false },
      ],
      limit: 100,
      offset: 999_900,
    },
  });
});

const WRONG_QUERIES: readonly (readonly [name: string, value: string, field: string])[] = [
  ...['0', '10001', '-1', '1.5', 'x', ' 1'].map((value) => ['page', value, 'page'] as const),
  ...['0', '101', '1e1'].map((value) => ['per_page', value, 'per_page'] as const),
  ...[
    'name:asc',
    'created_at:up',
    'created_at:asc,',
    ',',
    'status:asc',
    'created_at,created_at:desc',
    'constructor',
  ].map((value) => ['sort', value, 'sort'] as const),
  ['filter', 'status', 'filter'],
  ['filter[', 'x', 'filter'],
  ['filter[status]x', 'x', 'filter'],
  ['filter[status][eq][eq]', 'MISSED', 'filter'],
  ['filter[name]', 'my-name', 'filter[name]'],
  ['filter[constructor]', 'x', 'filter[constructor]'],
  ['filter[created_at][after]', '2019-01-01', 'filter[created_at][after]'],
  ['filter[created_at][gt]', 'yesterday', 'filter[created_at][gt]'],
  ['filter[created_at]', '2019-02-30', 'filter[created_at]'],
  ['filter[created_at]', '', 'filter[created_at]'],
  ['filter[duration][lt]', 'long', 'filter[duration][lt]'],
  ['filter[uid]', 'abc', 'filter[uid]'],
  ['filter[status]', 'missed', 'filter[status]'],
  ['filter[status][gt]', 'MISSED', 'filter[status][gt]'],
  ['filter[direction]', 'inbound', 'filter[direction]'],
  ['filter[transcript_status]', 'done', 'filter[transcript_status]'],
  ['filter[staff_uid][lte]', 'x', 'filter[staff_uid][lte]'],
];

for (const [name, value, field] of WRONG_QUERIES)
  test(`${name}=${value} is invalid`, () => assert.deepEqual(faults(readList({ [name]: value })), [field]));

test('everything that is wrong with a list is told at once', () => {
  const read = readList({ page: 'x', sort: 'x', 'filter[x]': '1', 'filter[status]': 'x', 'filter[uid][gt]': 'x' });
  assert.equal(faults(read).length, 5);
});

const TIMES: Readonly<Record<string, string>> = {
  '2019-01-01': '2019-01-01T00:00:00.000Z',
  '2021-07-20T14:00:00.000Z': '2021-07-20T14:00:00.000Z',
  '2021-07-20T14:00': '2021-07-20T14:00:00.000Z',
  '2021-07-20T14:00:00+02:00': '2021-07-20T12:00:00.000Z',
  '2021-07-20T14:00:00 02:00': '2021-07-20T12:00:00.000Z',
  '2021-07-20T14:00:00-0230': '2021-07-20T16:30:00.000Z',
};

for (const [written, meant] of Object.entries(TIMES))
  test(`${written} is ${meant}`, () => {
    const read = readList({ 'filter[updated_at][gte]': written });
    assert.ok(read.ok);
    assert.deepEqual(read.value.filters, [{ field: 'updated_at', operator: 'gte', value: new Date(meant) }]);
  });

test('a filter without an operator means equality, and a raw + of a number is understood', () => {
  const read = readList({ 'filter[from_number]': ' 14155550148' });
  assert.ok(read.ok);
  const nobody = { staff: () => 0, client: () => 0 };
  assert.deepEqual(whereOf(read.value.filters, nobody), [
    [{ field: 'fromNumber', operator: 'eq', value: '+14155550148' }],
  ]);
});

test('a period includes its days', () => {
  assert.deepEqual(readPeriod({ start_date: '2026-01-01', end_date: '2026-01-31', status: 'VOICEMAIL' }), {
    ok: true,
    value: {
      from: new Date('2026-01-01T00:00:00Z'),
      until: new Date('2026-02-01T00:00:00Z'),
      status: 'VOICEMAIL',
    },
  });
  assert.deepEqual(readPeriod({ start_date: '', status: '' }), {
    ok: true,
    value: { from: null, until: null, status: null },
  });
});

test('everything that is wrong with a period is told at once', () => {
  const read = readPeriod({ start_date: '2026-13-01', end_date: '2026-02-29', status: 'missed' });
  assert.deepEqual(faults(read), ['start_date', 'end_date', 'status']);
  assert.deepEqual(faults(readPeriod({ start_date: '2026-01-02', end_date: '2026-01-01' })), ['end_date']);
  assert.deepEqual(faults(readPeriod({ start_date: '2026-01-01T00:00:00Z' })), ['start_date']);
});

test('counts are told for every status, or for the one that was asked for under the name it was asked by', () => {
  const counted = [
    { status: 'MISSED', count: 2 },
    { status: 'VOICEMAIL_RECEIVED', count: 1 },
    { status: 'VOICEMAIL_RECEIVED', count: 4 },
  ] as const;
  assert.deepEqual(
    countsOf(counted, null).map(({ count }) => count),
    [0, 0, 2, 0, 0, 5],
  );
  assert.deepEqual(countsOf(counted, 'VOICEMAIL'), [{ status: 'VOICEMAIL', count: 5 }]);
  assert.deepEqual(countsOf(counted, 'INCOMING_CALL'), [{ status: 'INCOMING_CALL', count: 0 }]);
});

test('no query makes a reader throw', () => {
  const names = fc.oneof(
    fc.string(),
    fc.constantFrom('page', 'per_page', 'sort', 'filter', 'start_date', 'end_date', 'status'),
    fc
      .tuple(fc.constantFrom('status', 'created_at', 'uid', 'x'), fc.constantFrom('gt', 'eq', 'y'))
      .map(([field, operator]) => `filter[${field}][${operator}]`),
  );
  const values = fc.oneof(fc.string(), fc.constantFrom('1', '2026-01-01', 'MISSED', 'created_at:asc'));
  fc.assert(
    fc.property(fc.dictionary(names, values), (query) => {
      readPeriod(query);
      const read = readList(query);
      if (read.ok) whereOf(read.value.filters, { staff: () => 0, client: () => 0 });
      else assert.ok(read.errors.length > 0);
    }),
  );
});

const patchbay = await testPatchbay();
const { send, database } = patchbay;
const CALLS = '/v3/communication/voice_calls';
const UNKNOWN = '01890000-0000-7000-8000-000000000000';

type Entity = { readonly uid: string; readonly [field: string]: unknown };

async function post(change: Readonly<Record<string, unknown>> = {}): Promise<Entity> {
  const got = await send(CALLS, { body: voiceCallReport(change) });
  return (got.json as { data: Entity }).data;
}

async function listed(query: string): Promise<Entity[]> {
  const got = await send(`${CALLS}?${query}`);
  assert.equal(got.status, 200, got.text);
  assertConforms(schema.enveloped(schema.VoiceCalls), got.json);
  return (got.json as { data: { voice_calls: Entity[] } }).data.voice_calls;
}

/** A call that Patchbay has led. */
async function aFinishedCall(): Promise<Call> {
  const placed = await send('/apps/api/v1/calls', {
    body: {
      call_type: 'Voice Outbound (API)',
      agent_email: 'admin@somedomain.com',
      end_user_number: '+1 859-657-9625',
      outbound_number: '+1 339-219-5276',
    },
  });
  return patchbay.until((placed.json as { id: number }).id, (call) => call.transcriptStatus === 'done');
}

/** Recordings' addresses change with every second, calls' uids never. */
const uids = (calls: readonly Entity[]): string[] => calls.map(({ uid }) => uid);

test('status filters find ours and reported calls alike, and their negation all others', async () => {
  const { uid: staffed } = await post();
  // One call of each state and kind, as the engine would leave it.
  for (const origin of ['phone', 'fin'])
    for (const state of CALL_STATES) {
      const { uid } = await post();
      await database.pool.query('update call set origin = $2, state = $3, report = null where uid = $1', [
        uid,
        origin,
        state,
      ]);
    }
  for (const status of REPORTED_STATUSES) await post({ status });
  const all = await listed('per_page=100');
  assert.ok(all.length < 100 && all.some(({ uid }) => uid === staffed));
  for (const status of REPORTED_STATUSES) {
    const found = await listed(`per_page=100&filter[status]=${status}`);
    const others = await listed(`per_page=100&filter[status][ne]=${status}`);
    const wanted = all.filter((call) => plain(call['status'] as 'MISSED') === plain(status));
    assert.deepEqual(uids(found), uids(wanted));
    assert.deepEqual(uids(others), uids(all.filter((call) => !wanted.includes(call))));
  }
});

test('every filter finds exactly the calls whose entity holds it', async () => {
  const { uid } = await post({ staff_uid: 'somebody', client_uid: 'someone' });
  await send(`${CALLS}/${uid}`, { method: 'PUT', body: { duration: 61 } });
  const finished = await aFinishedCall();
  const all = await listed('per_page=100');
  const fields = {
    uid: finished.uid,
    staff_uid: [STAFF_UID, 'somebody', UNKNOWN],
    client_uid: [CLIENT_UID, 'someone', finished.contact?.uid ?? '', UNKNOWN],
    from_number: ['+14155550148', '+13392195276', '%2B13392195276'],
    to_number: ['+18596579625', '+14155550901'],
    direction: ['INBOUND', 'OUTBOUND'],
    source_id: ['call-src-001', 'nothing'],
    external_uuid: all.flatMap(({ external_uuid: theirs }) => (typeof theirs === 'string' ? [theirs] : [])).slice(0, 2),
    transcript_status: ['DONE', 'IN_PROGRESS'],
    duration: ['61', '0'],
    created_at: all.slice(0, 1).map((call) => String(call['created_at'])),
  };
  for (const [field, values] of Object.entries(fields))
    for (const value of [values].flat()) {
      const holds = (call: Entity): boolean => String(call[field]) === decodeURIComponent(value);
      assert.deepEqual(uids(await listed(`per_page=100&filter[${field}]=${value}`)), uids(all.filter(holds)), field);
      const others = await listed(`per_page=100&filter[${field}][ne]=${value}`);
      assert.deepEqual(uids(others), uids(all.filter((call) => !holds(call))), field);
    }
  const between = `filter[duration][gte]=1&filter[duration][lte]=61&filter[created_at][gt]=2019-01-01`;
  const wanted = all.filter((call) => Number(call['duration']) >= 1 && Number(call['duration']) <= 61);
  assert.deepEqual(uids(await listed(`per_page=100&${between}`)), uids(wanted));
  assert.deepEqual(await listed('filter[created_at][lt]=2019-01-01'), []);
});

test('a list is sorted and paged as asked', async () => {
  const all = await listed('per_page=100&sort=direction:desc,created_at:asc');
  const key = (call: Entity): string => `${call['direction'] === 'OUTBOUND' ? 0 : 1} ${String(call['created_at'])}`;
  assert.deepEqual(
    all.map(key),
    all.map(key).toSorted((a, b) => (a < b ? -1 : 1)),
  );
  assert.deepEqual(uids(await listed('per_page=7&page=2&sort=direction:desc,created_at:asc')), uids(all.slice(7, 14)));
  assert.deepEqual(await listed('page=10000&per_page=100'), []);
  const wrong = await send(`${CALLS}?page=0&filter[name]=x`);
  assert.equal(wrong.status, 422);
  assertConforms(schema.Failure, wrong.json);
  assert.deepEqual(
    (wrong.json as { errors: { field: string }[] }).errors.map(({ field }) => field),
    ['page', 'filter[name]'],
  );
});
