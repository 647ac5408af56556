/** `npm test` itself: what it does with files that pass, fail, crash and never end. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { passAll } from '../tools/checks.ts';
import type { FileResult } from '../tools/test-files.ts';
import { runFiles } from '../tools/test-files.ts';
import type { Group } from '../tools/test-groups.ts';
import { aloneEach, groupsOf } from '../tools/test-groups.ts';
import { judgesSound, ordered, SLOWEST_FIRST, SOUND_FIRST } from '../tools/test-order.ts';
import { summaryOf } from '../tools/test-summary.ts';
import { scratchDirectory } from './support/scratch-directory.ts';

const FILES = {
  passes: `test('a', () => {}); test('b', () => {});`,
  fails: `test('a', () => {}); test('b', () => { throw new Error('it is wrong'); });`,
  crashes: `throw new Error('no test was reached');`,
  // Its test fails by the limit of a test, and its event loop continues.
  hangs: `test('a', () => {}); test('waits', () => new Promise(() => {})); process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);`,
  // As a loop without an end, but at rest.
  stands: `test('stands', () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));`,
} as const;

/** Writes test files with the texts, by name, and returns their paths in that order. */
async function writeFiles(t: TestContext, texts: Readonly<Record<string, string>>): Promise<string[]> {
  const directory = await scratchDirectory(t);
  const paths = Object.keys(texts).map((name) => join(directory, `${name}.test.ts`));
  for (const [index, text] of Object.values(texts).entries())
    await writeFile(paths[index] ?? '', `import { after, afterEach, test } from 'node:test';\n${text}\n`);
  return paths;
}

/** Runs them, and returns how each ended and was told, by its name. */
async function runAll(groups: readonly Group[], fileSeconds: number): Promise<(name: string) => FileResult> {
  const told: FileResult[] = [];
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
  const onEnd = (result: FileResult): void => void told.push(result);
  const results = await runFiles(groups, { atOnce: 2, testSeconds: 1, fileSeconds, env, onEnd });
  assert.deepEqual(told, results);
  assert.equal(results.length, groups.flatMap(({ files }) => files).length);
  return (name) => results.find(({ file }) => file.endsWith(`${name}.test.ts`)) ?? assert.fail(name);
}

test('a file that never ends is killed and reported, and the others are run', async (t) => {
  const resultOf = await runAll(aloneEach(await writeFiles(t, FILES)), 10);
  assert.deepEqual(
    Object.keys(FILES).filter((name) => resultOf(name).passed),
    ['passes'],
  );
  assert.deepEqual(resultOf('passes').counts, { tests: 2, pass: 2, fail: 0, cancelled: 0, skipped: 0 });
  assert.deepEqual(resultOf('fails').counts, { tests: 2, pass: 1, fail: 1, cancelled: 0, skipped: 0 });
  assert.match(resultOf('fails').output, /it is wrong/);
  assert.match(resultOf('crashes').output, /no test was reached/);
  for (const name of ['hangs', 'stands'])
    assert.match(resultOf(name).output, /had not ended after 10 s and was killed/, name);
  assert.match(resultOf('hangs').output, /✔ a [^]*✖ waits /, 'what it did before is kept');
});

const SHARED = {
  // What is awaited between two tests lets the first be over before the second is known.
  begins: `after(() => { globalThis.ended = true; }); test('a', () => {}); await new Promise((resolve) => setTimeout(resolve, 50)); test.skip('b');`,
  follows: `await new Promise(setImmediate); test('the file before is over', () => { if (!globalThis.ended) throw new Error('it is not'); });`,
  fails: `test('a', () => {}); test('b', () => { if (globalThis.ended) throw new Error('it is wrong'); });`,
  crashes: `throw new Error('no test was reached');`,
  changes: `process.env['LEFT'] = '1'; test('a', () => {});`,
  restores: `const { LEFT } = process.env; after(() => { process.env['LEFT'] = LEFT; }); test('a', () => { delete process.env['LEFT']; });`,
  // Each of its tests has time enough, both together would not.
  lasts: `for (const name of ['a', 'b']) test(name, () => new Promise((resolve) => setTimeout(resolve, 600)));`,
  waits: `test('waits', () => new Promise(() => {}));`,
  passes: `test('a', async (t) => { await t.test('b', () => {}); });`,
} as const;

test('files that share a process are told one by one, and each begins when the one before is over', async (t) => {
  const files = await writeFiles(t, SHARED);
  const resultOf = await runAll([{ files, preloads: [] }], 20);
  assert.deepEqual(
    Object.keys(SHARED).filter((name) => resultOf(name).passed),
    ['begins', 'follows', 'restores', 'lasts', 'passes'],
  );
  assert.deepEqual(resultOf('begins').counts, { tests: 2, pass: 1, fail: 0, skipped: 1 });
  assert.deepEqual(resultOf('passes').counts, { tests: 2, pass: 2, fail: 0, skipped: 0 });
  assert.match(resultOf('fails').output, /✔ a [^]*✖ b [^]*it is wrong[^]*Alone it passes/);
  assert.deepEqual(resultOf('fails').counts, { tests: 2, pass: 1, fail: 1, skipped: 0 });
  assert.match(resultOf('crashes').output, /no test was reached[^]*Alone it fails too/);
  assert.match(resultOf('changes').output, /left its surroundings changed[^]*LEFT/);
  assert.match(resultOf('waits').output, /✖ waits [^]*timed out/);
});

test('when a shared process breaks off, the file at work has failed, and those it did not come to run alone', async (t) => {
  const passes = `test('a', () => {});`;
  const breaks = { exits: `test('a', () => process.exit(3));`, stands: FILES.stands, hangs: FILES.hangs };
  const groups = Object.entries(breaks).map(async ([name, text]) => ({
    files: await writeFiles(t, { [`before-${name}`]: passes, [name]: text, [`behind-${name}`]: passes }),
    preloads: [],
  }));
  const resultOf = await runAll(await Promise.all(groups), 8);
  for (const name of Object.keys(breaks)) {
    assert.equal(resultOf(`before-${name}`).passed, true, name);
    assert.equal(resultOf(`before-${name}`).output, '');
    assert.equal(resultOf(`/${name}`).passed, false, name);
  }
  assert.match(resultOf('/exits').output, /Its process ended with 3 while this file was at work/);
  assert.match(resultOf('/stands').output, /Its process had not continued after 8 s and was killed while this file/);
  assert.equal(resultOf('behind-exits').passed, true);
  assert.equal(resultOf('behind-stands').passed, true);
  // What keeps the process from its end may be any file's: all are named, and the last is run again.
  assert.equal(resultOf('behind-hangs').passed, false);
  assert.match(resultOf('behind-hangs').output, /was killed when all of these were over:[^]*\/hangs\.test\.ts/);
});

test('what a test of a shared process leaves behind is told by its own words', async (t) => {
  const leaves = `test('a', () => void setTimeout(() => { throw new Error('it came late'); }, 20));`;
  const stays = `test('b', () => new Promise((resolve) => setTimeout(resolve, 100)));`;
  const resultOf = await runAll([{ files: await writeFiles(t, { leaves, stays }), preloads: [] }], 8);
  assert.equal(resultOf('leaves').passed, true);
  assert.equal(resultOf('stays').passed, false);
  assert.match(resultOf('stays').output, /ended with 1 when all of these were over[^]*it came late/);
});

test('files that need the same share a process, those that start processes do not, and the slow ones begin', () => {
  const [slow = '', slower = ''] = SLOWEST_FIRST;
  const [world, browser] = [`from '../support/world.ts';`, `from '../support/browser.ts';`];
  const texts: Readonly<Record<string, string>> = {
    'a.test.ts': `import { spawn } from 'node:child_process';`,
    'b.test.ts': `import { testPatchbay } from '../support/patchbay.ts';`,
    'c.test.ts': `import { step } from './step.ts';`,
    'd.test.ts': `import { testWorld } ${world}`,
    'e.test.ts': `import { openBrowser } ${browser}\nimport { testWorld } ${world}`,
    'f.test.tsx': `import { render } from '../../../../test/support/console/dom.ts';`,
    'g.test.ts': `import { end } from './end.ts';`,
    'h.test.ts': `import { startServerProcess } from '../support/server-process.ts';\nimport { testWorld } ${world}`,
    [slow]: `import { testWorld } ${world}`,
    [slower]: `import { testWorld } ${world}`,
  };
  const shared = (files: readonly string[], text: (file: string) => string): (readonly string[])[] =>
    groupsOf(files, text).map((group) => group.files);
  assert.deepEqual(
    shared(Object.keys(texts), (file) => texts[file] ?? ''),
    [
      [slow, slower],
      ['a.test.ts'],
      ['b.test.ts', 'd.test.ts'],
      ['c.test.ts', 'g.test.ts'],
      ['e.test.ts'],
      ['f.test.tsx'],
      ['h.test.ts'],
    ],
  );
  const many = Array.from({ length: 100 }, (_, index) => `${index}.test.ts`);
  for (const text of ['', world, browser]) {
    const groups = shared(many, () => text);
    assert.deepEqual(groups.flat(), many);
    assert.ok(groups.length > 1 && (groups[0]?.length ?? 0) > 1, 'some share, and not all');
  }
});

test('checks run beside each other until one fails', async (t) => {
  const directory = await scratchDirectory(t);
  const told = t.mock.method(console, 'log', () => undefined);
  const [first, second] = [join(directory, 'first'), join(directory, 'second')];
  const waitsFor = (mine: string, other: string): readonly string[] => [
    '-e',
    `const { existsSync: is, writeFileSync } = require('node:fs'); writeFileSync(process.argv[1], '');
     setInterval(() => is(process.argv[2]) && process.exit(0), 10);`,
    mine,
    other,
  ];
  const beside = [
    ['a', waitsFor(first, second)],
    ['b', waitsFor(second, first)],
  ] as const;
  assert.equal(await passAll(beside, 2), true);
  assert.equal(
    await passAll(
      [
        ['c', ['-e', '0']],
        ['d', ['-e', 'process.exit(3)']],
        ['e', ['-e', '0']],
      ],
      1,
    ),
    false,
  );
  const names = told.mock.calls.map(({ arguments: [line] }) => String(line).replace('\n── ', ''));
  assert.deepEqual(
    [names.slice(0, 2).toSorted(), names.slice(2)],
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  );
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

test('the known slow files and those of sound are there, each once, and begin', () => {
  const known = [...SOUND_FIRST, ...SLOWEST_FIRST];
  assert.deepEqual(
    known.filter((file, place) => !existsSync(file) || known.indexOf(file) !== place),
    [],
  );
  const [first = '', second = ''] = SLOWEST_FIRST;
  assert.deepEqual(ordered(['a.test.ts', second, 'b.test.ts', first], SLOWEST_FIRST), [
    first,
    second,
    'a.test.ts',
    'b.test.ts',
  ]);
  assert.deepEqual([SOUND_FIRST[0] ?? '', first].map(judgesSound), [true, false]);
});
