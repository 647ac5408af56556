/** One media worker as the engine sees it: questions and answers, and the day it dies. */
import { Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { background } from '#background/background.ts';
import type { LegEvent } from '../media-server.ts';
import type { PackedPackets } from './packed-packets.ts';
import type { FromWorker, ToWorker, WorkerOptions, WorkerVerbs } from './worker-protocol.ts';

/** The worker died, and all its legs with it. Anyone who hears this has nothing more to do for them. */
export class WorkerGoneError extends Error {
  override readonly name = 'WorkerGoneError';
}

/** A verb could not be done: a fault of ours, with the worker's own stack in the message. */
class WorkerFaultError extends Error {
  override readonly name = 'WorkerFaultError';
}

/** What comes from a worker by itself. */
export type WorkerListener = {
  onEvent(event: LegEvent): void;
  onTapped(tapId: string, packed: PackedPackets): void;
  /** Once. `cause`: the error that killed it, if one did. */
  onGone(cause: unknown): void;
};

/** A running thread. */
export type WorkerThread = {
  readonly number: number;
  /** False: it cannot start, since no port is free. Rejects if it dies first. */
  readonly ready: Promise<boolean>;
  ask<Verb extends keyof WorkerVerbs>(verb: Verb, ask: WorkerVerbs[Verb]['ask']): Promise<WorkerVerbs[Verb]['answer']>;
  connectPeer(worker: number, port: MessagePort | null): void;
  terminate(): Promise<void>;
};

type Pending = { readonly resolve: (answer: never) => void; readonly reject: (error: Error) => void };

const PROGRAM = new URL('media-worker.ts', import.meta.url);

/** Starts at once. */
export function startWorkerThread(options: WorkerOptions, listener: WorkerListener): WorkerThread {
  // Flags of this process, such as --input-type, are not the worker's.
  const worker = new Worker(PROGRAM, { workerData: options, execArgv: [], name: `media ${options.number}` });
  const pending = new Map<number, Pending>();
  const ready = Promise.withResolvers<boolean>();
  let cause: unknown = null;
  let isGone = false;
  let asked = 0;

  function heard(message: FromWorker): void {
    switch (message.kind) {
      case 'ready':
        return ready.resolve(true);
      case 'no_ports':
        cause = new Error(`no UDP port from ${options.ports.first} to ${options.ports.last} is free`);
        return ready.resolve(false);
      case 'answer':
        // The worker answers a question with the value of its verb; the message cannot carry that type.
        return take(message.id)?.resolve(message.answer as never);
      case 'failed':
        return take(message.id)?.reject(new WorkerFaultError(message.reason));
      case 'fault':
        return background(`media_worker_${message.source}`, Promise.reject(new WorkerFaultError(message.reason)));
      case 'event':
        return listener.onEvent(message.event);
      case 'tapped':
        return listener.onTapped(message.tapId, message.packed);
      default:
        return message satisfies never;
    }
  }

  function take(id: number): Pending | undefined {
    const found = pending.get(id);
    pending.delete(id);
    return found;
  }

  function gone(): void {
    isGone = true;
    const error = new WorkerGoneError('the media worker died', { cause });
    ready.reject(error);
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
    listener.onGone(cause);
  }

  function post(message: ToWorker, moved: MessagePort[] = []): void {
    worker.postMessage(message, moved);
  }

  worker.on('message', heard);
  worker.on('error', (error) => {
    cause = error;
  });
  worker.on('exit', gone);
  ready.promise.catch(() => {});

  return {
    number: options.number,
    ready: ready.promise,
    ask(verb, ask) {
      if (isGone) return Promise.reject(new WorkerGoneError('the media worker died', { cause }));
      return new Promise((resolve, reject) => {
        asked += 1;
        pending.set(asked, { resolve, reject });
        post({ kind: 'ask', id: asked, verb, ask });
      });
    },
    connectPeer: (number, port) => post({ kind: 'peer', worker: number, port }, port === null ? [] : [port]),
    async terminate() {
      await worker.terminate();
    },
  };
}
