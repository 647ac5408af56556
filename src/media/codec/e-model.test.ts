import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meanOpinionScore } from './e-model.ts';

/** Percent lost, jitter and round trip in milliseconds, and the score. */
const SCORES = [
  [0, 0, 0, 4.39],
  [0, 0, 100, 4.36],
  [0, 0, 300, 4.27],
  [0, 0, 600, 3.46],
  [0, 100, 0, 4.14],
  [1, 0, 0, 4.3],
  [5, 0, 0, 3.88],
  [10, 0, 0, 3.36],
  [30, 0, 0, 2.09],
  [100, 0, 0, 1.15],
  [100, 5000, 9000, 1],
] as const;

for (const [percent, jitterMs, roundTripMs, score] of SCORES)
  test(`${percent} % lost, ${jitterMs} ms of jitter, ${roundTripMs} ms there and back: ${score}`, () => {
    const found = meanOpinionScore({ lost: percent / 100, jitterMs, roundTripMs });
    assert.ok(Math.abs(found - score) <= 0.01, `${found}`);
  });

test('it never is better for more loss, jitter or delay', () => {
  for (let step = 0; step < 100; step += 1) {
    const [here, worse] = [step, step + 1].map((each) => ({
      lost: each / 100,
      jitterMs: each * 5,
      roundTripMs: each * 10,
    }));
    assert.ok(here !== undefined && worse !== undefined);
    assert.ok(meanOpinionScore(worse) <= meanOpinionScore(here));
  }
});
