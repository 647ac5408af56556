import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';

const ended: string[] = [];

/** Says when the test that calls it, from wherever, is over. */
async function noted(name: string): Promise<void> {
  await nextTurn();
  after(() => void ended.push(name));
}

test('what a helper leaves for later happens at the end of the test that called it', async (t) => {
  await t.test('first', async () => {
    await Promise.all([noted('first'), new Promise((resolve) => setTimeout(resolve)).then(async () => noted('timer'))]);
    assert.deepEqual(ended, []);
  });
  assert.deepEqual(ended.toSorted(), ['first', 'timer']);
  await t.test('second', async (inner) => {
    await inner.test('within', async () => noted('within'));
    assert.deepEqual(ended.slice(2), ['within']);
    await noted('second');
  });
  assert.deepEqual(ended.slice(2), ['within', 'second']);
});
