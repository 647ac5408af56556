/** Recordings finished in a thread of its own: about a second of computing for each minute of sound. */
import type { Recorded } from './recorder.ts';
import { createWorkerQueue, QueuedWorkError } from '../worker-queue.ts';
import type { WorkerQueue } from '../worker-queue.ts';

/** What can be asked. */
export type FinishVerbs = {
  /** See `finish-recording.ts`. */
  readonly finish: {
    readonly ask: { readonly path: string; readonly seconds: number | null };
    readonly answer: Recorded | null;
  };
};

/** The way to the thread. */
export type FinishWork = WorkerQueue<FinishVerbs>;

/** The thread starts with the first recording that ends. */
export function createFinishWork(): FinishWork {
  return createWorkerQueue(new URL('finish-worker.ts', import.meta.url), 'finish');
}

/**
 * Once more if the thread died of something else; null if it cannot be done, as on a full disk. The tracks stay then.
 */
export async function finish(work: FinishWork, path: string, seconds: number | null): Promise<Recorded | null> {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      return await work.run('finish', { path, seconds });
    } catch (error) {
      if (!(error instanceof QueuedWorkError)) throw error;
      if (!error.retryable) return null;
    }
  }
  return null;
}
