/** Reads the log of events in its order, as soon as there is something and now and then besides. */
import { background } from '#background/background.ts';
import type { EventLog, LoggedEvent } from '#domain/ports/event-log.ts';
import type { Clock } from '#domain/ports/stores.ts';

/** The most events of one reading. */
const BATCH = 500;
/** After a reading the next begins no sooner, so that what comes in a busy hour is read together. Milliseconds. */
const PACE_MS = 20;
/** How often it looks without being woken: what happens besides calls wakes no one here. Milliseconds. */
const SWEEP_MS = 1_000;
/** After a failure it looks again after so long, however often it is woken. Milliseconds. */
const AGAIN_MS = 1_000;
/** How often a gap in the numbers is looked at again: at first, and at most. Milliseconds. */
const GAP_MS = { least: 2, most: 250 } as const;

export type ReaderParts = {
  readonly log: EventLog;
  readonly clock: Clock;
  /**
   * Takes the events beyond the last ones, without a gap; answers up to which sequence everything is done. May be told
   * the same again.
   */
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
  const now = { isOn: false, isWoken: false, isFailing: false };
  let running: Promise<void> | null = null;
  let sweep = (): void => undefined;

  /** Reads until there is nothing more. */
  const run = async (): Promise<void> => {
    while (now.isOn && now.isWoken) {
      now.isWoken = false;
      const began = performance.now();
      if (await readOnce()) now.isWoken = true;
      if (now.isWoken && now.isOn) await pause(began + PACE_MS - performance.now());
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
      if (!now.isOn) return [];
      await pause(wait);
      wait = Math.min(GAP_MS.most, wait * 2);
    }
    // Whatever was under way is there now, or never will be. What is numbered beyond is not certain yet.
    return (await log.after(from, BATCH)).filter(({ seq }) => seq <= last);
  };

  const wake = (): void => {
    now.isWoken = true;
    if (!now.isOn || now.isFailing || running !== null) return;
    running = run()
      .catch((error: unknown) => {
        now.isFailing = true;
        clock.after(AGAIN_MS, async () => {
          now.isFailing = false;
          wake();
        });
        failed(error);
      })
      .finally(() => {
        running = null;
        if (now.isWoken && now.isOn) wake();
      });
    background('webhooks.reader', running);
  };

  const keepSweeping = (): void => {
    sweep = clock.after(SWEEP_MS, async () => {
      wake();
      if (now.isOn) keepSweeping();
    });
  };

  return {
    wake,
    start() {
      now.isOn = true;
      keepSweeping();
      wake();
    },
    async stop() {
      now.isOn = false;
      sweep();
      await running;
    },
  };
}

async function pause(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
