/** Trunks as they are kept: scoped, in order, and with secrets that only the right key opens. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { PRESET_FACTS } from '#domain/directory/trunk-presets.ts';
import { MAX_TRUNKS, NEW_TRUNK_LIMITS, trunkCarrier, trunkOf } from '#domain/directory/trunk.ts';
import type { TrunkSettings } from '#domain/directory/trunk.ts';
import type { TrunkEntry } from '#domain/ports/trunk-book.ts';
import { makeScratchDirectory, removeDirectory, scratchDirectory } from '../../test/support/scratch-directory.ts';
import { storeDatabase } from '../../test/support/store-database.ts';
import { createAdministration } from './administration.ts';
import { createDirectory } from './directory.ts';
import { createSecretBox } from './secret-box.ts';
import { createTrunks } from './trunks.ts';

const database = await storeDatabase();
const folder = await makeScratchDirectory();
after(async () => removeDirectory(folder));
const keyFile = join(folder, 'secret.key');
const directory = createDirectory(database, Date.now);
const administration = createAdministration(database, directory.changed);
const NOW = new Date('2026-11-27T12:00:00.000Z');
const over = (file: string, given: Buffer | null = null) =>
  createTrunks({ database, box: createSecretBox(file, given), directory, now: () => NOW });
const { store, book } = over(keyFile);

const settings = (name: string, change: Partial<TrunkSettings> = {}): TrunkSettings => ({
  ...PRESET_FACTS.telnyx.settings,
  name,
  preset: 'telnyx',
  ...change,
});
const added = async (name: string, change: Partial<TrunkSettings> = {}, workspaceId = 1): Promise<TrunkEntry> => {
  const made = await store.add(workspaceId, settings(name, change), { password: `the password of ${name}` });
  assert.ok(made.ok);
  return made.value;
};
const namesOf = async (workspaceId: number) => (await store.list(workspaceId)).map(({ name }) => name);

test('a trunk is kept as it was set, and shown without its password', async () => {
  const entry = await added('Main', { limits: { ...NEW_TRUNK_LIMITS, countries: ['DE', 'US'] } });
  const { id, workspaceId, position, hasPassword, hasTextSecret, health, createdAt, updatedAt, ...kept } = entry;
  assert.deepEqual(kept, settings('Main', { limits: { ...kept.limits, countries: ['DE', 'US'] } }));
  assert.deepEqual([workspaceId, position, hasPassword, hasTextSecret], [1, 0, true, false]);
  assert.deepEqual(health, { state: 'unknown', isRegistered: null, fault: null, since: NOW });
  assert.deepEqual([createdAt, updatedAt], [NOW, NOW]);
  assert.ok(!JSON.stringify(entry).includes('the password'));
  const [carried] = await book.enabled();
  assert.deepEqual([carried?.id, carried?.password], [id, 'the password of Main']);
  assert.equal((await book.find(id))?.password, 'the password of Main');
});

test('the password lies in the database and in the audit log as no one can read it', async () => {
  const { rows } = await database.pool.query<{ all: string }>(
    `select (select json_agg(trunk)::text from trunk) || (select json_agg(audit_entry)::text from audit_entry) as all`,
  );
  const text = rows[0]?.all ?? '';
  assert.match(text, /trunk\.created/);
  assert.ok(!text.includes('the password'));
  assert.ok(!text.includes(Buffer.from('the password').toString('hex')));
  const log = await database.pool.query<{ changes: object }>(
    `select changes from audit_entry where action = 'trunk.created'`,
  );
  assert.partialDeepStrictEqual(log.rows, [{ changes: { password: null } }]);
});

test('trunks are tried in their order, which is set as a whole', async () => {
  const [second, third] = [await added('Second'), await added('Third', { isEnabled: false })];
  const [first] = await store.list(1);
  assert.deepEqual(await namesOf(1), ['Main', 'Second', 'Third']);
  const ids = [third.id, first?.id ?? 0, second.id];
  let heard = 0;
  const end = book.onChanged(() => (heard += 1));
  for (const wrong of [ids.slice(1), [...ids, second.id], [third.id, third.id, second.id], [...ids.slice(1), 999_999]])
    assert.equal(await store.reorder(1, wrong), false);
  assert.equal(await store.reorder(2, ids), false);
  assert.equal(heard, 0);
  assert.equal(await store.reorder(1, ids), true);
  assert.equal(heard, 1);
  assert.deepEqual(await namesOf(1), ['Third', 'Main', 'Second']);
  assert.deepEqual(
    (await book.enabled()).map(({ name }) => name),
    ['Main', 'Second'],
  );
  end();
  await store.change(1, third.id, { name: 'Last' }, {});
  assert.equal(heard, 1, 'who listens no more hears nothing');
});

test('a change leaves what it does not name, and the secret too', async () => {
  const { id } = await added('Changed', { textAccount: 'profile' });
  const change = async (what: Partial<TrunkSettings>, secrets: object = {}) => {
    const done = await store.change(1, id, what, secrets);
    assert.ok(done.ok);
    return done.value;
  };
  assert.equal((await change({ host: 'sip.example.com' })).host, 'sip.example.com');
  assert.equal((await book.find(id))?.password, 'the password of Changed');
  assert.equal((await change({}, { textSecret: 'key' })).hasTextSecret, true);
  assert.equal((await change({}, { password: null })).hasPassword, false);
  assert.equal((await book.find(id))?.password, null);
  assert.deepEqual(await store.textAccount(1), {
    id,
    workspaceId: 1,
    preset: 'telnyx',
    account: 'profile',
    secret: 'key',
  });
  assert.equal(await store.textAccount(2), null);
});

test('a neighbor sees, changes and removes nothing', async () => {
  const [first] = await store.list(1);
  const id = first?.id ?? 0;
  assert.deepEqual([await store.list(2), await store.find(2, id)], [[], null]);
  assert.deepEqual(await store.change(2, id, { name: 'Theirs' }, {}), { ok: false, refusal: { code: 'unknown' } });
  assert.equal(await store.remove(2, id), false);
  const draft = {
    number: '+13392195301',
    display: '+1',
    isDefault: false,
    destination: { kind: 'menu', id: null },
  } as const;
  const taken = await administration.createNumber(2, { ...draft, trunkId: id });
  assert.deepEqual(taken, { ok: false, refusal: { code: 'trunk_unknown' } });
});

test('a number leads to what its own workspace has, and stays when its trunk goes', async () => {
  const { rows } = await database.pool.query<{ menu: number; other: number; web: number; agent: number }>(`
    with m as (insert into menu (workspace_id, name, kind, position, recording, deflection) values
      (1, 'Sales', 'ivr_menu', 0, 'never', 'voicemail'), (2, 'Theirs', 'ivr_menu', 0, 'never', 'voicemail'),
      (1, 'Web', 'web_menu', 0, 'never', 'voicemail') returning id, name),
    a as (insert into agent (workspace_id, email, first_name, last_name) values (1, 'a@x.example', 'A', 'B') returning id)
    select (select id from m where name = 'Sales') as menu, (select id from m where name = 'Theirs') as other,
      (select id from m where name = 'Web') as web, (select id from a) as agent`);
  const [{ menu, other, web, agent }] = rows as [(typeof rows)[number]];
  const trunk = await added('Numbers');
  const made = await administration.createNumber(1, {
    number: '+13392195302',
    display: '+1 339-219-5302',
    isDefault: true,
    trunkId: trunk.id,
    destination: { kind: 'queue', id: menu },
  });
  assert.ok(made.ok);
  const { id, number } = made.value;
  assert.deepEqual(await book.destinationOf(1, number), { kind: 'queue', id: menu });
  assert.equal(await book.destinationOf(2, number), null);
  const led = async (kind: 'menu' | 'queue' | 'agent' | 'fin', to: number | null) => {
    const done = await administration.changeNumber(1, id, { destination: { kind, id: to } });
    return done.ok ? done.value.destination : done.refusal.code;
  };
  assert.deepEqual(await led('agent', agent), { kind: 'agent', id: agent });
  assert.deepEqual(await led('menu', null), { kind: 'menu', id: null });
  for (const [kind, to] of [
    ['queue', other],
    ['menu', web],
    ['queue', null],
    ['agent', menu + 1000],
  ] as const)
    assert.equal(await led(kind, to), 'destination_unknown', `${kind} ${to}`);
  assert.equal(await led('fin', null), 'default_line_wrong', 'queues dial from it');
  assert.equal(await store.remove(1, trunk.id), true);
  const { numbers } = await directory.load(1);
  const after = await administration.changeNumber(1, id, { isDefault: false });
  assert.ok(after.ok);
  assert.equal(after.value.trunkId, null);
  assert.equal(numbers.length, 1);
});

test('health is noted once, and forgotten when the trunk is set anew', async () => {
  const { id } = await added('Healthy');
  const healthOf = async () => (await store.find(1, id))?.health;
  await book.noteHealth(id, { state: 'down', isRegistered: false, fault: 'No answer.' });
  assert.deepEqual(await healthOf(), { state: 'down', isRegistered: false, fault: 'No answer.', since: NOW });
  const { rows } = await database.pool.query(`select from audit_entry where target_name = 'Healthy'`);
  assert.equal(rows.length, 1, 'the server’s own notes are no change of anyone’s');
  await store.change(1, id, { port: 5070 }, {});
  assert.equal((await healthOf())?.state, 'unknown');
});

test('one more than a workspace may have is refused, and of two at once only one is the last', async () => {
  await database.pool.query(`insert into workspace (id, subdomain, name) values (3, 'three', 'Three')`);
  const { id } = await added('First', {}, 3);
  await database.pool.query(
    `insert into trunk select (json_populate_record(trunk, json_build_object('id', 1000 + n, 'position', n))).*
     from trunk, generate_series(1, ${MAX_TRUNKS - 2}) n where id = ${id}`,
  );
  const both = await Promise.all(['A', 'B'].map(async (name) => store.add(3, settings(name), {})));
  assert.deepEqual(both.filter(({ ok }) => ok).length, 1);
  assert.deepEqual(
    both.find(({ ok }) => !ok),
    { ok: false, refusal: { code: 'trunks_full' } },
  );
});

test('the key file is its owner’s alone, and made once', async () => {
  const text = await readFile(keyFile, 'utf8');
  assert.equal(Buffer.from(text, 'base64').length, 32);
  assert.equal((await stat(keyFile)).mode & 0o777, 0o600);
});

test('a lost key is said, and never opens to anything else', async (context) => {
  const elsewhere = join(await scratchDirectory(context), 'secret.key');
  const [row] = await store.list(1);
  const id = row?.id ?? 0;
  await store.change(1, id, { isEnabled: true }, { password: 'good' });
  for (const lost of [over(elsewhere), over(elsewhere, randomBytes(32))]) {
    assert.ok(!(await lost.book.enabled()).some((trunk) => trunk.id === id));
    assert.equal(await lost.book.find(id), null);
    const health = (await lost.store.find(1, id))?.health;
    assert.equal(health?.state, 'down');
    assert.match(health.fault ?? '', /Enter the password again/);
  }
  await assert.rejects(stat(elsewhere), /ENOENT/, 'reading makes no key');
  const renewed = over(elsewhere);
  assert.ok((await renewed.store.change(1, id, {}, { password: 'new' })).ok);
  assert.equal((await renewed.book.find(id))?.password, 'new');
});

test('what was sealed is opened only whole, by its key and for its purpose', async (context) => {
  const file = join(await scratchDirectory(context), 'secret.key');
  const box = createSecretBox(file, null);
  const sealed = await box.seal('geheim ✓', 'here');
  assert.equal(await box.open(sealed, 'here'), 'geheim ✓');
  assert.equal(await box.open(sealed, 'there'), null);
  for (let at = 0; at < sealed.length; at += 1) {
    const bent = Buffer.from(sealed);
    bent[at] = (bent[at] ?? 0) ^ 1;
    assert.equal(await box.open(bent, 'here'), null, `byte ${at}`);
    assert.equal(await box.open(sealed.subarray(0, at), 'here'), null, `${at} bytes`);
  }
  const configured = createSecretBox(file, randomBytes(32));
  assert.equal(await configured.open(sealed, 'here'), 'geheim ✓', 'what the file’s key sealed still opens');
  assert.equal(await box.open(await configured.seal('x', 'here'), 'here'), null);
  await writeFile(file, 'no key');
  const broken = createSecretBox(file, null);
  assert.equal(await broken.open(sealed, 'here'), null);
  await assert.rejects(broken.seal('x', 'here'), /32 bytes in base64/);
  await rm(file);
});

test('two that make the key at once have the same', async (context) => {
  const file = join(await scratchDirectory(context), 'secret.key');
  const [one, two] = [createSecretBox(file, null), createSecretBox(file, null)];
  const [a, b] = await Promise.all([one.seal('a', 'x'), two.seal('b', 'x')]);
  assert.deepEqual([await two.open(a, 'x'), await one.open(b, 'x')], ['a', 'b']);
});

test('a call says which trunk carries it', () => {
  assert.equal(trunkCarrier(7), 'trunk:7');
  assert.deepEqual(['trunk:7', 'simulator', 'trunk:', 'trunk:x', null].map(trunkOf), [7, null, null, null, null]);
});
