/** A speaker elsewhere that answers sound over HTTP while it is being made. What it said lately is kept. */
import { LRUCache } from 'lru-cache';
import type { Speaker } from '#domain/ports/speaker.ts';
import { MAX_SPOKEN, SPOKEN_RATE, SpeakerError } from '#domain/ports/speaker.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { askEngine, EngineError } from '../engines/ask-engine.ts';
import { createSoundStream } from './sound-stream.ts';

/** Until its first sound, and from one part of it to the next; then another engine speaks. Milliseconds. */
export const PART_MS = 1250;
/** Until all of a text is there. Milliseconds. */
const TOTAL_MS = 30_000;
/** The longest sound of a text. Samples at the telephone's rate: two minutes. */
const MAX_SAMPLES = 120 * SPOKEN_RATE;
/** The same as bytes, at 48,000 Hz on two sides. */
const MAX_BYTES = 120 * 48_000 * 4;
/** Sound that is kept, in bytes: some ten minutes. */
const KEPT_BYTES = 10 * 1024 * 1024;
/** Texts being spoken at once; one more is refused. */
const MAX_AT_ONCE = 40;

/** How a text is asked for. */
export type SpeechRequest = {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Of an answer without a header. */
  readonly rawRate: number;
};

export type HttpSpeakerOptions = {
  readonly name: string;
  readonly clock: Pick<Clock, 'after' | 'now'>;
  requestFor(text: string): SpeechRequest;
};

/** Makes it. It rejects with an {@link EngineError}, or a {@link SpeakerError} once it is closed. */
export function createHttpSpeaker({ name, clock, requestFor }: HttpSpeakerOptions): Speaker {
  const kept = new LRUCache<string, readonly Int16Array[]>({
    maxSize: KEPT_BYTES,
    sizeCalculation: (pieces) =>
      Math.max(
        1,
        pieces.reduce((sum, { byteLength }) => sum + byteLength, 0),
      ),
  });
  const closing = new AbortController();
  let atOnce = 0;

  async function* made(text: string, signal: AbortSignal): AsyncGenerator<Int16Array> {
    const request = requestFor(text);
    const sound = createSoundStream(request.rawRate);
    const limits = { partMs: PART_MS, totalMs: TOTAL_MS, maxBytes: MAX_BYTES, isAnswer: isSound };
    let samples = 0;
    for await (const part of askEngine({ ...request, ...limits, clock, signal })) {
      const piece = sound.take(part);
      if (piece === null) throw new EngineError('nonsense');
      samples += piece.length;
      if (samples > MAX_SAMPLES) throw new EngineError('too_long');
      if (piece.length > 0) yield piece;
    }
    const last = sound.end();
    if (samples === 0) throw new EngineError('nonsense');
    if (last.length > 0) yield last;
  }

  return {
    name,
    async *speak(text, signal) {
      const spoken = text.slice(0, MAX_SPOKEN).toWellFormed().trim();
      if (signal.aborted || !/[\p{L}\p{N}]/u.test(spoken)) return;
      if (closing.signal.aborted) throw new SpeakerError('closed');
      const known = kept.get(spoken);
      if (known !== undefined) return yield* known;
      if (atOnce >= MAX_AT_ONCE) throw new SpeakerError('overloaded');
      atOnce += 1;
      const pieces: Int16Array[] = [];
      try {
        for await (const piece of made(spoken, AbortSignal.any([signal, closing.signal]))) {
          pieces.push(piece);
          yield piece;
        }
        kept.set(spoken, pieces);
      } catch (error) {
        // Who broke it off wants neither the rest nor a reason.
        if (!signal.aborted) throw closing.signal.aborted ? new SpeakerError('closed') : error;
      } finally {
        atOnce -= 1;
      }
    },
    warm: () => undefined,
    close: async () => closing.abort(),
  };
}

/** WAV and PCM under any of their names, and what says nothing of itself. */
function isSound(mediaType: string): boolean {
  return /^(?:|audio\/(?:x-)?(?:wav|wave|vnd\.wave|pcm|raw|l16)|application\/octet-stream)$/.test(mediaType);
}
