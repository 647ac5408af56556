/** A stream of sound at another rate, piece by piece, as if it were one: `resample` for what is still being made. */
import { greatestCommonDivisor, lowPass, saturate } from './pcm.ts';

/** Changes one stream. What it answers lags by half the filter, some 2 ms at 8,000 samples a second. */
export type RateChanger = {
  take(samples: Int16Array): Int16Array;
  /** What is left, once there are no more. */
  end(): Int16Array;
};

/** Rates are whole frames a second. Before the first samples, and after the last ones, there is silence. */
export function createRateChanger(from: number, to: number): RateChanger {
  if (from === to) return { take: (samples) => samples, end: () => new Int16Array(0) };
  const common = greatestCommonDivisor(from, to);
  const [step, phases] = [from / common, to / common];
  const filters = Array.from({ length: phases }, (_, phase) => lowPass(phase / phases, Math.min(1, to / from)));
  const reach = ((filters[0]?.length ?? 1) - 1) / 2;
  let held = new Int16Array(reach);
  /** The input sample that `held` begins with, what was taken, and what was answered. */
  let heldAt = -reach;
  let taken = 0;
  let made = 0;

  const upTo = (count: number): Int16Array => {
    const result = new Int16Array(Math.max(0, count - made));
    for (let index = 0; index < result.length; index += 1) {
      const position = (made + index) * step;
      const filter = filters[position % phases] ?? new Float64Array(0);
      const first = Math.floor(position / phases) - reach - heldAt;
      let sum = 0;
      for (let tap = 0; tap < filter.length; tap += 1) sum += Number(held[first + tap]) * Number(filter[tap]);
      result[index] = saturate(sum);
    }
    made += result.length;
    const keepFrom = Math.floor((made * step) / phases) - reach - heldAt;
    held = held.slice(keepFrom);
    heldAt += keepFrom;
    return result;
  };
  const add = (samples: Int16Array): void => {
    const all = new Int16Array(held.length + samples.length);
    all.set(held);
    all.set(samples, held.length);
    held = all;
  };

  return {
    take(samples) {
      add(samples);
      taken += samples.length;
      // As many as have all the samples that their filter looks at.
      return upTo(Math.max(made, Math.floor(((taken - reach - 1) * phases) / step) + 1));
    },
    end() {
      add(new Int16Array(reach + 1));
      return upTo(Math.ceil((taken * phases) / step));
    },
  };
}
