import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Pool } from 'pg';
import { testDatabase } from '../../test/support/database.ts';
import { migrate, NewerSchemaError } from './migrate.ts';

const fresh = await testDatabase();
const pool = new Pool({ ...fresh.config, max: 4 });
after(async () => {
  await pool.end();
  await fresh.drop();
});

test('migrating again, by several at once, changes nothing', async () => {
  const before = await pool.query('select name from migration order by name');
  await Promise.all([migrate(pool), migrate(pool), migrate(pool)]);
  const now = await pool.query('select name from migration order by name');
  assert.deepEqual(now.rows, before.rows);
});

test('an empty database is migrated once by several at once', async () => {
  await pool.query('drop schema public cascade');
  await pool.query('create schema public');
  await Promise.all([migrate(pool), migrate(pool), migrate(pool)]);
  const { rows } = await pool.query<{ call: string }>(`select to_regclass('call')::text as call`);
  assert.equal(rows[0]?.call, 'call');
});

test("a newer version's database is refused", async () => {
  await pool.query(`insert into migration (name) values ('9999-from-the-future.sql')`);
  await assert.rejects(migrate(pool), NewerSchemaError);
});
