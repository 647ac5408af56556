/**
 * One timer for everything in a worker that happens every twenty milliseconds: a timer for each leg would cost more
 * than its sound.
 */
import { preciseNow } from '../../audio-packet.ts';

/** Runs while someone wants its ticks. */
export type Ticker = {
  /** Calls back at every tick until the answer is called. */
  every(tick: (now: number) => void): () => void;
  stop(): void;
};

/** Milliseconds between two ticks. */
export const TICK_MILLISECONDS = 20;

/** A thread that stood still for longer does not make up for the ticks it missed. */
const MAX_LAG = 200;

/** Ticks are due at fixed times, so a late one does not make the next late. */
export function createTicker(): Ticker {
  const ticks = new Set<(now: number) => void>();
  let timer: NodeJS.Timeout | null = null;
  let due = 0;

  function run(): void {
    timer = null;
    const now = preciseNow();
    for (const tick of ticks) tick(now);
    due = Math.max(due + TICK_MILLISECONDS, now - MAX_LAG);
    schedule();
  }

  function schedule(): void {
    if (ticks.size > 0 && timer === null) timer = setTimeout(run, Math.max(0, due - preciseNow()));
  }

  return {
    every(tick) {
      if (ticks.size === 0) due = preciseNow() + TICK_MILLISECONDS;
      ticks.add(tick);
      schedule();
      return () => void ticks.delete(tick);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      ticks.clear();
    },
  };
}
