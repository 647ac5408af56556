/** The engine that is always there, for streams: the speech process hears as many as it can keep up with. */
import type { LiveHeard, LiveLoss, LiveStream, LiveTranscriber, LiveWords } from '#domain/ports/live-transcriber.ts';
import { EMBEDDED, isEnglish } from './embedded-transcriber.ts';
import type { RecognitionOutput } from './live-recognition.ts';
import type { OpenStream, SpeechChild } from './speech-child.ts';

/**
 * Streams heard at a time by one process, which has one core: a quiet one costs nothing, one that talks some 0.15 of a
 * core. A call has two, of which one talks. The last are for those who wait for an answer.
 */
const MAX_STREAMS = 8;
const MAX_FIRST_STREAMS = 10;

/** A stream whose sound waits longer is given up. Milliseconds. */
const MAX_LAG_MS = 12_000;

const PAUSE_MS = 700;

/** Makes it. `speech` is closed by the one who made it. */
export function createEmbeddedLive(speech: Pick<SpeechChild, 'stream'>): LiveTranscriber {
  let count = 0;
  return {
    name: EMBEDDED,
    knows: isEnglish,
    listen({ vocabulary, pauseMs = PAUSE_MS, isFirst = false }, on) {
      if (count >= (isFirst ? MAX_FIRST_STREAMS : MAX_STREAMS)) return null;
      const stream = openStream(speech, on, () => (count -= 1));
      if (stream === null) return null;
      count += 1;
      stream.begin({ verb: 'listen', pauseMs, vocabulary });
      return stream;
    },
  };
}

type Begin = Parameters<OpenStream['send']>[0];

function openStream(
  speech: Pick<SpeechChild, 'stream'>,
  on: (heard: LiveHeard) => void,
  closed: () => void,
): (LiveStream & { begin(ask: Begin): void }) | null {
  const ended = Promise.withResolvers<void>();
  let isOver = false;
  let isEnding = false;
  /** How much sound was given, and how much of it has been looked at. Milliseconds. */
  let [given, looked] = [0, 0];

  const close = (reason: LiveLoss | null): void => {
    if (isOver) return;
    isOver = true;
    open?.close();
    closed();
    if (reason !== null) on({ type: 'lost', reason });
    ended.resolve();
  };

  const hear = (output: RecognitionOutput): void => {
    if (isOver) return;
    if (output.type === 'looked') looked = output.ms;
    else if (output.type === 'ended') close(null);
    else on(output.type === 'words' ? { type: output.isFinal ? 'final' : 'partial', ...wordsOf(output) } : output);
  };

  const open = speech.stream(
    (answer) => {
      if (answer.type === 'live') hear(answer.output);
      if (answer.type === 'failed') close('died');
    },
    () => close('died'),
  );
  if (open === null) return null;

  return {
    begin: (ask) => open.send(ask),
    hear(atMs, samples) {
      if (isOver || isEnding || samples.length === 0) return;
      given += samples.length / 16;
      if (given - looked > MAX_LAG_MS) return close('overloaded');
      open.send({ verb: 'live', input: { type: 'sound', atMs, samples } });
    },
    expect: (vocabulary) => open.send({ verb: 'live', input: { type: 'expect', vocabulary } }),
    finish: () => open.send({ verb: 'live', input: { type: 'finish' } }),
    async end() {
      if (!isOver && !isEnding) {
        isEnding = true;
        open.send({ verb: 'live', input: { type: 'end' } });
      }
      return ended.promise;
    },
  };
}

function wordsOf({ words, startMs, endMs }: Extract<RecognitionOutput, { type: 'words' }>): LiveWords {
  const known = words.flatMap(({ confidence }) => (confidence === null ? [] : [confidence]));
  const confidence = known.length === 0 ? null : known.reduce((sum, each) => sum + each, 0) / known.length;
  return { text: words.map(({ text }) => text).join(' '), confidence, startMs, endMs, words };
}
