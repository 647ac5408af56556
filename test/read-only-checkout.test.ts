/** `npm start` as a user who may read the checkout and not write it, as a service does. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, chown, cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findClosed } from '#storage/embedded/identity.ts';
import { scratchDirectory } from './support/scratch-directory.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const isRoot = process.getuid?.() === 0;
const OTHER = { name: 'nobody', uid: 65_534, gid: 65_534 };
const closed = isRoot ? await findClosed(process.execPath, OTHER, { reads: true }) : null;
const skip =
  (process.platform === 'win32' && 'modes are POSIX') || (closed !== null && `no other user can enter ${closed}`);

/** What lies in the checkout. The packages are linked, and other tests may write to their cache. */
async function filesIn(checkout: string): Promise<readonly string[]> {
  const all = await readdir(checkout, { recursive: true });
  return all.filter((name) => !name.startsWith('node_modules')).toSorted();
}

test(
  'a checkout without pages that is not ours to write is refused in a sentence, and stays as it is',
  { skip },
  async (t) => {
    const base = await scratchDirectory(t);
    const [checkout, data] = [join(base, 'checkout'), join(base, 'data')];
    await mkdir(checkout);
    await mkdir(data);
    for (const name of ['src', 'tools', 'package.json', 'package-lock.json', 'vite.config.ts', 'tsconfig.json'])
      await cp(join(ROOT, name), join(checkout, name), { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
    await chmod(base, 0o755);
    await chmod(checkout, 0o555);
    if (isRoot) await chown(data, OTHER.uid, OTHER.gid);
    const before = await filesIn(checkout);
    const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/run.mjs', 'tools/start.ts'], {
      cwd: checkout,
      env: { PATH: process.env['PATH'], PATCHBAY_PORT: '0', PATCHBAY_DATA_DIR: data },
      encoding: 'utf8',
      ...(isRoot ? { uid: OTHER.uid, gid: OTHER.gid } : {}),
    });
    await chmod(checkout, 0o755); // So that it can be removed.
    assert.equal(status, 1, stdout + stderr);
    assert.match(stderr, /^The pages cannot be built, because \S+ is not this user's to write\. Run `npm run build`/m);
    assert.doesNotMatch(stderr, /\n {4}at /);
    assert.deepEqual(await filesIn(checkout), before);
    assert.deepEqual(await readdir(data), [], 'no database was made');
  },
);
