/**
 * Messages from addresses that are no trunk's. They get no answer whatever they are; few of them are looked at at all,
 * and a log hears of them once a minute.
 */
import type { Clock } from '#domain/ports/stores.ts';
import type { Tell } from './news.ts';

/** The strangers. */
export type Strangers = {
  /**
   * Whether a message of theirs may be read, as it may belong to something of ours: the answer to a request, or a
   * request within a dialog. So many of each in a second, and no more.
   */
  mayRead(kind: 'request' | 'response'): boolean;
  /** One more was dropped. */
  dropped(): void;
  /** How many were dropped since the start. */
  count(): number;
  stop(): void;
};

/** Messages of each kind that are read in a second: less than a twentieth of a core. */
const READ_A_SECOND = 500;
/** How often they are told of. Milliseconds. */
const TOLD_EVERY = 60_000;

/** None yet. The first is told of at once, so that a provider that is missing among the trunks is seen. */
export function createStrangers(clock: Clock, tell: Tell): Strangers {
  let second = 0;
  let read = { request: 0, response: 0 };
  let [all, untold] = [0, 0];
  let stop: (() => void) | null = null;
  const tellThem = (): void => {
    tell({ type: 'strangers', count: untold });
    untold = 0;
    stop = clock.after(TOLD_EVERY, async () => {
      stop = null;
      if (untold > 0) tellThem();
    });
  };
  return {
    mayRead(kind) {
      const now = Math.floor(clock.elapsed() / 1000);
      if (now !== second) [second, read] = [now, { request: 0, response: 0 }];
      read[kind] += 1;
      return read[kind] <= READ_A_SECOND;
    },
    dropped() {
      all += 1;
      untold += 1;
      if (stop === null) tellThem();
    },
    count: () => all,
    stop: () => stop?.(),
  };
}
