/** Rate limits: fixed windows, counted in this process. */
import type { RateState } from './surface.ts';

/** So many requests in each window. Windows are aligned to the clock. */
export type RateLimit = { readonly limit: number; readonly windowSeconds: number };

/** The most keys counted at once; beyond it all are forgotten, which only helps those who ask. */
const MOST_KEYS = 10_000;

export type Limiter = {
  /** Counts one request; `isOver` when it is one too many. */
  take(key: string | number): RateState & { readonly isOver: boolean };
};

/** Makes a limiter; `now` in milliseconds. */
export function createLimiter({ limit, windowSeconds }: RateLimit, now: () => number): Limiter {
  const counts = new Map<string | number, { window: number; count: number }>();
  const length = windowSeconds * 1000;
  return {
    take(key) {
      const at = now();
      const window = Math.floor(at / length);
      const held = counts.get(key);
      const count = held?.window === window ? held.count + 1 : 1;
      if (held === undefined && counts.size >= MOST_KEYS) counts.clear();
      counts.set(key, { window, count });
      const resetAt = new Date((window + 1) * length);
      return {
        limit,
        remaining: Math.max(0, limit - count),
        resetAt,
        retryAfterSeconds: Math.max(1, Math.ceil((resetAt.getTime() - at) / 1000)),
        isOver: count > limit,
      };
    },
  };
}
