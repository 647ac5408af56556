/**
 * Another server takes the database of one that runs: it ends, says why, and a supervisor that starts it again does no
 * harm.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { cuttableDatabase } from '../support/cuttable-database.ts';
import { testDatabase } from '../support/database.ts';
import { makeScratchDirectory, removeDirectory } from '../support/scratch-directory.ts';
import type { Ended } from '../support/server-process.ts';
import { StartFailed, startServerProcess } from '../support/server-process.ts';

const fresh = await testDatabase();
/** Gives the database an address that fits a URL. */
const wire = await cuttableDatabase(fresh.config);
const { port, user, database } = wire.connection as { port: number; user: string; database: string };
const directory = await makeScratchDirectory();
const env = { PATCHBAY_DATABASE_URL: `postgres://${user}@127.0.0.1:${port}/${database}`, PATCHBAY_LOG_LEVEL: 'error' };

const visitor = new Client(fresh.config);
await visitor.connect();
after(async () => {
  await visitor.end();
  await wire.close();
  await fresh.drop();
  await removeDirectory(directory);
});

const LOCKS = `select pid, granted from pg_locks where locktype = 'advisory' and classid = 7282422
  and database = (select oid from pg_database where datname = current_database())`;

async function locks(isGranted: boolean): Promise<number[]> {
  const { rows } = await visitor.query<{ pid: number; granted: boolean }>(LOCKS);
  return rows.filter(({ granted }) => granted === isGranted).map(({ pid }) => pid);
}

async function failedStart(): Promise<Ended> {
  const error: unknown = await startServerProcess(directory, env).then(
    async (server) => server.end('SIGKILL'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof StartFailed, 'it started');
  return error.ended;
}

test('a server whose database another one took ends with 75, and so does each start until that one has stopped', async () => {
  const server = await startServerProcess(directory, env);
  const [claim] = await locks(true);
  const other = new Client({ ...fresh.config, application_name: 'patchbay server 77 on elsewhere abc' });
  await other.connect();
  try {
    const taken = other.query('select pg_advisory_lock(7282422, 1)'); // It waits in line, and is served first.
    for (let tries = 0; (await locks(false)).length === 0; tries += 1) {
      assert.ok(tries < 500, 'the other never came to wait');
      await sleep(20);
    }
    await visitor.query('select pg_terminate_backend($1)', [claim]);
    await taken;
    const ended = await server.ended;
    assert.deepEqual([ended.code, ended.signal], [75, null]);
    assert.match(ended.output, /^Another Patchbay \(process 77 on elsewhere\) uses this database/m);
    const again = await failedStart();
    assert.equal(again.code, 75);
    assert.match(again.output, /^Another Patchbay \(process 77 on elsewhere\) uses this database/m);
    assert.doesNotMatch(again.output, /\n {4}at /, 'no stack: it is no fault of the program');
  } finally {
    await server.end('SIGKILL');
    await other.end();
  }
  const next = await startServerProcess(directory, env);
  assert.equal((await fetch(`${next.address}/readyz`)).status, 200);
  assert.equal((await next.end('SIGTERM')).code, 0);
});
