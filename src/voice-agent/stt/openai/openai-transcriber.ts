/**
 * An engine elsewhere, by OpenAI's `POST /v1/audio/transcriptions`, which whisper.cpp's server, vLLM, speaches and
 * others answer as well. Only where someone speaks is sent: an engine makes up words for silence.
 */
import type { Heard, HeardWord } from '#domain/call/heard.ts';
import type { Recorded, Transcriber } from '#domain/ports/transcriber.ts';
import { TranscriberError } from '#domain/ports/transcriber.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { askWhole, endpointOf, EngineError } from '../../engines/ask-engine.ts';
import type { SpeechChild } from '../embedded/speech-child.ts';
import type { Stretch } from '../embedded/speech-verbs.ts';
import { readTranscription } from './read-transcription.ts';
import { readStretch } from './stretch-file.ts';

export type OpenaiOptions = {
  /** Finds where someone speaks. */
  readonly speech: SpeechChild;
  /** Where it is asked; without a path: at `/v1/audio/transcriptions`. */
  readonly url: string;
  readonly model: string;
  /** Null: it wants none. */
  readonly key: string | null;
  readonly clock: Pick<Clock, 'after' | 'now'>;
  /** An answer that takes longer is none. Milliseconds, default 30 seconds. */
  readonly answerMs?: number;
};

/** Tries of one stretch. */
const MAX_TRIES = 2;

/** A longer answer is none. Bytes. */
const MAX_ANSWER = 1_000_000;

/** Most words of what is likely to be said are passed on; engines read some 200 of them. Characters. */
const MAX_PROMPT = 600;

/** Makes it. */
export function createOpenaiTranscriber(options: OpenaiOptions): Transcriber {
  const { speech, model } = options;
  const name = `${model} at ${new URL(options.url).host}`;
  return {
    name,
    knows: () => true,
    async transcribe(recorded) {
      const stretches: Stretch[] = [];
      await speech.ask({ verb: 'find', path: recorded.path }, (answer) => {
        if (answer.type === 'stretch') stretches.push(answer.stretch);
      });
      const heard: Heard[] = [];
      for (const stretch of stretches.toSorted((a, b) => a.startSeconds - b.startSeconds))
        heard.push({ ...stretch, words: await heardIn(options, recorded, stretch) });
      return { engine: name, heard: heard.filter(({ words }) => words.length > 0) };
    },
    close: async () => undefined,
  };
}

async function heardIn(options: OpenaiOptions, recorded: Recorded, stretch: Stretch): Promise<readonly HeardWord[]> {
  const wav = await readStretch(recorded.path, stretch);
  for (let tries = 1; ; tries += 1) {
    const answer = await ask(options, recorded, wav);
    if (answer.ok) return answer.words;
    if (!answer.isRetryable || tries === MAX_TRIES) throw answer.error;
  }
}

type Answer =
  | { readonly ok: true; readonly words: readonly HeardWord[] }
  | { readonly ok: false; readonly error: TranscriberError; readonly isRetryable: boolean };

async function ask(
  { url, model, key, clock, answerMs = 30_000 }: OpenaiOptions,
  recorded: Recorded,
  wav: Uint8Array,
): Promise<Answer> {
  try {
    const body = await askWhole({
      url: endpointOf(url, '/v1/audio/transcriptions'),
      body: formOf(model, recorded, wav),
      headers: key === null ? {} : { authorization: `Bearer ${key}` },
      partMs: answerMs,
      totalMs: answerMs,
      maxBytes: MAX_ANSWER,
      signal: new AbortController().signal,
      clock,
    });
    const words = readTranscription(body);
    if (words === null) throw new EngineError('nonsense');
    return { ok: true, words };
  } catch (cause) {
    if (!(cause instanceof EngineError)) throw cause;
    const { fault, status, message } = cause;
    const isRetryable = status === null ? fault !== 'late' : status === 429 || status >= 500;
    return { ok: false, error: new TranscriberError(message, { isFinal: false, cause }), isRetryable };
  }
}

function formOf(model: string, { lang, vocabulary }: Recorded, wav: Uint8Array): FormData {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(wav)], { type: 'audio/wav' }), 'speech.wav');
  form.set('model', model);
  form.set('response_format', 'verbose_json');
  form.set('language', lang.slice(0, 2).toLowerCase());
  const prompt = [...vocabulary.names, ...vocabulary.phrases].join(', ').slice(0, MAX_PROMPT);
  if (prompt !== '') form.set('prompt', prompt);
  return form;
}
