/**
 * Does what has changed at once, and what changes again soon after together: no one's page needs to hear it twenty
 * times a second.
 */
import { background } from '#background/background.ts';
import type { Clock } from '#domain/ports/stores.ts';

export type Coalescer = {
  /** Does the work for the key now, or, when it was done less than the pause ago, once at the end of the pause. */
  touch(key: string, work: () => Promise<void>): void;
};

type Running = { again: (() => Promise<void>) | null };

/** Makes one. Work of the same key never overlaps. */
export function createCoalescer(clock: Clock, pauseMs: number, failed: (error: unknown) => void): Coalescer {
  const running = new Map<string, Running>();

  const run = async (key: string, work: () => Promise<void>): Promise<void> => {
    const state: Running = { again: null };
    running.set(key, state);
    await work().catch(failed);
    clock.after(pauseMs, async () => {
      running.delete(key);
      if (state.again !== null) await run(key, state.again);
    });
  };

  return {
    touch(key, work) {
      const state = running.get(key);
      if (state === undefined) background('desk.feed', run(key, work));
      else state.again = work;
    },
  };
}
