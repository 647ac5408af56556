import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mix, rms, tone } from './pcm.ts';
import { toMono } from './mono.ts';

const SECOND = 8000;
const speech = (hertz: number, seconds = 1) => tone({ hertz, seconds, sampleRate: SECOND, level: 0.5 });
const turned = (samples: Int16Array) => samples.map((sample) => -sample);
const SILENCE = new Int16Array(SECOND);

test('equal channels are as they were, and of two different ones both are heard', () => {
  assert.deepEqual(toMono(speech(440), speech(440)), speech(440));
  const both = toMono(speech(440), speech(1000));
  assert.ok(Math.abs(rms(both) - rms(speech(440)) / Math.SQRT2) < 100);
});

test('beside a silent channel the other is as loud as it was', () => {
  assert.deepEqual(toMono(speech(440), SILENCE), speech(440));
  assert.deepEqual(toMono(SILENCE, speech(440)), speech(440));
});

test('channels in opposite phase, all the time or for a word, are no silence: the louder one is heard', () => {
  assert.deepEqual(toMono(speech(440), turned(speech(440))), speech(440));
  const long = speech(440, 20);
  const word = turned(long.subarray(8 * SECOND, 9 * SECOND));
  const other = mix(long.length, [
    { at: 0, samples: long.subarray(0, 8 * SECOND) },
    { at: 8 * SECOND, samples: word },
    { at: 9 * SECOND, samples: long.subarray(9 * SECOND) },
  ]);
  assert.deepEqual(toMono(long, other), long);
});

test('two who speak in turn, each on one channel, are both heard', () => {
  const first = mix(2 * SECOND, [{ at: 0, samples: speech(440) }]);
  const second = mix(2 * SECOND, [{ at: SECOND, samples: speech(1000) }]);
  const both = toMono(first, second);
  assert.ok(rms(both.subarray(0, SECOND)) > 4000 && rms(both.subarray(SECOND)) > 4000);
});

test('silence stays silent', () => assert.deepEqual(toMono(SILENCE, SILENCE), SILENCE));
