import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Config } from '#config/config.ts';
import { readConfig } from '#config/config.ts';
import { Client } from 'pg';
import { emptyDatabase } from '../../test/support/database.ts';
import { testPatchbay } from '../../test/support/patchbay.ts';
import { makeScratchDirectory } from '../../test/support/scratch-directory.ts';
import { examine, report } from './doctor.ts';
import { checkPublicUrl } from './doctor-network.ts';

const directory = await makeScratchDirectory();
const MEDIA = { PATCHBAY_MEDIA_PORTS: '43980-43999' };
const config = (env: Record<string, string> = {}): Config =>
  readConfig({ PATCHBAY_DATA_DIR: join(directory, 'data'), PATCHBAY_PORT: '43979', ...MEDIA, ...env });
const urlTo = (connection: object): string => {
  const { host, port, user, database, password } = connection as Record<string, string | undefined>;
  const secret = password === undefined ? '' : `:${encodeURIComponent(password)}`;
  return `postgres://${user}${secret}@localhost/${database}?host=${encodeURIComponent(host ?? '')}&port=${port ?? 5432}`;
};
const verdicts = async (env: Record<string, string> = {}): Promise<Record<string, string>> =>
  Object.fromEntries((await examine(config(env))).map(({ about, verdict }) => [about, verdict]));
const wordsOf = async (about: string, env: Record<string, string>): Promise<string> =>
  (await examine(config(env))).find((each) => each.about === about)?.words ?? '';

test('before the first start all is well but the address, which is this machine’s alone', async () => {
  const found = await examine(config());
  assert.deepEqual(
    found.filter(({ verdict }) => verdict !== 'ok').map(({ about, verdict }) => [about, verdict]),
    [['public URL', 'warn']],
  );
  const { text, isWell } = report(found);
  assert.equal(isWell, true);
  assert.match(text, /^ok {4}data directory {2}.* is made at the first start\.$/m);
  assert.match(text, /^warn {2}public URL {6}.*PATCHBAY_PUBLIC_URL/m);
});

test('a database of ours is up to date; an empty one waits for its migrations; one that is away fails, and the rest is looked at', async () => {
  const database = await emptyDatabase();
  const url = urlTo(database.config);
  assert.equal((await verdicts({ PATCHBAY_DATABASE_URL: url }))['migrations'], 'warn');
  const patchbay = await testPatchbay({}, { connection: database.config });
  const after = await verdicts({ PATCHBAY_DATABASE_URL: url });
  assert.deepEqual([after['database'], after['migrations'], after['clock']], ['ok', 'ok', 'ok']);
  const client = new Client(database.config);
  await client.connect();
  await client.query(`update migration set checksum = 'another' where name like '0001%'`);
  assert.match(await wordsOf('migrations', { PATCHBAY_DATABASE_URL: url }), /another text of migration 0001/);
  await client.query(`insert into migration (name) values ('9999-future.sql')`);
  await client.query(`delete from migration where name like '0001%'`);
  assert.match(await wordsOf('migrations', { PATCHBAY_DATABASE_URL: url }), /9999-future\.sql.*or a newer one/);
  await client.end();
  await patchbay.stop();
  await database.drop();
  const away = await verdicts({ PATCHBAY_DATABASE_URL: 'postgres://x@127.0.0.1:1/x' });
  assert.deepEqual([away['database'], away['migrations'], away['port']], ['fail', 'fail', 'ok']);
});

test('beside a running server its ports are its own', async () => {
  const patchbay = await testPatchbay();
  const port = new URL(patchbay.address).port;
  const found = await verdicts({ PATCHBAY_PORT: port });
  assert.deepEqual([found['port'], found['media ports']], ['ok', 'ok']);
  assert.equal(found['database'], 'fail', 'it is not on this data directory');
});

test('a port that another program has fails, for HTTP and for sound', async (t) => {
  const taker = createServer().listen(43_979, '127.0.0.1');
  const sound = createSocket('udp4').bind(43_980);
  await Promise.all([once(taker, 'listening'), once(sound, 'listening')]);
  t.after(() => {
    taker.close();
    sound.close();
  });
  const found = await examine(config());
  const wrong = found.filter(({ verdict }) => verdict === 'fail');
  assert.deepEqual(
    wrong.map(({ about }) => about),
    ['port', 'media ports'],
  );
  assert.match(wrong[1]?.words ?? '', /UDP 43980 cannot be used/);
  assert.equal(report(found).isWell, false);
});

test('a data directory that is a file fails, as does a disk with less than the reserve', async () => {
  const file = join(directory, 'file');
  await writeFile(file, '');
  assert.equal((await verdicts({ PATCHBAY_DATA_DIR: file }))['data directory'], 'fail');
  assert.equal((await verdicts({ PATCHBAY_DISK_RESERVE_MB: '1000000' }))['disk'], 'fail');
});

test('people elsewhere need https, and an answer at the public address', async () => {
  assert.equal((await checkPublicUrl('http://calls.example', false)).verdict, 'fail');
  assert.equal((await checkPublicUrl('https://calls.invalid', false)).verdict, 'ok');
  assert.equal((await checkPublicUrl('https://calls.invalid', true)).verdict, 'fail');
});
