import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tone } from '#media/codec/pcm.ts';
import { encodeWav } from '#media/codec/wav.ts';
import { isIn } from '../../../test/support/listening.ts';
import { createSoundStream } from './sound-stream.ts';

const toneAt = (sampleRate: number) => tone({ hertz: 440, seconds: 1, sampleRate, level: 0.5 });

/** The bytes through a new stream, so many at a time. */
function through(bytes: Uint8Array, size: number, rawRate = 24_000): Int16Array | null {
  const stream = createSoundStream(rawRate);
  const all: number[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    const piece = stream.take(bytes.subarray(at, at + size));
    if (piece === null) return null;
    all.push(...piece);
  }
  return Int16Array.from([...all, ...stream.end()]);
}

for (const sampleRate of [8000, 16_000, 22_050, 24_000, 44_100, 48_000])
  for (const channels of [1, 2])
    test(`WAV of ${sampleRate} Hz on ${channels} is the telephone's rate, in whatever pieces it comes`, () => {
      const one = toneAt(sampleRate);
      const bytes = encodeWav({ sampleRate, channels: Array.from({ length: channels }, () => one) });
      const heard = through(bytes, 1001);
      assert.ok(heard !== null && Math.abs(heard.length - 8000) < 100, `${heard?.length} samples`);
      assert.ok(isIn(440, heard, 8000));
      assert.deepEqual(through(bytes, 7777), heard);
    });

test('PCM without a header is of the rate that the vendor names', () => {
  const samples = toneAt(24_000);
  const heard = through(new Uint8Array(samples.buffer), 999);
  assert.ok(heard !== null && isIn(440, heard, 8000));
  assert.deepEqual(through(new Uint8Array(toneAt(8000).buffer), 999, 8000), toneAt(8000));
});

test('a length that the writer did not know is the rest, and what stands after the sound is not heard', () => {
  const known = encodeWav({ sampleRate: 8000, channels: [toneAt(8000)] });
  const titles = Buffer.concat([known, Buffer.from('LIST\u0004\0\0\0titl', 'latin1')]);
  assert.deepEqual(through(titles, 500), toneAt(8000));
  for (const length of [0, 0xff_ff_ff_ff]) {
    const open = new Uint8Array(known);
    new DataView(open.buffer).setUint32(40, length, true);
    assert.deepEqual(through(open, 500), toneAt(8000));
  }
});

const text = (content: string) => new Uint8Array(Buffer.from(content));
const wav = (change: (view: DataView) => void): Uint8Array => {
  const bytes = encodeWav({ sampleRate: 8000, channels: [new Int16Array(100)] });
  change(new DataView(bytes.buffer));
  return bytes;
};
const NO_SOUND = {
  'an error as text': text('{"error":"the model is not there"}'),
  Ogg: text('OggS\0\u0002\0\0\0\0\0\0\0\0'),
  'MP3 with a tag': text('ID3\u0004\0\0\0\0\0\0\0\0\0\0'),
  'another RIFF': text('RIFF\0\0\0\0AVI LIST\0\0\0\0'),
  'a codec besides PCM': wav((view) => view.setUint16(20, 7, true)),
  'a rate of nothing': wav((view) => view.setUint32(24, 0, true)),
  'a header without an end': Buffer.concat([
    text('RIFF\0\0\0\0WAVEjunk'),
    Buffer.from([0, 64, 0, 0]),
    Buffer.alloc(5000),
  ]),
};
for (const [what, bytes] of Object.entries(NO_SOUND))
  test(`${what} is no sound`, () => assert.equal(through(bytes, 4096), null));
