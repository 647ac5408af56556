/**
 * The way to the speech process: it starts with the first thing asked, does one thing after another, is killed when it
 * says nothing for long, and ends when there is nothing to do.
 */
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { TranscriberError } from '#domain/ports/transcriber.ts';
import type { SpeechAnswer, SpeechAsk } from './speech-verbs.ts';

/** What is asked, without its id. */
export type Asked = SpeechAsk extends infer Ask ? (Ask extends SpeechAsk ? Omit<Ask, 'id'> : never) : never;

export type SpeechChildOptions = {
  /** Things that may wait behind the one that is done; more are refused. Default 100. */
  readonly waitingMax?: number;
  /** A process that says nothing for so long hangs, and is killed. Milliseconds, default a minute. */
  readonly silentMs?: number;
  /** How long a process without work is kept: it holds some 150 MB. Milliseconds, default a minute. */
  readonly restMs?: number;
  /** How it stands back behind other processes: 0 not at all, 19 the most. Default 10: calls come first. */
  readonly niceness?: number;
  /** The program; another one only in tests. */
  readonly program?: URL;
};

/** The way to it. */
export type SpeechChild = {
  /**
   * Asks; `on` is told what comes before the end. Rejects with a {@link TranscriberError}: not final where the process
   * died, hung, or too much waits.
   */
  ask(asked: Asked, on: (answer: SpeechAnswer) => void): Promise<void>;
  /** Ends the process; what was asked is rejected. */
  close(): Promise<void>;
};

type Pending = {
  readonly asked: Asked;
  readonly on: (answer: SpeechAnswer) => void;
  readonly resolve: () => void;
  readonly reject: (error: TranscriberError) => void;
};

const PROGRAM = new URL('speech-process.ts', import.meta.url);

/** Makes it. Nothing runs before the first thing is asked. */
export function createSpeechChild(options: SpeechChildOptions = {}): SpeechChild {
  const { waitingMax = 100, silentMs = 60_000, restMs = 60_000, niceness = 10, program = PROGRAM } = options;
  const waiting: Pending[] = [];
  let running: (Pending & { readonly id: number }) | null = null;
  let child: ChildProcess | null = null;
  let timer: NodeJS.Timeout | null = null;
  let lastId = 0;
  let isClosed = false;

  const setTimer = (milliseconds: number, run: () => void): void => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(run, milliseconds);
    timer.unref();
  };

  const start = (): ChildProcess => {
    const made = fork(program, {
      serialization: 'advanced',
      execArgv: [],
      // Nothing of our environment is its business: secrets stand there.
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    if (made.pid !== undefined) setPriority(made.pid, niceness);
    made.on('message', (answer: SpeechAnswer) => made === child && hear(answer));
    made.on('error', () => made === child && lost('The speech process could not be started.'));
    made.on('exit', () => made === child && lost('The speech process ended.'));
    return made;
  };

  const hear = (answer: SpeechAnswer): void => {
    if (running === null || answer.id !== running.id) return;
    watch();
    if (answer.type === 'done') settle(({ resolve }) => resolve());
    else if (answer.type === 'failed') {
      const { reason, isFinal } = answer;
      settle(({ reject }) => reject(new TranscriberError(reason, { isFinal })));
    } else running.on(answer);
  };

  const settle = (how: (pending: Pending) => void): void => {
    const ended = running;
    running = null;
    if (ended !== null) how(ended);
    next();
  };

  const lost = (reason: string): void => {
    const gone = child;
    child = null;
    gone?.kill('SIGKILL');
    settle(({ reject }) => reject(new TranscriberError(reason, { isFinal: false })));
  };

  const watch = (): void => setTimer(silentMs, () => lost('The speech process hung.'));

  const next = (): void => {
    if (running !== null) return;
    const pending = waiting.shift();
    if (pending === undefined) {
      child?.unref();
      child?.channel?.unref();
      setTimer(restMs, () => {
        const resting = child;
        child = null;
        resting?.kill();
      });
      return;
    }
    child ??= start();
    child.ref();
    child.channel?.ref();
    running = { ...pending, id: (lastId += 1) };
    watch();
    child.send({ ...pending.asked, id: running.id }, (error) => {
      if (error !== null) lost('The speech process is gone.');
    });
  };

  return {
    async ask(asked, on) {
      if (isClosed || waiting.length >= waitingMax)
        throw new TranscriberError(isClosed ? 'Speech is closed.' : 'Too much waits already.', { isFinal: false });
      return new Promise((resolve, reject) => {
        waiting.push({ asked, on, resolve, reject });
        next();
      });
    },
    async close() {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      for (const { reject } of waiting.splice(0)) reject(new TranscriberError('Speech is closed.', { isFinal: false }));
      const gone = child;
      if (gone === null || gone.exitCode !== null) return;
      const ended = new Promise((resolve) => gone.once('exit', resolve));
      gone.kill('SIGKILL');
      await ended;
    },
  };
}
