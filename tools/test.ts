/** `npm test`: the whole truth, in the order in which faults are found fastest. Arguments pick test files and skip the checks. */
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { startTestCluster, TEST_CLUSTER_VARIABLE } from '../test/support/database.ts';
import { ensureBrowser } from './browser.ts';

const CHECKS = [
  ['types', 'node_modules/typescript/bin/tsc', '-p', '.'],
  ['types of the pages', 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.web.json'],
  ['lint', 'node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings'],
  ['format', 'node_modules/oxfmt/bin/oxfmt', '--check'],
  ['dead code', 'node_modules/knip/bin/knip.js'],
  ['lock', 'tools/check-lock.mjs'],
  ['generated files', 'tools/generate.ts', '--check'],
] as const;

/** Tests that open pages in a real browser. */
const NEEDS_BROWSER = /\btest[/\\](pages[/\\]|browser-media\.test)/;

/** Runs a script on this Node and answers its exit code. */
async function run(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const child = spawn(process.execPath, args, { stdio: 'inherit', env });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}

const asked = process.argv.slice(2);
for (const [name, ...command] of asked.length > 0 ? [] : CHECKS) {
  console.log(`\n── ${name}`);
  const code = await run(command);
  if (code !== 0) process.exit(code);
}

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
