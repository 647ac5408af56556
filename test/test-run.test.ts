/** `npm test` itself: what it does with files that pass, fail, crash and never end. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import type { FileResult } from '../tools/test-files.ts';
import { runFiles } from '../tools/test-files.ts';
import { slowestFirst, SLOWEST_FIRST } from '../tools/test-order.ts';
import { summaryOf } from '../tools/test-summary.ts';
import { scratchDirectory } from './support/scratch-directory.ts';

const FILES = {
  passes: `test('a', () => {}); test('b', () => {});`,
  fails: `test('a', () => {}); test('b', () => { throw new Error('it is wrong'); });`,
  crashes: `throw new Error('no test was reached');`,
  // Its test fails by the limit of a test, and its event loop goes on.
  hangs: `test('a', () => {}); test('waits', () => new Promise(() => {})); process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);`,
  spins: `test('spins', () => { for (;;); });`,
} as const;

test('a file that never ends is killed and reported, and the others are run', async (t) => {
  const directory = await scratchDirectory(t);
  const paths = Object.entries(FILES).map(([name, text]) => [join(directory, `${name}.test.ts`), text] as const);
  for (const [path, text] of paths) await writeFile(path, `import { test } from 'node:test';\n${text}\n`);
  const told: FileResult[] = [];
  const results = await runFiles(
    paths.map(([path]) => path),
    {
      atOnce: 2,
      testSeconds: 1,
      fileSeconds: 10,
      env: { ...process.env, NODE_TEST_CONTEXT: undefined },
      onEnd: (result) => told.push(result),
    },
  );
  assert.deepEqual(told, results);
  const resultOf = (name: string): FileResult =>
    results.find(({ file }) => file.endsWith(`${name}.test.ts`)) ?? assert.fail(name);
  assert.deepEqual(
    results.filter(({ passed }) => passed),
    [resultOf('passes')],
  );
  assert.deepEqual(resultOf('passes').counts, { tests: 2, pass: 2, fail: 0, cancelled: 0, skipped: 0 });
  assert.deepEqual(resultOf('fails').counts, { tests: 2, pass: 1, fail: 1, cancelled: 0, skipped: 0 });
  assert.match(resultOf('fails').output, /it is wrong/);
  assert.match(resultOf('crashes').output, /no test was reached/);
  for (const name of ['hangs', 'spins'])
    assert.match(resultOf(name).output, /had not ended after 10 s and was killed/, name);
  assert.match(resultOf('hangs').output, /✔ a [^]*✖ waits /, 'what it did before is kept');
});

test('the summary names the ten slowest files, the files that failed, and last the totals', () => {
  const results = Array.from({ length: 12 }, (_, index) => ({
    file: `${index}.test.ts`,
    passed: index !== 3,
    seconds: index,
    output: '',
    counts: { tests: 2, pass: index === 3 ? 1 : 2, fail: index === 3 ? 1 : 0 },
  }));
  const lines = summaryOf(results, 66).trim().split('\n');
  assert.match(lines[1] ?? '', / 11\.0 s {2}11\.test\.ts$/);
  assert.equal(lines.filter((line) => / s {2}\d+\.test\.ts$/.test(line)).length, 10);
  assert.match(summaryOf(results, 66), /12 files in 66 s[^]*23 passed, 1 failed, 0 skipped/);
  assert.equal(lines.at(-2), '✖ 3.test.ts');
});

test('the known slow files are there, and begin', () => {
  assert.deepEqual(
    SLOWEST_FIRST.filter((file) => !existsSync(file)),
    [],
  );
  assert.deepEqual(slowestFirst(['a.test.ts', SLOWEST_FIRST[1] ?? '', 'b.test.ts', SLOWEST_FIRST[0] ?? '']), [
    SLOWEST_FIRST[0],
    SLOWEST_FIRST[1],
    'a.test.ts',
    'b.test.ts',
  ]);
});
