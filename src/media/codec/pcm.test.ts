import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { gain, mix, peak, resample, rms, tone, trimQuiet } from './pcm.ts';

const anySamples = fc
  .array(fc.integer({ min: -32_768, max: 32_767 }), { maxLength: 400 })
  .map((samples) => Int16Array.from(samples));

test('a tone has its length, its level and its pitch, and starts and ends at zero', () => {
  const beep = tone({ hertz: 1000, seconds: 0.5, sampleRate: 8000, level: 0.5 });
  assert.equal(beep.length, 4000);
  assert.ok(Math.abs(peak(beep) - 16_384) < 10);
  assert.ok(Math.abs(rms(beep) - 16_384 / Math.SQRT2) < 150);
  const risings = beep.reduce((sum, sample, index) => sum + (sample > 0 && (beep[index - 1] ?? 0) <= 0 ? 1 : 0), 0);
  assert.ok(Math.abs(risings - 500) <= 1);
  assert.deepEqual([beep.at(0), beep.at(-1)], [0, 0]);
});

test('gain multiplies and saturates', () => {
  assert.deepEqual(gain(Int16Array.of(100, -100, 20_000, -20_000), 2), Int16Array.of(200, -200, 32_767, -32_768));
});

test('rms and peak of nothing are zero; of a square wave, its height', () => {
  assert.deepEqual([rms(new Int16Array(0)), peak(new Int16Array(0))], [0, 0]);
  assert.deepEqual([rms(Int16Array.of(5, -5)), peak(Int16Array.of(-32_768))], [5, 32_768]);
});

test('quiet ends are cut, quiet in the middle stays', () => {
  assert.deepEqual(trimQuiet(Int16Array.of(1, 9, 0, -9, 2), 5), Int16Array.of(9, 0, -9));
  assert.deepEqual(trimQuiet(Int16Array.of(1, 2), 5), new Int16Array(0));
});

test('a mix lays clips at their places, sums overlaps and cuts what falls outside', () => {
  const clips = [
    { at: -1, samples: Int16Array.of(7, 1) },
    { at: 0, samples: Int16Array.of(2) },
    { at: 3, samples: Int16Array.of(30_000, 8) },
    { at: 3, samples: Int16Array.of(30_000) },
  ];
  assert.deepEqual(mix(4, clips), Int16Array.of(3, 0, 0, 32_767));
});

test('resampling to the same rate copies', () => {
  fc.assert(fc.property(anySamples, (samples) => assert.deepEqual(resample(samples, 8000, 8000), samples)));
});

test('resampling keeps the duration for any rates', () => {
  const rate = fc.constantFrom(8000, 11_025, 16_000, 44_100, 48_000);
  fc.assert(
    fc.property(anySamples, rate, rate, (samples, from, to) =>
      assert.equal(resample(samples, from, to).length, Math.ceil((samples.length * to) / from)),
    ),
    { numRuns: 30 },
  );
});

for (const [from, to] of [
  [16_000, 8000],
  [8000, 16_000],
  [44_100, 8000],
] as const) {
  test(`a 1000 Hz tone survives ${from} -> ${to} Hz`, () => {
    const shape = { hertz: 1000, seconds: 0.2, level: 0.5 };
    const resampled = resample(tone({ ...shape, sampleRate: from }), from, to);
    const direct = tone({ ...shape, sampleRate: to });
    const middle = (samples: Int16Array) => samples.slice(to * 0.02, to * 0.18);
    const error = middle(resampled).map((sample, index) => sample - (middle(direct)[index] ?? 0));
    assert.ok(rms(error) < rms(middle(direct)) / 100);
  });
}

test('what the lower rate cannot carry is removed, not folded back', () => {
  const above = tone({ hertz: 6000, seconds: 0.2, sampleRate: 16_000, level: 0.9 });
  assert.ok(rms(resample(above, 16_000, 8000).slice(100, -100)) < rms(above) / 300);
});
