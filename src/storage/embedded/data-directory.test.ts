import assert from 'node:assert/strict';
import { chmod, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { scratchDirectory } from '../../../test/support/scratch-directory.ts';
import { makeDataDirectory } from './data-directory.ts';

const UNUSABLE = { name: 'EmbeddedPostgresError', fault: 'data_directory_unusable' };

test('a data directory is made with all that is missing above it, and found again', async (t) => {
  const directory = join(await scratchDirectory(t), 'a', 'b', 'c');
  await makeDataDirectory(directory);
  await makeDataDirectory(directory);
  assert.ok((await stat(directory)).isDirectory());
});

test('a file in its place, or above it, is said in a sentence', async (t) => {
  const file = join(await scratchDirectory(t), 'file');
  await writeFile(file, '');
  await assert.rejects(makeDataDirectory(file), { ...UNUSABLE, message: /file cannot be used: it is a file\. Set/ });
  await assert.rejects(makeDataDirectory(join(file, 'data')), UNUSABLE);
});

const onLinux = process.platform !== 'linux' && 'only Linux has a /proc';

test('a file system without new directories is said at once', { skip: onLinux }, async () => {
  await assert.rejects(makeDataDirectory('/proc/x'), UNUSABLE);
  await assert.rejects(makeDataDirectory('/proc/x/y/z'), UNUSABLE);
});

const notRoot = process.getuid?.() === 0 && 'root may write everywhere';

test('a directory that is not ours to write is said in a sentence', { skip: notRoot }, async (t) => {
  const directory = await scratchDirectory(t);
  await chmod(directory, 0o555);
  await assert.rejects(makeDataDirectory(directory), UNUSABLE);
  await assert.rejects(makeDataDirectory(join(directory, 'data')), UNUSABLE);
});
