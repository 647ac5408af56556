import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { decodeWav, encodeWav, WAV_HEADER_BYTES } from './wav.ts';
import type { WavFault } from './wav.ts';

// Two stereo frames at 8000 Hz: left 1, -1; right 32767, -32768.
const TWO_FRAMES = bytesOf(
  'RIFF 2c000000 WAVE', // 44 bytes follow
  'fmt_ 10000000 0100 0200 401f0000 007d0000 0400 1000', // PCM, stereo, 8000 Hz, 32000 B/s, 4 B a frame, 16 bits
  'data 08000000 0100 ff7f ffff 0080',
);

const samples = fc.array(fc.integer({ min: -32_768, max: 32_767 }), { maxLength: 300 });
const rate = fc.integer({ min: 1, max: 192_000 });

test('two stereo frames are written byte for byte', () => {
  const channels = [Int16Array.of(1, -1), Int16Array.of(32_767, -32_768)];
  assert.deepEqual(encodeWav({ sampleRate: 8000, channels }), TWO_FRAMES);
});

test('two stereo frames are read back', () => {
  assert.deepEqual(decodeWav(TWO_FRAMES), {
    ok: true,
    truncated: false,
    wav: { sampleRate: 8000, channels: [Int16Array.of(1, -1), Int16Array.of(32_767, -32_768)] },
  });
});

test('what is encoded decodes to itself, mono and stereo', () => {
  const frames = fc.array(
    fc.tuple(fc.integer({ min: -32_768, max: 32_767 }), fc.integer({ min: -32_768, max: 32_767 })),
  );
  fc.assert(
    fc.property(samples, rate, (mono, sampleRate) => {
      const wav = { sampleRate, channels: [Int16Array.from(mono)] };
      assert.deepEqual(decodeWav(encodeWav(wav)), { ok: true, truncated: false, wav });
    }),
  );
  fc.assert(
    fc.property(frames, rate, (stereo, sampleRate) => {
      const sides = [0, 1].map((side) => Int16Array.from(stereo, (frame) => frame[side] ?? 0));
      const wav = { sampleRate, channels: sides };
      assert.deepEqual(decodeWav(encodeWav(wav)), { ok: true, truncated: false, wav });
    }),
  );
});

test('any bytes decode to a value', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => typeof decodeWav(bytes).ok === 'boolean'));
});

test('a valid file with any bytes changed decodes to a value', () => {
  const change = fc.tuple(fc.nat(TWO_FRAMES.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
      const bytes = TWO_FRAMES.slice();
      for (const [at, value] of changes) bytes[at] = value;
      return typeof decodeWav(bytes).ok === 'boolean';
    }),
  );
});

test('a file cut off anywhere keeps the whole frames that it holds', () => {
  for (let length = WAV_HEADER_BYTES; length < TWO_FRAMES.length; length += 1) {
    const decoded = decodeWav(TWO_FRAMES.subarray(0, length));
    assert.ok(decoded.ok && decoded.truncated);
    assert.equal(decoded.wav.channels[1]?.length, Math.floor((length - WAV_HEADER_BYTES) / 4));
  }
});

test('a file cut off in its header is a fault', () => {
  for (let length = 0; length < WAV_HEADER_BYTES; length += 1) assert.ok(!decodeWav(TWO_FRAMES.subarray(0, length)).ok);
});

test('other chunks, odd lengths and the extensible header are read', () => {
  const bytes = bytesOf(
    'RIFF 00000000 WAVE',
    'LIST 03000000 61626300', // three bytes and their padding
    'fmt_ 28000000 feff 0100 803e0000 007d0000 0200 1000 1600 1000 04000000 0100000000001000800000aa00389b71',
    'data 02000000 0500',
  );
  const expected = { sampleRate: 16_000, channels: [Int16Array.of(5)] };
  assert.deepEqual(decodeWav(bytes), { ok: true, truncated: false, wav: expected });
});

/** Codec, channels, bits and bytes of a frame as in the header, the sound, and its samples. */
const CODECS: Readonly<Record<string, readonly [format: string, sound: string, samples: readonly number[]]>> = {
  '8 bits': ['0100 0100 401f0000 401f0000 0100 0800', '00 80 ff', [-32_768, 0, 32_512]],
  '24 bits': ['0100 0100 401f0000 c05d0000 0300 1800', '563412 cdab80', [0x1234, -32_597]],
  '24 bits in four bytes': ['0100 0100 401f0000 007d0000 0400 1800', '00563412', [0x1234]],
  '32 bits': ['0100 0100 401f0000 007d0000 0400 2000', '78563412 00000080', [0x1234, -32_768]],
  '12 bits': ['0100 0100 401f0000 803e0000 0200 0c00', '3412', [0x1234]],
  'float of 32 bits': [
    '0300 0100 401f0000 007d0000 0400 2000',
    '0000003f 000080bf 00000040 0000c07f',
    [16_384, -32_768, 32_767, 0],
  ],
  'float of 64 bits': ['0300 0100 401f0000 00fa0000 0800 4000', '000000000000e0bf', [-16_384]],
  'A-law': ['0600 0100 401f0000 401f0000 0100 0800', 'd5 aa', [8, 32_256]],
  'µ-law': ['0700 0100 401f0000 401f0000 0100 0800', 'ff 00', [0, -32_124]],
  'extensible float': [
    'feff 0100 401f0000 007d0000 0400 2000 1600 2000 04000000 0300000000001000800000aa00389b71',
    '0000003f',
    [16_384],
  ],
};
for (const [codec, [format, sound, expected]] of Object.entries(CODECS))
  test(`a file of ${codec} is read`, () => {
    const [head, data] = [bytesOf(format), bytesOf(sound)];
    const [headLength, length] = [head, data].map((bytes) =>
      Buffer.from(Uint32Array.of(bytes.length).buffer).toString('hex'),
    );
    const decoded = decodeWav(bytesOf('RIFF 00000000 WAVE', `fmt_ ${headLength} ${format}`, `data ${length} ${sound}`));
    assert.ok(decoded.ok);
    assert.deepEqual([...(decoded.wav.channels[0] ?? [])], expected);
  });

test('lengths that a writer left open read to the end, in three containers', () => {
  for (const container of ['RIFF', 'RF64', 'BW64'])
    for (const [length, isOpen] of [
      ['00000000', false],
      ['ffffffff', true],
      ['00f0ff7f', true],
    ] as const) {
      const decoded = decodeWav(
        bytesOf(
          `${container} ${length} WAVE`,
          'fmt_ 10000000 0100 0100 401f0000 803e0000 0200 1000',
          `data ${length} 0500 0600 0700 0000 0000`,
        ),
      );
      assert.ok(decoded.ok);
      assert.deepEqual([...(decoded.wav.channels[0] ?? [])], [5, 6, 7, 0, 0]);
      assert.equal(decoded.truncated, isOpen);
    }
});

test('a length of nothing before another chunk is nothing', () => {
  const decoded = decodeWav(
    bytesOf(
      'RIFF 00000000 WAVE',
      'fmt_ 10000000 0100 0100 401f0000 803e0000 0200 1000',
      'data 00000000',
      'LIST 04000000 61626364',
    ),
  );
  assert.ok(decoded.ok);
  assert.equal(decoded.wav.channels[0]?.length, 0);
});

test('a file in the middle of a larger buffer is read from its own beginning', () => {
  const buffer = new Uint8Array(TWO_FRAMES.length + 3);
  buffer.set(TWO_FRAMES, 3);
  assert.deepEqual(decodeWav(buffer.subarray(3)), decodeWav(TWO_FRAMES));
});

const FAULTS = {
  not_riff_wave: ['RIFX 2c000000 WAVE'],
  no_format: ['RIFF 2c000000 WAVE', 'data 02000000 0500'],
  codec_unknown: ['RIFF 2c000000 WAVE', 'fmt_ 10000000 1100 0100 401f0000 401f0000 0100 0400', 'data 02000000 0500'],
  not_mono_or_stereo: [
    'RIFF 2c000000 WAVE',
    'fmt_ 10000000 0100 0300 401f0000 401f0000 0600 1000',
    'data 02000000 0500',
  ],
  no_sample_rate: ['RIFF 2c000000 WAVE', 'fmt_ 10000000 0100 0100 00000000 00000000 0200 1000', 'data 02000000 0500'],
  no_data: ['RIFF 2c000000 WAVE', 'fmt_ 10000000 0100 0100 401f0000 803e0000 0200 1000'],
} satisfies Record<WavFault, string[]>;

for (const [fault, lines] of Object.entries(FAULTS)) {
  test(`a bad file: ${fault}`, () => assert.deepEqual(decodeWav(bytesOf(...lines)), { ok: false, fault }));
}

function isHex(word: string): boolean {
  return /^(?:[0-9a-f]{2})+$/u.test(word);
}

/** Words of four letters that are no hex are tags ("_" stands for a space); all else is hex. */
function bytesOf(...lines: readonly string[]): Uint8Array {
  const words = lines.join(' ').split(' ');
  return new Uint8Array(
    Buffer.concat(words.map((word) => (isHex(word) ? Buffer.from(word, 'hex') : Buffer.from(word.replace('_', ' '))))),
  );
}
