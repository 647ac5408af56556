/** The small files by which a bundled server is kept apart from others and found again. */
import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { scratchDirectory } from '../../../test/support/scratch-directory.ts';
import { createFile } from './durable-file.ts';
import type { Connection } from './endpoint.ts';
import { chooseConnection, forgetSocketDirectory, socketLockFile } from './endpoint.ts';
import type { EmbeddedPostgresFault } from './errors.ts';
import { EmbeddedPostgresError, hasCode } from './errors.ts';
import { takeLock } from './lock.ts';
import type { Installation } from './postmaster.ts';
import { isServerOf, readPostmasterFile, removeStaleFiles, serverArgs } from './postmaster-file.ts';
import { readCommandLine } from './process-table.ts';
import { openServerLog } from './server-log.ts';
import { settingsFile, writeSettings } from './settings.ts';

const isWindows = process.platform === 'win32';
/** Above what Linux gives to a process. */
const NOBODY = 2 ** 22 + 1;

test('a file is created once, whole, and leaves no draft behind', async (t) => {
  const directory = await scratchDirectory(t);
  const path = join(directory, 'record');
  const done = await Promise.all(['a', 'b', 'c'].map(async (text) => createFile(path, text)));
  assert.equal(done.filter((isOurs) => isOurs).length, 1);
  assert.equal(await readFile(path, 'utf8'), ['a', 'b', 'c'][done.indexOf(true)]);
  assert.deepEqual(await readdir(directory), ['record']);
});

test('a lock is held by one, who is named to the next, and is free once it is let go', async (t) => {
  const directory = await scratchDirectory(t);
  const lock = await takeLock(directory, '/data');
  await assert.rejects(takeLock(directory, '/data'), ({ fault, message }: EmbeddedPostgresError) => {
    assert.equal(fault, 'data_directory_in_use');
    assert.ok(message.includes(String(process.pid)) && message.includes('/data'), message);
    return true;
  });
  lock.release();
  lock.release();
  (await takeLock(directory, '/data')).release();
});

test('only what a predecessor still holds may be tried again', () => {
  const faults = ['no_binaries', 'start_failed', 'predecessor_still_ends'] as const satisfies EmbeddedPostgresFault[];
  const may = faults.filter((fault) => new EmbeddedPostgresError(fault, '').mayRetry);
  assert.deepEqual(may, ['predecessor_still_ends']);
  assert.equal(hasCode(Object.assign(new Error(), { code: 'ENOENT' }), 'EACCES', 'ENOENT'), true);
  assert.equal(hasCode(new Error('ENOENT'), 'ENOENT'), false);
  assert.equal(hasCode({ code: 'ENOENT' }, 'ENOENT'), false);
});

/** What postmaster.pid holds -> what is read of it. */
const POSTMASTERS = [
  ['', null],
  ['\n', null],
  ['abc\n', null],
  ['-4\n', null],
  ['12\n/data\n1\n5432\n/run\n\n1 2\nready   \n', { pid: 12, status: 'ready' }],
  ['12\n/data\n', { pid: 12, status: '' }],
] as const;
for (const [text, expected] of POSTMASTERS)
  test(`postmaster.pid with ${JSON.stringify(text)} is ${JSON.stringify(expected)}`, async (t) => {
    const cluster = await scratchDirectory(t);
    assert.equal(await readPostmasterFile(cluster), null);
    await writeFile(join(cluster, 'postmaster.pid'), text);
    assert.deepEqual(await readPostmasterFile(cluster), expected);
  });

test('a process is known by its command line', { skip: isWindows }, async () => {
  assert.equal(await readCommandLine(NOBODY), null);
  assert.match((await readCommandLine(process.pid)) ?? '', /files\.test\.ts( |$)/);
  assert.equal(await isServerOf(process.pid, serverArgs('/cluster', '/settings')), false);
  assert.deepEqual(serverArgs('/cluster', '/settings'), ['-D', '/cluster', '-c', 'config_file=/settings']);
});

test('lock files whose number another process bears are removed, those of a free number are PostgreSQL’s matter', async (t) => {
  const cluster = await scratchDirectory(t);
  const [file, lock] = [join(cluster, 'postmaster.pid'), join(cluster, '.s.PGSQL.5432.lock')];
  const left = async () => (await readdir(cluster)).toSorted();
  for (const [pid, expected] of [
    [NOBODY, ['.s.PGSQL.5432.lock', 'postmaster.pid']],
    [process.pid, []],
  ] as const) {
    await writeFile(file, `${pid}\n`);
    await writeFile(lock, `${pid}\n`);
    await removeStaleFiles(cluster, lock);
    assert.deepEqual(await left(), expected);
  }
  await removeStaleFiles(cluster, lock);
});

test('the server’s own last words are the reason why it did not start', async (t) => {
  const home = await scratchDirectory(t);
  await writeFile(join(home, 'postgres.log'), 'words of a server before\n');
  const log = await openServerLog(home);
  const end = { code: 1, signal: null };
  await writeFile(join(home, 'postgres.log'), 'FATAL: no memory\n', { flag: 'a' });
  const failure = await log.readFailure(end);
  assert.equal(failure.fault, 'start_failed');
  assert.match(failure.message, /ended with 1 .*: FATAL: no memory$/);
  await writeFile(join(home, 'postgres.log'), 'shared memory block is still in use\n', { flag: 'a' });
  assert.equal((await log.readFailure(end)).fault, 'predecessor_still_ends');
  assert.match((await log.readFailure({ code: null, signal: 'SIGKILL' })).message, /ended with SIGKILL/);
  await log.close();
});

test('a log that has grown long is set aside at the next start', async (t) => {
  const home = await scratchDirectory(t);
  await writeFile(join(home, 'postgres.log'), Buffer.alloc(4 * 1024 * 1024 + 1));
  await (await openServerLog(home)).close();
  assert.equal((await stat(join(home, 'postgres.log'))).size, 0);
  assert.equal((await stat(join(home, 'postgres.log.1'))).size, 4 * 1024 * 1024 + 1);
});

test('the socket lies in the home, private, as long as its path is short enough', { skip: isWindows }, async (t) => {
  const home = await scratchDirectory(t);
  const place = { home, cluster: join(home, 'cluster'), identity: null };
  const connection = await chooseConnection(place);
  assert.deepEqual([connection.host, connection.port, connection.ssl], [join(home, 'run'), 5432, false]);
  assert.equal((await stat(connection.host)).mode & 0o777, 0o700);
  assert.equal(socketLockFile(connection), join(home, 'run', '.s.PGSQL.5432.lock'));
  await forgetSocketDirectory(place, connection);
  assert.ok((await stat(connection.host)).isDirectory(), 'one in the home stays');
});

test(
  'the socket of a long home lies elsewhere, the same at every start, until it is open to others',
  { skip: isWindows },
  async (t) => {
    const home = join(await scratchDirectory(t), 'x'.repeat(90));
    await mkdir(home);
    const place = { home, cluster: join(home, 'cluster'), identity: null };
    const first = await chooseConnection(place);
    assert.ok(!first.host.startsWith(home) && first.host.length < 90);
    assert.equal((await chooseConnection(place)).host, first.host);
    await chmod(first.host, 0o755);
    const second = await chooseConnection(place);
    assert.notEqual(second.host, first.host);
    await forgetSocketDirectory(place, first);
    await forgetSocketDirectory(place, second);
    await assert.rejects(stat(second.host), { code: 'ENOENT' });
    assert.deepEqual(await readdir(home), []);
  },
);

test('settings are written once, and tell whether they were so before', async (t) => {
  const home = await scratchDirectory(t);
  const place = { home, cluster: join(home, 'cluster'), identity: null };
  // As much of an installation as the settings name.
  const installation = { place, binaries: { version: '18.4', directory: '/pg' } } as Installation;
  const connection: Connection = { host: `${home}/it's, run`, port: 5432, user: 'a', database: 'a', ssl: false };
  const server = { installation, connection, durable: true, connections: 20 };
  assert.equal(await writeSettings(server), false);
  assert.equal(await writeSettings(server), true);
  const text = await readFile(settingsFile(home), 'utf8');
  for (const line of [
    `max_connections = '44'`,
    `fsync = 'on'`,
    `listen_addresses = ''`,
    `unix_socket_directories = '"${home}/it''s, run"'`,
    `log_min_error_statement = 'panic'`,
  ])
    assert.ok(text.split('\n').includes(line), line);
  assert.equal(await readFile(join(home, 'pg_hba.conf'), 'utf8'), 'local all all trust\n');
  assert.equal(await writeSettings({ ...server, durable: false }), false);
  const onLoopback = { ...connection, host: '127.0.0.1', password: 'secret' };
  assert.equal(await writeSettings({ ...server, connection: onLoopback }), false);
  assert.match(await readFile(join(home, 'pg_hba.conf'), 'utf8'), /127\.0\.0\.1\/32 scram-sha-256/);
});
