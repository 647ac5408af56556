/** Work on sound that may take seconds, done in a thread of its own: recordings finished, prompts encoded, music made. */
import { Worker } from 'node:worker_threads';
import type { Recorded } from '../media-server.ts';

/** What can be asked, and what is answered. */
export type SoundVerbs = {
  /** See `finish-recording.ts`. */
  finish: { ask: { readonly path: string; readonly seconds: number | null }; answer: Recorded | null };
  /** Speech, mono, to an Ogg/Opus file. `sampleRate`: any. */
  encode: { ask: { readonly samples: Int16Array; readonly sampleRate: number; readonly path: string }; answer: null };
  /** Bytes to a file, for good. */
  keep: { ask: { readonly bytes: Uint8Array; readonly path: string }; answer: null };
  /** One of our own sounds to an Ogg/Opus file. */
  compose: { ask: { readonly sound: OwnSound; readonly path: string }; answer: null };
};

/** Sounds of our own making. */
export const OWN_SOUNDS = ['hold_music', 'beep'] as const;
export type OwnSound = (typeof OWN_SOUNDS)[number];

/** To the thread. */
export type SoundJob = { readonly id: number; readonly verb: keyof SoundVerbs; readonly ask: unknown };

/** From the thread. */
export type SoundAnswer =
  | { readonly id: number; readonly ok: true; readonly answer: unknown }
  | { readonly id: number; readonly ok: false; readonly reason: string; readonly code: string | null };

/** The work could not be done. `code`: the system's word, such as `ENOSPC`. */
export class SoundWorkError extends Error {
  override readonly name = 'SoundWorkError';
  readonly code: string | null;
  /** The thread died, so the same work may do in a new one. */
  readonly retryable: boolean;
  constructor(message: string, verdict: { code?: string | null; retryable: boolean; cause?: unknown }) {
    super(message, { cause: verdict.cause });
    this.code = verdict.code ?? null;
    this.retryable = verdict.retryable;
  }
}

/** The door to the thread: one thing after another, in the order asked. */
export type SoundWork = {
  run<Verb extends keyof SoundVerbs>(verb: Verb, ask: SoundVerbs[Verb]['ask']): Promise<SoundVerbs[Verb]['answer']>;
  /** Finishes what was asked, then ends the thread. */
  close(): Promise<void>;
};

type Pending = { readonly resolve: (answer: never) => void; readonly reject: (error: SoundWorkError) => void };

/** The thread starts with the first work, and keeps the process alive only while there is some. */
export function createSoundWork(): SoundWork {
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
    idle.resolve(null);
  }

  function heard(message: SoundAnswer): void {
    settle(message.id, ({ resolve, reject }) => {
      // The thread answers with the value of the verb; the message cannot carry that type.
      if (message.ok) resolve(message.answer as never);
      else reject(new SoundWorkError(message.reason, { code: message.code, retryable: false }));
    });
  }

  function start(): Worker {
    const started = new Worker(new URL('sound-worker.ts', import.meta.url), { execArgv: [], name: 'sound' });
    let cause: unknown = null;
    started.on('message', heard);
    started.on('error', (error) => {
      cause = error;
    });
    started.on('exit', () => {
      if (worker === started) worker = null;
      const error = new SoundWorkError('the sound worker died', { retryable: true, cause });
      for (const id of pending.keys()) settle(id, ({ reject }) => reject(error));
    });
    return started;
  }

  return {
    run(verb, ask) {
      return new Promise((resolve, reject) => {
        if (pending.size === 0) idle = Promise.withResolvers();
        asked += 1;
        pending.set(asked, { resolve, reject });
        worker ??= start();
        worker.ref();
        const job: SoundJob = { id: asked, verb, ask };
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread's port has no origin.
        worker.postMessage(job);
      });
    },
    async close() {
      if (pending.size > 0) await idle.promise;
      await worker?.terminate();
    },
  };
}
