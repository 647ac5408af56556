/** What is made of sound for prompts, in a thread of its own: texts encoded, tones composed, uploads kept. */
import { createWorkerQueue } from '../worker-queue.ts';
import type { WorkerQueue } from '../worker-queue.ts';

/** What can be asked. All of it writes a file, whole or not at all. */
export type PromptVerbs = {
  /** Speech, mono, to an Ogg/Opus file. `sampleRate`: any. */
  readonly encode: {
    readonly ask: { readonly samples: Int16Array; readonly sampleRate: number; readonly path: string };
    readonly answer: null;
  };
  /** Bytes to a file, for good. */
  readonly keep: { readonly ask: { readonly bytes: Uint8Array; readonly path: string }; readonly answer: null };
  /** One of our own sounds to an Ogg/Opus file. */
  readonly compose: { readonly ask: { readonly sound: OwnSound; readonly path: string }; readonly answer: null };
};

/** Sounds of our own making. */
export type OwnSound = 'hold_music' | 'beep' | 'ringing';

/** The way to the thread. */
export function createPromptWork(): WorkerQueue<PromptVerbs> {
  return createWorkerQueue(new URL('prompt-worker.ts', import.meta.url), 'prompts');
}
