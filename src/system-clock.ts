/** The machine's clock. */
import type { Clock } from '#call/ports.ts';

/** The longest delay that a timer of Node takes; longer ones come early, which every waker bears: it looks again. */
const LONGEST_MS = 2 ** 31 - 1;

/** Real time. Its timers keep no process alive. */
export const systemClock: Clock = {
  now: () => new Date(),
  after(milliseconds, run) {
    const timer = setTimeout(() => void run(), Math.min(milliseconds, LONGEST_MS));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
