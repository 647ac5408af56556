/** Shares that fill up again: so many at once, and so many a second after them. Counted in this process. */
import { lruOf } from './lru.ts';

/** A share. */
export type ShareRate = { readonly burst: number; readonly perSecond: number };

/** The most keys known at once; of more, the least recently seen begin anew. */
const MAX_KEYS = 10_000;

export type Shares = {
  /** Takes one from the key's share; false when no more than `reserve` would be left, and none is taken. */
  take(key: string | number, reserve?: number): boolean;
};

/** Makes them; `elapsed` in milliseconds, and never goes back. */
export function createShares({ burst, perSecond }: ShareRate, elapsed: () => number): Shares {
  const shares = lruOf<string | number, { left: number; at: number }>(MAX_KEYS);
  return {
    take(key, reserve = 0) {
      const now = elapsed();
      const share = shares.get(key) ?? { left: burst, at: now };
      share.left = Math.min(burst, share.left + ((now - share.at) / 1000) * perSecond);
      share.at = now;
      const isLeft = share.left >= reserve + 1;
      if (isLeft) share.left -= 1;
      shares.set(key, share);
      return isLeft;
    },
  };
}
