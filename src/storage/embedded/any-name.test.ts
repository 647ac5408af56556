/** A data directory and a checkout may have any name, in a place open to all and in one that only root may enter. */
import assert from 'node:assert/strict';
import { chmod, cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { test, type TestContext } from 'node:test';
import { Client } from 'pg';
import { cleanUp } from '../../../test/support/clean-up.ts';
import { scratchDirectory } from '../../../test/support/scratch-directory.ts';
import { startEmbeddedPostgres } from '../embedded.ts';
import { findPackage } from './binaries.ts';

/** Every character that a shell, a configuration file or a list of paths takes for something else. */
const NAMES = [`it's, a "näme" \\ #1`, '$HOME `id` $(id)', 'two\nlines', ' -rf; 数据 🗄️ & | * ? ~ % ! '];

const isRoot = process.getuid?.() === 0;

async function answers(test: TestContext, dataDirectory: string, packageRoot: string, place: string): Promise<void> {
  const postgres = await startEmbeddedPostgres({ dataDirectory, packageRoot, durablePlaces: [place], durable: false });
  cleanUp(test, () => postgres.stop());
  const client = new Client(postgres.connection);
  await client.connect();
  const { rows } = await client.query<{ one: number }>('SELECT 1 AS one');
  await client.end();
  await postgres.stop();
  assert.deepEqual(rows, [{ one: 1 }]);
}

for (const kind of ['open to all', 'open to root alone'] as const)
  test(
    `in a place ${kind}, data directories and checkouts of any name work`,
    { skip: process.platform === 'win32' ? 'Windows has no such names' : !isRoot && kind !== 'open to all' },
    async (t) => {
      const top = await scratchDirectory(t);
      if (kind !== 'open to all') await chmod(top, 0o700);
      const place = join(await scratchDirectory(t), 'durable');
      const checkout = join(top, `a "checkout" for $5, isn't it`);
      await mkdir(checkout);
      await cp(findPackage(), join(checkout, 'postgres'), { recursive: true, verbatimSymlinks: true });
      for (const [index, name] of NAMES.entries()) {
        // The programs lie below the odd name, and below a plain one.
        const packageRoot = index % 2 === 0 ? join(checkout, 'postgres') : findPackage();
        await answers(t, join(top, name), packageRoot, place);
      }
    },
  );
