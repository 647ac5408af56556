import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAttempts, createPace } from './attempts.ts';

test('after this many failures nothing may be tried until the window is over', () => {
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

test('a pace lets one through at a time, makes the next wait, and turns away whom it would keep too long', () => {
  let time = 0;
  const pace = createPace(1000, 2000, () => time);
  assert.deepEqual([pace.next('a'), pace.next('a'), pace.next('a'), pace.next('a')], [0, 1000, 2000, null]);
  assert.equal(pace.next('b'), 0, 'each key has a line of its own');
  time = 1500;
  assert.equal(pace.next('a'), 1500);
  time = 60_000;
  assert.equal(pace.next('a'), 0);
});
