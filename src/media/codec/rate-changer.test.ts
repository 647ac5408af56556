import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resample, tone } from './pcm.ts';
import { createRateChanger } from './rate-changer.ts';

for (const [from, to] of [
  [24_000, 8000],
  [22_050, 8000],
  [44_100, 8000],
  [8000, 16_000],
  [8000, 8000],
] as const)
  for (const size of [1, 160, 4001])
    test(`${from} to ${to} Hz by ${size} is the same as at once`, () => {
      const samples = tone({ hertz: 700, seconds: 0.25, sampleRate: from, level: 0.8 });
      const changer = createRateChanger(from, to);
      const heard: number[] = [];
      for (let at = 0; at < samples.length; at += size) heard.push(...changer.take(samples.subarray(at, at + size)));
      heard.push(...changer.end());
      assert.deepEqual(Int16Array.from(heard), resample(samples, from, to));
    });

test('no sound is none', () => {
  const changer = createRateChanger(24_000, 8000);
  assert.equal(changer.take(new Int16Array(0)).length + changer.end().length, 0);
});
