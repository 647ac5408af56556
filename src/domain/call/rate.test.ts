import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRate } from './rate.ts';

function rated(...windows: Parameters<typeof createRate>[0]) {
  const at = { now: 0 };
  const rate = createRate(windows, () => at.now);
  const take = (key: string): number | null => {
    const wait = rate.wait(key);
    if (wait === null) rate.count(key);
    return wait;
  };
  return { at, take };
}

test('a window takes this many, says when there is room again, and then has room', () => {
  const { at, take } = rated({ most: 2, seconds: 60 });
  assert.deepEqual([take('a'), take('a'), take('a')], [null, null, 60]);
  at.now = 59_001;
  assert.equal(take('a'), 1);
  at.now = 60_000;
  assert.equal(take('a'), null);
});

test('all windows must have room, and the longest wait is told', () => {
  const { at, take } = rated({ most: 2, seconds: 60 }, { most: 3, seconds: 3600 });
  assert.deepEqual([take('a'), take('a'), take('a')], [null, null, 60]);
  at.now = 60_000;
  assert.deepEqual([take('a'), take('a')], [null, 3540]);
});

test('each is counted alone, and one who is refused is not counted', () => {
  const { at, take } = rated({ most: 1, seconds: 60 });
  assert.deepEqual([take('a'), take('b'), take('a')], [null, null, 60]);
  for (let second = 1; second < 60; second += 1) {
    at.now = second * 1000;
    assert.equal(take('a'), 60 - second);
  }
  at.now = 60_000;
  assert.equal(take('a'), null);
});
