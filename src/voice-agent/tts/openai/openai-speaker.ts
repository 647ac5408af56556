/**
 * A speaker elsewhere, by OpenAI's `POST /v1/audio/speech`, which speaches, Kokoro-FastAPI, LocalAI and others answer
 * as well. It is asked for WAV, which tells its rate; what comes without a header is PCM of 24,000 Hz. Source: OpenAI
 * API reference, "Create speech"; guide "Text to speech", "Supported output formats".
 */
import type { Speaker } from '#domain/ports/speaker.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { endpointOf } from '../../engines/ask-engine.ts';
import { createHttpSpeaker } from '../http-speaker.ts';

const RAW_RATE = 24_000;

export type SpeakerOptions = {
  /** Where it is asked; without a path: where the vendor answers. */
  readonly url: string;
  readonly model: string;
  /** Null: the vendor's own choice. */
  readonly voice: string | null;
  /** Null: it wants none. */
  readonly key: string | null;
  readonly clock: Pick<Clock, 'after' | 'now'>;
};

/** Makes it. */
export function createOpenaiSpeaker({ url, model, voice, key, clock }: SpeakerOptions): Speaker {
  const endpoint = endpointOf(url, '/v1/audio/speech');
  const headers = {
    'content-type': 'application/json',
    ...(key === null ? {} : { authorization: `Bearer ${key}` }),
  };
  return createHttpSpeaker({
    name: `${model} at ${endpoint.host}`,
    clock,
    requestFor: (input) => ({
      url: endpoint,
      headers,
      body: JSON.stringify({ model, voice: voice ?? 'alloy', input, response_format: 'wav' }),
      rawRate: RAW_RATE,
    }),
  });
}
