/**
 * G.722 at 64 kbit/s: 16,000 samples a second, split into two bands that are each told as differences from what can be
 * foretold.
 *
 * ```text
 *   0   1   2   3   4   5   6   7        one byte for each two samples
 *  +---+---+---+---+---+---+---+---+
 *  | high  |         low           |     the step of each band's difference: 4 of them above 4 kHz, 64 below
 *  +---+---+---+---+---+---+---+---+
 *
 *  encode   samples -> filters -> low, high -> less the prediction -> quantizer -> byte
 *                                                    ^                   |
 *                                                    +---- predictor <---+      the decoder has the same predictor
 * ```
 *
 * Numbers are 16-bit fixed point as in the recommendation, so that both ends come to the same. The names in comments
 * are its blocks'. Source: ITU-T G.722 (09/2012) section 6 and its tables 11 to 21.
 */

import {
  FILTER,
  HIGH_2,
  HIGH_GROWTH,
  HIGH_STEP,
  LOW_4,
  LOW_6,
  LOW_GROWTH,
  LOW_NEGATIVE,
  LOW_POSITIVE,
  LOW_STEPS,
  SCALES,
} from './g722-tables.ts';

/** Samples a second of what is encoded and decoded. RTP counts 8000 of them all the same (RFC 3551 section 4.5.2). */
export const G722_RATE = 16_000;

/** Mutable, of one voice: what a byte says depends on those before it. */
export type G722Decoder = { decode(bytes: Uint8Array): Int16Array };

/** Mutable, of one voice. */
export type G722Encoder = { encode(samples: Int16Array): Uint8Array<ArrayBuffer> };

const TAPS = 2 * FILTER.length;

/** What tells the bands apart. `growth`: by codes; `most`: the greatest logarithm of a scale; `shift`: to its scale. */
type BandShape = {
  readonly growth: Int32Array;
  readonly most: number;
  readonly shift: number;
  readonly scale: number;
};

const LOW: BandShape = { growth: LOW_GROWTH, most: 18_432, shift: 8, scale: 32 };
const HIGH: BandShape = { growth: HIGH_GROWTH, most: 22_528, shift: 10, scale: 8 };

type Band = ReturnType<typeof createBand>;

/** A decoder that has heard nothing. */
export function createG722Decoder(): G722Decoder {
  const [low, high] = [createBand(LOW), createBand(HIGH)];
  const history = new Int32Array(TAPS);

  function decodeOne(byte: number, samples: Int16Array, at: number): void {
    const [lowCode, highCode] = [byte & 0x3f, byte >> 6];
    // INVQBL, RECONS and LIMIT, of each band; by four bits (INVQAL) both ends continue.
    const lowest = limit(low.predicted() + low.scaled(LOW_6[lowCode] ?? 0));
    low.adapt(low.scaled(LOW_4[lowCode >> 2] ?? 0), lowCode >> 2);
    const difference = high.scaled(HIGH_2[highCode] ?? 0);
    const highest = limit(high.predicted() + difference);
    high.adapt(difference, highCode);
    // RECA, RECB and ACCUMC, ACCUMD: the filter joins the bands.
    age(history, 2);
    history[TAPS - 2] = lowest + highest;
    history[TAPS - 1] = lowest - highest;
    samples[at] = saturate(filterEven(history) >> 11);
    samples[at + 1] = saturate(filterOdd(history) >> 11);
  }

  return {
    decode(bytes) {
      const samples = new Int16Array(2 * bytes.length);
      for (let index = 0; index < bytes.length; index += 1) decodeOne(bytes[index] ?? 0, samples, 2 * index);
      return samples;
    },
  };
}

/** An encoder that has said nothing. Samples come in pairs: an odd one at the end is left out. */
export function createG722Encoder(): G722Encoder {
  const [low, high] = [createBand(LOW), createBand(HIGH)];
  const history = new Int32Array(TAPS);

  function encodeOne(first: number, second: number): number {
    // LOWT and HIGHT: the filter splits the bands.
    age(history, 2);
    history[TAPS - 2] = first;
    history[TAPS - 1] = second;
    const [even, odd] = [filterEven(history), filterOdd(history)];
    const lowCode = quantizeLow(saturate(((even + odd) >> 14) - low.predicted()), low);
    low.adapt(low.scaled(LOW_4[lowCode >> 2] ?? 0), lowCode >> 2);
    const highCode = quantizeHigh(saturate(((even - odd) >> 14) - high.predicted()), high);
    high.adapt(high.scaled(HIGH_2[highCode] ?? 0), highCode);
    return (highCode << 6) | lowCode;
  }

  return {
    encode(samples) {
      const bytes = new Uint8Array(samples.length >> 1);
      for (let at = 0; at < bytes.length; at += 1)
        bytes[at] = encodeOne(samples[2 * at] ?? 0, samples[2 * at + 1] ?? 0);
      return bytes;
    },
  };
}

/** QUANTL: the first step that the difference is below. */
function quantizeLow(difference: number, { stepped }: Band): number {
  const size = magnitude(difference);
  let step = 1;
  while (step < LOW_STEPS.length && size >= stepped(LOW_STEPS[step] ?? 0)) step += 1;
  return (difference < 0 ? LOW_NEGATIVE : LOW_POSITIVE)[step] ?? 0;
}

/** QUANTH. */
function quantizeHigh(difference: number, { stepped }: Band): number {
  const isLarge = magnitude(difference) >= stepped(HIGH_STEP);
  if (difference < 0) return isLarge ? 0 : 1;
  return isLarge ? 2 : 3;
}

/** One band's predictor and scale, the same in encoder and decoder. Index 0 is the newest. */
function createBand({ growth, most, shift, scale }: BandShape) {
  /** The newest differences, what came of them, and what of them without the poles. */
  const differences = new Int32Array(7);
  const results = new Int32Array(3);
  const partials = new Int32Array(3);
  const zeros = new Int32Array(7);
  const poles = new Int32Array(3);
  let [detector, logarithm] = [scale, 0];
  let [prediction, ofZeros] = [0, 0];

  /** LOGSCL and SCALEL, or LOGSCH and SCALEH. */
  function rescale(code: number): void {
    logarithm = Math.max(0, Math.min(most, ((logarithm * 127) >> 7) + (growth[code] ?? 0)));
    const mantissa = SCALES[(logarithm >> 6) & 31] ?? 0;
    const down = shift - (logarithm >> 11);
    detector = (down < 0 ? mantissa << -down : mantissa >> down) << 2;
  }

  /** UPPOL1 and UPPOL2. */
  function movePoles(): void {
    const [first = 0, second = 0] = [poles[1], poles[2]];
    const [isLikeLast, isLikeBefore] = [isSameSign(partials, 0, 1), isSameSign(partials, 0, 2)];
    const quadruple = saturate(first << 2);
    const turned = Math.min(32_767, isLikeLast ? -quadruple : quadruple);
    const next = (isLikeBefore ? 128 : -128) + (turned >> 7) + ((second * 32_512) >> 15);
    const limited = Math.max(-12_288, Math.min(12_288, next));
    const widest = saturate(15_360 - limited);
    const moved = saturate((isLikeLast ? 192 : -192) + ((first * 32_640) >> 15));
    poles[1] = Math.max(-widest, Math.min(widest, moved));
    poles[2] = limited;
  }

  /** UPZERO. */
  function moveZeros(): void {
    const step = differences[0] === 0 ? 0 : 128;
    for (let index = 1; index < zeros.length; index += 1) {
      const moved = ((zeros[index] ?? 0) * 32_640) >> 15;
      zeros[index] = saturate((isSameSign(differences, 0, index) ? step : -step) + moved);
    }
  }

  /** FILTEP, FILTEZ and PREDIC. */
  function predict(): void {
    let ofPoles = 0;
    for (let index = 1; index < poles.length; index += 1) ofPoles += weighed(poles, results, index);
    ofZeros = 0;
    for (let index = zeros.length - 1; index > 0; index -= 1) ofZeros += weighed(zeros, differences, index);
    ofZeros = saturate(ofZeros);
    prediction = saturate(saturate(ofPoles) + ofZeros);
  }

  return {
    predicted: (): number => prediction,
    /** A step of the quantizer at the present scale: of its output, and of its input. */
    scaled: (step: number): number => (detector * step) >> 15,
    stepped: (step: number): number => (step * detector) >> 12,
    /** The difference was so much, by this code: the next one is foretold of it. */
    adapt(difference: number, code: number): void {
      rescale(code);
      differences[0] = difference;
      results[0] = saturate(prediction + difference);
      partials[0] = saturate(ofZeros + difference);
      movePoles();
      moveZeros();
      // DELAYA: what was newest is one older.
      renew(differences);
      renew(results);
      renew(partials);
      predict();
    },
  };
}

// Loops of their own, since these are called for every sample, and calls into the array would cost more than the sums.

/** Each is this many places older, which are at the end. */
function age(history: Int32Array, places: number): void {
  for (let index = places; index < history.length; index += 1) history[index - places] = history[index] ?? 0;
}

/** Each is one place older, the newest at the beginning. */
function renew(values: Int32Array): void {
  for (let index = values.length - 1; index > 0; index -= 1) values[index] = values[index - 1] ?? 0;
}

/** The filter over the even places. */
function filterOdd(history: Int32Array): number {
  let sum = 0;
  for (let tap = 0; tap < FILTER.length; tap += 1) sum += (history[2 * tap] ?? 0) * (FILTER[tap] ?? 0);
  return sum;
}

/** The filter over the odd places, from behind. */
function filterEven(history: Int32Array): number {
  let sum = 0;
  for (let tap = 0; tap < FILTER.length; tap += 1)
    sum += (history[2 * tap + 1] ?? 0) * (FILTER[FILTER.length - 1 - tap] ?? 0);
  return sum;
}

function weighed(weights: Int32Array, values: Int32Array, index: number): number {
  return ((weights[index] ?? 0) * saturate(2 * (values[index] ?? 0))) >> 15;
}

function isSameSign(values: Int32Array, a: number, b: number): boolean {
  return (values[a] ?? 0) < 0 === (values[b] ?? 0) < 0;
}

/** How much it is without its sign: one less below zero, since ~x is -x - 1. */
function magnitude(difference: number): number {
  return difference < 0 ? ~difference : difference;
}

function limit(value: number): number {
  return Math.max(-16_384, Math.min(16_383, value));
}

function saturate(value: number): number {
  return Math.max(-32_768, Math.min(32_767, value));
}
