/**
 * Keys of one far end, which may come in its sound and by signalling: both kinds of one press count once. Telephones
 * that send both send them within moments of each other, in either order.
 */

/** By which way a key came. */
export type PressedBy = 'sound' | 'signalling';

export type KeyPresses = {
  /** Whether the key counts; `now` in milliseconds. */
  counts(digit: string, by: PressedBy, now: number): boolean;
};

/** How far apart the two kinds of one press may come. Milliseconds. */
const TOGETHER_MS = 1_500;

/** None yet. */
export function createKeyPresses(): KeyPresses {
  /** Presses that came one way alone so far, the oldest first. */
  let single: { readonly digit: string; readonly by: PressedBy; readonly at: number }[] = [];
  return {
    counts(digit, by, now) {
      single = single.filter(({ at }) => now - at < TOGETHER_MS);
      const twin = single.find((each) => each.digit === digit && each.by !== by);
      if (twin === undefined) single.push({ digit, by, at: now });
      else single = single.filter((each) => each !== twin);
      return twin === undefined;
    },
  };
}
