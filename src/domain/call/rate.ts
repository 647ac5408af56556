/** How often something may be done in a time, counted by anyone who does it. In memory of one process. */

/** A number of times in a number of seconds, counted from the first. */
export type RateWindow = { readonly most: number; readonly seconds: number };

/** The most keys counted at once; beyond it the oldest go. */
const MAX_KEYS = 10_000;

/** Mutable. */
export type Rate = {
  /** Seconds until the key may again; null: it may now. Counts nothing. */
  wait(key: string): number | null;
  /** Counts one that is done. */
  count(key: string): void;
};

/** Makes a rate of several windows, all of which must have room; `now` in milliseconds. */
export function createRate(windows: readonly RateWindow[], now: () => number): Rate {
  const counters = windows.map((window) => createCounter(window, now));
  return {
    wait(key) {
      const waits = counters.map((counter) => counter.wait(key)).filter((seconds) => seconds !== null);
      return waits.length === 0 ? null : Math.max(...waits);
    },
    count(key) {
      for (const counter of counters) counter.count(key);
    },
  };
}

function createCounter({ most, seconds }: RateWindow, now: () => number): Rate {
  const counts = new Map<string, { count: number; readonly until: number }>();
  const held = (key: string) => {
    const found = counts.get(key);
    return found !== undefined && found.until > now() ? found : undefined;
  };
  return {
    wait(key) {
      const found = held(key);
      return found === undefined || found.count < most ? null : Math.ceil((found.until - now()) / 1000);
    },
    count(key) {
      const found = held(key);
      if (found !== undefined) return void (found.count += 1);
      counts.delete(key);
      counts.set(key, { count: 1, until: now() + seconds * 1000 });
      for (const oldest of counts.keys()) {
        if (counts.size <= MAX_KEYS) break;
        counts.delete(oldest);
      }
    },
  };
}
