/** Who speaks the voice agent's words. Implemented by `voice-agent/tts`; written here, where it is used. */

/** Samples a second of all that is spoken: the telephone's rate. */
export const SPOKEN_RATE = 8000;

/** The longest text that is spoken at a time; what is beyond it is left out. Characters. */
export const MAX_SPOKEN = 1000;

/** An engine. */
export type Speaker = {
  /** As people read it: `embedded`. */
  readonly name: string;
  /**
   * The text as sound, mono at {@link SPOKEN_RATE}, in pieces as they are made. It ends early once the signal is given.
   * Rejects with a {@link SpeakerError} where there is none to be had.
   */
  speak(text: string, signal: AbortSignal): AsyncIterable<Int16Array>;
  /** Something will be spoken soon: what takes time can be made ready. */
  warm(): void;
  close(): Promise<void>;
};

/** A text was not spoken. `reason`: the engine died or hung, too much waited already, or it was closed. */
export class SpeakerError extends Error {
  override readonly name = 'SpeakerError';
  readonly reason: 'died' | 'overloaded' | 'closed';
  constructor(reason: SpeakerError['reason'], options?: ErrorOptions) {
    super(`The speaker is not there: ${reason}.`, options);
    this.reason = reason;
  }
}
