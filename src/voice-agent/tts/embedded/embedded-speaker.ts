/**
 * The voice that is always there: Flite in a process of its own, which starts with the first need, has a low priority,
 * and ends when it idles. What was spoken lately is kept, so that it need not be spoken again.
 */
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { LRUCache } from 'lru-cache';
import type { Speaker } from '#domain/ports/speaker.ts';
import { MAX_SPOKEN, SpeakerError } from '#domain/ports/speaker.ts';
import type { FliteAnswer, FliteAsk } from './flite-process.ts';

export type EmbeddedSpeakerOptions = {
  /** Sentences that may wait; one more is refused. Default 40. */
  readonly waitingMax?: number;
  /** A process that says nothing for so long hangs, and is killed. Milliseconds, default five seconds. */
  readonly silentMs?: number;
  /** How long a process without work is kept: it holds some 90 MB. Milliseconds, default two minutes. */
  readonly restMs?: number;
  /** How it stands back behind other processes: 0 not at all, 19 the most. Default 5: callers wait for it. */
  readonly niceness?: number;
  /** The program; another one only in tests. */
  readonly program?: URL;
  failed(what: string, error: unknown): void;
};

/** Sound that is kept, in bytes: some ten minutes. */
const KEPT_BYTES = 10 * 1024 * 1024;

const PROGRAM = new URL('flite-process.ts', import.meta.url);

type Waiting = Pick<PromiseWithResolvers<Int16Array>, 'resolve' | 'reject'>;

/** Makes it. Nothing runs before it is needed. */
export function createEmbeddedSpeaker(options: EmbeddedSpeakerOptions): Speaker {
  const kept = new LRUCache<string, Int16Array>({
    maxSize: KEPT_BYTES,
    sizeCalculation: ({ byteLength }) => Math.max(1, byteLength),
  });
  const child = createFliteChild(options);

  const spoken = async (sentence: string): Promise<Int16Array> => {
    const known = kept.get(sentence);
    if (known !== undefined) return known;
    const samples = await child.ask(sentence);
    kept.set(sentence, samples);
    return samples;
  };

  return {
    name: 'embedded',
    async *speak(text, signal) {
      for (const sentence of sentencesOf(text)) {
        if (signal.aborted) return;
        yield await spoken(sentence);
      }
    },
    warm() {
      child.ask(null).catch(() => undefined); // Whoever needs it is told.
    },
    close: child.close,
  };
}

/** Sentences are spoken one by one: the first is heard while the next is made. */
function sentencesOf(text: string): readonly string[] {
  return text
    .slice(0, MAX_SPOKEN)
    .split(/(?<=[.!?])\s+/u)
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

/** The way to the process. */
function createFliteChild(options: EmbeddedSpeakerOptions) {
  const { waitingMax = 40, silentMs = 5000, restMs = 120_000, niceness = 5, program = PROGRAM, failed } = options;
  const waiting = new Map<number, Waiting>();
  let child: ChildProcess | null = null;
  let timer: NodeJS.Timeout | undefined;
  let lastId = 0;
  let isClosed = false;

  const lose = (reason: 'died' | 'closed', cause?: unknown): void => {
    const lost = child;
    child = null;
    clearTimeout(timer);
    lost?.kill('SIGKILL');
    const left = [...waiting.values()];
    waiting.clear();
    for (const { reject } of left) reject(new SpeakerError(reason, { cause }));
    if (cause !== undefined) failed('voice_agent.speaker', cause);
  };

  /** Only those who wait keep this process alive. */
  const watch = (): void => {
    clearTimeout(timer);
    const hold = waiting.size > 0 ? 'ref' : 'unref';
    child?.[hold]();
    child?.channel?.[hold]();
    const hangs = (): void => lose('died', new Error(`The voice said nothing for ${silentMs} ms.`));
    timer = waiting.size > 0 ? setTimeout(hangs, silentMs).unref() : setTimeout(() => lose('closed'), restMs).unref();
  };

  const start = (): ChildProcess => {
    // Nothing of our environment is its business: secrets stand there.
    const stdio = ['ignore', 'ignore', 'ignore', 'ipc'] as const;
    const made = fork(program, { serialization: 'advanced', execArgv: [], env: {}, stdio: [...stdio] });
    if (made.pid !== undefined) setPriority(made.pid, niceness);
    made.on('message', ({ id, samples }: FliteAnswer) => {
      if (made !== child) return;
      const asked = waiting.get(id);
      waiting.delete(id);
      watch();
      asked?.resolve(samples);
    });
    made.on('error', (error) => made === child && lose('died', error));
    made.on('exit', (code) => made === child && lose('died', new Error(`The voice ended with ${code}.`)));
    return made;
  };

  return {
    async ask(sentence: string | null): Promise<Int16Array> {
      if (isClosed) throw new SpeakerError('closed');
      if (waiting.size >= waitingMax) throw new SpeakerError('overloaded');
      child ??= start();
      lastId += 1;
      const asked = Promise.withResolvers<Int16Array>();
      waiting.set(lastId, asked);
      if (waiting.size === 1) watch();
      child.send({ id: lastId, sentence } satisfies FliteAsk, (error) => error !== null && lose('died', error));
      return asked.promise;
    },
    async close(): Promise<void> {
      isClosed = true;
      lose('closed');
    },
  };
}
