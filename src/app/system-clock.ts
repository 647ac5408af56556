/**
 * The machine's clock, held steady: time continues by the monotonic clock, so that a correction of the wall clock ages
 * no call. Small drifts are followed slowly; a step is taken over only when `adopt` is called, at a moment when no call
 * continues, or by a restart.
 */
import { performance } from 'node:perf_hooks';
import { background } from '#background/background.ts';
import type { Clock } from '#domain/ports/stores.ts';

/** The longest delay that a timer of Node takes; longer ones come early, which every waker bears: it looks again. */
const MAX_MS = 2 ** 31 - 1;
/**
 * A difference below this is drift and is followed at a hundredth of the time that passes; a larger one is a step.
 * Milliseconds.
 */
const MAX_DRIFT_MS = 1_000;
const SLEW = 0.01;

/** A clock that continues evenly whatever is done to the wall clock. */
export type SteadyClock = Clock & {
  /** By how much the wall clock is ahead. Milliseconds; negative when it is behind. */
  offset(): number;
  /** Takes the wall clock over. To be called when nothing is under way whose length would change. */
  adopt(): void;
};

/** What it is made of: two sources of time in milliseconds, and timers that count real time. */
export type ClockSources = {
  wall(): number;
  monotonic(): number;
  readonly after: Clock['after'];
};

/** Makes a clock that shows the wall's time now. */
export function createSteadyClock({ wall, monotonic, after }: ClockSources): SteadyClock {
  let mark = { shown: wall(), at: monotonic() };

  const read = (): number => {
    const at = monotonic();
    const passed = at - mark.at;
    const shown = mark.shown + passed;
    const drift = wall() - shown;
    // Less than one for one, so that the time shown never goes back.
    const followed = Math.abs(drift) < MAX_DRIFT_MS ? Math.sign(drift) * Math.min(Math.abs(drift), passed * SLEW) : 0;
    mark = { shown: shown + followed, at };
    return mark.shown;
  };

  return {
    now: () => new Date(Math.round(read())),
    elapsed: monotonic,
    after,
    offset: () => wall() - read(),
    adopt() {
      mark = { shown: wall(), at: monotonic() };
    },
  };
}

/** The clock of this process. */
export type SystemClock = SteadyClock & {
  /** Nothing comes due from now on: what it is for has been closed. */
  stop(): void;
};

/** Makes it. Its timers keep no process alive; what one of them fails at is reported. */
export function createSystemClock(): SystemClock {
  const timers = new Set<NodeJS.Timeout>();
  let isStopped = false;
  const steady = createSteadyClock({
    wall: () => Date.now(),
    monotonic: () => performance.now(),
    after(milliseconds, run) {
      if (isStopped) return () => undefined;
      const due = (): void => {
        timers.delete(timer);
        background('timer', run);
      };
      const timer = setTimeout(due, Math.min(milliseconds, MAX_MS)).unref();
      timers.add(timer);
      return () => {
        timers.delete(timer);
        clearTimeout(timer);
      };
    },
  });
  return {
    ...steady,
    stop() {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

/** How often the wall clock is compared. Milliseconds. */
const WATCH_MS = 15_000;

/**
 * Says when the wall clock has been set, and takes it over as soon as no call is in progress. `told` hears the step in
 * whole seconds, once when it is seen and once when it is taken over.
 */
export function watchClock(
  clock: SteadyClock,
  isIdle: () => boolean,
  told: (seconds: number, isAdopted: boolean) => void,
): void {
  let seen = 0;
  const look = (): void => {
    const offset = clock.offset();
    const step = Math.abs(offset) < MAX_DRIFT_MS ? 0 : Math.round(offset / 1000);
    const isAdopted = step !== 0 && isIdle();
    if (isAdopted || step !== seen) told(step, isAdopted);
    if (isAdopted) clock.adopt();
    seen = isAdopted ? 0 : step;
    clock.after(WATCH_MS, async () => look());
  };
  clock.after(WATCH_MS, async () => look());
}
