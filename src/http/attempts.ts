/** Counts tries that failed, so that nobody can guess for long. A try that succeeds is not counted. */

/** The most keys counted at once; beyond it the oldest go. */
const MOST_KEYS = 10_000;

export type Attempts = {
  /** Counts a try before it is made, so that many at once are many. False when there were too many: it must not be made. */
  begin(key: string): boolean;
  /** It was no guess after all. */
  succeeded(key: string): void;
  /** Seconds until the key may try again. */
  retryAfterSeconds(key: string): number;
};

/** Makes a counter of at most `limit` failures in `windowSeconds`, counted from the first; `now` in milliseconds. */
export function createAttempts(limit: number, windowSeconds: number, now: () => number): Attempts {
  const counts = new Map<string, { count: number; readonly until: number }>();
  const current = (key: string): { count: number; readonly until: number } => {
    const held = counts.get(key);
    if (held !== undefined && held.until > now()) return held;
    const fresh = { count: 0, until: now() + windowSeconds * 1000 };
    counts.delete(key);
    counts.set(key, fresh);
    for (const oldest of counts.keys()) {
      if (counts.size <= MOST_KEYS) break;
      counts.delete(oldest);
    }
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
