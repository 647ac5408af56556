import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLiveness } from './liveness.ts';

test('three seconds of quiet interrupt once, twenty-five are a loss', () => {
  const liveness = createLiveness(0, true);
  const told = [2999, 3000, 10_000, 24_999, 25_000, 30_000].map((now) => liveness.passed(now));
  assert.deepEqual(told, [null, 'interrupted', null, null, 'lost', null]);
});

test('a cut of twenty seconds is over as soon as something is heard', () => {
  const liveness = createLiveness(0, true);
  assert.equal(liveness.passed(20_000), 'interrupted');
  assert.equal(liveness.heard(20_500, true), 'returned');
  assert.equal(liveness.heard(20_520, true), null);
  assert.equal(liveness.passed(23_000), null);
});

test('who never came is not interrupted, but lost', () => {
  const liveness = createLiveness(0, false);
  assert.equal(liveness.passed(10_000), null);
  assert.equal(liveness.passed(25_000), 'lost');
});

test('who is expected back has the whole time again, and is still interrupted', () => {
  const liveness = createLiveness(0, true);
  assert.equal(liveness.passed(24_000), 'interrupted');
  liveness.prolong(24_000);
  assert.equal(liveness.passed(48_000), null);
  assert.equal(liveness.passed(49_000), 'lost');
});

test('who sends no sound is there while consent checks come, and interrupted eight seconds after the last', () => {
  const liveness = createLiveness(0, true);
  liveness.heard(3000, false);
  for (const now of [9000, 15_000, 21_000, 27_000, 33_000]) {
    assert.equal(liveness.passed(now - 1), null);
    assert.equal(liveness.heard(now, false), null);
  }
  assert.equal(liveness.passed(40_999), null);
  assert.equal(liveness.passed(41_000), 'interrupted');
  assert.equal(liveness.passed(58_000), 'lost');
});

test('three seconds count again as soon as sound comes', () => {
  const liveness = createLiveness(0, true);
  liveness.heard(5000, false);
  liveness.heard(6000, true);
  assert.equal(liveness.passed(9000), 'interrupted');
});
