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
  assert.equal(liveness.heard(20_500), 'returned');
  assert.equal(liveness.heard(20_520), null);
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
