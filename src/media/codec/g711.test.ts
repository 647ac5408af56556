import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex } from '../../../test/support/hex.ts';
import { decodeG711, encodeG711 } from './g711.ts';
import type { G711Law } from './g711.ts';
import { rms, tone } from './pcm.ts';

const LAWS = ['mu', 'a'] as const;

/** Bytes and the samples they stand for: the ends of the segments, by G.711 tables 1a, 1b, 2a and 2b in 16 bits. */
const POINTS = {
  mu: [
    ['ff', 0],
    ['7f', 0],
    ['fe', 8],
    ['7e', -8],
    ['f0', 120],
    ['ef', 132],
    ['e0', 372],
    ['df', 396],
    ['cf', 924],
    ['bf', 1980],
    ['af', 4092],
    ['9f', 8316],
    ['8f', 16_764],
    ['80', 32_124],
    ['00', -32_124],
  ],
  a: [
    ['d5', 8],
    ['55', -8],
    ['da', 248],
    ['c5', 264],
    ['f5', 528],
    ['e5', 1056],
    ['95', 2112],
    ['85', 4224],
    ['b5', 8448],
    ['a5', 16_896],
    ['aa', 32_256],
    ['2a', -32_256],
  ],
} as const satisfies Record<G711Law, readonly (readonly [string, number])[]>;

for (const law of LAWS) {
  test(`${law}-law: the ends of the segments`, () => {
    for (const [byte, sample] of POINTS[law]) assert.equal(decodeG711(law, fromHex(byte))[0], sample, byte);
  });

  test(`${law}-law: every byte comes back from its sample, save µ-law's negative zero`, () => {
    const codes = Uint8Array.from({ length: 256 }, (_, code) => code);
    const back = encodeG711(law, decodeG711(law, codes));
    assert.deepEqual(
      back,
      codes.map((code) => (law === 'mu' && code === 0x7f ? 0xff : code)),
    );
  });

  test(`${law}-law: every sample comes back within half a step, and louder stays louder`, () => {
    const samples = Int16Array.from({ length: 65_536 }, (_, index) => index - 32_768);
    const back = decodeG711(law, encodeG711(law, samples));
    let last = -32_768;
    for (const [index, sample] of samples.entries()) {
      const heard = back[index] ?? 0;
      const isClipped = Math.abs(sample) > 32_124;
      // The widest step of a segment is a sixteenth of its height; half of it is the error, plus what the input
      // dropped.
      assert.ok(isClipped || Math.abs(heard - sample) <= Math.abs(sample) / 32 + 8, `${sample} became ${heard}`);
      assert.ok(heard >= last);
      last = heard;
    }
  });

  test(`${law}-law: a tone is 33 dB or more above its noise over 30 dB of level`, () => {
    for (const level of [0.5, 0.16, 0.05, 0.016]) {
      const sound = tone({ hertz: 1020, seconds: 0.5, sampleRate: 8000, level });
      const back = decodeG711(law, encodeG711(law, sound));
      const noise = back.map((sample, index) => sample - (sound[index] ?? 0));
      assert.ok(20 * Math.log10(rms(sound) / rms(noise)) > 33, `at ${level}`);
    }
  });
}

/** G.711 tables 5 and 6: the sequences that are 1 kHz at 0 dBm0. */
const DIGITAL_MILLIWATT = { mu: '1e0b0b1e9e8b8b9e', a: '34212134b4a1a1b4' } as const satisfies Record<G711Law, string>;

for (const law of LAWS) {
  test(`${law}-law: the digital milliwatt is about 3.15 dB below the loudest tone, and comes back`, () => {
    const bytes = fromHex(DIGITAL_MILLIWATT[law].repeat(100));
    const samples = decodeG711(law, bytes);
    const belowLoudest = 20 * Math.log10(32_768 / Math.SQRT2 / rms(samples));
    assert.ok(Math.abs(belowLoudest - (law === 'mu' ? 3.17 : 3.14)) < 0.2, `${belowLoudest}`);
    assert.deepEqual(encodeG711(law, samples), bytes);
  });
}
