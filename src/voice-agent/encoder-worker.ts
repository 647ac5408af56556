/**
 * The child process behind `encoder.ts`: it holds the sentence encoder, answers one request at a time, and ends with
 * its parent. A process, so that its memory is given back when it ends and a crash of it is no crash of calls.
 */
import { setPriority } from 'node:os';
import process from 'node:process';
import type { EncoderAnswer, EncoderRequest } from './encoder.ts';
import { loadEncoder } from './sentence-encoder.ts';

/** Calls go before articles. */
const NICE = 10;

setPriority(NICE);
// The parent has ended, in whichever way.
process.once('disconnect', () => process.exit(0));

const loading = loadEncoder();

process.on('message', (request: EncoderRequest) => {
  answer(request)
    .catch((error: unknown): EncoderAnswer => ({ id: request.id, ok: false, reason: String(error) }))
    .then((answered) => process.send?.(answered))
    .catch(() => process.exit(1));
});

async function answer({ id, sentences }: EncoderRequest): Promise<EncoderAnswer> {
  const encode = await loading;
  return { id, ok: true, meaning: await encode(sentences) };
}
