import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The longest wait for what tells no one that it has come; real time, only ever reached by a failing test.
 * Milliseconds.
 */
const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 10;

/**
 * Looks until it finds something that is neither null nor false, and resolves with it; fails with `what` after a
 * minute.
 */
export async function until<T>(
  look: () => T | null | false | Promise<T | null | false>,
  what = String(look),
): Promise<T> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await sleep(LOOK_AGAIN_MS)) {
    const found = await look();
    if (found !== null && found !== false) return found;
  }
  return assert.fail(`It never came to this: ${what}`);
}
