/**
 * Uploads converted, each in a thread of its own that ends with it: what a file costs is bounded in time and in memory,
 * is given back at once, and is waited for by no one but other uploads.
 */
import { Worker } from 'node:worker_threads';
import type { Converted, UploadLimits } from './uploaded-sound.ts';

/** What the thread is started with. */
export type ConvertJob = {
  readonly bytes: Uint8Array;
  readonly kind: 'speech' | 'music';
  readonly limits: UploadLimits;
};

/** The door to the threads. */
export type Converter = {
  /** Null: too much is being converted already. Rejects only by a fault of ours. */
  convert(job: ConvertJob): Promise<Converted | null>;
  /** Gives up what is under way. */
  close(): Promise<void>;
};

/** How much may be done. */
export type ConverterOptions = {
  /** Uploads that wait, the one that is converted included. Default 4. */
  readonly waitingMax?: number;
  /** After so long a file is given up. Default 20; the longest sound takes about 5 on a quiet machine. */
  readonly secondsMax?: number;
  /** The thread's program; another one only in tests. */
  readonly program?: URL;
};

/** Megabytes of objects; samples lie beside them, and are bounded by how long a sound may be. */
const MEMORY = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32 };

const TOO_COSTLY: Converted = { ok: false, fault: 'too_costly' };

/** One after another, in the order in which they come. */
export function createConverter(options: ConverterOptions = {}): Converter {
  const { waitingMax = 4, secondsMax = 20, program = new URL('./convert-worker.ts', import.meta.url) } = options;
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  let running: Worker | null = null;
  let isClosed = false;

  async function run(job: ConvertJob): Promise<Converted> {
    if (isClosed) return TOO_COSTLY;
    // Flags of this process, such as --input-type, are not the worker's.
    const worker = new Worker(program, { workerData: job, execArgv: [], name: 'convert', resourceLimits: MEMORY });
    running = worker;
    const timer = setTimeout(() => void worker.terminate(), secondsMax * 1000);
    try {
      return await answerOf(worker);
    } finally {
      clearTimeout(timer);
      running = null;
      await worker.terminate();
    }
  }

  return {
    async convert(job) {
      if (waiting >= waitingMax) return null;
      waiting += 1;
      const done = last.then(() => run(job));
      last = done.catch(() => null);
      try {
        return await done;
      } finally {
        waiting -= 1;
      }
    },
    async close() {
      isClosed = true;
      await running?.terminate();
      await last;
    },
  };
}

/** What the thread says; that the file is too costly when it ended without a word, or for want of memory. */
function answerOf(worker: Worker): Promise<Converted> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', (error) => {
      const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      if (isMemory) resolve(TOO_COSTLY);
      else reject(error);
    });
    worker.once('exit', () => resolve(TOO_COSTLY));
  });
}
