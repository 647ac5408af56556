/** Recognizers, each of which is lent to one who speaks: they are made when they are first needed, and kept. */
import { background } from '#background/background.ts';
import type { Vocabulary } from '#domain/ports/transcriber.ts';
import type { Recognizer } from './recognizer.ts';

/** Mutable. */
export type RecognizerPool = {
  /**
   * One that expects these words, or null for now: all are lent, or one is being made; `ready` is called when it is.
   * The one that expects them already comes first.
   */
  take(vocabulary: Vocabulary): Recognizer | null;
  /** It is free again. */
  give(recognizer: Recognizer): void;
};

/** `most`: how many there are at most, of 50 MB each. `failed`: one could not be made. */
export function createRecognizerPool(parts: {
  readonly most: number;
  readonly make: () => Promise<Recognizer>;
  readonly ready: () => void;
  readonly failed: (error: unknown) => void;
}): RecognizerPool {
  const free: Recognizer[] = [];
  let made = 0;
  let isMaking = false;

  const makeOne = async (): Promise<void> => {
    try {
      free.unshift(await parts.make());
    } catch (error) {
      made -= 1;
      return parts.failed(error);
    } finally {
      isMaking = false;
    }
    parts.ready();
  };

  const make = (): void => {
    if (isMaking || made >= parts.most) return;
    isMaking = true;
    made += 1;
    background('speech.recognizer', makeOne());
  };

  return {
    take(vocabulary) {
      // The longest unused one is changed where none expects the words.
      const known = free.findIndex((each) => each.expects(vocabulary));
      const [taken = null] = free.splice(Math.max(0, known), 1);
      if (taken === null) make();
      taken?.expect(vocabulary);
      return taken;
    },
    give: (recognizer) => void free.push(recognizer),
  };
}
