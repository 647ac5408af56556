/** Rate limits: fixed windows, counted in this process. */
import { lruOf } from './lru.ts';

/** How much of the rate limit is left. */
export type RateState = {
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: Date;
  readonly retryAfterSeconds: number;
};

/** At most `limit` requests in each window. Windows are aligned to the clock. */
export type RateLimit = { readonly limit: number; readonly windowSeconds: number };

/** The most keys counted at once; beyond it the least recently used go. */
const MAX_KEYS = 10_000;

export type Limiter = {
  /** Counts one request; `isOver` when it is one too many. */
  take(key: string | number): RateState & { readonly isOver: boolean };
  /** Seconds until the key may ask again; null while it may. Counts nothing. */
  wait(key: string | number): number | null;
};

/** Makes a limiter; `now` in milliseconds. */
export function createLimiter({ limit, windowSeconds }: RateLimit, now: () => number): Limiter {
  const counts = lruOf<string | number, { readonly window: number; readonly count: number }>(MAX_KEYS);
  const length = windowSeconds * 1000;
  const windowAt = (at: number): number => Math.floor(at / length);
  const countOf = (key: string | number, window: number): number => {
    const held = counts.get(key);
    return held?.window === window ? held.count : 0;
  };
  const secondsLeft = (at: number): number => Math.max(1, Math.ceil(((windowAt(at) + 1) * length - at) / 1000));
  return {
    take(key) {
      const at = now();
      const window = windowAt(at);
      const count = countOf(key, window) + 1;
      counts.set(key, { window, count });
      return {
        limit,
        remaining: Math.max(0, limit - count),
        resetAt: new Date((window + 1) * length),
        retryAfterSeconds: secondsLeft(at),
        isOver: count > limit,
      };
    },
    wait(key) {
      const at = now();
      return countOf(key, windowAt(at)) >= limit ? secondsLeft(at) : null;
    },
  };
}
