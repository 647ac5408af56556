/** The sentence encoder off the event loop: a child process that starts with the first need and ends when it idles. */
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { MEANING_BYTES } from '#domain/directory/article.ts';

/** What the child is asked. */
export type EncoderRequest = { readonly id: number; readonly sentences: readonly string[] };
/** What it answers. */
export type EncoderAnswer =
  | { readonly id: number; readonly ok: true; readonly meaning: Uint8Array }
  | { readonly id: number; readonly ok: false; readonly reason: string };

export type EncoderOptions = {
  /** How long the child waits for more before it ends: it holds some 150 MB. Milliseconds, default a minute. */
  readonly restMs?: number;
  /** A request that takes longer is given up together with the child. Milliseconds, default ten seconds. */
  readonly patienceMs?: number;
  /** After a failure nothing is asked for so long. Milliseconds, default half a minute. */
  readonly pauseMs?: number;
  /** The child's program; another one only in tests. */
  readonly program?: URL;
  failed(what: string, error: unknown): void;
};

export type Encoder = {
  /** The meanings of the sentences, one after the other; null when they cannot be had now. */
  encode(sentences: readonly string[]): Promise<Uint8Array | null>;
  /** Whether the child runs. */
  isAwake(): boolean;
  close(): Promise<void>;
};

/** Requests that may wait; one more is answered with null. */
const MAX_WAITING = 64;

type Waiting = { readonly resolve: (meaning: Uint8Array | null) => void; readonly bytes: number };

/** Makes it. Nothing starts before it is needed. */
export function createEncoder(options: EncoderOptions): Encoder {
  const { restMs = 60_000, patienceMs = 10_000, pauseMs = 30_000, failed } = options;
  const { program = new URL('./encoder-worker.ts', import.meta.url) } = options;
  const waiting = new Map<number, Waiting>();
  let child: ChildProcess | null = null;
  let [nextId, pausedUntil] = [1, 0];
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  /** The child is given up, and whoever waits for it is answered with nothing. */
  const lose = (reason: unknown): void => {
    const lost = child;
    child = null;
    clearTimeout(timer);
    lost?.kill('SIGKILL');
    const left = [...waiting.values()];
    waiting.clear();
    for (const { resolve } of left) resolve(null);
    if (reason === null) return;
    pausedUntil = performance.now() + pauseMs;
    failed('voice_agent.encoder', reason);
  };

  const watch = (): void => {
    clearTimeout(timer);
    // Only those who wait keep this process alive.
    const hold = waiting.size > 0 ? 'ref' : 'unref';
    child?.[hold]();
    child?.channel?.[hold]();
    timer =
      waiting.size > 0
        ? setTimeout(() => lose(new Error(`The encoder took longer than ${patienceMs} ms.`)), patienceMs).unref()
        : setTimeout(() => lose(null), restMs).unref();
  };

  const hear = (answer: EncoderAnswer): void => {
    const asked = waiting.get(answer.id);
    if (asked === undefined) return;
    if (!answer.ok) return lose(new Error(answer.reason));
    waiting.delete(answer.id);
    watch();
    asked.resolve(answer.meaning.length === asked.bytes ? answer.meaning : null);
  };

  const start = (): ChildProcess => {
    // It needs nothing of what is configured here, and least of all the secrets.
    const started = fork(program, [], {
      execArgv: [],
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    started.on('message', (answer) => {
      if (child === started) hear(answer as EncoderAnswer); // Our own program's.
    });
    started.on('error', (error) => child === started && lose(error));
    started.on('exit', (code) => child === started && lose(new Error(`The encoder ended with ${code}.`)));
    return started;
  };

  return {
    async encode(sentences) {
      if (sentences.length === 0) return new Uint8Array(0);
      if (isClosed || waiting.size >= MAX_WAITING || performance.now() < pausedUntil) return null;
      child ??= start();
      const id = nextId;
      nextId += 1;
      const asked = Promise.withResolvers<Uint8Array | null>();
      waiting.set(id, { resolve: asked.resolve, bytes: sentences.length * MEANING_BYTES });
      if (waiting.size === 1) watch();
      child.send({ id, sentences } satisfies EncoderRequest, (error) => {
        if (error !== null) lose(error);
      });
      return asked.promise;
    },
    isAwake: () => child !== null,
    async close() {
      isClosed = true;
      lose(null);
    },
  };
}
