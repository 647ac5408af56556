import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { readOggOpus } from '../codec/ogg-opus.ts';
import { tone } from '../codec/pcm.ts';
import { encodeWav } from '../codec/wav.ts';
import { strengthOf } from '../../../test/support/webrtc-peer.ts';
import { encodeOgg } from './encode-ogg.ts';
import { createOpusDecoder } from '../codec/opus-codec.ts';
import { convertUpload } from './uploaded-sound.ts';

const LIMITS = { shortest: 0.1, longest: 5 };

const toneAt = (sampleRate: number, seconds = 1) => tone({ hertz: 440, seconds, sampleRate, level: 0.5 });

/** How strong 440 Hz is in the middle of the file. */
function strengthIn(audio: Uint8Array): number {
  const read = readOggOpus(audio);
  assert.ok(read.ok);
  assert.equal(read.opus.channels, 1);
  const decoder = createOpusDecoder(16_000);
  const samples = Int16Array.from(read.opus.packets.flatMap((packet) => [...decoder.decode(packet, 960)]));
  decoder.close();
  return strengthOf(440, samples.slice(3200, 12_800), 16_000);
}

for (const sampleRate of [8000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000, 192_000])
  for (const channels of [1, 2])
    test(`a WAV file of ${channels} channels at ${sampleRate} Hz is taken`, () => {
      const sound = toneAt(sampleRate);
      const file = encodeWav({ sampleRate, channels: Array.from({ length: channels }, () => sound) });
      const converted = convertUpload(file, 'speech', LIMITS);
      assert.ok(converted.ok);
      assert.equal(converted.seconds, 1);
      assert.ok(strengthIn(converted.audio) > 0.3);
    });

test('an Ogg/Opus file is taken, and is as long as it was', () => {
  const converted = convertUpload(encodeOgg(toneAt(16_000), 16_000, 'speech'), 'music', LIMITS);
  assert.ok(converted.ok);
  assert.ok(Math.abs(converted.seconds - 1) <= 0.1, `${converted.seconds} s`);
  assert.ok(strengthIn(converted.audio) > 0.3);
});

const WRONG: readonly (readonly [string, Uint8Array, string])[] = [
  ['nothing', new Uint8Array(0), 'no_sound'],
  ['a text', Buffer.from('Welcome to our line.'), 'no_sound'],
  ['a WAV file without a sample', encodeWav({ sampleRate: 8000, channels: [new Int16Array(0)] }), 'too_short'],
  ['a click', encodeWav({ sampleRate: 8000, channels: [toneAt(8000, 0.05)] }), 'too_short'],
  ['an opera', encodeWav({ sampleRate: 8000, channels: [toneAt(8000, 6)] }), 'too_long'],
  ['an opera in Opus', encodeOgg(toneAt(16_000, 6), 16_000, 'speech'), 'too_long'],
  ['a WAV file at 7999 Hz', encodeWav({ sampleRate: 7999, channels: [toneAt(8000)] }), 'odd_sample_rate'],
  ['a WAV file at 192,001 Hz', encodeWav({ sampleRate: 192_001, channels: [toneAt(8000)] }), 'odd_sample_rate'],
];
for (const [what, file, fault] of WRONG)
  test(`${what} is refused: ${fault}`, () =>
    assert.deepEqual(convertUpload(file, 'speech', LIMITS), { ok: false, fault }));

test('whatever is cut out of a file, or spoilt in it, is taken or refused, and nothing is thrown', () => {
  const files = [
    encodeWav({ sampleRate: 8000, channels: [toneAt(8000, 0.2)] }),
    encodeOgg(toneAt(8000, 0.2), 8000, 'speech'),
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.nat(),
      fc.nat(),
      fc.integer({ min: 0, max: 255 }),
      (file, cut, at, value) => {
        const spoilt = file.slice(0, cut % (file.length + 1));
        if (spoilt.length > 0) spoilt[at % spoilt.length] = value;
        const converted = convertUpload(spoilt, 'speech', LIMITS);
        assert.ok(!converted.ok || converted.audio.length > 0);
      },
    ),
    { numRuns: 300 },
  );
});
