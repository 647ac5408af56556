import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { callQuality } from './stats.ts';

const PERFECT = { lossPercent: 0, jitterMilliseconds: 0, roundTripMilliseconds: 0 };

test('a perfect network is 4.39: 45 ms are spent before and after it', () => {
  assert.deepEqual(callQuality(PERFECT), { meanOpinionScore: 4.39, rating: 92.1 });
  assert.deepEqual(callQuality({ ...PERFECT, roundTripMilliseconds: null }), callQuality(PERFECT));
});

/** R and its mark by ITU-T G.107 equation B-4 (its table B.1 has them within a hundredth). */
const MARKS = [
  [90, 4.34],
  [80, 4.02],
  [70, 3.6],
  [60, 3.1],
  [50, 2.58],
] as const;

for (const [rating, score] of MARKS) {
  test(`R ${rating} is a mark of ${score}`, () => {
    // The loss that makes such an R with our 45 ms.
    const impairment = 93.2 - 0.024 * 45 - rating;
    const lossPercent = (25.1 * impairment) / (95 - impairment);
    assert.deepEqual(callQuality({ ...PERFECT, lossPercent }), { meanOpinionScore: score, rating });
  });
}

test('delay hurts little up to 177 ms one way, and much after it', () => {
  const rating = (roundTripMilliseconds: number) => callQuality({ ...PERFECT, roundTripMilliseconds }).rating;
  assert.deepEqual([rating(100), rating(200), rating(600), rating(1000)], [90.9, 89.7, 66.5, 39.7]);
});

test('everything lost is a mark of 1', () => {
  assert.equal(
    callQuality({ lossPercent: 100, jitterMilliseconds: 500, roundTripMilliseconds: 5000 }).meanOpinionScore,
    1,
  );
});

test('any values give a mark of 1 to 4.5, and worse is never better', () => {
  const value = fc.double({ min: -10, max: 2000, noNaN: true });
  const anyFigures = fc.record({ lossPercent: value, jitterMilliseconds: value, roundTripMilliseconds: value });
  fc.assert(
    fc.property(
      anyFigures,
      fc.constantFrom('lossPercent', 'jitterMilliseconds', 'roundTripMilliseconds'),
      (figures, key) => {
        const better = callQuality(figures);
        const worse = callQuality({ ...figures, [key]: figures[key] + 50 });
        assert.ok(better.meanOpinionScore >= 1 && better.meanOpinionScore <= 4.5);
        assert.ok(worse.meanOpinionScore <= better.meanOpinionScore);
      },
    ),
  );
});
