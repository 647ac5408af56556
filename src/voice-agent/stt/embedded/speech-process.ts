/**
 * The program of the speech process, started by `speech-child.ts`: a process of its own because its engine takes a
 * process's error handlers.
 */
import { background } from '#background/background.ts';
import { resample } from '#media/codec/pcm.ts';
import type { Heard } from '#domain/call/heard.ts';
import type { Utterance } from './find-speech.ts';
import { findSpeech } from './find-speech.ts';
import type { Recognizer } from './recognizer.ts';
import { createRecognizer, RECOGNIZER_RATE } from './recognizer.ts';
import { createSilero, SILERO_RATE } from './silero.ts';
import type { SpeechAnswer, SpeechAsk } from './speech-verbs.ts';
import { NotARecordingError, openRecording } from './wav-blocks.ts';

const open = createSilero();
let recognizer: Promise<Recognizer> | null = null;

/** Resolves when it has been sent: what is computed never runs ahead of the one who hears it. */
async function send(answer: SpeechAnswer): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(answer, () => resolve());
  });
}

async function answer(ask: SpeechAsk): Promise<void> {
  const { id } = ask;
  try {
    const recording = openRecording(ask.path);
    try {
      const alive = (): void => void process.send?.({ id, type: 'alive' } satisfies SpeechAnswer);
      alive();
      const ear = ask.verb === 'hear' ? await (recognizer ??= createRecognizer()) : null;
      if (ask.verb === 'hear') ear?.expect(ask.vocabulary);
      for (const utterance of findSpeech(recording, open, alive))
        if (ear === null) await send({ id, type: 'stretch', stretch: timesOf(utterance) });
        else await send({ id, type: 'heard', heard: heardIn(ear, utterance) });
    } finally {
      recording.close();
    }
    await send({ id, type: 'done' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'It failed.';
    await send({ id, type: 'failed', reason, isFinal: error instanceof NotARecordingError || isMissing(error) });
  }
}

function heardIn(ear: Recognizer, utterance: Utterance): Heard {
  const samples = resample(utterance.samples, SILERO_RATE, RECOGNIZER_RATE);
  return { ...timesOf(utterance), words: ear.hear(Float32Array.from(samples, (sample) => sample / 32_768)) };
}

function timesOf({ side, from, samples }: Utterance): Pick<Heard, 'side' | 'startSeconds' | 'endSeconds'> {
  return { side, startSeconds: from / SILERO_RATE, endSeconds: (from + samples.length) / SILERO_RATE };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

process.on('message', (ask: SpeechAsk) => background('speech', answer(ask)));
// Whoever asked is gone.
process.on('disconnect', () => process.exit(0));
