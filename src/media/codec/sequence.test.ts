import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { sequenceAfter, sequenceDistance, timestampAfter, timestampDistance } from './sequence.ts';

test('distances go the shorter way, across the rollover too', () => {
  assert.deepEqual(
    [sequenceDistance(65_535, 0), sequenceDistance(0, 65_535), sequenceDistance(10, 13), sequenceDistance(0, 32_768)],
    [1, -1, 3, -32_768],
  );
  assert.deepEqual([timestampDistance(2 ** 32 - 160, 0), timestampDistance(0, 2 ** 32 - 960)], [160, -960]);
});

test('a step on and its distance agree for any number', () => {
  const step = fc.integer({ min: -32_768, max: 32_767 });
  fc.assert(
    fc.property(fc.nat(65_535), step, (from, by) => assert.equal(sequenceDistance(from, sequenceAfter(from, by)), by)),
  );
  const ticks = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  fc.assert(
    fc.property(fc.nat(2 ** 32 - 1), ticks, (from, by) =>
      assert.equal(timestampDistance(from, timestampAfter(from, by)), by),
    ),
  );
});
