import assert from 'node:assert/strict';
import { statfs } from 'node:fs/promises';
import { test } from 'node:test';
import { scratchDirectory } from '../../test/support/scratch-directory.ts';
import { createReadiness } from './readiness.ts';

const well = async (): Promise<unknown> => Promise.resolve();

test('it is ready when the database answers and the reserve is free', async (t) => {
  const directory = await scratchDirectory(t);
  const look = createReadiness({ askDatabase: well, directory, reserveBytes: 1 });
  assert.deepEqual(await look(), { database: true, disk: true });
});

test('a database that refuses, and a disk without the reserve, are seen each', async (t) => {
  const directory = await scratchDirectory(t);
  const away = async (): Promise<unknown> => Promise.reject(new Error('away'));
  const { bavail, bsize } = await statfs(directory);
  const reserveBytes = bavail * bsize * 2;
  assert.deepEqual(await createReadiness({ askDatabase: away, directory, reserveBytes })(), {
    database: false,
    disk: false,
  });
  const nowhere = createReadiness({ askDatabase: well, directory: `${directory}/none`, reserveBytes: 1 });
  assert.deepEqual(await nowhere(), { database: true, disk: false });
});

test('a database that hangs is asked once, however many ask, and again when it has answered', async (t) => {
  const directory = await scratchDirectory(t);
  const answers: (() => void)[] = [];
  const askDatabase = async (): Promise<unknown> => new Promise<void>((resolve) => answers.push(resolve));
  const look = createReadiness({ askDatabase, directory, reserveBytes: 1 });
  const looks = await Promise.all([look(), look(), look()]);
  assert.deepEqual(
    [...looks, await look()].map(({ database }) => database),
    [false, false, false, false],
  );
  assert.equal(answers.length, 1);
  answers[0]?.();
  await new Promise((resolve) => setImmediate(resolve));
  const next = look();
  assert.equal(answers.length, 2);
  answers[1]?.();
  assert.equal((await next).database, true);
});
