/**
 * The one owner of work that no one waits for. `void promise` is forbidden in server code: whatever is not awaited or
 * returned is handed to `background`, which names it and sees to it that a failure is logged and counted. It never ends
 * the process and never vanishes.
 */

/** Hears of a failure: what the work was, for the log and the metric, and the error as it was thrown. */
export type FailureListener = (name: string, error: unknown) => void;

const listeners = new Set<FailureListener>();

/** Hears of every failure of this thread from now on; the answer ends it. */
export function ownBackground(listener: FailureListener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/**
 * Lets the work continue by itself. `name` has few values and its part before a dot is the metric's label. With no one
 * listening a failure is an unhandled rejection, because then the process is not set up as it should be.
 */
export function background(name: string, work: Promise<unknown> | (() => unknown)): void {
  const running = typeof work === 'function' ? Promise.resolve().then(work) : work;
  running.catch((error: unknown) => {
    if (listeners.size === 0) throw error;
    for (const listener of listeners) listener(name, error);
  });
}
