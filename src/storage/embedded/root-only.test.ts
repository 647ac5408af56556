import assert from 'node:assert/strict';
import { chmod, cp, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { test, type TestContext } from 'node:test';
import { Client } from 'pg';
import { cleanUp } from '../../../test/support/clean-up.ts';
import { scratchDirectory } from '../../../test/support/scratch-directory.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../embedded.ts';
import { findPackage } from './binaries.ts';

const skip = process.getuid?.() !== 0 && 'only root has a directory that PostgreSQL cannot enter';

/** A checkout and a data directory that only root may enter, and a durable place elsewhere. */
async function rootOnly(
  test: TestContext,
): Promise<{ data: string; place: string; start: () => Promise<EmbeddedPostgres> }> {
  const closed = await scratchDirectory(test);
  await chmod(closed, 0o700);
  const place = join(await scratchDirectory(test), 'durable');
  const packageRoot = join(closed, 'node_modules', 'postgres');
  await cp(findPackage(), packageRoot, { recursive: true, verbatimSymlinks: true });
  const data = join(closed, 'data');
  const start = async () => {
    const options = { dataDirectory: data, durablePlaces: [join(closed, 'no'), place], packageRoot };
    const postgres = await startEmbeddedPostgres(options);
    cleanUp(test, () => postgres.stop());
    return postgres;
  };
  return { data, place, start };
}

async function query(postgres: EmbeddedPostgres, sql: string): Promise<unknown> {
  const client = new Client(postgres.connection);
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows[0]?.[0];
  } finally {
    await client.end();
  }
}

test('below a root-only directory the cluster lives elsewhere, and is found again', { skip }, async (t) => {
  const { data, place, start } = await rootOnly(t);
  const first = await start();
  await query(first, 'CREATE TABLE note AS SELECT 5 AS id');
  await first.stop();
  const home = (await readFile(join(data, 'postgres-location'), 'utf8')).trim();
  assert.ok(home.startsWith(place));
  const { uid, mode } = await stat(join(home, 'cluster'));
  assert.notEqual(uid, 0);
  assert.equal(mode & 0o777, 0o700);
  assert.equal(await query(await start(), 'SELECT id FROM note'), 5);
});

test('a second server is refused there too', { skip }, async (t) => {
  const { start } = await rootOnly(t);
  await start();
  await assert.rejects(start, { fault: 'data_directory_in_use' });
});

test('a deleted data directory begins anew, and the old data does not come back', { skip }, async (t) => {
  const { data, place, start } = await rootOnly(t);
  await (await start()).stop();
  await rm(data, { recursive: true });
  const second = await start();
  assert.equal(await query(second, `SELECT to_regclass('note')`), null);
  const homes = (await readdir(place)).filter((name) => !name.startsWith('postgresql-'));
  assert.equal(homes.length, 2);
});

test('a cluster that is gone is missed, not replaced by an empty one', { skip }, async (t) => {
  const { place, start } = await rootOnly(t);
  await (await start()).stop();
  await rm(place, { recursive: true });
  await assert.rejects(start, { fault: 'database_missing' });
});

test('where no place is left, the message says which directory is closed', { skip }, async (t) => {
  const closed = await scratchDirectory(t);
  await chmod(closed, 0o700);
  const data = join(closed, 'data');
  await mkdir(data);
  await assert.rejects(() => startEmbeddedPostgres({ dataDirectory: data, durablePlaces: [] }), {
    fault: 'data_directory_unreachable',
    message: new RegExp(`${closed} is closed`),
  });
});
