/**
 * What the agent says at a time: sentences that are spoken one after the other, made once. It can be said again from
 * anywhere, and tells what of it was heard.
 */
import { background } from '#background/background.ts';
import type { Speaker } from '#domain/ports/speaker.ts';
import { SPOKEN_RATE, SpeakerError } from '#domain/ports/speaker.ts';
import type { Clock } from '#domain/ports/stores.ts';

/** What is heard between two sentences. */
const BREATH = new Int16Array((SPOKEN_RATE * 150) / 1000);

/** A voice that makes no sound for so long is gone. Milliseconds. */
const SILENT_MS = 3000;

/** How far back it goes when it is taken up again after a false alarm. Milliseconds. */
const STEP_BACK_MS = 300;

type Spoken = { readonly text: string; readonly startMs: number; endMs: number };

/** Mutable. Begins to be made at once. */
export class Utterance {
  /** Why the rest of it was not made; null: nothing went wrong so far. */
  fault: unknown = null;
  readonly #pieces: Int16Array[] = [];
  readonly #spoken: Spoken[] = [];
  readonly #clock: Pick<Clock, 'after'>;
  readonly #abort = new AbortController();
  #samples = 0;
  #isMade = false;
  #more = Promise.withResolvers<void>();

  constructor(sentences: readonly string[], speaker: Speaker, clock: Pick<Clock, 'after'>) {
    this.#clock = clock;
    background('voice_agent.utterance', this.#make(sentences, speaker));
  }

  /** Where the first this many sentences end, as far as they are made. Milliseconds. */
  endOf(sentences: number): number {
    return this.#spoken[sentences - 1]?.endMs ?? Infinity;
  }

  /** The sound from there on; what is not made yet comes as it is made. */
  async *from(milliseconds: number): AsyncGenerator<Int16Array> {
    let skip = Math.round((Math.max(0, milliseconds) * SPOKEN_RATE) / 1000);
    for (let at = 0; ;) {
      const piece = this.#pieces[at];
      if (piece === undefined) {
        if (this.#isMade) return;
        await this.#more.promise;
        continue;
      }
      at += 1;
      if (skip < piece.length) yield piece.subarray(skip);
      skip = Math.max(0, skip - piece.length);
    }
  }

  /** Where to continue after so much of it was heard. Milliseconds. */
  resumedAt(heardMs: number): number {
    return Math.max(0, heardMs - STEP_BACK_MS);
  }

  /** What of it was heard by then; a sentence that was cut off ends in dots. */
  textUntil(heardMs: number): string {
    const heard = this.#spoken.flatMap(({ text, startMs, endMs }) => {
      if (heardMs >= endMs - STEP_BACK_MS) return [text];
      const words = text.split(' ');
      const count = Math.floor((words.length * (heardMs - startMs)) / (endMs - startMs));
      return count <= 0 ? [] : [`${words.slice(0, count).join(' ')} …`];
    });
    return heard.join(' ');
  }

  /** No more of it is made. */
  drop(): void {
    this.#abort.abort();
  }

  async #make(sentences: readonly string[], speaker: Speaker): Promise<void> {
    try {
      for (const text of sentences) {
        const spoken = { text, startMs: this.#milliseconds(), endMs: Infinity };
        for await (const piece of this.#inTime(speaker.speak(text, this.#abort.signal))) {
          if (!this.#spoken.includes(spoken)) this.#spoken.push(spoken);
          this.#add(piece);
        }
        if (this.#abort.signal.aborted) break;
        spoken.endMs = this.#milliseconds();
        this.#add(BREATH);
      }
    } catch (error) {
      this.fault = error;
      this.#abort.abort();
    } finally {
      this.#isMade = true;
      this.#tellMore();
    }
  }

  /** Each piece in time: a voice that says nothing for long is gone. */
  async *#inTime(pieces: AsyncIterable<Int16Array>): AsyncGenerator<Int16Array> {
    const iterator = pieces[Symbol.asyncIterator]();
    for (;;) {
      const late = Promise.withResolvers<never>();
      const cancel = this.#clock.after(SILENT_MS, async () => late.reject(new SpeakerError('died')));
      const next = await Promise.race([iterator.next(), late.promise]).finally(cancel);
      if (next.done === true) return;
      yield next.value;
    }
  }

  #add(piece: Int16Array): void {
    this.#pieces.push(piece);
    this.#samples += piece.length;
    this.#tellMore();
  }

  #tellMore(): void {
    this.#more.resolve();
    this.#more = Promise.withResolvers<void>();
  }

  #milliseconds(): number {
    return (this.#samples / SPOKEN_RATE) * 1000;
  }
}
