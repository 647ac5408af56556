/**
 * A conference: everyone hears all the others, and no one hears themselves.
 *
 * ```text
 *  total = a + b + c      a hears total - a = b + c      each cut to what 16 bits hold
 * ```
 *
 * Sums are exact: 32 bits hold 65,536 voices at full loudness.
 */

const LOUDEST = 32_767;
const QUIETEST = -32_768;

/** One frame of everyone's sound, and what each of them hears. Mutable: it reuses its sum. */
export type Mixer = {
  /**
   * For each input the sum of the others, in new arrays of the mixer's length. Null is silence, and so is what an input
   * lacks at its end; what it has too much is left out.
   */
  mixMinus(inputs: readonly (Int16Array | null)[]): Int16Array[];
  /** The sum of all, as a recording or a listening supervisor has it. */
  mixAll(inputs: readonly (Int16Array | null)[]): Int16Array;
};

/** `samples`: in a frame, such as 160 for 20 ms at 8000 a second. */
export function createMixer({ samples }: { readonly samples: number }): Mixer {
  const total = new Int32Array(samples);

  function sum(inputs: readonly (Int16Array | null)[]): void {
    total.fill(0);
    for (const input of inputs) {
      const end = Math.min(samples, input?.length ?? 0);
      for (let index = 0; index < end; index += 1) total[index] = (total[index] ?? 0) + (input?.[index] ?? 0);
    }
  }

  function without(input: Int16Array | null): Int16Array {
    const heard = new Int16Array(samples);
    for (let index = 0; index < samples; index += 1) {
      const others = (total[index] ?? 0) - (input?.[index] ?? 0);
      heard[index] = Math.max(QUIETEST, Math.min(LOUDEST, others));
    }
    return heard;
  }

  return {
    mixMinus(inputs) {
      sum(inputs);
      return inputs.map(without);
    },
    mixAll(inputs) {
      sum(inputs);
      return without(null);
    },
  };
}
