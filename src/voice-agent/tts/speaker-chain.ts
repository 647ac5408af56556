/** Speakers in order as one: where one gives no sound, the next speaks, and the last is always there. */
import type { Speaker } from '#domain/ports/speaker.ts';
import { leaveMsOf } from '../engines/ask-engine.ts';
import type { Breaker } from '../engines/breaker.ts';

/** A speaker that may be passed over. */
export type ChainedSpeaker = { readonly speaker: Speaker; readonly breaker: Pick<Breaker, 'enter'> };

export type SpeakerChainParts = {
  readonly first: readonly ChainedSpeaker[];
  readonly last: Speaker;
  /** One of the first has failed; another speaks. */
  failed(error: unknown): void;
};

/**
 * Makes the one. A text that breaks off is said again from its beginning by the next: texts are sentences, and half a
 * sentence says nothing.
 */
export function chainSpeakers({ first, last, failed }: SpeakerChainParts): Speaker {
  return {
    name: first[0]?.speaker.name ?? last.name,
    async *speak(text, signal) {
      for (const { speaker, breaker } of first) {
        const attempt = breaker.enter();
        if (attempt === null) continue;
        try {
          yield* speaker.speak(text, signal);
          if (!signal.aborted) attempt.answered();
          return;
        } catch (error) {
          if (signal.aborted) return;
          attempt.failed(leaveMsOf(error));
          failed(error);
        } finally {
          attempt.givenUp();
        }
      }
      yield* last.speak(text, signal);
    },
    warm() {
      for (const { speaker } of first) speaker.warm();
      last.warm();
    },
    async close() {
      await Promise.all([...first.map(async ({ speaker }) => speaker.close()), last.close()]);
    },
  };
}
