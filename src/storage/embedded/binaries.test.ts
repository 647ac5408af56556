import assert from 'node:assert/strict';
import { chmod, cp, mkdir, readdir, readFile, readlink, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import process from 'node:process';
import { test, type TestContext } from 'node:test';
import { scratchDirectory } from '../../../test/support/scratch-directory.ts';
import { findPackage, prepareBinaries } from './binaries.ts';
import { programOptions, runProgram } from './program.ts';

const STRANGER = { name: 'stranger', uid: 4_000_000, gid: 4_000_000 };
const withoutLinks = process.platform === 'win32' && 'the package for Windows has no links';

/** The package as npm leaves it when install scripts are blocked. */
async function copyWithoutLinks(test: TestContext): Promise<string> {
  const copy = join(await scratchDirectory(test), 'package');
  await cp(findPackage(), copy, { recursive: true, verbatimSymlinks: true });
  for (const { target } of await readLinks(copy)) await rm(join(copy, target), { force: true });
  return copy;
}

async function readLinks(packageRoot: string): Promise<readonly { source: string; target: string }[]> {
  const text = await readFile(join(packageRoot, 'native', 'pg-symlinks.json'), 'utf8');
  return JSON.parse(text) as { source: string; target: string }[]; // The package's own list.
}

async function assertRuns(directory: string): Promise<void> {
  await runProgram(join(directory, 'postgres'), ['--version'], programOptions(null, directory), 'start_failed');
}

test('missing library links are made, and made once', { skip: withoutLinks }, async (t) => {
  const copy = await copyWithoutLinks(t);
  await assert.rejects(assertRuns(join(copy, 'native', 'bin')));
  for (let times = 0; times < 2; times += 1) {
    const { directory } = await prepareBinaries(copy, null, [join(copy, 'unused')]);
    assert.equal(directory, join(copy, 'native', 'bin'));
    await assertRuns(directory);
  }
  for (const { source, target } of await readLinks(copy)) {
    assert.equal(await readlink(join(copy, target)), basename(source));
  }
});

test('binaries that the identity cannot reach are copied once, links and all', { skip: withoutLinks }, async (t) => {
  const original = await copyWithoutLinks(t);
  const copies = join(await scratchDirectory(t), 'copies');
  await mkdir(copies);
  await chmod(original, 0o700);
  const { directory } = await prepareBinaries(original, STRANGER, [copies]);
  assert.ok(directory.startsWith(copies));
  await assertRuns(directory);
  const { ino } = await stat(join(directory, 'postgres'));
  await prepareBinaries(original, STRANGER, [copies]);
  assert.equal((await stat(join(directory, 'postgres'))).ino, ino);
  assert.equal((await readdir(copies)).length, 1);
});

test('binaries whose links we may not write are copied', { skip: withoutLinks || isRoot() }, async (t) => {
  const original = await copyWithoutLinks(t);
  const copies = await scratchDirectory(t);
  await chmod(join(original, 'native', 'lib'), 0o555);
  const { directory } = await prepareBinaries(original, null, [copies]);
  await chmod(join(original, 'native', 'lib'), 0o755);
  assert.ok(directory.startsWith(copies));
  await assertRuns(directory);
});

test('a package of another version has a copy of its own', { skip: withoutLinks }, async (t) => {
  const original = await copyWithoutLinks(t);
  const copies = await scratchDirectory(t);
  await chmod(original, 0o700);
  await prepareBinaries(original, STRANGER, [copies]);
  const manifest = join(original, 'package.json');
  await unlink(manifest);
  await writeFile(manifest, JSON.stringify({ version: '18.9.9' }));
  assert.match((await prepareBinaries(original, STRANGER, [copies])).directory, /postgresql-18\.9\.9-/);
});

function isRoot(): string | false {
  return process.getuid?.() === 0 && 'root may write everywhere';
}
