/**
 * Runs test files one after the other in this process, each as a test that holds the file's own: what a file does after
 * all of its tests is done before the next file is loaded. Used by `test-files.ts`; arguments: the files.
 */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { LAST_TEST } from './test-reporter.ts';

/** The longest that Node knows, milliseconds: `Infinity` would leave a file the limit of a single test. */
const NO_LIMIT = 2 ** 31 - 1;

for (const file of process.argv.slice(2))
  void test(file, { timeout: NO_LIMIT }, async (t) => {
    // How the file before has ended is on its way by then, whatever this one does.
    await nextTurn();
    const before = surroundings();
    await import(pathToFileURL(resolve(file)).href);
    // Tests run in their order, so this one is the last. Node itself waits for those only that were known at the start
    // of the file, when it awaits something between two.
    await t.test(LAST_TEST);
    // After what the file itself does at its end.
    t.after(() => assert.deepEqual(surroundings(), before, 'the file left its surroundings changed'));
  });

/** What one file could change under the feet of the next. */
function surroundings(): object {
  const { fetch, setTimeout, setInterval, setImmediate, Date, WebSocket, console } = globalThis;
  return {
    env: { ...process.env },
    directory: process.cwd(),
    globals: { fetch, setTimeout, setInterval, setImmediate, Date, WebSocket, log: console.log, random: Math.random },
    listeners: ['uncaughtException', 'unhandledRejection'].map((name) => process.listenerCount(name)),
  };
}
