/**
 * One stream of sound that is heard while it comes, in the speech process: where someone speaks, and their words. It
 * does a little at a time, so that many streams share one thread. No clock is read here.
 *
 * ```text
 *  sound -> frames of 32 ms -> voice activity -> an utterance: begun … over
 *                                                   its frames wait for a recognizer -> partial … final words
 * ```
 */
import type { LiveWord } from '#domain/ports/live-transcriber.ts';
import type { Vocabulary } from '#domain/ports/transcriber.ts';
import { createHalver } from './halver.ts';
import type { Halver } from './halver.ts';
import { BEFORE, createUtteranceFinder } from './live-utterances.ts';
import type { Noticed, UtteranceFinder } from './live-utterances.ts';
import type { Recognizer, TimedWord } from './recognizer.ts';
import type { RecognizerPool } from './recognizer-pool.ts';
import { isAudible, SILERO_FRAME, SILERO_RATE } from './silero.ts';
import type { VoiceActivity } from './silero.ts';

/** What a stream is given, in order. */
export type RecognitionInput =
  | { readonly type: 'sound'; readonly atMs: number; readonly samples: Int16Array }
  | { readonly type: 'expect'; readonly vocabulary: Vocabulary }
  | { readonly type: 'finish' }
  | { readonly type: 'end' };

/** What comes of it, in order. */
export type RecognitionOutput =
  | { readonly type: 'speech'; readonly atMs: number; readonly isSpeaking: boolean }
  | {
      readonly type: 'words';
      readonly isFinal: boolean;
      readonly startMs: number;
      readonly endMs: number;
      readonly words: readonly LiveWord[];
    }
  /** So much of the sound has been looked at, in all. */
  | { readonly type: 'looked'; readonly ms: number }
  | { readonly type: 'ended' };

/** Mutable, of one stream. */
export type LiveRecognition = {
  give(input: RecognitionInput): void;
  /** Does a part of what there is to do, some milliseconds of work; false when there is nothing, or it must wait. */
  step(): boolean;
  /** Gives back what it has lent. */
  close(): void;
};

const FRAME_MS = (SILERO_FRAME * 1000) / SILERO_RATE;

/** Frames that a recognizer hears in one step. */
const STEP_FRAMES = 6;

/** Frames between two partial texts. */
const PARTIAL_FRAMES = 10;

/** Sound that is off by less continues from the piece before. Milliseconds. */
const JOINED_MS = 30;

type Utterance = {
  /** The first frame that is heard, and the first that is speech. */
  readonly from: number;
  readonly at: number;
  readonly halve: Halver;
  /** Frames that no recognizer has heard yet. */
  readonly waiting: Int16Array[];
  recognizer: Recognizer | null;
  /** Frames heard since the last partial text. */
  fresh: number;
  told: string;
  /** Null while it is in progress; then the frame behind its last. */
  until: number | null;
};

/** Makes it. `open` begins a stream of voice activity. */
export function createLiveRecognition(parts: {
  readonly pauseMs: number;
  readonly vocabulary: Vocabulary;
  readonly open: () => VoiceActivity;
  readonly pool: RecognizerPool;
  readonly tell: (output: RecognitionOutput) => void;
}): LiveRecognition {
  const { pool, tell } = parts;
  const inputs: RecognitionInput[] = [];
  /** Frames that have not been looked at yet. */
  const frames: Int16Array[] = [];
  let given = 0;
  let { vocabulary } = parts;
  let axis = createAxis(parts.open(), createUtteranceFinder(parts.pauseMs), 0);
  let utterance: Utterance | null = null;

  const notice = (noticed: readonly Noticed[]): void => {
    for (const each of noticed) {
      if (each.type === 'begun') begin(each.from, each.at);
      if (each.type === 'over') {
        if (utterance !== null) utterance.until = each.at;
      } else tell({ type: 'speech', atMs: axis.timeOf(each.at), isSpeaking: each.type !== 'paused' });
    }
  };

  const begin = (from: number, at: number): void => {
    const waiting = axis.since(from);
    utterance = { from, at, halve: createHalver(), waiting, recognizer: null, fresh: 0, told: '', until: null };
  };

  const look = (): void => {
    for (let count = 0; count < STEP_FRAMES; count += 1) {
      const frame = frames.shift();
      if (frame === undefined) break;
      utterance?.waiting.push(frame);
      notice(axis.next(frame));
      // What is over is told before what follows is looked at.
      if (utterance?.until != null) return;
    }
    if (frames.length === 0) tell({ type: 'looked', ms: given });
  };

  const sound = (atMs: number, samples: Int16Array): void => {
    if (Math.abs(axis.end() - atMs) > JOINED_MS) {
      notice(axis.finish());
      // What follows is of another time; the words of before are told first.
      if (utterance !== null) {
        inputs.unshift({ type: 'sound', atMs, samples });
        return;
      }
      axis = createAxis(parts.open(), createUtteranceFinder(parts.pauseMs), atMs);
    }
    frames.push(...axis.framesOf(samples));
    given += (samples.length * 1000) / SILERO_RATE;
  };

  const take = (input: RecognitionInput): void => {
    switch (input.type) {
      case 'sound':
        return sound(input.atMs, input.samples);
      case 'expect':
        vocabulary = input.vocabulary;
        return;
      case 'finish':
        notice(axis.finish());
        if (utterance === null) tellWords(true, axis.end(), axis.end(), []);
        return;
      case 'end':
        notice(axis.finish());
        if (utterance === null) tell({ type: 'ended' });
        else inputs.unshift(input);
        return;
      default:
        return input satisfies never;
    }
  };

  const tellWords = (isFinal: boolean, startMs: number, endMs: number, words: readonly LiveWord[]): void =>
    tell({ type: 'words', isFinal, startMs, endMs, words });

  const hear = (spoken: Utterance, recognizer: Recognizer): void => {
    const frames = spoken.waiting.splice(0, STEP_FRAMES);
    for (const each of frames) recognizer.hear(Float32Array.from(spoken.halve(each), (sample) => sample / 32_768));
    spoken.fresh += frames.length;
    if (spoken.fresh < PARTIAL_FRAMES || spoken.until !== null) return;
    spoken.fresh = 0;
    const words = recognizer.soFar();
    const text = words.map((word) => word.text).join(' ');
    if (text !== spoken.told) tellAll(spoken, words, false);
    spoken.told = text;
  };

  const tellAll = ({ from, at, until }: Utterance, words: readonly TimedWord[], isFinal: boolean): void => {
    const began = axis.timeOf(from);
    const timed = words.map(({ startSeconds, endSeconds, ...word }) => ({
      ...word,
      startMs: began + startSeconds * 1000,
      endMs: began + endSeconds * 1000,
    }));
    tellWords(isFinal, axis.timeOf(at), until === null ? axis.end() : axis.timeOf(until), timed);
  };

  const finish = (spoken: Utterance, recognizer: Recognizer): void => {
    const words = recognizer.end();
    pool.give(recognizer);
    utterance = null;
    tellAll(spoken, words, true);
  };

  const borrow = (spoken: Utterance): Recognizer | null => {
    if (spoken.recognizer !== null) return spoken.recognizer;
    spoken.recognizer = pool.take(vocabulary);
    spoken.recognizer?.begin();
    return spoken.recognizer;
  };

  return {
    give: (input) => void inputs.push(input),
    step() {
      if (utterance !== null) {
        const recognizer = borrow(utterance);
        if (recognizer === null && utterance.until !== null) return false;
        if (recognizer !== null && utterance.waiting.length > 0) {
          hear(utterance, recognizer);
          return true;
        }
        if (recognizer !== null && utterance.until !== null) {
          finish(utterance, recognizer);
          return true;
        }
      }
      if (frames.length > 0) {
        look();
        return true;
      }
      const input = inputs.shift();
      if (input !== undefined) take(input);
      return input !== undefined;
    },
    close() {
      const recognizer = utterance?.recognizer ?? null;
      utterance = null;
      if (recognizer === null) return;
      recognizer.end();
      pool.give(recognizer);
    },
  };
}

/** A stretch of sound without a gap: its frames, when they were said, and what is noticed of them. */
function createAxis(activity: VoiceActivity, finder: UtteranceFinder, startMs: number) {
  let rest = new Int16Array(0);
  let count = 0;
  /** The latest frames, for an utterance that began in them. */
  const latest: Int16Array[] = [];
  const timeOf = (place: number): number => startMs + place * FRAME_MS;
  return {
    timeOf,
    end: (): number => timeOf(count) + (rest.length * 1000) / SILERO_RATE,
    since: (place: number): Int16Array[] => latest.slice(latest.length - (count - place)),
    finish: (): readonly Noticed[] => finder.finish(),
    framesOf(samples: Int16Array): readonly Int16Array[] {
      const all = new Int16Array(rest.length + samples.length);
      all.set(rest);
      all.set(samples, rest.length);
      const frames = Math.floor(all.length / SILERO_FRAME);
      rest = all.slice(frames * SILERO_FRAME);
      return Array.from({ length: frames }, (_, place) =>
        all.subarray(place * SILERO_FRAME, (place + 1) * SILERO_FRAME),
      );
    },
    next(frame: Int16Array): readonly Noticed[] {
      count += 1;
      latest.push(frame);
      if (latest.length > KEPT_FRAMES) latest.shift();
      return finder.next(isAudible(frame) ? activity(Float32Array.from(frame, (sample) => sample / 32_768)) : 0);
    },
  };
}

/** Frames of what was before an utterance, and of its beginning until that is noticed. */
const KEPT_FRAMES = BEFORE + 20;
