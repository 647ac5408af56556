/** Who writes down what is heard. Implemented by `voice-agent/stt`; written here, where it is used. */
import type { Heard } from '../call/heard.ts';

/** What is likely to be said: the workspace's own texts, and names that may fall. English, in any case. */
export type Vocabulary = { readonly phrases: readonly string[]; readonly names: readonly string[] };

/** A recording to be written down. `lang`: the call's language, such as `en`. */
export type Recorded = {
  /** A WAV file of 16,000 Hz and two sides. */
  readonly path: string;
  readonly lang: string;
  readonly vocabulary: Vocabulary;
};

/** What an engine heard, in order of time, and which engine it was. */
export type Transcribed = { readonly engine: string; readonly heard: readonly Heard[] };

/** An engine. It does one recording after another. */
export type Transcriber = {
  /** As people read it: `embedded`, or the host that the sound is sent to. */
  readonly name: string;
  /** Whether it understands the language, such as `en` or `en-GB`. */
  knows(lang: string): boolean;
  /** Rejects with a {@link TranscriberError}. */
  transcribe(recorded: Recorded): Promise<Transcribed>;
  /** Gives up what it does. */
  close(): Promise<void>;
};

/** A recording was not written down. `isFinal`: trying again would not help, as with a file that is no sound. */
export class TranscriberError extends Error {
  override readonly name = 'TranscriberError';
  readonly isFinal: boolean;
  constructor(message: string, { isFinal, cause }: { isFinal: boolean; cause?: unknown }) {
    super(message, { cause });
    this.isFinal = isFinal;
  }
}
