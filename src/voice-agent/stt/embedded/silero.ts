/**
 * Silero's voice activity, its network computed here: 32 ms of sound in, the probability of speech out. Weights:
 * `silero-vad-16k.onnx`, which is `silero_vad_16k_op15.onnx` of snakers4/silero-vad (MIT, license beside it), SHA-256
 * 7ed98ddbad84ccac4cd0aeb3099049280713df825c610a8ed34543318f1b2c49. About 2.7 % of a core for one stream.
 *
 * ```text
 *  64 samples before + 512 + 64 mirrored
 *    -> spectrum: 4 columns of 129 magnitudes (a convolution of width 256, step 128)
 *    -> convolutions of width 3: 129 -> 128 -> 64 (step 2) -> 64 (step 2) -> 128, each cut off below 0
 *    -> one LSTM cell of 128 -> one number, squashed to 0..1
 * ```
 */
import { readFileSync } from 'node:fs';
import { tensorsOf } from './onnx-tensors.ts';

/** Samples of one look, at {@link SILERO_RATE}: 32 ms. */
export const SILERO_FRAME = 512;
export const SILERO_RATE = 16_000;

/** Quieter than this there is no one: pauses, hold and mute are silence. Of 32,768. */
const AUDIBLE = 24;

/** Whether there is anything in the samples that could be speech. */
export function isAudible(samples: Int16Array): boolean {
  return samples.some((sample) => Math.abs(sample) >= AUDIBLE);
}

const CONTEXT = 64;
const WINDOW = 256;
const STEP = 128;
const BINS = 129;
const COLUMNS = 4;
const CELLS = 128;
const TAPS = 3;

/** Channels in and out, and the step, of each convolution. */
const LAYERS = [
  [129, 128, 1],
  [128, 64, 2],
  [64, 64, 2],
  [64, 128, 1],
] as const;

/** Tells how probable speech is in the next {@link SILERO_FRAME} samples, -1 to 1, of one stream. */
export type VoiceActivity = (samples: Float32Array) => number;

type Layer = {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
};
type Weights = {
  readonly basis: Float32Array;
  readonly layers: readonly Layer[];
  readonly ofInput: Float32Array;
  readonly ofState: Float32Array;
  readonly bias: Float32Array;
  readonly last: Float32Array;
  readonly lastBias: number;
};

/** Reads the weights, once; each call of what it answers is one stream from its beginning. */
export function createSilero(): () => VoiceActivity {
  const weights = readWeights(new URL('silero-vad-16k.onnx', import.meta.url));
  return () => openStream(weights);
}

function readWeights(file: URL): Weights {
  const tensors = tensorsOf(readFileSync(file));
  const named = (name: string): Float32Array => {
    const tensor = tensors.get(`model.${name}`);
    if (tensor === undefined) throw new Error(`The weights of voice activity lack ${name}.`);
    return tensor;
  };
  const stateBias = named('decoder.rnn.bias_hh');
  return {
    basis: named('stft.forward_basis_buffer'),
    layers: LAYERS.map(([from, to, step], place) => ({
      from,
      to,
      step,
      weights: byTap(named(`encoder.${place}.reparam_conv.weight`), from),
      bias: named(`encoder.${place}.reparam_conv.bias`),
    })),
    ofInput: named('decoder.rnn.weight_ih'),
    ofState: named('decoder.rnn.weight_hh'),
    bias: named('decoder.rnn.bias_ih').map((value, place) => value + (stateBias[place] ?? 0)),
    last: named('decoder.decoder.2.weight'),
    lastBias: named('decoder.decoder.2.bias')[0] ?? 0,
  };
}

function openStream(weights: Weights): VoiceActivity {
  const before = new Float32Array(CONTEXT);
  const sound = new Float32Array(CONTEXT + SILERO_FRAME + CONTEXT);
  const [hidden, cell] = [new Float32Array(CELLS), new Float32Array(CELLS)];
  return (samples) => {
    sound.set(before, 0);
    sound.set(samples, CONTEXT);
    const end = CONTEXT + SILERO_FRAME;
    for (let at = 0; at < CONTEXT; at += 1) sound[end + at] = sound[end - 2 - at] ?? 0;
    before.set(samples.subarray(SILERO_FRAME - CONTEXT));
    let columns = spectrum(sound, weights.basis);
    for (const layer of weights.layers) columns = convolved(columns, layer);
    return remembered(columns, weights, hidden, cell);
  };
}

/** Magnitudes: column after column, each with its {@link BINS}. */
function spectrum(sound: Float32Array, basis: Float32Array): Float32Array {
  const magnitudes = new Float32Array(COLUMNS * BINS);
  for (let column = 0; column < COLUMNS; column += 1)
    for (let bin = 0; bin < BINS; bin += 1) {
      const real = dot(basis, bin * WINDOW, sound, column * STEP, WINDOW);
      const imaginary = dot(basis, (bin + BINS) * WINDOW, sound, column * STEP, WINDOW);
      magnitudes[column * BINS + bin] = Math.sqrt(real * real + imaginary * imaginary);
    }
  return magnitudes;
}

/** A convolution of width {@link TAPS} over columns, with zeros around, cut off below 0. */
function convolved(input: Float32Array, { from, to, step, weights, bias }: Layer): Float32Array {
  const width = input.length / from;
  const columns = Math.floor((width - 1) / step) + 1;
  const output = new Float32Array(columns * to);
  for (let column = 0; column < columns; column += 1)
    for (let channel = 0; channel < to; channel += 1) {
      let sum = bias[channel] ?? 0;
      for (let tap = 0; tap < TAPS; tap += 1) {
        const place = column * step + tap - 1;
        if (place >= 0 && place < width) sum += dot(weights, (channel * TAPS + tap) * from, input, place * from, from);
      }
      output[column * to + channel] = Math.max(0, sum);
    }
  return output;
}

/** The weights in the order in which they are used: for each channel and tap those of all inputs. */
function byTap(weights: Float32Array, from: number): Float32Array {
  return weights.map((_, at) => {
    const [channel, tap, input] = [Math.floor(at / (TAPS * from)), Math.floor(at / from) % TAPS, at % from];
    return weights[(channel * from + input) * TAPS + tap] ?? 0;
  });
}

/** One step of the LSTM, whose gates stand in the order input, forget, cell, output; and what it says of speech. */
function remembered(input: Float32Array, weights: Weights, hidden: Float32Array, cell: Float32Array): number {
  const gates = new Float32Array(4 * CELLS);
  for (let gate = 0; gate < gates.length; gate += 1)
    gates[gate] =
      (weights.bias[gate] ?? 0) +
      dot(weights.ofInput, gate * CELLS, input, 0, CELLS) +
      dot(weights.ofState, gate * CELLS, hidden, 0, CELLS);
  let sum = weights.lastBias;
  for (let at = 0; at < CELLS; at += 1) {
    const [input, forget] = [squash(gates[at] ?? 0), squash(gates[CELLS + at] ?? 0)];
    const [candidate, output] = [Math.tanh(gates[2 * CELLS + at] ?? 0), squash(gates[3 * CELLS + at] ?? 0)];
    cell[at] = forget * (cell[at] ?? 0) + input * candidate;
    hidden[at] = output * Math.tanh(cell[at] ?? 0);
    sum += (weights.last[at] ?? 0) * Math.max(0, hidden[at] ?? 0);
  }
  return squash(sum);
}

function dot(left: Float32Array, leftAt: number, right: Float32Array, rightAt: number, length: number): number {
  let sum = 0;
  for (let at = 0; at < length; at += 1) sum += (left[leftAt + at] ?? 0) * (right[rightAt + at] ?? 0);
  return sum;
}

function squash(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
