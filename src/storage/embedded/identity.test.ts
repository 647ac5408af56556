import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { scratchDirectory } from '../../../test/support/scratch-directory.ts';
import { findClosed, pickIdentity } from './identity.ts';

const ROOT = 'root:x:0:0:root:/root:/bin/bash';
const DAEMON = 'daemon:x:1:1::/:/usr/sbin/nologin';
const POSTGRES = 'postgres:x:101:104:PostgreSQL:/var/lib/postgresql:/bin/bash';
const NOBODY = 'nobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin';
const PATCHBAY = 'patchbay:x:990:991::/var/lib/patchbay:/usr/sbin/nologin';

const PICKS = [
  { passwd: [ROOT, DAEMON, POSTGRES, NOBODY, PATCHBAY], name: 'patchbay', uid: 990, gid: 991 },
  { passwd: [ROOT, DAEMON, POSTGRES, NOBODY], name: 'nobody', uid: 65534, gid: 65533 },
  { passwd: [ROOT, DAEMON, POSTGRES], name: 'postgres', uid: 101, gid: 104 },
  { passwd: [ROOT, DAEMON], name: 'daemon', uid: 1, gid: 1 },
  { passwd: [ROOT, 'nobody:*:-2:-2:macOS:/var/empty:/usr/bin/false'], name: '65534', uid: 65534, gid: 65534 },
  { passwd: [], name: '65534', uid: 65534, gid: 65534 },
];

for (const { passwd, ...identity } of PICKS) {
  test(`of ${passwd.length} users PostgreSQL runs as ${identity.name}`, () => {
    assert.deepEqual(pickIdentity(passwd.join('\n')), identity);
  });
}

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
