/**
 * `npm test`: the whole truth, in the order in which faults are found fastest. Arguments pick test files and skip the
 * checks.
 */
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import process from 'node:process';
import { startTestCluster, TEST_CLUSTER_VARIABLE } from '../test/support/database.ts';
import { ensureBrowser } from './browser.ts';
import { passes, run } from './checks.ts';
import type { FileResult, FileRun } from './test-files.ts';
import { runFiles } from './test-files.ts';
import { aloneEach, groupsOf } from './test-groups.ts';
import { judgesSound, ordered, SLOWEST_FIRST, SOUND_AT_ONCE, SOUND_FIRST } from './test-order.ts';
import { summaryOf } from './test-summary.ts';

/** Tests that open pages in a real browser. */
const NEEDS_BROWSER = /\btest[/\\](pages[/\\]|browser-media\.test)/;

const asked = process.argv.slice(2);
if (asked.length === 0 && !(await passes())) process.exit(1);

const files = asked.length > 0 ? asked : globSync(['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts']).toSorted();
if (files.some((file) => NEEDS_BROWSER.test(file))) {
  console.log('\n── pages and browser');
  const code = await run(['tools/build.ts']);
  if (code !== 0) process.exit(code);
  console.log(await ensureBrowser());
}

console.log(`\n── ${files.length} test files`);
const cluster = await startTestCluster();
const began = performance.now();
const common: Omit<FileRun, 'atOnce'> = {
  testSeconds: 240,
  fileSeconds: 300,
  env: {
    // Types are stripped and code is compiled once for the run, not once a file.
    NODE_COMPILE_CACHE: resolve('node_modules/.cache/compile'),
    ...process.env,
    [TEST_CLUSTER_VARIABLE]: JSON.stringify(cluster.connection),
  },
  onEnd: asked.length > 0 ? showWhole : showBriefly,
};
const sound = asked.length > 0 ? [] : ordered(files.filter(judgesSound), SOUND_FIRST);
const others = files.filter((file) => !sound.includes(file));
const results = [
  ...(await runFiles(aloneEach(sound), { ...common, atOnce: SOUND_AT_ONCE })),
  ...(await runFiles(asked.length > 0 ? aloneEach(files) : groupsOf(ordered(others, SLOWEST_FIRST)), {
    ...common,
    // Half of the time tests wait, for databases and for processes to start: five groups at once keep two cores busy. A
    // group may hold sixteen of the cluster's hundred and fifty connections and three browsers: more help no large
    // machine.
    atOnce: Math.min(5, availableParallelism() + 3),
  })),
];
await cluster.stop();
console.log(summaryOf(results, (performance.now() - began) / 1000));
process.exit(results.every(({ passed }) => passed) ? 0 : 1);

function showWhole({ output }: FileResult): void {
  process.stdout.write(output);
}

/** A line for what passed; all that it wrote for what failed. */
function showBriefly(result: FileResult): void {
  if (!result.passed) process.stdout.write(`\n✖ ${result.file}\n${result.output}\n`);
  else console.log(`✔ ${result.file} (${result.counts['tests'] ?? 0} tests, ${result.seconds.toFixed(1)} s)`);
}
