import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createShares } from './shares.ts';

const at = { now: 0 };
const shares = () => createShares({ burst: 3, perSecond: 2 }, () => at.now);
const taken = (take: () => boolean, times: number): number =>
  Array.from({ length: times }, take).filter(Boolean).length;

test('a share is its burst, and fills up again to it', () => {
  const { take } = shares();
  assert.equal(
    taken(() => take('a'), 10),
    3,
  );
  at.now += 1000;
  assert.equal(
    taken(() => take('a'), 10),
    2,
  );
  at.now += 60_000;
  assert.equal(
    taken(() => take('a'), 10),
    3,
  );
});

test('a reserve is left to those that may take all, and keys share nothing', () => {
  const { take } = shares();
  assert.equal(
    taken(() => take('a', 2), 10),
    1,
  );
  assert.equal(
    taken(() => take('a'), 10),
    2,
  );
  assert.equal(take('b'), true);
});
