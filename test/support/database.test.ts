import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import process from 'node:process';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Connection } from '#storage/embedded/endpoint.ts';
import { cleanUp } from './clean-up.ts';
import { TEST_CLUSTER_VARIABLE, testDatabase } from './database.ts';

async function query(config: Connection, sql: string): Promise<unknown> {
  const client = new Client(config);
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows[0]?.[0];
  } finally {
    await client.end();
  }
}

test('each test database is migrated and alone', async () => {
  const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
  await query(one.config, 'CREATE TABLE note AS SELECT 1 AS id');
  assert.equal(await query(other.config, `SELECT to_regclass('note')`), null);
  assert.equal(await query(other.config, `SELECT to_regclass('migration')::text`), 'migration');
  await one.drop();
  await assert.rejects(query(one.config, 'SELECT 1'), { code: '3D000' });
  await other.drop();
});

/** Runs the module in a process of its own, which is then killed. */
const KILLED = `
  import { testDatabase } from ${JSON.stringify(new URL('database.ts', import.meta.url))};
  console.log((await testDatabase()).config.host);
  setInterval(() => null, 60_000);
`;

test('a test file run alone --killed--> its cluster is removed', { skip: process.platform === 'win32' }, async (t) => {
  const env = { ...process.env };
  delete env[TEST_CLUSTER_VARIABLE];
  const child = spawn(process.execPath, ['--input-type=module', '-e', KILLED], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  cleanUp(t, () => child.kill('SIGKILL'));
  const [host] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]; // An encoding is set.
  assert.ok((await stat(host.trim())).isDirectory());
  child.kill('SIGKILL');
  for (let tries = 0; await stat(host.trim()).catch(() => null); tries += 1) {
    assert.ok(tries < 100, 'the directory stays');
    await sleep(50);
  }
});
