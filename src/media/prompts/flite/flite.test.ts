import assert from 'node:assert/strict';
import { test } from 'node:test';
import { peak, rms } from '../../codec/pcm.ts';
import { createFlite, SPEECH_RATE } from './flite.ts';

const say = createFlite();

test('each part has a voice of its own, as loud as the others, without quiet around the words', () => {
  const voices = (['agent', 'user', 'virtual_agent'] as const).map((part) => say(part, 'Good morning.'));
  for (const samples of voices) {
    const seconds = samples.length / SPEECH_RATE;
    assert.ok(seconds > 0.3 && seconds < 2, `${seconds} s`);
    assert.ok(Math.abs(rms(samples) - 3000) < 300 || peak(samples) > 29_000);
    assert.ok(peak(samples.subarray(0, 400)) > 100);
  }
  assert.equal(new Set(voices.map((samples) => samples.length)).size, 3);
});

test('the same text is the same sound; what it cannot read is left out', () => {
  assert.deepEqual(say('agent', 'Hello'), say('agent', 'Hello'));
  assert.deepEqual(say('agent', 'H\u00e9llo \u{1F600}'), say('agent', 'Hello  '));
});
