/**
 * Which request or call the current work belongs to, for the log lines it writes. Kept along awaits; other rooms pass
 * nothing on.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/** What a log line can be found by. `requestId`: as in the `X-Request-Id` of the answer. */
export type Correlation = { readonly requestId?: string; readonly callId?: number };

const storage = new AsyncLocalStorage<Correlation>();

/** Runs the work under the correlation, added to the one that is there. */
export function correlated<Result>(correlation: Correlation, work: () => Result): Result {
  return storage.run({ ...storage.getStore(), ...correlation }, work);
}

/** The correlation of the current work; empty where there is none. */
export function correlation(): Correlation {
  return storage.getStore() ?? {};
}
