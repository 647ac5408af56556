import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resample, tone } from '#media/codec/pcm.ts';
import { createHalver } from './halver.ts';

test('pieces of any even length are halved as the whole would be', () => {
  const whole = tone({ hertz: 700, seconds: 0.2, sampleRate: 16_000, level: 0.7 });
  const expected = resample(whole, 16_000, 8000);
  for (const length of [2, 160, 512, 3200]) {
    const halve = createHalver();
    const parts: number[] = [];
    for (let at = 0; at < whole.length; at += length) parts.push(...halve(whole.subarray(at, at + length)));
    assert.equal(parts.length, expected.length);
    // It lags sixteen samples.
    assert.deepEqual(parts.slice(16), [...expected.subarray(0, -16)]);
  }
});
