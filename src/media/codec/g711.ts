/**
 * G.711: telephone sound in eight bits a sample, 8000 samples a second, by one table a direction.
 *
 * ```text
 *   0   1   2   3   4   5   6   7
 *  +---+---+---+---+---+---+---+---+
 *  | S |  segment  |   step        |   µ-law: all bits inverted.  A-law: every other bit inverted (XOR 0x55).
 *  +---+---+---+---+---+---+---+---+   S: 1 is positive. A segment is twice as coarse as the one before it.
 * ```
 *
 * Source: ITU-T G.711 tables 1 and 2; rounding at the edges as in ITU-T G.191's `ulaw_compress` and `alaw_compress`.
 */

/** North America and Japan (RTP payload type 0), and the rest of the world (8). */
export type G711Law = 'mu' | 'a';

const BIAS = 33;
const MAX_WITH_BIAS = 0x1fff;

/** µ-law keeps 14 of 16 bits before it compresses, A-law 12 and the sign: a table entry for each step. */
const DROPPED_BITS = { mu: 2, a: 4 } as const satisfies Record<G711Law, number>;

const DECODE = { mu: decodeTable(expandMu), a: decodeTable(expandA) } as const satisfies Record<G711Law, Int16Array>;

const ENCODE = {
  mu: encodeTable(compressMu, DROPPED_BITS.mu),
  a: encodeTable(compressA, DROPPED_BITS.a),
} as const satisfies Record<G711Law, Uint8Array>;

/** One sample for each byte. µ-law reaches ±32124, A-law ±32256. */
export function decodeG711(law: G711Law, bytes: Uint8Array): Int16Array {
  const table = DECODE[law];
  const samples = new Int16Array(bytes.length);
  for (let index = 0; index < bytes.length; index += 1) samples[index] = table[bytes[index] ?? 0] ?? 0;
  return samples;
}

/** One byte for each sample. */
export function encodeG711(law: G711Law, samples: Int16Array): Uint8Array<ArrayBuffer> {
  const table = ENCODE[law];
  const dropped = DROPPED_BITS[law];
  const bytes = new Uint8Array(samples.length);
  for (let index = 0; index < samples.length; index += 1) {
    bytes[index] = table[((samples[index] ?? 0) + 32_768) >> dropped] ?? 0;
  }
  return bytes;
}

function decodeTable(expand: (code: number) => number): Int16Array {
  return Int16Array.from({ length: 256 }, (_, code) => expand(code));
}

function encodeTable(compress: (sample: number) => number, dropped: number): Uint8Array {
  return Uint8Array.from({ length: 65_536 >> dropped }, (_, index) => compress((index << dropped) - 32_768));
}

/** How loud it is without its sign: one less below zero, since ~x is -x - 1. */
function magnitude(sample: number): number {
  return sample < 0 ? ~sample : sample;
}

function compressMu(sample: number): number {
  const biased = Math.min(MAX_WITH_BIAS, (magnitude(sample) >> 2) + BIAS);
  // The segment is where the highest bit stands: 5 for the lowest, since the bias sets it.
  const segment = 31 - Math.clz32(biased) - 5;
  const step = (biased >> (segment + 1)) & 0x0f;
  return (sample < 0 ? 0 : 0x80) | (~((segment << 4) | step) & 0x7f);
}

function expandMu(code: number): number {
  const segment = (~code >> 4) & 7;
  const step = ~code & 0x0f;
  const loud = (((step << 1) + BIAS) << segment) - BIAS;
  return (code < 0x80 ? -loud : loud) * 4;
}

function compressA(sample: number): number {
  const loud = magnitude(sample) >> 4;
  const segment = Math.max(0, 31 - Math.clz32(loud) - 3);
  const step = segment < 2 ? loud & 0x0f : (loud >> (segment - 1)) & 0x0f;
  return ((sample < 0 ? 0 : 0x80) | (segment << 4) | step) ^ 0x55;
}

function expandA(code: number): number {
  const bits = code ^ 0x55;
  const segment = (bits >> 4) & 7;
  const step = ((bits & 0x0f) << 4) + 8;
  const loud = segment === 0 ? step : (step + 0x100) << (segment - 1);
  return code < 0x80 ? -loud : loud;
}
