/**
 * An engine elsewhere, by OpenAI's `POST /v1/audio/transcriptions`, which whisper.cpp's server, vLLM, speaches and
 * others answer as well. Only where someone speaks is sent: an engine makes up words for silence.
 */
import type { Heard, HeardWord } from '#domain/call/heard.ts';
import type { Recorded, Transcriber } from '#domain/ports/transcriber.ts';
import { TranscriberError } from '#domain/ports/transcriber.ts';
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
  /** An answer that takes longer is none. Milliseconds, default 30 seconds. */
  readonly answerMs?: number;
};

/** Tries of one stretch. */
const MAX_TRIES = 2;

/** A longer answer is none. Bytes. */
const MAX_ANSWER = 1_000_000;

/** Most words of what is likely to be said are passed on; engines read some 200 of them. Characters. */
const MAX_PROMPT = 600;

/** Where the sound is sent to, for people. */
export function hostOf(url: string): string {
  return new URL(url).host;
}

/** Makes it. */
export function createOpenaiTranscriber(options: OpenaiOptions): Transcriber {
  const { speech, model } = options;
  const name = `${model} at ${hostOf(options.url)}`;
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
    if (!answer.isRetryable || tries === MAX_TRIES) throw new TranscriberError(answer.reason, { isFinal: false });
  }
}

type Answer =
  | { readonly ok: true; readonly words: readonly HeardWord[] }
  | { readonly ok: false; readonly reason: string; readonly isRetryable: boolean };

/** The reasons hold nothing that the server said: it may repeat what was heard. */
async function ask(
  { url, model, key, answerMs = 30_000 }: OpenaiOptions,
  recorded: Recorded,
  wav: Uint8Array,
): Promise<Answer> {
  try {
    const response = await fetch(endpointOf(url), {
      method: 'POST',
      body: formOf(model, recorded, wav),
      headers: key === null ? {} : { authorization: `Bearer ${key}` },
      // A redirect would take the sound, and the key, where no one said that they may go.
      redirect: 'error',
      signal: AbortSignal.timeout(answerMs),
    });
    const body = await textOf(response);
    const { status } = response;
    if (status !== 200)
      return { ok: false, reason: `The engine answered ${status}.`, isRetryable: status === 429 || status >= 500 };
    const words = body === null ? null : readTranscription(body);
    return words === null
      ? { ok: false, reason: 'The engine answered what is no transcription.', isRetryable: true }
      : { ok: true, words };
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return {
      ok: false,
      reason: isLate ? 'The engine did not answer in time.' : 'The engine was not reached.',
      isRetryable: !isLate,
    };
  }
}

function endpointOf(url: string): URL {
  const endpoint = new URL(url);
  if (endpoint.pathname === '/') endpoint.pathname = '/v1/audio/transcriptions';
  return endpoint;
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

/** Null where it is too long. */
async function textOf(response: Response): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.byteLength;
    if (length > MAX_ANSWER) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
