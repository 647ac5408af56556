/**
 * The embedded engine with the words of another: who speaks, and when, the embedded one hears; what they say, the other
 * one, as long as it is there. The embedded one hears along, so that nothing is lost with the other.
 */
import { background } from '#background/background.ts';
import type { LiveHeard, LiveTranscriber } from '#domain/ports/live-transcriber.ts';
import type { Attempt, Breaker } from '../engines/breaker.ts';
import type { SaidWords, WordEngine, WordStream } from './word-stream.ts';

/** An engine that may be passed over. */
export type ChainedWords = { readonly engine: WordEngine; readonly breaker: Pick<Breaker, 'enter'> };

export type WordsElsewhereParts = {
  readonly first: readonly ChainedWords[];
  readonly embedded: LiveTranscriber;
  /** One of the first is lost; the next, or the embedded one, hears. */
  failed(error: unknown): void;
};

type Final = Extract<LiveHeard, { readonly type: 'final' }>;

/** Makes it. */
export function withWordsElsewhere({ first, embedded, failed }: WordsElsewhereParts): LiveTranscriber {
  return {
    ...embedded,
    name: first[0]?.engine.name ?? embedded.name,
    listen(options, on) {
      const words = new Words(first, options.lang, { on, failed });
      const stream = embedded.listen(options, (heard) => words.heard(heard));
      if (stream === null) return null;
      words.begin();
      return {
        ...stream,
        hear(atMs, samples) {
          words.stream?.hear(samples);
          stream.hear(atMs, samples);
        },
        async end() {
          await stream.end();
          await words.end();
        },
      };
    },
  };
}

type Told = { on(heard: LiveHeard): void; failed(error: unknown): void };

/** Of one stream. Mutable. */
class Words {
  /** The engine that is there; null: only the embedded one. */
  stream: WordStream | null = null;
  readonly #left: ChainedWords[];
  readonly #lang: string;
  readonly #told: Told;
  #attempt: Attempt | null = null;
  /** Whether it has told words of what is being said. */
  #hasPartial = false;
  #startMs = 0;
  /** Final words are told one after another. */
  #finals: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(first: readonly ChainedWords[], lang: string, told: Told) {
    [this.#left, this.#lang, this.#told] = [[...first], lang, told];
  }

  /** Opens the first one that may be asked. */
  begin(): void {
    this.stream = null;
    while (this.stream === null && !this.#isOver) {
      const next = this.#left.shift();
      if (next === undefined) return;
      const attempt = next.breaker.enter();
      if (attempt === null) continue;
      this.#attempt = attempt;
      this.stream = next.engine.open(this.#lang, {
        partial: (said) => this.#partial(attempt, said),
        lost: (error) => this.#lost(attempt, error),
      });
    }
  }

  heard(heard: LiveHeard): void {
    switch (heard.type) {
      case 'speech':
        if (heard.isSpeaking) this.#startMs = heard.atMs;
        return this.#told.on(heard);
      case 'partial':
        if (!this.#hasPartial) this.#told.on(heard);
        return;
      case 'final':
        return this.#final(heard);
      case 'lost':
        this.#close();
        return this.#told.on(heard);
      default:
        return heard satisfies never;
    }
  }

  async end(): Promise<void> {
    await this.#finals;
    this.#close();
  }

  #close(): void {
    this.#isOver = true;
    this.stream?.end();
    this.stream = null;
    this.#attempt?.givenUp();
  }

  #partial(attempt: Attempt, { text, confidence }: SaidWords): void {
    if (this.#isOver || attempt !== this.#attempt || text === '') return;
    this.#hasPartial = true;
    const at = { startMs: this.#startMs, endMs: this.#startMs };
    this.#told.on({ type: 'partial', text, confidence, ...at, words: [] });
  }

  #lost(attempt: Attempt, error: unknown): void {
    if (this.#isOver || attempt !== this.#attempt) return;
    attempt.failed(null);
    this.#told.failed(error);
    this.#hasPartial = false;
    this.begin();
  }

  /** Without any sound of speech there is nothing to ask for. */
  #final(final: Final): void {
    const { stream } = this;
    this.#hasPartial = false;
    const isNothing = final.text === '' && final.startMs === final.endMs;
    const said = stream === null || isNothing ? Promise.resolve(null) : this.#said(stream);
    const tell = async (before: Promise<void>): Promise<void> => {
      const found = await said;
      await before;
      this.#told.on(found === null ? final : { ...final, ...found, words: [] });
    };
    // What needs no waiting is told at once.
    if (stream === null && this.#isOver) return this.#told.on(final);
    this.#finals = tell(this.#finals);
    background('voice_agent.words_elsewhere', this.#finals);
  }

  async #said(stream: WordStream): Promise<SaidWords | null> {
    const attempt = this.#attempt;
    try {
      const said = await stream.said();
      attempt?.answered();
      return said;
    } catch (error) {
      if (attempt !== null && stream === this.stream) {
        stream.end();
        this.#lost(attempt, error);
      }
      return null;
    }
  }
}
