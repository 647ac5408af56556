import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLimiter } from './limits.ts';

const at = { now: 1_000_000_000_000 };
const limiter = () => createLimiter({ limit: 3, windowSeconds: 10 }, () => at.now);

test('the limit is the last request that passes', () => {
  const { take } = limiter();
  assert.deepEqual(
    [1, 2, 3, 4].map(() => take('a').isOver),
    [false, false, false, true],
  );
});

test('what is left counts down to nothing', () => {
  const { take } = limiter();
  assert.deepEqual(
    [1, 2, 3, 4].map(() => take('a').remaining),
    [2, 1, 0, 0],
  );
});

test('keys do not share a count', () => {
  const { take } = limiter();
  for (let each = 0; each < 4; each += 1) take('a');
  assert.equal(take('b').isOver, false);
});

test('a new window begins with the clock and starts from nothing', () => {
  const { take } = limiter();
  for (let each = 0; each < 4; each += 1) take('a');
  at.now += 9_999;
  assert.equal(take('a').isOver, true);
  at.now += 1;
  const first = take('a');
  assert.equal(first.isOver, false);
  assert.equal(first.resetAt.getTime(), at.now + 10_000);
  assert.equal(first.retryAfterSeconds, 10);
});

test('asking how long to wait counts nothing', () => {
  const { take, wait } = limiter();
  for (let each = 0; each < 2; each += 1) take('a');
  assert.deepEqual([wait('a'), wait('a')], [null, null]);
  assert.equal(take('a').isOver, false);
  assert.equal(wait('a'), 10);
  assert.equal(wait('b'), null);
});

test('a flood of other keys forgets the one that asked longest ago, and never one that keeps asking', () => {
  const { take } = limiter();
  for (let each = 0; each < 4; each += 1) take('quiet');
  for (let each = 0; each < 10_001; each += 1) {
    if (each % 1000 === 0) take('guesser');
    take(each);
  }
  assert.equal(take('guesser').isOver, true);
  assert.equal(take('quiet').isOver, false);
});
