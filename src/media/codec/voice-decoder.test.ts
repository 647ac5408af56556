import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strengthOf, telephoneFrames, toneFrames } from '../../../test/support/webrtc-peer.ts';
import { encodeG711 } from './g711.ts';
import { peak, tone } from './pcm.ts';
import { VOICE_CODECS } from './voice-codec.ts';
import { createVoiceDecoder } from './voice-decoder.ts';

const TONE = tone({ hertz: 1000, seconds: 1, sampleRate: 8000, level: 0.5 });

for (const [codec, law] of [
  ['pcmu', 'mu'],
  ['pcma', 'a'],
] as const)
  for (const rate of [8000, 16_000] as const)
    test(`${codec} is the same tone at ${rate} samples a second, packet by packet`, () => {
      const decoder = createVoiceDecoder(rate);
      const parts = Array.from({ length: 50 }, (_, index) =>
        decoder.decode(codec, encodeG711(law, TONE.subarray(index * 160, (index + 1) * 160))),
      );
      const samples = Int16Array.from(parts.flatMap((part) => [...part]));
      assert.equal(samples.length, rate);
      assert.ok(strengthOf(1000, samples, rate) > 0.4);
      assert.ok(rate === 8000 || strengthOf(7000, samples, rate) < 0.02, 'the tone is mirrored above 4 kHz');
    });

for (const rate of [8000, 16_000] as const)
  test(`g722 is the same tone at ${rate} samples a second, and with a gap of silence it is quiet`, () => {
    const decoder = createVoiceDecoder(rate);
    const parts = telephoneFrames('g722', 1000).map((frame) => decoder.decode('g722', frame));
    const samples = Int16Array.from(parts.flatMap((part) => [...part])).slice(rate / 50);
    assert.ok(strengthOf(1000, samples, rate) > 0.4);
    const quiet = new Uint8Array(800).fill(VOICE_CODECS.g722.silence);
    assert.ok(peak(decoder.decode('g722', quiet).slice(rate / 20)) < 200);
  });

test('Opus is decoded to the rate, and what is no Opus is nothing', () => {
  const decoder = createVoiceDecoder(8000);
  const frames = toneFrames(440);
  const parts = frames.map((frame) => decoder.decode('opus', frame));
  assert.ok(parts.every((part) => part.length === 160));
  assert.ok(strengthOf(440, Int16Array.from(parts.flatMap((part) => [...part])), 8000) > 0.3);
  assert.equal(decoder.decode('opus', new Uint8Array(0)).length, 0);
  decoder.close();
  assert.equal(decoder.decode('opus', frames[0] ?? new Uint8Array(0)).length, 160);
  decoder.close();
});
