/**
 * The media workers, one for each core. Each knows every other by a message channel: the two legs of a bridge may live
 * in two of them, since an agent's leg lasts all day and no one knows at dawn who will call. A packet that goes over
 * costs some ten microseconds on each side.
 */
import { MessageChannel } from 'node:worker_threads';
import { background } from '#background/background.ts';
import { startWorkerThread } from './worker-thread.ts';
import type { WorkerListener, WorkerThread } from './worker-thread.ts';

/** What the pool is made of. */
export type PoolOptions = {
  readonly workers: number;
  /** Null: every address. */
  readonly host: string | null;
  readonly ports: { readonly first: number; readonly last: number };
  readonly legsMax: number;
};

/** What the pool tells: as one worker does, with its number. */
export type PoolListener = Omit<WorkerListener, 'onGone'> & {
  onGone(worker: number, cause: unknown): void;
};

/** All workers. */
export type WorkerPool = {
  /**
   * The running worker with the fewest of `legs`; dead ones are started anew before. Null: none can, as no port is
   * free.
   */
  take(legs: (worker: number) => number): Promise<WorkerThread | null>;
  get(worker: number): WorkerThread | undefined;
  all(): readonly WorkerThread[];
  close(): Promise<void>;
};

/** Starts all workers. */
export function createWorkerPool(options: PoolOptions, listener: PoolListener): WorkerPool {
  const threads = new Map<number, WorkerThread>();
  const usable = new Set<WorkerThread>();
  let started = 0;
  let isClosed = false;

  function start(): Promise<unknown> {
    started += 1;
    const number = started;
    const thread = startWorkerThread(
      { number, host: options.host, ports: options.ports, legsMax: options.legsMax },
      { onEvent: listener.onEvent, onTapped: listener.onTapped, onGone: (cause) => gone(number, cause) },
    );
    threads.set(number, thread);
    return thread.ready.then(
      (isReady) => (isReady ? introduce(thread) : thread.terminate()),
      () => {},
    );
  }

  function introduce(thread: WorkerThread): void {
    for (const other of usable) {
      const { port1, port2 } = new MessageChannel();
      thread.connectPeer(other.number, port1);
      other.connectPeer(thread.number, port2);
    }
    usable.add(thread);
  }

  function gone(number: number, cause: unknown): void {
    const thread = threads.get(number);
    threads.delete(number);
    const wasUsable = thread !== undefined && usable.delete(thread);
    for (const other of usable) other.connectPeer(number, null);
    listener.onGone(number, cause);
    // One that died before it was ready would die again at once: the next call tries.
    if (wasUsable && !isClosed) background('media.worker', start());
  }

  async function fill(): Promise<void> {
    const missing = options.workers - threads.size;
    await Promise.all(Array.from({ length: Math.max(0, missing) }, () => start()));
    if (usable.size === 0) await Promise.all([...threads.values()].map(({ ready }) => ready.catch(() => false)));
  }

  const first = fill();

  return {
    async take(legs) {
      if (usable.size === 0) await first;
      if (usable.size === 0 && !isClosed) await fill();
      const [best = null] = [...usable].sort((a, b) => legs(a.number) - legs(b.number));
      return best;
    },
    get: (worker) => threads.get(worker),
    all: () => [...usable],
    async close() {
      isClosed = true;
      await Promise.all([...usable].map((thread) => thread.ask('shutDown', null).catch(() => null)));
      await Promise.all([...threads.values()].map((thread) => thread.terminate()));
    },
  };
}
