import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCountdown } from './stop-in-time.ts';

/** A countdown, and what it was told had failed. */
function countdown() {
  const failed: string[] = [];
  const { step } = createCountdown((what, error) => void failed.push(`${what}: ${String(error)}`));
  return { step, failed };
}

test('steps are done one after the other, and nothing is said of those that go well', async () => {
  const { step, failed } = countdown();
  const done: string[] = [];
  for (const name of ['a', 'b']) await step(name, 5_000, async () => void done.push(name))();
  assert.deepEqual([done, failed], [['a', 'b'], []]);
});

test('a step that fails is told, and the next one comes all the same', async () => {
  const { step, failed } = countdown();
  await step('calls', 5_000, async () => {
    throw new Error('away');
  })();
  assert.deepEqual(failed, ['stop.calls: Error: away']);
});

test('a step that hangs is left behind when its time is over', async () => {
  const { step, failed } = countdown();
  await step('media', 1, async () => new Promise(() => undefined))();
  assert.match(failed.join(), /^stop\.media: Error: It was not done in time/);
});
