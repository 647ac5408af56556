/**
 * Work that may take seconds, done in a thread of its own, one thing after another: the asker's side and the thread's.
 */
import { parentPort, Worker } from 'node:worker_threads';

/** What a thread can be asked, by verb, and what it answers: values that can be copied between threads. */
export type QueueVerbs = Readonly<Record<string, { readonly ask: unknown; readonly answer: unknown }>>;

/** What a thread does for each verb. It may block. */
export type QueueWork<Verbs extends QueueVerbs> = {
  readonly [Verb in keyof Verbs]: (ask: Verbs[Verb]['ask']) => Verbs[Verb]['answer'];
};

/** The work could not be done. `code`: the system's word, such as `ENOSPC`. */
export class QueuedWorkError extends Error {
  override readonly name = 'QueuedWorkError';
  readonly code: string | null;
  /** The thread died, so the same work may succeed in a new one. */
  readonly retryable: boolean;
  constructor(message: string, verdict: { code?: string | null; retryable: boolean; cause?: unknown }) {
    super(message, { cause: verdict.cause });
    this.code = verdict.code ?? null;
    this.retryable = verdict.retryable;
  }
}

/** The way to the thread: one thing after another, in the order asked. Rejects with a {@link QueuedWorkError}. */
export type WorkerQueue<Verbs extends QueueVerbs> = {
  run<Verb extends keyof Verbs & string>(verb: Verb, ask: Verbs[Verb]['ask']): Promise<Verbs[Verb]['answer']>;
  /** Finishes what was asked, then ends the thread. */
  close(): Promise<void>;
};

type Job = { readonly id: number; readonly verb: string; readonly ask: unknown };

type Answer =
  | { readonly id: number; readonly ok: true; readonly answer: unknown }
  | { readonly id: number; readonly ok: false; readonly reason: string; readonly code: string | null };

type Pending = { readonly resolve: (answer: never) => void; readonly reject: (error: QueuedWorkError) => void };

/** How long a thread waits for more work before it ends. Milliseconds. */
const REST_MS = 60_000;

/**
 * A queue before the thread that `program` is, a file that calls {@link serveQueue}. The thread starts with the first
 * work, keeps the process alive only while there is some, and ends after `restMs` without any: an idle one holds some
 * 30 MB.
 */
export function createWorkerQueue<Verbs extends QueueVerbs>(
  program: URL,
  name: string,
  restMs = REST_MS,
): WorkerQueue<Verbs> {
  let resting: NodeJS.Timeout | undefined;
  /** The end of the thread that was let go last. */
  let ended: Promise<unknown> | null = null;
  const pending = new Map<number, Pending>();
  let worker: Worker | null = null;
  let asked = 0;
  let idle = Promise.withResolvers<null>();

  function settle(id: number, act: (pending: Pending) => void): void {
    const found = pending.get(id);
    pending.delete(id);
    if (found !== undefined) act(found);
    if (pending.size > 0) return;
    worker?.unref();
    clearTimeout(resting);
    resting = setTimeout(rest, restMs).unref();
    idle.resolve(null);
  }

  function rest(): void {
    const tired = worker;
    worker = null;
    if (tired !== null) ended = tired.terminate();
  }

  function heard(message: Answer): void {
    settle(message.id, ({ resolve, reject }) => {
      // The thread answers with the value of the verb; the message cannot carry that type.
      if (message.ok) resolve(message.answer as never);
      else reject(new QueuedWorkError(message.reason, { code: message.code, retryable: false }));
    });
  }

  function start(): Worker {
    const started = new Worker(program, { execArgv: [], name });
    let cause: unknown = null;
    started.on('message', heard);
    started.on('error', (error) => {
      cause = error;
    });
    started.on('exit', () => {
      if (worker !== started) return; // It ended for want of work; what is pending now is another's.
      worker = null;
      const error = new QueuedWorkError(`the ${name} worker died`, { retryable: true, cause });
      for (const id of pending.keys()) settle(id, ({ reject }) => reject(error));
    });
    return started;
  }

  return {
    run(verb, ask) {
      return new Promise((resolve, reject) => {
        if (pending.size === 0) idle = Promise.withResolvers();
        clearTimeout(resting);
        asked += 1;
        pending.set(asked, { resolve, reject });
        worker ??= start();
        worker.ref();
        const job: Job = { id: asked, verb, ask };
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread's port has no origin.
        worker.postMessage(job);
      });
    },
    async close() {
      if (pending.size > 0) await idle.promise;
      clearTimeout(resting);
      await worker?.terminate();
      await ended;
    },
  };
}

/** The thread's side: answers each job with what its verb returns, or with why it threw. */
export function serveQueue<Verbs extends QueueVerbs>(work: QueueWork<Verbs>): void {
  parentPort?.on('message', (job: Job) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread's port has no origin.
    parentPort?.postMessage(answerTo(work, job));
  });
}

function answerTo<Verbs extends QueueVerbs>(work: QueueWork<Verbs>, { id, verb, ask }: Job): Answer {
  try {
    // Each verb is asked with its own kind of question, by the types of the queue's owner.
    return { id, ok: true, answer: work[verb as keyof Verbs](ask) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
    return { id, ok: false, reason: error instanceof Error ? error.message : String(error), code };
  }
}
