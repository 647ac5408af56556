/** Who hears words while they are said. Implemented by `voice-agent/stt`; written here, where it is used. */
import type { HeardWord } from '../call/heard.ts';
import type { Vocabulary } from './transcriber.ts';

/** A word and when it was said: milliseconds of the clock that the stream's sound is of. */
export type LiveWord = HeardWord & { readonly startMs: number; readonly endMs: number };

/**
 * Words of one utterance. `confidence`: of all of them, 0 to 1; null where the engine does not say, and without words.
 */
export type LiveWords = {
  readonly text: string;
  readonly confidence: number | null;
  readonly startMs: number;
  readonly endMs: number;
  readonly words: readonly LiveWord[];
};

/** Why nothing more is heard. `overloaded`: the engine did not keep up; `died`: it ended by itself. */
export type LiveLoss = 'died' | 'overloaded' | 'closed';

/** What comes of a stream, in order. */
export type LiveHeard =
  /** Someone begins to speak, or has paused for a tenth of a second; `atMs`: since when. */
  | { readonly type: 'speech'; readonly atMs: number; readonly isSpeaking: boolean }
  /** All words so far of an utterance in progress; later ones may differ. */
  | ({ readonly type: 'partial' } & LiveWords)
  /** The words of an utterance that is over; none, where it had no word that the engine knows. */
  | ({ readonly type: 'final' } & LiveWords)
  /** The last event: nothing more comes. */
  | { readonly type: 'lost'; readonly reason: LiveLoss };

/** One stream of sound that is heard. What is given after its end is not. */
export type LiveStream = {
  /**
   * 16,000 samples a second, mono. `atMs`: when the first was said, by any even clock. Where it does not continue from
   * the piece before, what was said before is over.
   */
  hear(atMs: number, samples: Int16Array): void;
  /** What is likely to be said from the next utterance on. */
  expect(vocabulary: Vocabulary): void;
  /** The utterance is over: its `final` comes at once, also where nothing was said. */
  finish(): void;
  /** Ends it; resolves after the last `final`. Safe to call again. */
  end(): Promise<void>;
};

/** How a stream is heard. */
export type LiveOptions = {
  /** Such as `en`. */
  readonly lang: string;
  readonly vocabulary: Vocabulary;
  /** Silence that ends an utterance. Milliseconds, default 700. */
  readonly pauseMs?: number;
  /** Someone waits for an answer to it: it has room where others have none any more. */
  readonly isFirst?: boolean;
};

/** An engine that hears while people talk. */
export type LiveTranscriber = {
  /** As people read it. */
  readonly name: string;
  /** Whether it understands the language, such as `en` or `en-GB`. */
  knows(lang: string): boolean;
  /** Null: it hears as many as it can. */
  listen(options: LiveOptions, on: (heard: LiveHeard) => void): LiveStream | null;
};
