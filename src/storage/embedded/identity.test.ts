import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { scratchDirectory } from '../../../test/support/scratch-directory.ts';
import { findClosed, forInitdb, pickIdentity, type Users } from './identity.ts';

const ROOT = 'root:x:0:0:root:/root:/bin/bash';
const DAEMON = 'daemon:x:1:1::/:/usr/sbin/nologin';
const POSTGRES = 'postgres:x:101:104:PostgreSQL:/var/lib/postgresql:/bin/bash';
const NOBODY = 'nobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin';
const PATCHBAY = 'patchbay:x:990:991::/var/lib/patchbay:/usr/sbin/nologin';

const LINES = [ROOT, DAEMON, POSTGRES, NOBODY];
const FREE = { least: 60_578, most: 61_183 };

function usersOf(passwd: readonly string[], group: readonly string[] = [], running: readonly number[] = []): Users {
  return { passwd: passwd.join('\n'), group: group.join('\n'), running: new Set(running) };
}

test('PostgreSQL runs as the user patchbay where an operator has made one', () => {
  const identity = { name: 'patchbay', uid: 990, gid: 991 };
  assert.deepEqual(pickIdentity(usersOf([...LINES, PATCHBAY]), '/data'), identity);
});

for (const passwd of [LINES, [ROOT], []])
  test(`of ${passwd.length} users without one of ours, PostgreSQL runs as a number that none has`, () => {
    const { uid, gid } = pickIdentity(usersOf(passwd), '/data');
    assert.ok(uid >= FREE.least && uid <= FREE.most);
    assert.equal(gid, uid);
  });

test('a data directory has the same number every time, and most others have another', () => {
  const numbers = ['/a', '/a', '/b', '/c', '/d'].map((key) => pickIdentity(usersOf(LINES), key).uid);
  assert.equal(numbers[0], numbers[1]);
  assert.ok(new Set(numbers).size > 2);
});

test('a number that a user, a group or a running program has is passed over', () => {
  const { uid: first } = pickIdentity(usersOf(LINES), '/data');
  const taken = `taken:x:${first}:${first}::/:/bin/sh`;
  const next = first === FREE.most ? FREE.least : first + 1;
  for (const users of [usersOf([...LINES, taken]), usersOf(LINES, [`taken:x:${first}:`]), usersOf(LINES, [], [first])])
    assert.equal(pickIdentity(users, '/data').uid, next);
});

const NUMBER = { name: '60600', uid: 60_600, gid: 60_600 };
const INITDB = [
  { passwd: LINES, runs: { name: 'nobody', uid: 65_534, gid: 60_600 } },
  { passwd: [ROOT, DAEMON], runs: { name: 'daemon', uid: 1, gid: 60_600 } },
  { passwd: [ROOT, 'games:x:5:60::/:/bin/sh'], runs: { name: 'games', uid: 5, gid: 60_600 } },
  { passwd: [ROOT, 'own:x:60600:60600::/:/bin/sh'], runs: NUMBER },
  { passwd: [ROOT], runs: NUMBER },
];

for (const { passwd, runs } of INITDB)
  test(`initdb for a number runs as ${runs.name} with the group of the number`, () => {
    assert.deepEqual(forInitdb(NUMBER, passwd.join('\n')), runs);
  });

const STRANGER = { name: 'stranger', uid: 4_000_000, gid: 4_000_000 };

/** The modes of a directory and of a file in it, and which of both is closed to others. */
const CLOSED = [
  { directory: 0o755, file: 0o755, reads: true, closed: null },
  { directory: 0o711, file: 0o755, reads: true, closed: null },
  { directory: 0o711, file: 0o711, reads: true, closed: 'file' },
  { directory: 0o711, file: 0o711, reads: false, closed: null },
  { directory: 0o755, file: 0o644, reads: true, closed: 'file' },
  { directory: 0o700, file: 0o755, reads: true, closed: 'directory' },
  { directory: 0o770, file: 0o755, reads: false, closed: 'directory' },
] as const;

for (const { directory, file, reads, closed } of CLOSED) {
  const modes = `${directory.toString(8)} and ${file.toString(8)}, ${reads ? 'read' : 'entered'}`;
  test(`of modes ${modes}, a stranger finds closed: ${closed}`, async (t) => {
    const root = await scratchDirectory(t);
    const paths = { directory: join(root, 'directory'), file: join(root, 'directory', 'file') };
    await mkdir(paths.directory);
    await writeFile(paths.file, '');
    await chmod(paths.file, file);
    await chmod(paths.directory, directory);
    assert.equal(await findClosed(paths.file, STRANGER, { reads }), closed === null ? null : paths[closed]);
  });
}

test('an owner and a group enter where others may not', async (t) => {
  const directory = await scratchDirectory(t);
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  await chmod(directory, 0o710);
  assert.equal(await findClosed(directory, { name: 'owner', uid, gid: 4_000_000 }, { reads: true }), null);
  assert.equal(await findClosed(directory, { name: 'group', uid: 4_000_000, gid }, { reads: false }), null);
  assert.equal(await findClosed(directory, { name: 'group', uid: 4_000_000, gid }, { reads: true }), directory);
});

test('without another user nothing is closed', async () => {
  assert.equal(await findClosed('/', null, { reads: true }), null);
});
