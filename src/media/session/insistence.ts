/** What must come to be stored although the database is away: tried again until it is. */
import type { Clock } from '#domain/ports/stores.ts';

/** How long it waits between two tries. Milliseconds. */
const AGAIN_MS = 2_000;

/** Mutable, of one process. What is kept does not outlive it. */
export type Insistence = {
  /** Does the work now, and again until it does not throw. Resolves after the first try, whatever came of it. */
  insist(key: number, work: () => Promise<unknown>): Promise<void>;
  stop(): void;
};

/** Makes one. What is insisted on under a key takes the place of what was before. */
export function createInsistence(clock: Clock, failed: (error: unknown) => void): Insistence {
  const waiting = new Map<number, () => void>();

  const forget = (key: number): void => {
    waiting.get(key)?.();
    waiting.delete(key);
  };

  const insist = async (key: number, work: () => Promise<unknown>): Promise<void> => {
    forget(key);
    try {
      await work();
    } catch (error) {
      failed(error);
      waiting.set(
        key,
        clock.after(AGAIN_MS, async () => insist(key, work)),
      );
    }
  };

  return {
    insist,
    stop() {
      for (const key of waiting.keys()) forget(key);
    },
  };
}
