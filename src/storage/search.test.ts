import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { SearchField } from '#domain/ports/stores.ts';
import { testDatabase } from '../../test/support/database.ts';
import { createCalls } from './calls.ts';
import { createCommitter } from './commit.ts';
import { openDatabase } from './database.ts';

const fresh = await testDatabase();
// One connection, so that it knows of every use of an index.
const database = openDatabase({ ...fresh.config, max: 1 }, (error) => {
  throw error;
});
const { pool } = database;
const calls = createCalls(database, createCommitter(pool));
after(async () => {
  await database.close();
  await fresh.drop();
});

await pool.query(`insert into workspace (id, subdomain, name) values (1, 'one', 'One')`);
await pool.query(
  `insert into call (uid, workspace_id, version, origin, direction, state, conversation_id, lang, contact_number, own_number, priority, carrier,
     carriers_tried, created_at, updated_at, hold_seconds, recording_permission, voicemail_reason, deflection, disconnected_by, fail_reason,
     answer_type, has_feedback, verified, flags, offer_seconds, groups_ahead, castings, passed_by, participants, transfers, deflections, report)
   select gen_random_uuid(), 1, 1, 'reported', case when n % 2 = 0 then 'inbound' else 'outbound' end, 'finished', n, 'en', '+1415555' || n,
     '+1212555' || n, 0, 'simulator', '[]', now(), now(), 0, 'not_asked', 'not_voicemail', 'no_deflection', 'disconnected_by_unknown', 'nothing',
     'manual', false, false, '{}', 0, '[]', '[]', '[]', '[]', '[]', '[]', jsonb_build_object('externalUuid', n::text)
   from generate_series(1000, 2999) n`,
);
await pool.query('analyze call');

async function uses(index: string): Promise<number> {
  await pool.query('select pg_stat_force_next_flush()');
  const { rows } = await pool.query<{ uses: string }>(
    'select idx_scan as uses from pg_stat_user_indexes where indexrelname = $1',
    [index],
  );
  return Number(rows[0]?.uses);
}

const INDEXES = {
  fromNumber: 'call_by_from_number',
  toNumber: 'call_by_to_number',
  reportExternalUuid: 'call_external_uuid',
} as const satisfies Partial<Record<SearchField, string>>;

for (const [field, index] of Object.entries(INDEXES))
  test(`a search by ${field} goes by ${index}`, async () => {
    const before = await uses(index);
    await calls.search(1, {
      where: [[{ field: field as SearchField, operator: 'eq', value: '+14155550148' }]],
      sort: [{ field: 'updatedAt', descending: true }],
      limit: 25,
      offset: 0,
    });
    assert.equal(await uses(index), before + 1);
  });

/** The ids of calls with the tag, newest first, two at a time, each page beyond the last call of the one before. */
async function walkTag(tag: string): Promise<readonly number[]> {
  const ids: number[] = [];
  for (let beyond: number | null = null; ;) {
    const page = await calls.before(1, beyond, 2, null, [{ field: 'tag', operator: 'eq', value: tag }]);
    ids.push(...page.map(({ id }) => id));
    if (page.length < 2) return ids;
    beyond = page.at(-1)?.id ?? null;
  }
}

test('calls are found by each of their tags, in order, and no longer by one that is taken away', async () => {
  const setTags = async (from: number, to: number, ...tags: string[]): Promise<void> => {
    await pool.query('update call set tags = $3 where id between $1 and $2', [from, to, JSON.stringify(tags)]);
  };
  const { rows } = await pool.query<{ first: string }>('select min(id) as first from call');
  const first = Number(rows[0]?.first);
  await setTags(first, first + 4, 'billing', 'vip');
  assert.deepEqual(
    await walkTag('vip'),
    [4, 3, 2, 1, 0].map((place) => first + place),
  );
  await setTags(first + 1, first + 3, 'billing');
  assert.deepEqual(await walkTag('vip'), [first + 4, first]);
  assert.equal((await walkTag('billing')).length, 5);
  await setTags(first, first + 4);
  assert.deepEqual([await walkTag('vip'), await walkTag('billing')], [[], []]);
  const kept = await pool.query('select from call_tag');
  assert.equal(kept.rowCount, 0, 'nothing is left behind');
});

test('conditions of a list hold together', async () => {
  const where = [
    { field: 'direction', operator: 'eq', value: 'inbound' },
    { field: 'notFilledIn', operator: 'ne', value: null },
  ] as const;
  assert.deepEqual(await calls.before(1, null, 5, null, where), []);
  await pool.query(
    `update call set not_filled_in = '["note"]' where contact_number in ('+14155551000', '+14155551001')`,
  );
  const found = await calls.before(1, null, 5, null, where);
  assert.deepEqual(
    found.map(({ contactNumber, notFilledIn }) => [contactNumber, notFilledIn]),
    [['+14155551000', ['note']]],
  );
});
