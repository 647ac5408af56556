/**
 * The log of events is read in its order even when a lower number is committed later; and webhooks as they are kept.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { MAX_REFUSALS_A_MINUTE, REFUSAL_DAYS } from '#domain/ports/refusal-log.ts';
import { MAX_WEBHOOKS } from '#domain/ports/webhooks.ts';
import type { LoggedEvent } from '#domain/ports/event-log.ts';
import { createReader } from '#webhooks/reader.ts';
import { createManualClock } from '../../test/support/manual-clock.ts';
import { START, at } from '../../test/support/calls.ts';
import { storeDatabase } from '../../test/support/store-database.ts';
import { until } from '../../test/support/until.ts';
import { createEventLog } from './event-log.ts';
import { createRefusalLog } from './refusal-log.ts';
import { createWebhookStore } from './webhooks.ts';

const database = await storeDatabase();
const { pool } = database;
const log = createEventLog(database);
const store = createWebhookStore(database);

const insert = `insert into call_event (workspace_id, call_id, type, data, at) values (1, $1, 'held', '{}', now()) returning seq`;

/** A reader from the present end of the log on, and what it has taken. */
async function follow() {
  let position = await log.last();
  const taken: LoggedEvent[] = [];
  const reader = createReader({
    log,
    clock: createManualClock(START),
    position: () => position,
    take: async (events, upTo) => {
      taken.push(...events);
      position = upTo;
    },
    failed: (error) => assert.fail(String(error)),
  });
  reader.start();
  return { reader, taken, position: () => position };
}

/** A transaction that is under way on a connection of its own. */
async function begin() {
  const client = await pool.connect();
  await client.query('begin');
  // A call is written before its event: by then the transaction has its number.
  await client.query('select pg_current_xact_id()');
  return {
    write: async (callId: number) => Number((await client.query<{ seq: number }>(insert, [callId])).rows[0]?.seq),
    end: async (how: 'commit' | 'rollback') => {
      await client.query(how);
      client.release();
    },
  };
}

for (const order of ['the one with the lower number began first', 'the one with the lower number began last'] as const)
  test(`of two transactions the higher number is committed first; ${order}: nothing is missed, and the order holds`, async () => {
    const { reader, taken } = await follow();
    const pair = [await begin(), await begin()] as const;
    const [low, high] = order.endsWith('first') ? pair : [pair[1], pair[0]];
    const first = await low.write(1);
    const second = await high.write(2);
    assert.ok(first < second);
    await high.end('commit');
    reader.wake();
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(taken, [], 'the higher one waits for the lower one');
    await low.end('commit');
    await until(() => taken.length === 2);
    assert.deepEqual(
      taken.map(({ seq }) => seq),
      [first, second],
    );
    await reader.stop();
  });

test('a number whose transaction failed holds nothing back', async () => {
  const { reader, taken } = await follow();
  const failed = await begin();
  await failed.write(1);
  const { rows } = await pool.query<{ seq: number }>(insert, [2]);
  reader.wake();
  await failed.end('rollback');
  await until(() => taken.length === 1);
  assert.equal(taken[0]?.seq, rows[0]?.seq);
  await reader.stop();
});

test('backwards it is read in one order of both tables, of one workspace, or of one call', async () => {
  const before = await log.last();
  const write = async (sql: string): Promise<number> =>
    (await pool.query<{ seq: number }>(`${sql} returning seq`)).rows[0]?.seq ?? 0;
  const [call, contact, foreign, other] = [
    await write(`insert into call_event (workspace_id, call_id, type, data, at) values (1, 1, 'held', '{}', now())`),
    await write(
      `insert into subject_event (workspace_id, contact_id, type, data, at) values (1, 1, 'contact.updated', '{}', now())`,
    ),
    await write(`insert into call_event (workspace_id, call_id, type, data, at) values (2, 1, 'held', '{}', now())`),
    await write(`insert into call_event (workspace_id, call_id, type, data, at) values (1, 2, 'held', '{}', now())`),
  ];
  const seqs = async (workspaceId: number, callId: number | null, end = other + 1, limit = 10) =>
    (await log.newest(workspaceId, { before: end, after: before, callId }, limit)).map(({ seq }) => seq);
  assert.deepEqual(await seqs(1, null), [other, contact, call]);
  assert.deepEqual(await seqs(1, null, other, 1), [contact]);
  assert.deepEqual([await seqs(2, null), await seqs(1, 1), await seqs(1, 2)], [[foreign], [call], [other]]);
});

test('writers at random: every event is taken once, in order', async () => {
  const { reader, taken } = await follow();
  const written: number[] = [];
  const writer = async (callId: number): Promise<void> => {
    for (let count = 0; count < 25; count += 1) {
      const transaction = await begin();
      const seq = await transaction.write(callId);
      reader.wake();
      if (Math.random() < 0.5) await new Promise((resolve) => setTimeout(resolve, Math.random() * 8));
      const isKept = Math.random() < 0.8;
      await transaction.end(isKept ? 'commit' : 'rollback');
      if (isKept) written.push(seq);
      reader.wake();
    }
  };
  await Promise.all([1, 2, 3, 4].map(writer));
  await until(() => taken.length >= written.length);
  await reader.stop();
  assert.deepEqual(
    taken.map(({ seq }) => seq),
    written.toSorted((a, b) => a - b),
  );
});

const draft = {
  url: 'https://example.com/',
  format: 'standard',
  events: [],
  description: '',
  userName: null,
  secret: 'whsec_x',
} as const;
const delivery = (webhookId: number, callId: number | null = 1) => ({
  workspaceId: 1,
  webhookId,
  callId,
  contactId: null as number | null,
  agentId: null,
  isAfterContact: false,
  seq: 1,
  event: 'call.ended',
  messageId: randomUUID(),
  body: '{}',
  createdAt: START,
});

test('deliveries and cursor move in one commit, and only from where the cursor stands', async () => {
  const { id } = (await store.add(1, draft, START)) ?? assert.fail();
  const from = await store.cursor();
  const made = await store.advance(from, from + 10, [delivery(id), delivery(999_999), delivery(id, 2)]);
  assert.deepEqual(
    made?.map(({ callId }) => callId),
    [1, 2],
    'one that is gone gets none',
  );
  assert.equal(await store.advance(from, from + 20, [delivery(id)]), null);
  assert.equal(await store.cursor(), from + 10);
  assert.equal((await store.waiting(id, 10)).length, 2);
  assert.deepEqual(await store.advance(from + 10, from + 11, []), []);
  await store.remove(1, id);
});

test('what is recorded, copied and forgotten', async () => {
  const { id } = (await store.add(1, draft, START)) ?? assert.fail();
  const first = await store.addDelivery(delivery(id));
  const attempt = { at: at(1), milliseconds: 5, status: 200, fault: null, answer: 'ok', headers: {} };
  await store.record([{ id: first.id, state: 'delivered', attempts: 1, dueAt: at(1), endedAt: at(1), attempt }]);
  const [seen] = await store.deliveries(id, null, 10, 'delivered');
  assert.deepEqual([seen?.state, seen?.firstSentAt, seen?.log], ['delivered', at(1), [attempt]]);
  const copies = await store.copy(id, { since: START }, at(2), 10);
  assert.deepEqual(
    copies?.map(({ messageId }) => messageId),
    [first.messageId],
  );
  assert.equal(await store.copy(id, { since: START }, at(2), 0), null, 'more than may be at once');
  assert.deepEqual(await store.copy(id, { deliveryId: 999_999 }, at(2), 10), []);
  await store.disable(id, 'gone', at(3));
  assert.deepEqual(
    (await store.deliveries(id, null, 10, null)).map(({ state }) => state),
    ['dropped', 'delivered'],
  );
  assert.equal(await store.forget(at(0), 1), 1, 'all but the newest');
  assert.equal(await store.forget(at(100), 10), 1, 'and what is too old');
  const off = await store.find(1, id);
  assert.deepEqual(
    [off?.state, off?.reason, (await store.sent()).some((each) => each.id === id)],
    ['disabled', 'gone', false],
  );
  const back = await store.change(1, id, { state: 'live' }, at(4));
  assert.deepEqual([back?.state, back?.reason, back?.sinceSeq], ['live', null, await log.last()]);
  await store.remove(1, id);
});

test('a workspace has this many webhooks and no more; a neighbor has none of them', async () => {
  const made = await Promise.all(Array.from({ length: MAX_WEBHOOKS + 3 }, async () => store.add(1, draft, START)));
  assert.equal(made.filter((each) => each !== null).length, MAX_WEBHOOKS);
  const id = made.find((each) => each !== null)?.id ?? 0;
  assert.deepEqual(
    [
      await store.find(2, id),
      await store.change(2, id, { description: 'x' }, START),
      await store.remove(2, id),
      await store.rotate(2, id, 'x', null, START),
    ],
    [null, null, false, null],
  );
  assert.ok(!JSON.stringify(await store.list(1)).includes('whsec_x'), 'no list has a secret');
  const rotated = await store.rotate(1, id, 'whsec_y', at(10), START);
  assert.deepEqual(rotated?.secrets, { secret: 'whsec_y', former: 'whsec_x', formerUntil: at(10) });
});

test('refused calls stand in the log without a call; of too many in a minute the next says how many there were', async () => {
  const clock = createManualClock(START);
  const refusals = createRefusalLog(database, clock);
  let told = 0;
  refusals.onNoted(() => void (told += 1));
  const { reader, taken } = await follow();
  const note = async (workspaceId: number): Promise<void> =>
    refusals.note({ workspaceId, trunkId: 4, direction: 'inbound', cause: 'number_unknown' });
  for (let count = 0; count < MAX_REFUSALS_A_MINUTE + 3; count += 1) await note(1);
  await note(2);
  await clock.advance(60_000);
  await note(1);
  reader.wake();
  await until(() => taken.length >= MAX_REFUSALS_A_MINUTE + 2);
  await reader.stop();
  assert.deepEqual([taken.length, told], [MAX_REFUSALS_A_MINUTE + 2, MAX_REFUSALS_A_MINUTE + 2]);
  const [{ callId, type, data, at } = assert.fail()] = taken;
  const facts = { direction: 'inbound', cause: 'number_unknown', trunkId: 4 };
  assert.deepEqual([callId, type, data, at], [null, 'call_refused', { ...facts, omitted: 0 }, START]);
  assert.deepEqual(
    taken.slice(-2).map((event) => [event.workspaceId, event.data]),
    [
      [2, { ...facts, omitted: 0 }],
      [1, { ...facts, omitted: 3 }],
    ],
  );
  const days = (count: number): Date => new Date(START.getTime() + count * 86_400_000);
  assert.deepEqual(
    [await refusals.forget(days(REFUSAL_DAYS)), await refusals.forget(days(REFUSAL_DAYS + 1))],
    [0, taken.length],
  );
});
