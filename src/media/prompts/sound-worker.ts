/** The thread behind `sound-work.ts`: it computes, reads and writes, one thing after another, and may block. */
import { parentPort } from 'node:worker_threads';
import { writeDurably } from '../durable-file.ts';
import { encodeOgg } from './encode-ogg.ts';
import { finishRecording } from '../recordings/finish-recording.ts';
import { composeBeep, composeHoldMusic, SOUND_RATE } from './own-sounds.ts';
import type { OwnSound, SoundAnswer, SoundJob, SoundVerbs } from './sound-work.ts';

type Verbs = { readonly [Verb in keyof SoundVerbs]: (ask: SoundVerbs[Verb]['ask']) => SoundVerbs[Verb]['answer'] };

const COMPOSED: Readonly<Record<OwnSound, () => Int16Array>> = { hold_music: composeHoldMusic, beep: composeBeep };

const VERBS: Verbs = {
  finish: ({ path, seconds }) => finishRecording(path, seconds),
  encode({ samples, sampleRate, path }) {
    writeDurably(path, encodeOgg(samples, sampleRate, 'speech'));
    return null;
  },
  keep({ bytes, path }) {
    writeDurably(path, bytes);
    return null;
  },
  compose({ sound, path }) {
    writeDurably(path, encodeOgg(COMPOSED[sound](), SOUND_RATE, 'music'));
    return null;
  },
};

parentPort?.on('message', (job: SoundJob) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread's port has no origin.
  parentPort?.postMessage(answerTo(job));
});

function answerTo({ id, verb, ask }: SoundJob): SoundAnswer {
  try {
    // Each verb is asked with its own kind of question, by the types of `sound-work.ts`.
    return { id, ok: true, answer: VERBS[verb](ask as never) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
    return { id, ok: false, reason: error instanceof Error ? error.message : String(error), code };
  }
}
