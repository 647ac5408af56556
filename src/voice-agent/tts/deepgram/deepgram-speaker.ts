/**
 * Deepgram's `POST /v1/speak`, asked for what a telephone takes: PCM of 8,000 Hz, without a header. Its model is the
 * voice. Source: Deepgram API reference, "Text to Speech: Single Text Request".
 */
import type { Speaker } from '#domain/ports/speaker.ts';
import { SPOKEN_RATE } from '#domain/ports/speaker.ts';
import { endpointOf } from '../../engines/ask-engine.ts';
import { createHttpSpeaker } from '../http-speaker.ts';
import type { SpeakerOptions } from '../openai/openai-speaker.ts';

/** Makes it. */
export function createDeepgramSpeaker({ url, model, voice, key, clock }: SpeakerOptions): Speaker {
  const endpoint = endpointOf(url, '/v1/speak');
  endpoint.searchParams.set('model', voice ?? model);
  endpoint.searchParams.set('encoding', 'linear16');
  endpoint.searchParams.set('sample_rate', String(SPOKEN_RATE));
  endpoint.searchParams.set('container', 'none');
  const headers = { 'content-type': 'application/json', ...(key === null ? {} : { authorization: `Token ${key}` }) };
  return createHttpSpeaker({
    name: `${voice ?? model} at ${endpoint.host}`,
    clock,
    requestFor: (text) => ({ url: endpoint, headers, body: JSON.stringify({ text }), rawRate: SPOKEN_RATE }),
  });
}
