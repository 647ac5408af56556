import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Pool } from 'pg';
import { testDatabase } from '../../test/support/database.ts';
import { migrate } from './migrate.ts';

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
  await assert.rejects(migrate(pool), {
    name: 'DatabaseFault',
    fault: 'schema_newer',
    message: /9999-from-the-future/,
  });
  await pool.query(`delete from migration where name = '9999-from-the-future.sql'`);
});

test('a migration that was edited after it ran is refused', async () => {
  const { rows } = await pool.query<{ checksum: string }>(`select checksum from migration order by name limit 1`);
  await pool.query(`update migration set checksum = 'another' where name like '0001%'`);
  await assert.rejects(migrate(pool), { fault: 'migration_edited', message: /0001-foundation\.sql/ });
  await pool.query(`update migration set checksum = $1 where name like '0001%'`, [rows[0]?.checksum]);
  await migrate(pool);
});

test('a database from before there were checksums gets them', async () => {
  const before = await pool.query('select name, checksum from migration order by name');
  await pool.query('alter table migration drop column checksum');
  await migrate(pool);
  assert.deepEqual((await pool.query('select name, checksum from migration order by name')).rows, before.rows);
});

test('no limit of the server, the role or the pool cuts a migration short', async () => {
  const impatient = new Pool({ ...fresh.config, max: 1, statement_timeout: 50, options: '-c lock_timeout=50' });
  const holder = await pool.connect();
  await holder.query('select pg_advisory_lock(7282422)');
  const migrated = migrate(impatient);
  await holder.query('select pg_sleep(0.3)'); // The limits would end the wait for the lock long before.
  await holder.query('select pg_advisory_unlock(7282422)');
  holder.release();
  await migrated;
  await impatient.end();
});
