/** A command beside the server only looks for its database: a data directory stays as it is. */
import assert from 'node:assert/strict';
import { chmod, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { cleanUp } from '../../../test/support/clean-up.ts';
import { scratchDirectory } from '../../../test/support/scratch-directory.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres } from '../embedded.ts';

/** What is in the directory, with whose it is, what may be done with it, and when either was last changed. */
async function pictureOf(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory, { recursive: true });
  return Promise.all(
    ['.', ...names].toSorted().map(async (name) => {
      const { uid, gid, mode, ctimeMs } = await lstat(join(directory, name));
      return [name, uid, gid, mode.toString(8), ctimeMs].join(' ');
    }),
  );
}

test('looking for a database makes no directory', async (t) => {
  const parent = await scratchDirectory(t);
  assert.equal(await findEmbeddedPostgres({ dataDirectory: join(parent, 'none', 'data') }), null);
  assert.deepEqual(await readdir(parent), []);
  assert.equal(await findEmbeddedPostgres({ dataDirectory: parent }), null);
  assert.deepEqual(await readdir(parent), []);
});

for (const mode of [0o700, 0o711, 0o755])
  test(`looking for a database that has stopped changes no owner, mode or file (home ${mode.toString(8)})`, async (t) => {
    const data = await scratchDirectory(t);
    const postgres = await startEmbeddedPostgres({ dataDirectory: data, durable: false });
    cleanUp(t, () => postgres.stop());
    assert.deepEqual(await findEmbeddedPostgres({ dataDirectory: data }), postgres.connection);
    await postgres.stop();
    const home = join(data, 'postgres');
    await chmod(home, mode);
    for (const name of await readdir(home)) await chmod(join(home, name), mode);
    const before = await pictureOf(data);
    assert.equal(await findEmbeddedPostgres({ dataDirectory: data }), null);
    assert.deepEqual(await pictureOf(data), before);
  });
