/**
 * The way to the speech process: it starts with the first thing asked, hears one recording after another and streams
 * besides, is killed when it says nothing for long, and ends when there is nothing to do.
 */
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { TranscriberError } from '#domain/ports/transcriber.ts';
import type { RecordingAsk, SpeechAnswer, SpeechAsk } from './speech-verbs.ts';

export type SpeechChildOptions = {
  /** Recordings that may wait behind the one that is done; more are refused. Default 100. */
  readonly waitingMax?: number;
  /** A process that says nothing of a recording for so long hangs, and is killed. Milliseconds, default a minute. */
  readonly silentMs?: number;
  /** How long a process without work is kept: it holds some 150 MB. Milliseconds, default a minute. */
  readonly restMs?: number;
  /** How it stands back behind other processes: 0 not at all, 19 the most. Default 10: calls come first. */
  readonly niceness?: number;
  /** The program; another one only in tests. */
  readonly program?: URL;
};

/** What a stream asks of the process. */
export type StreamAsk =
  Extract<SpeechAsk, { verb: 'listen' | 'live' | 'leave' }> extends infer Ask
    ? Ask extends SpeechAsk
      ? Omit<Ask, 'id'>
      : never
    : never;

/** A stream as the process has it. */
export type OpenStream = {
  send(ask: StreamAsk): void;
  /** The process is not needed for it any more. */
  close(): void;
};

/** The way to it. */
export type SpeechChild = {
  /**
   * Asks; `on` is told what comes before the end. Rejects with a {@link TranscriberError}: not final where the process
   * died, hung, or too much waits.
   */
  ask(asked: RecordingAsk, on: (answer: SpeechAnswer) => void): Promise<void>;
  /**
   * Begins a stream; `on` is told what comes of it, and `gone` at most once, when the process is. Null after the end.
   */
  stream(on: (answer: SpeechAnswer) => void, gone: () => void): OpenStream | null;
  /** Ends the process; what was asked is rejected. */
  close(): Promise<void>;
};

type Pending = {
  readonly asked: RecordingAsk;
  readonly on: (answer: SpeechAnswer) => void;
  readonly resolve: () => void;
  readonly reject: (error: TranscriberError) => void;
};

const PROGRAM = new URL('speech-process.ts', import.meta.url);

/** Makes it. Nothing runs before the first thing is asked. */
export function createSpeechChild(options: SpeechChildOptions = {}): SpeechChild {
  const { waitingMax = 100, silentMs = 60_000, restMs = 60_000 } = options;
  const waiting: Pending[] = [];
  const streams = new Map<number, { readonly on: (answer: SpeechAnswer) => void; readonly gone: () => void }>();
  let running: (Pending & { readonly id: number }) | null = null;
  let child: ChildProcess | null = null;
  let lastId = 0;
  let isClosed = false;
  const [watch, rest] = [createTimer(), createTimer()];

  const start = (): ChildProcess => {
    const made = startProcess(options);
    made.on('message', (answer: SpeechAnswer) => made === child && hear(answer));
    made.on('error', () => made === child && lost('The speech process could not be started.'));
    made.on('exit', () => made === child && lost('The speech process ended.'));
    return made;
  };

  const hear = (answer: SpeechAnswer): void => {
    const stream = streams.get(answer.id);
    if (stream !== undefined) return stream.on(answer);
    if (running === null || answer.id !== running.id) return;
    watchIt();
    if (answer.type === 'done') settle(({ resolve }) => resolve());
    else if (answer.type === 'failed') {
      const { reason, isFinal } = answer;
      settle(({ reject }) => reject(new TranscriberError(reason, { isFinal })));
    } else running.on(answer);
  };

  const settle = (how: (pending: Pending) => void): void => {
    const ended = running;
    running = null;
    watch.stop();
    if (ended !== null) how(ended);
    next();
  };

  const lost = (reason: string): void => {
    const gone = child;
    child = null;
    gone?.kill('SIGKILL');
    const ended = [...streams.values()];
    streams.clear();
    for (const stream of ended) stream.gone();
    settle(({ reject }) => reject(new TranscriberError(reason, { isFinal: false })));
  };

  const watchIt = (): void => watch.after(silentMs, () => lost('The speech process hung.'));

  /** With nothing to do it is kept for a while; this process does not wait for it. */
  const idle = (): void => {
    child?.unref();
    child?.channel?.unref();
    rest.after(restMs, () => {
      const resting = child;
      child = null;
      resting?.kill();
    });
  };

  const awake = (): ChildProcess => {
    rest.stop();
    child ??= start();
    child.ref();
    child.channel?.ref();
    return child;
  };

  const send = (ask: SpeechAsk): void => {
    awake().send(ask, (error) => {
      if (error !== null) lost('The speech process is gone.');
    });
  };

  const next = (): void => {
    if (running !== null || isClosed) return;
    const pending = waiting.shift();
    if (pending === undefined) return streams.size === 0 ? idle() : undefined;
    running = { ...pending, id: (lastId += 1) };
    watchIt();
    send({ ...pending.asked, id: running.id });
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
    stream(on, gone) {
      if (isClosed) return null;
      const id = (lastId += 1);
      streams.set(id, { on, gone });
      return {
        send: (ask) => (streams.has(id) ? send({ ...ask, id }) : undefined),
        close() {
          if (!streams.has(id)) return;
          send({ verb: 'leave', id });
          streams.delete(id);
          next();
        },
      };
    },
    async close() {
      isClosed = true;
      for (const timer of [watch, rest]) timer.stop();
      const gone = child;
      lost('Speech is closed.');
      for (const { reject } of waiting.splice(0)) reject(new TranscriberError('Speech is closed.', { isFinal: false }));
      if (gone === null || gone.exitCode !== null || gone.signalCode !== null) return;
      await new Promise((resolve) => gone.once('exit', resolve));
    },
  };
}

function startProcess({ niceness = 10, program = PROGRAM }: SpeechChildOptions): ChildProcess {
  const made = fork(program, {
    serialization: 'advanced',
    execArgv: [],
    // Nothing of our environment is its business: secrets stand there.
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  if (made.pid !== undefined) setPriority(made.pid, niceness);
  return made;
}

/** One timer, which keeps no process alive. */
function createTimer() {
  let timer: NodeJS.Timeout | null = null;
  const stop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  return {
    stop,
    after(milliseconds: number, run: () => void): void {
      stop();
      timer = setTimeout(run, milliseconds).unref();
    },
  };
}
