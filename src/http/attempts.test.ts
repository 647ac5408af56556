import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAttempts } from './attempts.ts';

test('after so many failures nothing may be tried until the window is over', () => {
  let now = 0;
  const attempts = createAttempts(2, 60, () => now);
  assert.deepEqual([attempts.begin('a'), attempts.begin('a'), attempts.begin('a')], [true, true, false]);
  assert.equal(attempts.begin('b'), true);
  assert.equal(attempts.retryAfterSeconds('a'), 60);
  now = 60_000;
  assert.equal(attempts.begin('a'), true);
});

test('what succeeded was no failure', () => {
  const attempts = createAttempts(1, 60, () => 0);
  for (let times = 0; times < 5; times += 1) {
    assert.equal(attempts.begin('a'), true);
    attempts.succeeded('a');
  }
});
