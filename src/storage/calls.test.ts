import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call, CallDraft } from '#domain/call/call.ts';
import type { CallCondition, CallSort } from '#domain/ports/stores.ts';
import { at, START } from '../../test/support/calls.ts';
import { addContact, storeDatabase, storedCalls } from '../../test/support/store-database.ts';

const database = await storeDatabase();
const { calls, make } = storedCalls(database);

/** Calls of a workspace of their own, so that each test reads only its own. */
async function workspace(...drafts: readonly Partial<CallDraft>[]): Promise<{ id: number; made: readonly Call[] }> {
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into workspace (subdomain, name) values ('w' || gen_random_uuid(), 'W') returning id`,
  );
  const id = rows[0]?.id ?? 0;
  const made: Call[] = [];
  for (const each of drafts) made.push(await make({ workspaceId: id, ...each }));
  return { id, made };
}
const idsOf = (found: readonly Call[]): number[] => found.map(({ id }) => id);

test('a call is read by each of its names, in its own workspace', async () => {
  const recording = { uid: '01890000-0000-7000-8000-00000000000a', kind: 'call', status: 'pending' } as const;
  const call = await make({ requestKey: 'key' });
  await database.pool.query('update call set recording = $2 where id = $1', [call.id, recording]);
  for (const found of [
    await calls.byId(1, call.id),
    await calls.byUid(1, call.uid),
    await calls.byRequestKey(1, 'key'),
    await calls.byRecording(recording.uid),
    await calls.anyById(call.id),
  ])
    assert.equal(found?.id, call.id);
  for (const found of [
    await calls.byId(2, call.id),
    await calls.byUid(2, call.uid),
    await calls.byRequestKey(2, 'key'),
    await calls.byRequestKey(1, 'other'),
    await calls.byRecording(call.uid),
    await calls.anyById(999_999),
  ])
    assert.equal(found, null);
});

test('live calls are all in progress, without those for later; the overdue are those whose time has passed, the longest first', async () => {
  await database.pool.query('update call set deadline_at = null');
  const [late, later, scheduled, ended] = [
    await make({ deadlineAt: at(20) }),
    await make({ deadlineAt: at(10), workspaceId: 2 }),
    await make({ deadlineAt: at(30), state: 'scheduled' }),
    await make({ deadlineAt: null, state: 'finished' }),
  ];
  assert.deepEqual(idsOf(await calls.live()), [late.id, later.id]);
  assert.ok(!idsOf(await calls.live()).includes(ended.id));
  assert.deepEqual(idsOf(await calls.overdue(at(30), 10)), [later.id, late.id]);
  assert.deepEqual(idsOf(await calls.overdue(at(31), 10)), [later.id, late.id, scheduled.id]);
  assert.deepEqual(idsOf(await calls.overdue(at(31), 1)), [later.id]);
});

test('a failed call whose call-back has finished is found until it knows', async () => {
  const failed = await make({ state: 'failed' });
  const [finished] = [await make({ state: 'finished', parentId: failed.id })];
  await make({ state: 'failed', parentId: (await make({ state: 'failed' })).id });
  await make({ state: 'finished', parentId: (await make({ state: 'finished' })).id });
  assert.deepEqual(await calls.unrecovered(), [failed.id]);
  await database.pool.query(`update call set state = 'recovered' where id = $1`, [failed.id]);
  assert.deepEqual(await calls.unrecovered(), []);
  assert.equal(finished?.parentId, failed.id);
});

const A = '+14155550101';
const B = '+14155550102';
const { id: listed, made: five } = await workspace(
  { createdAt: at(0), updatedAt: at(50), state: 'finished', contactNumber: A },
  { createdAt: at(10), updatedAt: at(40), state: 'failed', contactNumber: B },
  { createdAt: at(20), updatedAt: at(30), state: 'finished', contactNumber: B },
  { createdAt: at(20), updatedAt: at(30), state: 'queued', contactNumber: A },
  { createdAt: at(30), updatedAt: at(20), state: 'queued', contactNumber: null },
);
const place = (call: Call): number => five.findIndex(({ id }) => id === call.id);

/** What is asked -> places in the list above, in order. */
const FILTERS: readonly (readonly [Parameters<typeof calls.filtered>[1], CallSort, readonly number[]])[] = [
  [{}, { field: 'id', descending: false }, [0, 1, 2, 3, 4]],
  [{}, { field: 'id', descending: true }, [4, 3, 2, 1, 0]],
  [{}, { field: 'createdAt', descending: false }, [0, 1, 2, 3, 4]],
  [{}, { field: 'createdAt', descending: true }, [4, 3, 2, 1, 0]],
  [{}, { field: 'updatedAt', descending: false }, [4, 2, 3, 1, 0]],
  [{}, { field: 'updatedAt', descending: true }, [0, 1, 3, 2, 4]],
  [{ updatedFrom: at(30) }, { field: 'id', descending: false }, [0, 1, 2, 3]],
  [{ updatedTo: at(30) }, { field: 'id', descending: false }, [2, 3, 4]],
  [{ updatedFrom: at(31), updatedTo: at(40) }, { field: 'id', descending: false }, [1]],
  [{ states: ['finished', 'failed'] }, { field: 'id', descending: false }, [0, 1, 2]],
  [{ states: [] }, { field: 'id', descending: false }, []],
  [{ contactNumber: B }, { field: 'id', descending: false }, [1, 2]],
  [{ contactNumber: B, states: ['finished'] }, { field: 'id', descending: false }, [2]],
];
for (const [filter, sort, expected] of FILTERS)
  test(`calls with ${JSON.stringify(filter)} by ${sort.field} ${sort.descending ? 'down' : 'up'}: ${expected.join(' ')}`, async () => {
    const { calls: found, total } = await calls.filtered(listed, filter, sort, 10, 0);
    assert.deepEqual([found.map(place), total], [expected, expected.length]);
  });

test('a filtered page is cut by limit and offset, and its total is not', async () => {
  const page = async (limit: number, offset: number) => {
    const { calls: found, total } = await calls.filtered(listed, {}, { field: 'id', descending: false }, limit, offset);
    return [found.map(place), total];
  };
  assert.deepEqual(await page(2, 0), [[0, 1], 5]);
  assert.deepEqual(await page(2, 4), [[4], 5]);
  assert.deepEqual(await page(2, 5), [[], 5]);
});

test('conversations are filtered and read by their ids', async () => {
  const [first, second] = [five[0]?.conversationId ?? 0, five[3]?.conversationId ?? 0];
  const filter = { conversationIds: [first, second] };
  const { calls: found } = await calls.filtered(listed, filter, { field: 'id', descending: false }, 10, 0);
  assert.deepEqual(found.map(place), [0, 3]);
  assert.deepEqual((await calls.byConversations(listed, [first, second])).map(place), [3, 0], 'newest first');
  assert.deepEqual(await calls.byConversations(1, [first]), []);
});

test('calls are read on from one of them, newest first, by time and then by id', async () => {
  assert.deepEqual((await calls.before(listed, null, 2)).map(place), [4, 3]);
  assert.deepEqual((await calls.before(listed, five[3]?.id ?? 0, 2)).map(place), [2, 1]);
  assert.deepEqual((await calls.before(listed, five[0]?.id ?? 0, 2)).map(place), []);
});

const contactId = await addContact(database, 1, { phone: A });
const { id: sought, made: three } = await workspace(
  {
    direction: 'inbound',
    contactNumber: A,
    contactId,
    connectedAt: at(0),
    endsAt: at(61.9),
    state: 'finished',
    agentId: 5,
  },
  { direction: 'outbound', contactNumber: B, ownNumber: '+1 (339) 219-5276', transcriptStatus: 'done' },
  { direction: 'inbound', contactNumber: null, ownNumber: null, createdAt: at(5), connectedAt: at(0) },
);

/** One condition -> places in the list above that it leaves, in order of age. */
const CONDITIONS: readonly (readonly [
  CallCondition['field'],
  CallCondition['operator'],
  CallCondition['value'],
  readonly number[],
])[] = [
  ['uid', 'eq', three[1]?.uid ?? '', [1]],
  ['state', 'ne', 'finished', [1, 2]],
  ['direction', 'eq', 'inbound', [0, 2]],
  ['createdAt', 'gt', START, [2]],
  ['createdAt', 'gte', START, [0, 1, 2]],
  ['createdAt', 'lt', at(5), [0, 1]],
  ['createdAt', 'lte', at(5), [0, 1, 2]],
  ['contactNumber', 'eq', null, [2]],
  ['contactNumber', 'ne', null, [0, 1]],
  ['agentId', 'eq', 5, [0]],
  ['contactId', 'eq', contactId, [0]],
  ['fromNumber', 'eq', A, [0]],
  ['toNumber', 'eq', '+13392195276', [0]],
  ['fromNumber', 'eq', '+13392195276', [1]],
  ['toNumber', 'eq', B, [1]],
  ['talkSeconds', 'eq', 61, [0]],
  ['talkSeconds', 'eq', 0, [1, 2]],
  ['transcriptStatus', 'eq', 'done', [1]],
  ['reportStatus', 'eq', null, [0, 1, 2]],
];
for (const [field, operator, value, expected] of CONDITIONS)
  test(`${field} ${operator} ${String(value)}: ${expected.join(' ') || 'none'}`, async () => {
    const where = [[{ field, operator, value }]];
    const sort = [{ field: 'createdAt', descending: false }] as const;
    const found = await calls.search(sought, { where, sort, limit: 10, offset: 0 });
    const ids = found.map(({ id }) => id);
    const places = three.flatMap(({ id }, at) => (ids.includes(id) ? [at] : []));
    assert.deepEqual([places, found.length], [expected, expected.length]);
  });

test('of conditions side by side one must hold, of those one after the other all; alike calls come newest first', async () => {
  const inbound = { field: 'direction', operator: 'eq', value: 'inbound' } as const;
  const toB = { field: 'toNumber', operator: 'eq', value: B } as const;
  const unended = { field: 'state', operator: 'ne', value: 'finished' } as const;
  const search = async (where: readonly (readonly CallCondition[])[], limit = 10, offset = 0) => {
    const sort = [{ field: 'direction', descending: false }] as const;
    const found = await calls.search(sought, { where, sort, limit, offset });
    return found.map(({ id }) => three.findIndex((each) => each.id === id));
  };
  assert.deepEqual(await search([[inbound, toB]]), [2, 0, 1]);
  assert.deepEqual(await search([[inbound, toB], [unended]]), [2, 1]);
  assert.deepEqual(await search([]), [2, 0, 1]);
  assert.deepEqual(await search([], 1, 1), [0]);
});

test('calls are counted by state in a time whose end is not in it, of all or of one contact', async () => {
  const { id } = await workspace(
    { state: 'finished', createdAt: at(0) },
    { state: 'finished', createdAt: at(10), contactId },
    { state: 'finished', createdAt: at(10), origin: 'fin' },
    { state: 'failed', createdAt: at(20) },
  );
  const count = async (...range: [Date | null, Date | null, (number | null)?]) =>
    (await calls.countByStatus(id, ...range))
      .map(({ state, fin, count: each }) => `${state}${fin ? ' fin' : ''} ${each}`)
      .toSorted();
  assert.deepEqual(await count(null, null), ['failed 1', 'finished 2', 'finished fin 1']);
  assert.deepEqual(await count(at(0), at(10)), ['finished 1']);
  assert.deepEqual(await count(at(10), null), ['failed 1', 'finished 1', 'finished fin 1']);
  assert.deepEqual(await count(null, null, contactId), ['finished 1']);
});

test('talk is summed over calls of a time, whole seconds each', async () => {
  const { id } = await workspace(
    { createdAt: at(0), connectedAt: at(0), endsAt: at(10.9) },
    { createdAt: at(5), connectedAt: at(5), endsAt: at(6.9) },
    { createdAt: at(9), connectedAt: at(9) },
    { createdAt: at(10), connectedAt: at(10), endsAt: at(99) },
  );
  assert.equal(await calls.talkSecondsIn(id, at(0), at(10)), 11);
  assert.equal(await calls.talkSecondsIn(id, at(50), at(60)), 0);
});

test('the events of a call are read in order, in its own workspace', async () => {
  const call = await make();
  await database.pool.query(
    `insert into call_event (workspace_id, call_id, type, data, at) values (1, $1, 'a', '{"n": 1}', $2), (1, $1, 'b', '{}', $2)`,
    [call.id, START],
  );
  const events = await calls.events(1, call.id);
  assert.deepEqual(
    events.filter(({ type }) => type.length === 1).map(({ type, data, at: when }) => [type, data, when]),
    [
      ['a', { n: 1 }, START],
      ['b', {}, START],
    ],
  );
  assert.deepEqual(await calls.events(2, call.id), []);
});
