import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Pool } from 'pg';
import { cleanUp } from '../../test/support/clean-up.ts';
import { scratchDirectory } from '../../test/support/scratch-directory.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded.ts';
import type { Connection } from './embedded/endpoint.ts';
import { readCommandLine } from './embedded/process-table.ts';
import { until } from '../../test/support/until.ts';

/** Starts the server in a process of its own, as Patchbay would, and reports in one line. */
const APP = `
  import { startEmbeddedPostgres } from ${JSON.stringify(new URL('embedded.ts', import.meta.url))};
  const [dataDirectory] = process.argv.slice(1);
  const report = (value) => console.log(JSON.stringify(value));
  try {
    const { connection, pid } = await startEmbeddedPostgres({ dataDirectory });
    report({ connection, pid: pid() });
  } catch (error) {
    report({ fault: error.fault, message: error.message });
    process.exit(1);
  }
  setInterval(() => null, 60_000);
`;

type Report = {
  readonly connection: Connection;
  readonly pid: number;
  readonly fault?: string;
  readonly message?: string;
};

function spawnApp(test: TestContext, dataDirectory: string) {
  const app = spawn(process.execPath, ['--input-type=module', '-e', APP, '--', dataDirectory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  cleanUp(test, () => app.kill('SIGKILL'));
  return app;
}

async function startApp(test: TestContext, dataDirectory: string): Promise<{ app: ChildProcess; report: Report }> {
  const app = spawnApp(test, dataDirectory);
  const lines = createInterface(app.stdout);
  const [line] = (await once(lines, 'line')) as [string]; // The only line it writes.
  const report = JSON.parse(line) as Report;
  cleanUp(test, () => endServer(report.pid, dataDirectory));
  return { app, report };
}

/** What a test that failed midway would leave. */
async function endServer(pid: number, dataDirectory: string): Promise<void> {
  const commandLine = await readCommandLine(pid);
  if (commandLine?.includes(dataDirectory)) process.kill(pid, 'SIGKILL');
}

async function kill(app: ChildProcess): Promise<void> {
  const exited = once(app, 'exit');
  app.kill('SIGKILL');
  await exited;
}

/** Starts the server in this process; stopped when the test is over. */
async function start(
  test: TestContext,
  dataDirectory: string,
  log?: (event: string) => void,
  durable = true,
): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDirectory, durable, ...(log === undefined ? {} : { log }) });
  cleanUp(test, () => postgres.stop());
  return postgres;
}

async function query(connection: Connection, sql: string): Promise<unknown> {
  const client = new Client(connection);
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows[0]?.[0];
  } finally {
    await client.end();
  }
}

test('a first start makes a durable cluster that a second start finds again', async (t) => {
  const data = await scratchDirectory(t);
  const first = await start(t, data);
  await query(first.connection, `CREATE TABLE note AS SELECT 'Ünï' AS text`);
  await first.stop();
  await first.stop();
  const { connection } = await start(t, data);
  assert.equal(await query(connection, 'SELECT upper(text) FROM note'), 'ÜNÏ');
  const expected = { fsync: 'on', synchronous_commit: 'on', jit: 'off', listen_addresses: '', data_checksums: 'on' };
  for (const [name, value] of Object.entries(expected)) {
    assert.equal(await query(connection, `SHOW ${name}`), value, name);
  }
});

test('a second server on the same data directory is refused with one clear message', async (t) => {
  const data = await scratchDirectory(t);
  await start(t, data);
  const refusal = { name: 'EmbeddedPostgresError', fault: 'data_directory_in_use' };
  await assert.rejects(() => startEmbeddedPostgres({ dataDirectory: data }), refusal);
  const { report } = await startApp(t, data);
  assert.equal(report.fault, 'data_directory_in_use');
  assert.equal(
    report.message,
    `Another Patchbay (process ${process.pid}) uses the data directory ${data}. Stop it, or choose another directory.`,
  );
});

test('a command beside the server finds it, and finds nothing when none runs', async (t) => {
  const data = await scratchDirectory(t);
  assert.equal(await findEmbeddedPostgres({ dataDirectory: data }), null);
  const postgres = await start(t, data);
  assert.deepEqual(await findEmbeddedPostgres({ dataDirectory: data }), postgres.connection);
  await postgres.stop();
  assert.equal(await findEmbeddedPostgres({ dataDirectory: data }), null);
});

test('patchbay --killed--> its server is adopted by the next start, and stopped by it', async (t) => {
  const data = await scratchDirectory(t);
  const { app, report } = await startApp(t, data);
  await query(report.connection, 'CREATE TABLE note AS SELECT 1 AS id');
  await kill(app);
  const postgres = await start(t, data);
  assert.equal(postgres.pid(), report.pid);
  assert.equal(await query(postgres.connection, 'SELECT id FROM note'), 1);
  await postgres.stop();
  assert.equal(await readCommandLine(report.pid), null);
});

test('patchbay --killed--> an adopted server that dies is started again', async (t) => {
  const data = await scratchDirectory(t);
  const { app, report } = await startApp(t, data);
  await kill(app);
  const postgres = await start(t, data);
  process.kill(report.pid, 'SIGKILL');
  await until(() => postgres.pid() !== report.pid && postgres.pid() !== null);
  assert.equal(await query(postgres.connection, 'SELECT 1'), 1);
});

test('patchbay --killed--> a server with other settings is not adopted', async (t) => {
  const data = await scratchDirectory(t);
  const { app, report } = await startApp(t, data);
  await kill(app);
  const postgres = await start(t, data, undefined, false);
  assert.notEqual(postgres.pid(), report.pid);
  assert.equal(await query(postgres.connection, 'SHOW fsync'), 'off');
});

test('server --killed--> it is started again and the pool reconnects', async (t) => {
  const events: string[] = [];
  const postgres = await start(t, await scratchDirectory(t), (event) => events.push(event));
  const pool = new Pool(postgres.connection);
  pool.on('error', () => null);
  cleanUp(t, () => pool.end());
  await pool.query('CREATE TABLE note AS SELECT 1 AS id');
  const before = postgres.pid();
  assert.ok(before !== null);
  process.kill(before, 'SIGKILL');
  await until(() => events.includes('postgres.restarted'));
  assert.notEqual(postgres.pid(), before);
  await until(() =>
    pool.query('SELECT id FROM note').then(
      ({ rowCount }) => rowCount === 1,
      () => false,
    ),
  );
  assert.deepEqual(events.slice(0, 4), [
    'postgres.cluster_created',
    'postgres.ready',
    'postgres.exited',
    'postgres.restarted',
  ]);
});

test('server --killed while a query computes--> the start waits for the last of its processes', async (t) => {
  const data = await scratchDirectory(t);
  const { app, report } = await startApp(t, data);
  const busy = new Client(report.connection);
  busy.on('error', () => null);
  await busy.connect();
  const computing = busy.query('SELECT count(*) FROM generate_series(1, 8000000)').catch(() => null);
  await sleep(100); // Lets the server take up the query; it says nothing when it does.
  await kill(app);
  process.kill(report.pid, 'SIGKILL');
  const postgres = await start(t, data);
  assert.equal(await query(postgres.connection, 'SELECT 1'), 1);
  await computing;
});

test('patchbay and server --killed--> the next start recovers what was committed', async (t) => {
  const data = await scratchDirectory(t);
  const { app, report } = await startApp(t, data);
  await query(report.connection, 'CREATE TABLE note AS SELECT 7 AS id');
  await kill(app);
  process.kill(report.pid, 'SIGKILL');
  const postgres = await start(t, data);
  assert.notEqual(postgres.pid(), report.pid);
  assert.equal(await query(postgres.connection, 'SELECT id FROM note'), 7);
});

test('a stale postmaster.pid that names a foreign process or a zombie does not stop the start', async (t) => {
  const data = await scratchDirectory(t);
  const first = await start(t, data);
  const { connection } = first;
  await first.stop();
  const zombie = await makeZombie(t);
  for (const pid of [process.pid, zombie]) {
    const lines = [
      pid,
      join(data, 'postgres', 'cluster'),
      1,
      connection.port,
      connection.host,
      '',
      '  1 1',
      'ready   ',
    ];
    await writeFile(join(data, 'postgres', 'cluster', 'postmaster.pid'), `${lines.join('\n')}\n`);
    await mkdir(connection.host, { recursive: true });
    await writeFile(join(connection.host, `.s.PGSQL.${connection.port}.lock`), `${lines.slice(0, 5).join('\n')}\n`);
    const postgres = await start(t, data);
    assert.equal(await query(postgres.connection, 'SELECT 1'), 1);
    await postgres.stop();
  }
});

/** A process that has ended and whose parent, which lives, never asks how. */
async function makeZombie(test: TestContext): Promise<number> {
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] });
  cleanUp(test, () => parent.kill('SIGKILL'));
  const [text] = (await once(parent.stdout, 'data')) as [Buffer]; // A pipe without an encoding gives buffers.
  const pid = Number(text.toString());
  if (process.platform === 'linux') {
    await until(async () => (await readFile(`/proc/${pid}/stat`, 'utf8')).includes(') Z '));
  }
  return pid;
}

test('a data directory with a path too long for a socket works, and is adopted too', async (t) => {
  const data = join(await scratchDirectory(t), 'long'.repeat(30));
  const { app, report } = await startApp(t, data);
  assert.ok(!report.connection.host.startsWith(data));
  await kill(app);
  const postgres = await start(t, data);
  assert.equal(postgres.pid(), report.pid);
  assert.equal(await query(postgres.connection, 'SELECT 1'), 1);
  await postgres.stop();
  await assert.rejects(readdir(postgres.connection.host), { code: 'ENOENT' });
});

test('a data directory may have any name', async (t) => {
  const data = join(await scratchDirectory(t), `it's, a "näme" \\ #1`);
  const postgres = await start(t, data);
  assert.equal(await query(postgres.connection, 'SELECT 1'), 1);
});

test('patchbay --killed during its first start--> the next start begins anew', async (t) => {
  const data = await scratchDirectory(t);
  const home = join(data, 'postgres');
  const app = spawnApp(t, data);
  const clusters = async () =>
    (await readdir(home).catch((): string[] => [])).filter((name) => name.startsWith('cluster'));
  const [draft = ''] = await until(async () => ((await clusters()).length > 0 ? await clusters() : null));
  await until(async () => (await readdir(join(home, draft)).catch((): string[] => [])).includes('base'));
  await kill(app);
  const postgres = await start(t, data);
  assert.equal(await query(postgres.connection, 'SELECT 1'), 1);
  assert.deepEqual(await clusters(), ['cluster']);
});

test('a server that cannot start says why, in its own words', async (t) => {
  const data = await scratchDirectory(t);
  const first = await start(t, data);
  await first.stop();
  await writeFile(join(data, 'postgres', 'cluster', 'PG_VERSION'), '9.6\n');
  await assert.rejects(() => startEmbeddedPostgres({ dataDirectory: data }), {
    fault: 'start_failed',
    message: /database files are incompatible with server/,
  });
});
