/** A stop that ends in time, whatever is under way: every step may take a while, and all of them together no longer. */
import { setTimeout as sleep } from 'node:timers/promises';

/** What all steps may take together, from the first on. Milliseconds. */
const ALL_MS = 7_000;

/** Bounds steps that share a time. */
export type Countdown = {
  /**
   * The step, bounded: it resolves when the work is done, or after `milliseconds` or the rest of the common time; then
   * the work continues unwatched. Work that fails is reported, and the next step comes all the same.
   */
  step(what: string, milliseconds: number, work: () => Promise<unknown>): () => Promise<void>;
};

/** Makes one; the time runs from the first step on. */
export function createCountdown(failed: (what: string, error: unknown) => void): Countdown {
  let end: number | null = null;
  return {
    step: (what, milliseconds, work) => async () => {
      end ??= performance.now() + ALL_MS;
      const patience = new AbortController();
      const late = sleep(Math.max(0, Math.min(milliseconds, end - performance.now())), 'late' as const, {
        signal: patience.signal,
      }).catch(() => 'done' as const);
      const done = work().then(
        () => 'done' as const,
        (error: unknown) => {
          failed(`stop.${what}`, error);
          return 'done' as const;
        },
      );
      const outcome = await Promise.race([done, late]);
      patience.abort();
      if (outcome === 'late') failed(`stop.${what}`, new Error('It was not done in time, and is left behind.'));
    },
  };
}
