/**
 * The program of the speech process, started by `speech-child.ts`: a process of its own because its engine takes a
 * process's error handlers. It hears one recording at a time, and streams besides, which come first.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { background } from '#background/background.ts';
import { resample } from '#media/codec/pcm.ts';
import type { Heard } from '#domain/call/heard.ts';
import type { Vocabulary } from '#domain/ports/transcriber.ts';
import type { Utterance } from './find-speech.ts';
import { findSpeech } from './find-speech.ts';
import { createLiveDesk } from './live-desk.ts';
import type { Recognizer } from './recognizer.ts';
import { loadRecognizers, RECOGNIZER_RATE } from './recognizer.ts';
import { createRecognizerPool } from './recognizer-pool.ts';
import { createSilero, SILERO_RATE } from './silero.ts';
import type { RecordingAsk, SpeechAnswer, SpeechAsk } from './speech-verbs.ts';
import { NotARecordingError, openRecording } from './wav-blocks.ts';

/** Who speak at the same moment in streams have one each; more wait. 50 MB each. */
const MAX_RECOGNIZERS = 4;

/** Samples of a recording that are heard in one go: a quarter of a second. */
const TURN_SAMPLES = RECOGNIZER_RATE / 4;

const open = createSilero();
let loading: Promise<() => Promise<Recognizer>> | null = null;
let ofRecordings: Promise<Recognizer> | null = null;

async function makeRecognizer(): Promise<Recognizer> {
  const make = await (loading ??= loadRecognizers());
  return make();
}

/** Resolves when it has been sent: what is computed never runs ahead of the one who hears it. */
async function send(answer: SpeechAnswer): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(answer, () => resolve());
  });
}

function tell(answer: SpeechAnswer): void {
  if (process.connected) process.send?.(answer);
}

const desk = createLiveDesk({
  open,
  pool: createRecognizerPool({
    most: MAX_RECOGNIZERS,
    make: makeRecognizer,
    ready: () => desk.wake(),
    // Without it nothing is heard: whoever asked is told by the end.
    failed: () => process.exit(1),
  }),
  tell: (id, output) => tell({ id, type: 'live', output }),
  failed: (id, error) => tell({ id, type: 'failed', reason: reasonOf(error), isFinal: false }),
});

async function answer(id: number, ask: RecordingAsk): Promise<void> {
  try {
    const recording = openRecording(ask.path);
    try {
      const alive = (): void => tell({ id, type: 'alive' });
      alive();
      const recognizer = ask.verb === 'hear' ? await recordingRecognizer(ask.vocabulary) : null;
      for await (const utterance of turnByTurn(findSpeech(recording, open, alive)))
        if (recognizer === null) await send({ id, type: 'stretch', stretch: timesOf(utterance) });
        else await send({ id, type: 'heard', heard: await heardIn(recognizer, utterance) });
    } finally {
      recording.close();
    }
    await send({ id, type: 'done' });
  } catch (error) {
    // It may stand in the middle of an utterance.
    ofRecordings = null;
    const isFinal = error instanceof NotARecordingError || isMissing(error);
    await send({ id, type: 'failed', reason: reasonOf(error), isFinal });
  }
}

async function recordingRecognizer(vocabulary: Vocabulary): Promise<Recognizer> {
  const recognizer = await (ofRecordings ??= makeRecognizer());
  recognizer.expect(vocabulary);
  return recognizer;
}

/** What is found, with room for streams after each second that is looked at. */
async function* turnByTurn(found: Iterable<Utterance | null>): AsyncGenerator<Utterance> {
  for (const each of found) {
    if (each !== null) yield each;
    await nextTurn();
  }
}

async function heardIn(recognizer: Recognizer, utterance: Utterance): Promise<Heard> {
  const samples = Float32Array.from(
    resample(utterance.samples, SILERO_RATE, RECOGNIZER_RATE),
    (sample) => sample / 32_768,
  );
  recognizer.begin();
  for (let at = 0; at < samples.length; at += TURN_SAMPLES) {
    recognizer.hear(samples.subarray(at, at + TURN_SAMPLES));
    await nextTurn();
  }
  const words = recognizer.end().map(({ text, confidence }) => ({ text, confidence }));
  return { ...timesOf(utterance), words };
}

function timesOf({ side, from, samples }: Utterance): Pick<Heard, 'side' | 'startSeconds' | 'endSeconds'> {
  return { side, startSeconds: from / SILERO_RATE, endSeconds: (from + samples.length) / SILERO_RATE };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'It failed.';
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function hear(ask: SpeechAsk): void {
  switch (ask.verb) {
    case 'hear':
    case 'find':
      return background('speech', answer(ask.id, ask));
    case 'listen':
      return desk.listen(ask.id, ask.pauseMs, ask.vocabulary);
    case 'live':
      return desk.give(ask.id, ask.input);
    case 'leave':
      return desk.leave(ask.id);
    default:
      return ask satisfies never;
  }
}

process.on('message', hear);
// Whoever asked is gone.
process.on('disconnect', () => process.exit(0));
