import type { Clock } from '#domain/ports/stores.ts';

/** A clock that stands still until it is advanced. Timers run in the order they come due, one after the other. */
export type ManualClock = Clock & {
  /**
   * Moves on, running what comes due, and waits for it. `settle` is awaited after each timer, for what it has set off.
   */
  advance(milliseconds: number): Promise<void>;
};

type Timer = { readonly due: number; readonly run: () => Promise<void> };

/** Makes a clock that shows `start`. */
export function createManualClock(start: Date, settle: () => Promise<void> = async () => undefined): ManualClock {
  let now = start.getTime();
  const timers = new Set<Timer>();
  const next = (until: number): Timer | undefined =>
    [...timers].filter((timer) => timer.due <= until).toSorted((a, b) => a.due - b.due)[0];

  return {
    now: () => new Date(now),
    elapsed: () => now,
    after(milliseconds, run) {
      const timer = { due: now + Math.max(0, milliseconds), run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async advance(milliseconds) {
      const until = now + milliseconds;
      await settle();
      for (let timer = next(until); timer !== undefined; timer = next(until)) {
        timers.delete(timer);
        now = Math.max(now, timer.due);
        await timer.run();
        await settle();
      }
      now = until;
      await settle();
    },
  };
}
