/** Arithmetic on sound: signed 16-bit samples in, new samples out. Every sum saturates instead of wrapping round. */

const LOUDEST = 32_767;
const QUIETEST = -32_768;

/** Half the width of the resampling filter, in zero crossings of the sinc; more is steeper and slower. */
const ZERO_CROSSINGS = 16;

/** `samples` starting at frame `at` of a timeline. */
export type Clip = { readonly at: number; readonly samples: Int16Array };

/** A tone of `seconds`, faded in and out over 5 ms so that it does not click. `level`: peak, 0 to 1. */
export function tone(shape: {
  readonly hertz: number;
  readonly seconds: number;
  readonly sampleRate: number;
  readonly level: number;
}): Int16Array {
  const samples = new Int16Array(Math.round(shape.seconds * shape.sampleRate));
  const fade = Math.max(1, Math.round(0.005 * shape.sampleRate));
  for (let index = 0; index < samples.length; index += 1) {
    const envelope = Math.min(1, index / fade, (samples.length - 1 - index) / fade);
    const wave = Math.sin((2 * Math.PI * shape.hertz * index) / shape.sampleRate);
    samples[index] = saturate(LOUDEST * shape.level * envelope * wave);
  }
  return samples;
}

/** The same sound, `factor` times as loud. */
export function gain(samples: Int16Array, factor: number): Int16Array {
  return samples.map((sample) => saturate(sample * factor));
}

/** Root mean square, 0 to 32768: how loud the sound is as a whole. No samples are silent. */
export function rms(samples: Int16Array): number {
  if (samples.length === 0) return 0;
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / samples.length);
}

/** The greatest distance from zero, 0 to 32768. */
export function peak(samples: Int16Array): number {
  let most = 0;
  for (const sample of samples) most = Math.max(most, Math.abs(sample));
  return most;
}

/** The sound without the quiet before and after it: what never exceeds `threshold` at either end is left out. */
export function trimQuiet(samples: Int16Array, threshold: number): Int16Array {
  const isLoud = (sample: number) => Math.abs(sample) > threshold;
  const first = samples.findIndex(isLoud);
  return first === -1 ? new Int16Array(0) : samples.slice(first, samples.findLastIndex(isLoud) + 1);
}

/** A timeline of `frames` with the clips laid on it; where they overlap they sum, what falls outside is cut off. */
export function mix(frames: number, clips: readonly Clip[]): Int16Array {
  const timeline = new Int16Array(frames);
  for (const { at, samples } of clips) {
    const end = Math.min(frames, at + samples.length);
    for (let frame = Math.max(0, at); frame < end; frame += 1) {
      timeline[frame] = saturate((timeline[frame] ?? 0) + (samples[frame - at] ?? 0));
    }
  }
  return timeline;
}

/**
 * The same sound at another rate, by a windowed-sinc low-pass filter: what lies above half the lower rate is removed
 * before it can fold back. Rates are whole frames a second. The length is rounded up; beyond the ends there is silence.
 */
export function resample(samples: Int16Array, from: number, to: number): Int16Array {
  if (from === to) return samples.slice();
  const common = greatestCommonDivisor(from, to);
  const step = from / common;
  const phases = to / common;
  const filters = Array.from({ length: phases }, (_, phase) => lowPass(phase / phases, Math.min(1, to / from)));
  const result = new Int16Array(Math.ceil((samples.length * to) / from));
  for (let index = 0; index < result.length; index += 1) {
    const position = index * step;
    const filter = filters[position % phases];
    if (filter !== undefined) result[index] = filtered(samples, Math.floor(position / phases), filter);
  }
  return result;
}

/**
 * The weights of the samples around one output sample that lies `fraction` of the way to the next input sample.
 * `cutoff`: share of the input's band that passes, over 0 to 1. They sum to one, so that silence and loudness keep.
 */
export function lowPass(fraction: number, cutoff: number): Float64Array {
  const reach = Math.ceil(ZERO_CROSSINGS / cutoff);
  const weights = new Float64Array(2 * reach + 1).map((_, tap) => {
    const distance = tap - reach - fraction;
    const window = Math.abs(distance) > reach ? 0 : 0.5 + 0.5 * Math.cos((Math.PI * distance) / reach);
    return sinc(cutoff * distance) * window;
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function filtered(samples: Int16Array, centre: number, weights: Float64Array): number {
  const first = centre - (weights.length - 1) / 2;
  let sum = 0;
  for (let tap = 0; tap < weights.length; tap += 1) sum += (samples[first + tap] ?? 0) * (weights[tap] ?? 0);
  return saturate(sum);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** The greatest number that divides both. */
export function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** The closest sample. */
export function saturate(value: number): number {
  return Math.max(QUIETEST, Math.min(LOUDEST, Math.round(value)));
}
