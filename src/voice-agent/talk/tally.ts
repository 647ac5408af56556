/** What is counted of a talk while it lasts. */
import type { Dialogue } from '#domain/voice-agent/dialogue.ts';
import type { TalkCounts } from '#domain/voice-agent/figures.ts';
import { firstSound, oneMore } from '#domain/voice-agent/figures.ts';

/** Mutable. Times are of the talk's clock, in milliseconds. */
export class Tally {
  /** So far; another value when anything was counted. */
  counts: TalkCounts = {};
  /** When the caller ended to say what is not answered yet. */
  #askedAt: number | null = null;

  asked(at: number): void {
    this.#askedAt = at;
  }

  /** The first sound of an answer. */
  answered(at: number): void {
    if (this.#askedAt !== null) this.counts = oneMore(this.counts, firstSound(at - this.#askedAt));
    this.#askedAt = null;
  }

  /** What was said made this of the talk. */
  understood(before: Dialogue, after: Dialogue): void {
    if (after.misses > before.misses || after.handedOver === 'not_understood')
      this.counts = oneMore(this.counts, 'not_understood');
  }

  /** An engine failed. */
  fell(): void {
    this.counts = oneMore(this.counts, 'fallbacks');
  }
}
