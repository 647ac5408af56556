import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createReplayWindow, REPLAY_WINDOW } from './replay-window.ts';

test('an index is fresh once', () => {
  const window = createReplayWindow();
  assert.deepEqual([window.highest(), window.check(7)], [-1, 'fresh']);
  window.mark(7);
  assert.deepEqual(
    [window.highest(), window.check(7), window.check(6), window.check(8)],
    [7, 'seen', 'fresh', 'fresh'],
  );
});

test('what lies a window back is too old, what lies just inside is fresh', () => {
  const window = createReplayWindow();
  window.mark(5000);
  assert.equal(window.check(5000 - REPLAY_WINDOW), 'too_old');
  assert.equal(window.check(5001 - REPLAY_WINDOW), 'fresh');
});

test('it says what a set of everything seen would say, for any order and any jumps', () => {
  const anySteps = fc.array(fc.integer({ min: -1100, max: 1200 }), { maxLength: 120 });
  fc.assert(
    fc.property(fc.constantFrom(0, 2 ** 31, 2 ** 47), anySteps, (start, steps) => {
      const window = createReplayWindow();
      const seen = new Set<number>();
      let highest = -1;
      for (const step of steps) {
        const index = Math.max(0, Math.max(start, highest) + step);
        const isOld = index <= highest - REPLAY_WINDOW;
        const expected = seen.has(index) && !isOld ? 'seen' : isOld ? 'too_old' : 'fresh';
        assert.equal(window.check(index), expected);
        if (expected !== 'fresh') continue;
        window.mark(index);
        seen.add(index);
        highest = Math.max(highest, index);
        assert.equal(window.highest(), highest);
      }
    }),
  );
});
