/** Reads the log of events in its order, as soon as there is something and now and then besides. */
import { background } from '#background/background.ts';
import type { EventLog, LoggedEvent } from '#domain/ports/webhooks.ts';
import type { Clock } from '#domain/ports/stores.ts';

/** The most events of one reading. */
const BATCH = 500;
/** After a reading the next begins no sooner, so that what comes in a busy hour is read together. Milliseconds. */
const PACE_MS = 20;
/** How often it looks without being woken: what was moved elsewhere wakes no one here. Milliseconds. */
const SWEEP_MS = 5_000;
/** How often a gap in the numbers is looked at again: at first, and at most. Milliseconds. */
const GAP_MS = { least: 2, most: 250 } as const;

export type ReaderParts = {
  readonly log: EventLog;
  readonly clock: Clock;
  /** Takes the events beyond the last ones, without a gap; answers up to which sequence everything is done. May be told the same again. */
  take(events: readonly LoggedEvent[], upTo: number): Promise<void>;
  /** Beyond which sequence to read next; null while no one wants any. */
  position(): number | null;
  failed(error: unknown): void;
};

export type Reader = {
  /** There may be something. */
  wake(): void;
  start(): void;
  /** Resolves when nothing is under way; nothing is read afterwards. */
  stop(): Promise<void>;
};

/** Makes one. It reads when it is woken or the clock says so, one reading at a time. */
export function createReader({ log, clock, take, position, failed }: ReaderParts): Reader {
  let isOn = false;
  let isWoken = false;
  let running: Promise<void> | null = null;
  let sweep = (): void => undefined;

  /** Reads until there is nothing more. */
  const run = async (): Promise<void> => {
    while (isOn && isWoken) {
      isWoken = false;
      const began = performance.now();
      if (await readOnce()) isWoken = true;
      if (isWoken && isOn) await pause(began + PACE_MS - performance.now());
    }
  };

  /** Whether there may be more. */
  const readOnce = async (): Promise<boolean> => {
    const from = position();
    if (from === null) return false;
    const seen = await log.after(from, BATCH);
    const last = seen.at(-1);
    if (last === undefined) return false;
    const settled = await withoutGap(from, seen);
    if (settled.length > 0) await take(settled, settled.at(-1)?.seq ?? from);
    return seen.length === BATCH || settled !== seen;
  };

  /** The events, once it is certain that none numbered lower comes after them. */
  const withoutGap = async (from: number, seen: readonly LoggedEvent[]): Promise<readonly LoggedEvent[]> => {
    const last = seen.at(-1)?.seq ?? from;
    if (last - from === seen.length) return seen;
    const mark = await log.mark();
    let wait: number = GAP_MS.least;
    while (!(await log.isPast(mark))) {
      if (!isOn) return [];
      await pause(wait);
      wait = Math.min(GAP_MS.most, wait * 2);
    }
    // Whatever was under way is there now, or never will be. What is numbered beyond is not certain yet.
    return (await log.after(from, BATCH)).filter(({ seq }) => seq <= last);
  };

  const wake = (): void => {
    isWoken = true;
    if (!isOn || running !== null) return;
    running = run()
      .catch((error: unknown) => {
        isWoken = false; // The sweep comes back to it.
        failed(error);
      })
      .finally(() => {
        running = null;
        if (isWoken && isOn) wake();
      });
    background('webhooks.reader', running);
  };

  const keepSweeping = (): void => {
    sweep = clock.after(SWEEP_MS, async () => {
      wake();
      if (isOn) keepSweeping();
    });
  };

  return {
    wake,
    start() {
      isOn = true;
      keepSweeping();
      wake();
    },
    async stop() {
      isOn = false;
      sweep();
      await running;
    },
  };
}

async function pause(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
