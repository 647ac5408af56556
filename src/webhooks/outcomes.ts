/** Writes down how attempts went: all that come at the same moment in one statement. */
import { background } from '#background/background.ts';
import type { AttemptOutcome, WebhookStore } from '#domain/ports/webhooks.ts';

/** The most outcomes of one statement. */
const LARGEST = 200;
/** After a statement the next begins no sooner, unless it is full. Milliseconds. */
const PACE_MS = 10;

type Waiting = { readonly outcome: AttemptOutcome; resolve(): void; reject(error: unknown): void };

export type Outcomes = {
  /** Resolves when it is stored. */
  write(outcome: AttemptOutcome): Promise<void>;
};

/** Makes it. */
export function createOutcomes(store: Pick<WebhookStore, 'record'>): Outcomes {
  let queue: Waiting[] = [];
  let isRunning = false;

  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue.slice(0, LARGEST);
      queue = queue.slice(LARGEST);
      try {
        await store.record(batch.map(({ outcome }) => outcome));
        for (const each of batch) each.resolve();
      } catch (error) {
        for (const each of batch) each.reject(error);
      }
      if (queue.length > 0 && queue.length < LARGEST) await new Promise((resolve) => setTimeout(resolve, PACE_MS));
    }
    isRunning = false;
  };

  return {
    write: async (outcome) =>
      new Promise((resolve, reject) => {
        queue.push({ outcome, resolve, reject });
        if (isRunning) return;
        isRunning = true;
        // The next turn of the loop, so that answers which come together share a statement.
        setImmediate(() => background('webhooks.outcomes', run));
      }),
  };
}
