/** Text to speech off the event loop: a queue in front of one worker thread that computes and writes. */
import { background } from '#background/background.ts';
import { Worker } from 'node:worker_threads';
import type { Speaker, Turn } from '#domain/call/transcript.ts';
import type { Line } from './dialogue-scripts.ts';
import type { TrackOptions } from './track.ts';

/** What the worker is asked: speak one text, or render a dialogue into a WAV file at `path`. */
export type SpeechJob =
  | { readonly kind: 'say'; readonly speaker: Speaker; readonly text: string }
  | { readonly kind: 'record'; readonly turns: readonly Line[]; readonly path: string; readonly track: TrackOptions };

/**
 * What was recorded: the file's length in bytes and in seconds, where each turn lies in its sound, and whether all was
 * said.
 */
export type Recording = {
  readonly bytes: number;
  readonly seconds: number;
  readonly turns: readonly Turn[];
  readonly isWhole: boolean;
};

/** What each kind of job brings back. Spoken text: mono samples at the rate of `SPEECH_RATE`. */
export type SpeechResults = { readonly say: Int16Array; readonly record: Recording };

/** What the worker answers: one message for one job. */
export type WorkerAnswer =
  | { readonly ok: true; readonly value: SpeechResults[keyof SpeechResults] }
  | { readonly ok: false; readonly reason: string; readonly code: string | null };

/** The expected "no": too many jobs wait already, or this speech was closed. */
export type SpeechRefusal = 'speech_queue_full' | 'speech_closed';
export type SpeechAnswer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: SpeechRefusal };

/**
 * The job could not be done. `retryable`: the worker died, so the same job may do; else its own fault (a full disk).
 */
export class SpeechError extends Error {
  override readonly name = 'SpeechError';
  readonly retryable: boolean;
  /** The system's word, such as `ENOSPC`; null where there is none. */
  readonly code: string | null;
  constructor(message: string, verdict: { retryable: boolean; code?: string | null; cause?: unknown }) {
    super(message, { cause: verdict.cause });
    this.retryable = verdict.retryable;
    this.code = verdict.code ?? null;
  }
}

export type SpeechOptions = {
  /** Jobs that may wait behind the running one; more are refused. Default 1000. */
  readonly waitingMax?: number;
  /** A job that takes longer is given up together with its worker. Seconds, default 120. */
  readonly jobSecondsMax?: number;
  /**
   * How long the worker waits for more jobs before it ends: an idle one holds some 30 MB. Milliseconds, default a
   * minute.
   */
  readonly restMs?: number;
  /** The worker's program; another one only in tests. */
  readonly worker?: URL;
};

/** The door to the worker. Its jobs run one at a time, in the order asked. */
export type Speech = {
  /** Refuses by value; rejects with a {@link SpeechError}. */
  run<Job extends SpeechJob>(job: Job): Promise<SpeechAnswer<SpeechResults[Job['kind']]>>;
  /** Jobs that wait, without the running one. */
  waiting(): number;
  /** Ends the worker; the running job and those that wait reject. */
  close(): Promise<void>;
};

type Pending = {
  readonly job: SpeechJob;
  readonly resolve: (value: SpeechResults[keyof SpeechResults]) => void;
  readonly reject: (error: SpeechError) => void;
};

/**
 * The worker starts with the first job and ends when none has come for a while; it keeps the process alive only while a
 * job runs.
 */
export function createSpeech(options: SpeechOptions = {}): Speech {
  const { waitingMax = 1000, jobSecondsMax = 120, restMs = 60_000 } = options;
  const { worker = new URL('./speech-worker.ts', import.meta.url) } = options;
  const waiting: Pending[] = [];
  let closed = false;
  const thread = createThread({ worker, jobSecondsMax, restMs, onIdle: startNext });

  function startNext(): void {
    if (thread.isBusy()) return;
    const next = waiting.shift();
    if (next !== undefined) thread.start(next);
  }

  return {
    run(job) {
      if (closed) return Promise.resolve({ ok: false, refusal: 'speech_closed' });
      if (waiting.length >= waitingMax) return Promise.resolve({ ok: false, refusal: 'speech_queue_full' });
      return new Promise((resolve, reject) => {
        // The worker answers a job with the value of its kind; the message port cannot carry that type.
        waiting.push({ job, resolve: (value) => resolve({ ok: true, value: value as never }), reject });
        startNext();
      });
    },
    waiting: () => waiting.length,
    async close() {
      closed = true;
      for (const { reject } of waiting.splice(0)) reject(new SpeechError('speech was closed', { retryable: false }));
      await thread.stop();
    },
  };
}

type ThreadOptions = {
  readonly worker: URL;
  readonly jobSecondsMax: number;
  readonly restMs: number;
  readonly onIdle: () => void;
};

/** One worker and the job that it is at. A dead worker rejects that job; the next job gets a new worker. */
function createThread({ worker: url, jobSecondsMax, restMs, onIdle }: ThreadOptions) {
  let worker: Worker | null = null;
  let running: Pending | null = null;
  let watchdog: NodeJS.Timeout | undefined;
  let resting: NodeJS.Timeout | undefined;

  function settle(act: (pending: Pending) => void): void {
    clearTimeout(watchdog);
    const done = running;
    running = null;
    worker?.unref();
    if (done !== null) act(done);
    onIdle();
    clearTimeout(resting);
    if (running === null) resting = setTimeout(rest, restMs).unref();
  }

  function rest(): void {
    const tired = worker;
    worker = null;
    if (tired !== null) background('speech.rest', tired.terminate());
  }

  /** What a worker says counts only while it is the current one. */
  function spawn(): Worker {
    // Flags of this process, such as --input-type, are not the worker's.
    const spawned = new Worker(url, { execArgv: [] });
    let cause: unknown = null;
    spawned.on('message', (answer: WorkerAnswer) => {
      if (worker === spawned) settle((pending) => answerPending(pending, answer));
    });
    spawned.on('error', (error) => {
      cause = error;
    });
    spawned.on('exit', () => {
      if (worker === spawned) lose('the speech worker died', cause);
    });
    return spawned;
  }

  function lose(reason: string, cause: unknown): void {
    worker = null;
    settle(({ reject }) => reject(new SpeechError(reason, { retryable: true, cause })));
  }

  function giveUp(): void {
    if (worker !== null) background('speech', worker.terminate());
    lose(`the speech worker took longer than ${jobSecondsMax} s`, null);
  }

  return {
    isBusy: () => running !== null,
    start(pending: Pending): void {
      clearTimeout(resting);
      running = pending;
      worker ??= spawn();
      worker.ref();
      watchdog = setTimeout(giveUp, jobSecondsMax * 1000);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread's port has no origin.
      worker.postMessage(pending.job);
    },
    async stop(): Promise<void> {
      clearTimeout(resting);
      await worker?.terminate();
    },
  };
}

function answerPending({ resolve, reject }: Pending, answer: WorkerAnswer): void {
  if (answer.ok) resolve(answer.value);
  else reject(new SpeechError(answer.reason, { retryable: false, code: answer.code }));
}
