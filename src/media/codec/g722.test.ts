import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { toHex } from '../../../test/support/hex.ts';
import { strengthOf } from '../../../test/support/webrtc-peer.ts';
import { createG722Decoder, createG722Encoder, G722_RATE } from './g722.ts';
import { tone } from './pcm.ts';

/** Numbers that are the same everywhere, of 16 bits. */
function* numbers(seed: number): Generator<number> {
  for (let next = seed; ; yield (next >> 8) & 0xffff)
    next = Number((BigInt(next) * 1_103_515_245n + 12_345n) & 0x7fff_ffffn);
}

const draw = (seed: number, count: number) => numbers(seed).take(count).toArray();
const digest = (bytes: ArrayBufferView) =>
  createHash('sha256')
    .update(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    .digest('hex')
    .slice(0, 16);

/**
 * What libspandsp 0.0.6 makes of it: the first bytes, the beginning of the digest of all, and that of what it decodes
 * them to again. It does not saturate what it decodes, so none of these is too loud.
 */
const SIGNALS: readonly (readonly [string, Int16Array, string, string, string])[] = [
  [
    'noise',
    Int16Array.from(draw(7, 3200), (number) => (number - 32_768) >> 2),
    '3a9b268420840687089032183a1a3c3a',
    'a7e392ba66cea950',
    'fcaeae1836cd5276',
  ],
  [
    'hardly anything',
    Int16Array.from(draw(7, 3200), (number) => (number % 21) - 10),
    'de7a77b2f4f770b59eb5f3b85ff5df78',
    'f4fad536da138c32',
    'd9f83813d2b1163a',
  ],
  [
    'steps',
    Int16Array.from({ length: 3200 }, (_, index) => (Math.floor(index / 50) % 2 === 0 ? -16_384 : 16_383)),
    '298420842084048707884849c9cacbcc',
    '4a201d987aca258e',
    '299b33967e862014',
  ],
  ['nothing', new Int16Array(3200), 'fafafafafafafafafafafafafafafafa', 'f94385d17e0efbd8', '2d05e9b4bd625baf'],
];

for (const [name, samples, first, encoded, decoded] of SIGNALS)
  test(`${name} is encoded and decoded bit for bit as by the reference`, () => {
    const bytes = createG722Encoder().encode(samples);
    const again = createG722Decoder().decode(bytes);
    assert.deepEqual([toHex(bytes.subarray(0, 16)), digest(bytes), digest(again)], [first, encoded, decoded]);
  });

test('any bytes are decoded, and never beyond 16 bits', () => {
  const bytes = Uint8Array.from(draw(11, 4000), (number) => number & 0xff);
  const samples = createG722Decoder().decode(bytes);
  assert.equal(samples.length, 8000);
  assert.ok(samples.includes(32_767) && samples.includes(-32_768));
});

for (const hertz of [440, 3000, 6000])
  test(`a tone of ${hertz} Hz comes through`, () => {
    const samples = tone({ hertz, seconds: 1, sampleRate: G722_RATE, level: 0.5 });
    const again = createG722Decoder().decode(createG722Encoder().encode(samples));
    const [before, after] = [samples, again].map((each) => strengthOf(hertz, each.slice(1000, 15_000), G722_RATE));
    assert.ok(Math.abs((after ?? 0) / (before ?? 1) - 1) < 0.05, `${after} of ${before}`);
  });

test('in parts it is the same as in one', () => {
  const samples = tone({ hertz: 700, seconds: 0.1, sampleRate: G722_RATE, level: 0.5 });
  const encoder = createG722Encoder();
  const parts = [encoder.encode(samples.subarray(0, 320)), encoder.encode(samples.subarray(320))];
  assert.equal(Buffer.concat(parts).toString('hex'), toHex(createG722Encoder().encode(samples)));
});
