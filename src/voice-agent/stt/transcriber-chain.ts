/** Engines that write recordings down, in order, as one: what one cannot do the next does. */
import type { Recorded, Transcribed, Transcriber } from '#domain/ports/transcriber.ts';
import { TranscriberError } from '#domain/ports/transcriber.ts';
import { leaveMsOf } from '../engines/ask-engine.ts';
import type { Attempt, Breaker } from '../engines/breaker.ts';

/** An engine that may be passed over. */
export type ChainedTranscriber = { readonly transcriber: Transcriber; readonly breaker: Pick<Breaker, 'enter'> };

export type TranscriberChainParts = {
  readonly first: readonly ChainedTranscriber[];
  readonly last: Transcriber;
  /** One of the first has failed; another hears. */
  failed(error: unknown): void;
};

/** Makes the one. */
export function chainTranscribers({ first, last, failed }: TranscriberChainParts): Transcriber {
  return {
    name: first[0]?.transcriber.name ?? last.name,
    knows: (lang) => last.knows(lang) || first.some(({ transcriber }) => transcriber.knows(lang)),
    async transcribe(recorded) {
      const able = first.filter(({ transcriber }) => transcriber.knows(recorded.lang));
      const canLast = last.knows(recorded.lang);
      let fault: unknown = null;
      for (const { transcriber, breaker } of able) {
        const attempt = breaker.enter();
        if (attempt === null) continue;
        try {
          return await attempted(transcriber, recorded, attempt);
        } catch (error) {
          if (error instanceof TranscriberError && error.isFinal) throw error;
          fault = error;
          if (canLast) failed(error);
        }
      }
      if (canLast) return last.transcribe(recorded);
      if (fault !== null) throw fault;
      // No one else knows the language, so that one is asked though it failed.
      return (able[0]?.transcriber ?? last).transcribe(recorded);
    },
    async close() {
      await Promise.all([...first.map(async ({ transcriber }) => transcriber.close()), last.close()]);
    },
  };
}

/** A file that is no sound is not the engine's failure. */
async function attempted(transcriber: Transcriber, recorded: Recorded, attempt: Attempt): Promise<Transcribed> {
  try {
    const transcribed = await transcriber.transcribe(recorded);
    attempt.answered();
    return transcribed;
  } catch (error) {
    if (!(error instanceof TranscriberError && error.isFinal))
      attempt.failed(leaveMsOf(error instanceof Error ? error.cause : null));
    throw error;
  } finally {
    attempt.givenUp();
  }
}
