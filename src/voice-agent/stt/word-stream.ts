/** Engines elsewhere that hear a call in progress: words alone, beside the embedded engine, which knows who speaks. */

/** What was said, and how sure the engine is of it, 0 to 1; null: it does not say. */
export type SaidWords = { readonly text: string; readonly confidence: number | null };

/** What comes of a stream by itself. */
export type WordEvents = {
  /** The words so far of what is being said. */
  partial(said: SaidWords): void;
  /** Nothing more comes; once. */
  lost(error: unknown): void;
};

/** One stream of sound. */
export type WordStream = {
  /** 16,000 samples a second, mono. */
  hear(samples: Int16Array): void;
  /** An utterance is over: what was said since the last one. Rejects where that cannot be had in time. */
  said(): Promise<SaidWords>;
  end(): void;
};

/** An engine. */
export type WordEngine = {
  /** As people read it. */
  readonly name: string;
  /** `lang`: such as `en`. Does not throw. */
  open(lang: string, events: WordEvents): WordStream;
};
