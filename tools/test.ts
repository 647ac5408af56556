/** `npm test`: the whole truth, in the order in which faults are found fastest. Arguments pick test files and skip the checks. */
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { startTestCluster, TEST_CLUSTER_VARIABLE } from '../test/support/database.ts';
import { ensureBrowser } from './browser.ts';
import { passes, run } from './checks.ts';

/** Tests that open pages in a real browser. */
const NEEDS_BROWSER = /\btest[/\\](pages[/\\]|browser-media\.test)/;

const asked = process.argv.slice(2);
if (asked.length === 0 && !(await passes())) process.exit(1);

const files = asked.length > 0 ? asked : globSync(['src/**/*.test.ts', 'test/**/*.test.ts']).toSorted();
if (files.some((file) => NEEDS_BROWSER.test(file))) {
  console.log('\n── pages and browser');
  const code = await run(['tools/build.ts']);
  if (code !== 0) process.exit(code);
  console.log(await ensureBrowser());
}

console.log(`\n── ${files.length} test files`);
const cluster = await startTestCluster();
// Most of the time tests wait for sound to pass, so two files at once do not hurt a small machine. A file may hold
// sixteen of the cluster's hundred and fifty connections and open two browsers: more than four at once help no large one.
const atOnce = Math.min(4, Math.max(2, availableParallelism() - 1));
const code = await run(['--test', '--test-timeout=300000', `--test-concurrency=${atOnce}`, ...files], {
  ...process.env,
  [TEST_CLUSTER_VARIABLE]: JSON.stringify(cluster.connection),
});
await cluster.stop();
process.exit(code);
