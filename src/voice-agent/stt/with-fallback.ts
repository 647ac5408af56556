/** Two engines as one: the second does what the first cannot, and the first is left alone while it keeps failing. */
import type { Transcriber } from '#domain/ports/transcriber.ts';
import { TranscriberError } from '#domain/ports/transcriber.ts';

/** So many failures in a row open the circuit; then the first engine is not asked for a while. Milliseconds. */
const MAX_FAILURES = 3;
const OPEN_MS = 60_000;

export type FallbackParts = {
  readonly first: Transcriber;
  readonly second: Transcriber;
  /** Milliseconds since some moment. */
  elapsed(): number;
  /** The first engine has failed. */
  failed(error: unknown): void;
};

/** Makes the one. */
export function withFallback({ first, second, elapsed, failed }: FallbackParts): Transcriber {
  let failures = 0;
  let closedAgainAt = 0;
  return {
    name: first.name,
    knows: (lang) => first.knows(lang) || second.knows(lang),
    async transcribe(recorded) {
      const canFirst = first.knows(recorded.lang);
      const canSecond = second.knows(recorded.lang);
      if (canFirst && (elapsed() >= closedAgainAt || !canSecond)) {
        try {
          const transcribed = await first.transcribe(recorded);
          failures = 0;
          return transcribed;
        } catch (error) {
          if (error instanceof TranscriberError && error.isFinal) throw error;
          failures += 1;
          if (failures >= MAX_FAILURES) closedAgainAt = elapsed() + OPEN_MS;
          if (!canSecond) throw error;
          failed(error);
        }
      }
      return second.transcribe(recorded);
    },
    async close() {
      await Promise.all([first.close(), second.close()]);
    },
  };
}
