/** The database belongs to a user of its own, which no other program runs as. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, lstat, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { test, type TestContext } from 'node:test';
import { Client } from 'pg';
import { cleanUp } from '../../../test/support/clean-up.ts';
import { scratchDirectory } from '../../../test/support/scratch-directory.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../embedded.ts';
import { findPackage, prepareBinaries } from './binaries.ts';
import { chooseConnection } from './endpoint.ts';
import type { Identity } from './identity.ts';
import { giveTo } from './ownership.ts';
import { findPlace } from './place.ts';
import { serverArgs } from './postmaster-file.ts';
import { launch } from './postmaster.ts';
import { readCommandLine } from './process-table.ts';
import { settingsFile } from './settings.ts';

const skip = process.getuid?.() !== 0 && 'only root runs PostgreSQL as another user';

const NOBODY: Identity = { name: 'nobody', uid: 65_534, gid: 65_534 };

async function start(test: TestContext, dataDirectory: string): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDirectory, durable: false });
  cleanUp(test, () => postgres.stop());
  return postgres;
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

async function ownersIn(directory: string): Promise<Set<number>> {
  const owners = new Set([(await lstat(directory)).uid]);
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true }))
    owners.add((await lstat(join(entry.parentPath, entry.name))).uid);
  return owners;
}

/** Whether the user can enter the directory. A shell tries it as that user. */
function enters({ uid, gid }: Identity, directory: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', directory], { cwd: '/', uid, gid }).status === 0;
}

test('nobody, and every other user of the machine, is kept out of files and socket', { skip }, async (t) => {
  const data = await scratchDirectory(t);
  const postgres = await start(t, data);
  const [owner = 0, ...others] = await ownersIn(join(data, 'postgres', 'cluster'));
  assert.deepEqual(others, []);
  const own = { name: String(owner), uid: owner, gid: owner };
  assert.ok(enters(own, postgres.connection.host));
  for (const stranger of [NOBODY, { ...own, uid: 33, gid: 33 }, { ...own, uid: 101, gid: 104 }])
    for (const directory of [postgres.connection.host, join(data, 'postgres'), join(data, 'postgres', 'cluster')])
      assert.equal(enters(stranger, directory), false, `${stranger.uid} in ${directory}`);
});

test("a cluster of nobody's is taken over with all it holds", { skip }, async (t) => {
  const data = await scratchDirectory(t);
  const first = await start(t, data);
  await query(first, 'CREATE TABLE note AS SELECT 7 AS id');
  await first.stop();
  const cluster = join(data, 'postgres', 'cluster');
  await giveTo(cluster, NOBODY);
  const second = await start(t, data);
  assert.equal(await query(second, 'SELECT id FROM note'), 7);
  assert.equal((await ownersIn(cluster)).has(NOBODY.uid), false);
});

test(
  'a server that an earlier version left running as nobody is ended before its files are taken',
  { skip },
  async (t) => {
    const data = await scratchDirectory(t);
    const first = await start(t, data);
    await query(first, 'CREATE TABLE note AS SELECT 8 AS id');
    await first.stop();
    const place = { ...(await findPlace(data)), identity: NOBODY };
    await giveTo(place.cluster, NOBODY);
    await chmod(place.home, 0o711); // As it was then.
    const binaries = await prepareBinaries(findPackage(), NOBODY, [dirname(place.home)]);
    await chooseConnection(place);
    const args = serverArgs(place.cluster, settingsFile(place.home));
    const orphan = await launch({ place, binaries, args });
    const second = await start(t, data);
    assert.equal(await query(second, 'SELECT id FROM note'), 8);
    assert.equal(await readCommandLine(orphan.pid), null);
  },
);
