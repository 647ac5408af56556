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
