/** A server with calls and recordings, put back elsewhere: everything is there, and what is no backup is refused. */
import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import { access, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { after, test } from 'node:test';
import { Client } from 'pg';
import { backUp } from './backup.ts';
import type { Manifest } from './backup-file.ts';
import { createSum, entriesOf, MANIFEST } from './backup-file.ts';
import { restore } from './restore.ts';
import { prepareStart } from '../prepare-start.ts';
import { readConfig } from '#config/config.ts';
import type { ZipEntry } from '#http/zip.ts';
import { zip } from '#http/zip.ts';
import { recordingFile } from '#storage/recordings.ts';
import type { TestDatabase } from '../../../test/support/database.ts';
import { emptyDatabase, testDatabase } from '../../../test/support/database.ts';
import { PASSWORD, signIn } from '../../../test/support/pages.ts';
import { testPatchbay } from '../../../test/support/patchbay.ts';
import { makeScratchDirectory, removeDirectory } from '../../../test/support/scratch-directory.ts';

const scratch = await makeScratchDirectory();
const place = (name: string): string => join(scratch, name);
const [source, target, other] = [await testDatabase(), await emptyDatabase(), await emptyDatabase()];
after(async () => {
  for (const database of [source, target, other]) await database.drop();
  await removeDirectory(scratch);
});

function configOf({ config: { host, port, user, database } }: TestDatabase, dataDirectory: string) {
  const url = `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(host)}&port=${port}`;
  return readConfig({ PATCHBAY_DATA_DIR: dataDirectory, PATCHBAY_DATABASE_URL: url, PATCHBAY_PORT: '0' });
}

/** All that the database holds: rows with every column, how far sequences are, references, and triggers. */
async function contentOf({ config }: TestDatabase): Promise<Readonly<Record<string, readonly string[]>>> {
  const client = new Client(config);
  await client.connect();
  const read = async (statement: string): Promise<string[]> =>
    (await client.query<{ line: string }>(statement)).rows.map(({ line }) => line);
  const content: Record<string, readonly string[]> = {};
  const tables = await read(`select relname as line from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'migration' order by 1`);
  for (const table of tables) content[table] = await read(`select t::text as line from "${table}" t order by 1`);
  content['ran'] = await read(`select name || ' ' || checksum as line from migration order by 1`);
  for (const sequence of await read(
    `select relname as line from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace`,
  ))
    content[sequence] = await read(`select last_value || ' ' || is_called as line from "${sequence}"`);
  content['references'] =
    await read(`select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) as line
    from pg_constraint where connamespace = 'public'::regnamespace order by 1`);
  content['triggers'] = await read(`select tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text as line
    from pg_trigger where not tgisinternal order by 1`);
  await client.end();
  return content;
}

const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD }, { connection: source.config });
const { dataDirectory } = patchbay;
const { id } = (
  await patchbay.send('/v1/simulator/calls', { body: { from: '+14155550177', to: '+13392195276', menu_id: 10 } })
).json as { id: number };
const call = await patchbay.until(
  id,
  ({ state, transcriptStatus, recording }) =>
    state === 'finished' && transcriptStatus === 'done' && recording?.status === 'stored',
);
const uid = call.recording?.uid ?? '';
const trunk = { name: 'Line', preset: 'pbx', host: '192.0.2.10', username: 'u', password: 'p', is_enabled: false };
assert.equal((await patchbay.send('/v1/trunks', { body: trunk })).status, 201);
const odd = {
  phone: '+14155550178',
  name: 'Two\nlines\u2028 and a "quote" \\ {x}',
  attributes: { big: 12345678901234567890n.toString(), none: null },
};
assert.equal((await patchbay.send('/v1/contacts', { body: odd })).status, 201);
// Bytes, arrays, 64 bits, microseconds, and a null that is JSON's own.
await patchbay.database.pool.query(`
  insert into passkey (workspace_id, agent_id, credential_id, public_key, counter, transports, name, created_at)
    values (1, 4, '\\x00ff5c0a22', '\\x01', 9007199254740993, array['a,b', 'c"d\\', '', '{null}'], E'\\t', '2026-11-28 01:02:03.123456+00');
  update call set report = 'null' where id = ${id}`);
const own = configOf(source, dataDirectory);
const file = place('a.backup');

test('a backup is made beside the running server, for its owner alone, and never over another file', async () => {
  assert.match(
    await backUp(own, { file: place('running.backup'), withKey: false }, new Date()),
    /key of secrets is not in it/,
  );
  await patchbay.stop();
  assert.match(await backUp(own, { file, withKey: true }, new Date()), /1 file of recordings/);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  await assert.rejects(backUp(own, { file, withKey: true }, new Date()), { fault: 'taken' });
  const nothing = readConfig({ PATCHBAY_DATA_DIR: place('none') });
  await assert.rejects(backUp(nothing, { file: place('b.backup'), withKey: true }, new Date()), { fault: 'nothing' });
});

test('put back, every row, sequence, reference and trigger is as it was, and the server works with it', async () => {
  const directory = place('restored');
  const said = await restore(configOf(target, directory), file);
  assert.match(said, /1 file\.$/);
  assert.deepEqual(await contentOf(target), await contentOf(source));
  assert.deepEqual(await readFile(join(directory, 'secret.key')), await readFile(join(dataDirectory, 'secret.key')));
  const sound = await readFile(recordingFile(dataDirectory, uid).path);
  assert.deepEqual(await readFile(recordingFile(directory, uid).path), sound);

  const next = await testPatchbay({ PATCHBAY_DATA_DIR: directory }, { connection: target.config });
  const told = (await next.send(`/v1/calls/${id}`)).json as { recording: { url: string } };
  const heard = await fetch(told.recording.url.replace(/^https?:\/\/[^/]+/, next.address));
  assert.deepEqual(Buffer.from(await heard.arrayBuffer()), sound);
  assert.ok(await signIn(next, 'owner@somedomain.com'));
  const another = await next.send('/v1/contacts', { body: { phone: '+14155550179', name: 'New' } });
  assert.equal(another.status, 201, 'no id is given twice');
});

test('where something is already, nothing is restored', async () => {
  await assert.rejects(restore(configOf(other, dataDirectory), file), { fault: 'not_empty' });
  await assert.rejects(restore(configOf(source, place('new')), file), { fault: 'not_empty' });
  await assert.rejects(access(place('new')));
});

/** The backup with another manifest, its check sum right. */
async function forged(name: string, change: (manifest: Manifest) => object): Promise<string> {
  const sum = createSum();
  const entries = async function* (): AsyncGenerator<ZipEntry> {
    for await (const { name: entry, read } of entriesOf(file)) {
      const content = await buffer(await read());
      const at = new Date();
      if (entry !== MANIFEST) yield { name: entry, at, content: sum.passing(entry, [content]) };
      else {
        const { sha256: _, ...rest } = JSON.parse(content.toString()) as Manifest;
        const manifest = { ...rest, ...change(rest as Manifest) };
        yield { name: entry, at, content: [JSON.stringify({ ...manifest, sha256: sum.done(manifest) })] };
      }
    }
  };
  await pipeline(zip(entries()), createWriteStream(place(name)));
  return place(name);
}

test('what is no whole backup of this version or an older one is refused in a sentence, and nothing is made', async () => {
  const whole = await readFile(file);
  const flipped = Buffer.from(whole);
  flipped[Math.floor(whole.length / 2)] = (flipped[Math.floor(whole.length / 2)] ?? 0) ^ 1;
  await writeFile(place('cut'), whole.subarray(0, whole.length - 100));
  await writeFile(place('half'), whole.subarray(0, whole.length / 2));
  await writeFile(place('flipped'), flipped);
  await writeFile(place('text'), 'Not a backup.');
  const foreign = async function* (): AsyncGenerator<ZipEntry> {
    yield { name: 'manifest.json', at: new Date(), content: ['{}'] };
  };
  await pipeline(zip(foreign()), createWriteStream(place('foreign')));
  const config = configOf(other, place('new'));
  for (const name of ['cut', 'half', 'flipped', 'text', 'foreign', 'missing'])
    await assert.rejects(restore(config, place(name)), { fault: 'no_backup' }, name);
  const newer = await forged('newer', ({ migrations }) => ({
    migrations: [...migrations, { name: '9999-later.sql', checksum: null }],
  }));
  await assert.rejects(restore(config, newer), { fault: 'newer' });
  await assert.rejects(access(place('new')));
});

test('a restore that did not come to its end leaves no row, and nothing that starts', async () => {
  const lying = await forged('lying', ({ tables }) => ({
    tables: tables.map((table) => (table.name === 'workspace' ? { ...table, rows: 7 } : table)),
  }));
  const config = configOf(other, place('cut-off'));
  await assert.rejects(restore(config, lying), /workspace has 1 rows instead of 7/);
  assert.deepEqual((await contentOf(other))['call'], []);
  await assert.rejects(prepareStart(config), { fault: 'unfinished' });
  await assert.rejects(restore(config, file), { fault: 'unfinished' });
});
