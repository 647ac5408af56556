import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { testDatabase } from '../../test/support/database.ts';
import { countClosedHours } from './call-hours.ts';
import { createCallPages } from './call-pages.ts';
import { createCalls } from './calls.ts';
import { createCommitter } from './commit.ts';
import { openDatabase } from './database.ts';

const fresh = await testDatabase();
const database = openDatabase(fresh.config, (error) => {
  throw error;
});
const { pool } = database;
const calls = createCalls(database, createCommitter(pool));
after(async () => {
  await database.close();
  await fresh.drop();
});

/** Calls spread unevenly over the hours of some days, some at the very same instant, up to now. */
async function addCalls(count: number, from: string): Promise<void> {
  await pool.query(
    `insert into call (uid, workspace_id, version, origin, direction, state, conversation_id, lang, priority, carrier, carriers_tried, created_at, updated_at,
       hold_seconds, recording_permission, voicemail_reason, deflection, disconnected_by, fail_reason, answer_type, has_feedback, verified, flags,
       offer_seconds, groups_ahead, castings, passed_by, participants, transfers, deflections)
     select gen_random_uuid(), 1 + n % 2, 1, 'phone', 'inbound', 'finished', n, 'en', 0, 'simulator', '[]', at, at,
       0, 'not_asked', 'not_voicemail', 'no_deflection', 'disconnected_by_unknown', 'nothing', 'manual', false, false, '{}', 0, '[]', '[]', '[]', '[]', '[]', '[]'
     from (select n, now() - (power(n::float / $1, 2) * $2::interval) as at from generate_series(1, $1) n) spread`,
    [count, from],
  );
}

await pool.query(`insert into workspace (id, subdomain, name) values (1, 'one', 'One'), (2, 'two', 'Two')`);
await addCalls(2000, '4 days');

async function byOffset(limit: number, offset: number): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    'select id from call where workspace_id = 1 order by created_at desc, id desc limit $1 offset $2',
    [limit, offset],
  );
  return rows.map((row) => row.id);
}

async function agree(): Promise<void> {
  const { total } = await calls.page(1, 25, 0);
  assert.equal(total, 1000);
  for (const offset of [0, 1, 24, 25, 26, 100, 333, 500, 899, 975, 990, 999, 1000, 1001, 5000]) {
    const page = await calls.page(1, 25, offset);
    assert.equal(page.total, 1000);
    assert.deepEqual(
      page.calls.map((call) => call.id),
      await byOffset(25, offset),
      `offset ${offset}`,
    );
  }
}

test('pages are the same as by OFFSET before any hour is counted', agree);

test('pages are the same as by OFFSET when the closed hours are counted', async () => {
  await countClosedHours(pool);
  const { rows } = await pool.query<{ hours: number }>('select count(*) as hours from call_hour');
  assert.ok((rows[0]?.hours ?? 0) > 50);
  await agree();
});

test('counting again, and at once on two nodes, changes nothing', async () => {
  const sum = async (): Promise<unknown> =>
    (await pool.query('select workspace_id, sum(calls), count(*) from call_hour group by 1 order by 1')).rows;
  const before = await sum();
  await Promise.all([countClosedHours(pool), countClosedHours(pool)]);
  assert.deepEqual(await sum(), before);
});

test('a new call is on the first page and in the total at once', async () => {
  await addCalls(2, '0 seconds');
  const page = await calls.page(1, 25, 0);
  assert.equal(page.total, 1001);
  assert.deepEqual(
    page.calls.map((call) => call.id),
    await byOffset(25, 0),
  );
});

test('an empty workspace has an empty page', async () => {
  assert.deepEqual(await calls.page(3, 25, 0), { calls: [], total: 0 });
});

/** Pages whose clock the test sets. */
function pagesAt(): { pages: ReturnType<typeof createCallPages>; pass(): void } {
  let milliseconds = 0;
  return {
    pages: createCallPages(pool, () => milliseconds),
    pass: () => {
      milliseconds += 10_000;
    },
  };
}

async function countOf(workspaceId: number): Promise<number> {
  const { rows } = await pool.query<{ calls: number }>('select count(*) as calls from call where workspace_id = $1', [
    workspaceId,
  ]);
  return rows[0]?.calls ?? 0;
}

test('the total stays exact while calls are added to a count that is remembered', async () => {
  const { pages, pass } = pagesAt();
  for (let turn = 0; turn < 6; turn += 1) {
    await addCalls(7, '1 minute');
    assert.equal((await pages(1, 25, 0)).total, await countOf(1));
    assert.equal((await pages(1, 25, 1001)).total, await countOf(1));
    pass();
  }
});

test('a call whose transaction was open while later ones were counted is in the total', async () => {
  const { pages, pass } = pagesAt();
  const slow = await pool.connect();
  await slow.query('begin');
  await slow.query(
    `insert into call select (jsonb_populate_record(c, jsonb_build_object('id', nextval(pg_get_serial_sequence('call', 'id')),
       'uid', gen_random_uuid(), 'created_at', now(), 'report', null, 'recording', null, 'request_key', null))).*
     from call c where workspace_id = 1 limit 1`,
  );
  for (let turn = 0; turn < 4; turn += 1) {
    await addCalls(4, '1 minute');
    assert.equal((await pages(1, 25, 0)).total, await countOf(1));
    pass();
  }
  await slow.query('commit');
  slow.release();
  for (let turn = 0; turn < 4; turn += 1) {
    assert.equal((await pages(1, 25, 0)).total, await countOf(1));
    pass();
  }
});

test('an hour that is closed between two pages is counted once', async () => {
  const { pages, pass } = pagesAt();
  for (let turn = 0; turn < 3; turn += 1) {
    assert.equal((await pages(1, 25, 0)).total, await countOf(1));
    pass();
  }
  await pool.query(`delete from call_hour where workspace_id = 1 and hour >= now() - interval '2 days'`);
  assert.equal((await pages(1, 25, 0)).total, await countOf(1));
  await countClosedHours(pool);
  for (let turn = 0; turn < 3; turn += 1) {
    assert.equal((await pages(1, 25, 1001)).total, await countOf(1));
    pass();
  }
});

test('first pages are planned once, and windows of every other size leave no plan each', async () => {
  const single = openDatabase({ ...fresh.config, max: 1 }, assert.fail);
  after(async () => single.close());
  const { page, before, search } = createCalls(single, createCommitter(single.pool));
  const newestFirst = { where: [], sort: [{ field: 'createdAt', descending: true }] } as const;
  const plans = async () =>
    (
      await single.pool.query<{ name: string; generic_plans: number; custom_plans: number }>(
        `select name, generic_plans, custom_plans from pg_prepared_statements where name like 'calls\\_%' order by name`,
      )
    ).rows;
  await pool.query('vacuum analyze call'); // So that the planner knows how many there are.
  for (let turn = 0; turn < 8; turn += 1) {
    await page(1, 25, 0);
    await before(1, null, 26);
    await search(1, { ...newestFirst, limit: 25, offset: 0 });
    await search(1, { where: [], sort: [{ field: 'updatedAt', descending: true }], limit: 25, offset: 0 });
  }
  const planned = new Map((await plans()).map((plan) => [plan.name, plan]));
  // PostgreSQL tries five plans for the values at hand before it keeps one for all.
  for (const name of ['calls_counted_with_page_25', 'calls_before_26', 'calls_newest_25', 'calls_changed_25'])
    assert.deepEqual(planned.get(name), { name, generic_plans: 3, custom_plans: 5 });
  const names = (await plans()).length;
  for (const limit of [1, 3, 7, 33, 99]) {
    await page(1, limit, 0);
    await before(1, null, limit);
    await search(1, { ...newestFirst, limit, offset: 2 });
  }
  assert.equal((await plans()).length, names + 3);
});
