/** Counts failed attempts, which limits guessing. An attempt that succeeds is not counted. */
import { lruOf } from './lru.ts';

/** The most keys counted at once; beyond it the least recently used go. */
const MAX_KEYS = 10_000;

export type Attempts = {
  /**
   * Counts an attempt before it is made, so that parallel ones all count. False: there were too many, and it must not
   * be made.
   */
  begin(key: string): boolean;
  /** The attempt succeeded: takes it off the count. */
  succeeded(key: string): void;
  /** Seconds until the key may try again. */
  retryAfterSeconds(key: string): number;
};

/** Makes a counter of at most `limit` failures in `windowSeconds`, counted from the first; `now` in milliseconds. */
export function createAttempts(limit: number, windowSeconds: number, now: () => number): Attempts {
  const counts = lruOf<string, { count: number; readonly until: number }>(MAX_KEYS);
  const current = (key: string): { count: number; readonly until: number } => {
    const held = counts.get(key);
    if (held !== undefined && held.until > now()) return held;
    const fresh = { count: 0, until: now() + windowSeconds * 1000 };
    counts.set(key, fresh);
    return fresh;
  };
  return {
    begin(key) {
      const held = current(key);
      if (held.count >= limit) return false;
      held.count += 1;
      return true;
    },
    succeeded(key) {
      const held = counts.get(key);
      if (held !== undefined) held.count = Math.max(0, held.count - 1);
    },
    retryAfterSeconds: (key) => Math.max(1, Math.ceil(((counts.get(key)?.until ?? 0) - now()) / 1000)),
  };
}

/** Attempts let through one after the other. */
export type Pace = {
  /** Milliseconds to wait before the attempt is made; null when the line is too long to wait in. */
  next(key: string): number | null;
};

/**
 * Lets one attempt of a key through every `everyMs`, and lets no one wait for longer than `maxWaitMs`; `now` in
 * milliseconds.
 */
export function createPace(everyMs: number, maxWaitMs: number, now: () => number): Pace {
  const free = lruOf<string, number>(MAX_KEYS);
  return {
    next(key) {
      const wait = Math.max(0, (free.get(key) ?? 0) - now());
      if (wait > maxWaitMs) return null;
      free.set(key, now() + wait + everyMs);
      return wait;
    },
  };
}
