/**
 * What was said in a talk, by both: the turns of its transcript, without card numbers, and without what was said while
 * the recording was paused.
 */
import { turnsWithoutCards, wordsOf } from '#domain/call/card-numbers.ts';
import { NUMBER_MS, openNumber } from '#domain/call/live-words.ts';
import type { Turn } from '#domain/call/transcript.ts';

type Said = { readonly turn: Turn; readonly words: readonly { readonly text: string }[]; readonly at: number };

/** Mutable. `seconds`: since the talk began, with the recording. */
export class TurnLog {
  readonly #seconds: () => number;
  readonly #said: Said[] = [];
  /** What was said in an earlier process. */
  #before: readonly Turn[] = [];
  /** When the recording was paused last, and since when it is not. Seconds. */
  #pausedAt = Infinity;
  #resumedAt = -1;
  #whole: readonly Turn[] | null = null;
  #settled: readonly Turn[] = [];

  constructor(seconds: () => number) {
    this.#seconds = seconds;
  }

  /** What was said in an earlier process comes before everything. */
  takeUp(before: readonly Turn[]): void {
    [this.#before, this.#whole] = [before, null];
  }

  /** The recording is paused, or is not: nothing that is said meanwhile is kept. */
  pause(isPaused: boolean): void {
    if (isPaused === this.isPaused()) return;
    if (isPaused) this.#pausedAt = this.#seconds();
    else [this.#pausedAt, this.#resumedAt] = [Infinity, this.#seconds()];
  }

  isPaused(): boolean {
    return this.#pausedAt < Infinity;
  }

  /** The agent has said so much, until now. */
  agentSaid(text: string, startSeconds: number): void {
    this.#add({ speaker: 'virtual_agent', text, ...this.#span(startSeconds) });
  }

  /** The caller has. False: it is not kept. */
  callerSaid(text: string, confidence: number | null, startSeconds: number): boolean {
    const sure = confidence === null ? {} : { confidence: Math.round(confidence * 100) / 100 };
    return this.#add({ speaker: 'user', text, ...this.#span(startSeconds), ...sure });
  }

  /** All of them: a number may continue from one to the next. */
  turns(): readonly Turn[] {
    return (this.#whole ??= turnsWithoutCards([...this.#before, ...this.#said.map(({ turn }) => turn)]));
  }

  /**
   * Those that may be shown and stored already: what the caller said last and ends in a number is held back for a
   * while, since it may become a card number. The same list as long as it is the same.
   */
  settled(): readonly Turn[] {
    const held = new Set(this.#held());
    const turns = this.turns().filter((_, place) => {
      const said = this.#said[place - this.#before.length];
      return said === undefined || !held.has(said);
    });
    const isSame =
      turns.length === this.#settled.length && turns.every((turn, place) => turn.text === this.#settled[place]?.text);
    if (!isSame) this.#settled = turns;
    return this.#settled;
  }

  /** In how many milliseconds more of them are settled; null: all are. */
  heldForMs(): number | null {
    const last = this.#held().at(-1);
    return last === undefined ? null : Math.max(0, last.at + NUMBER_MS - this.#seconds() * 1000);
  }

  /** What the caller said last; empty: nothing. */
  lastWords(): string {
    return this.turns().findLast(({ speaker }) => speaker === 'user')?.text ?? '';
  }

  #held(): readonly Said[] {
    return openNumber(
      this.#said.filter(({ turn }) => turn.speaker === 'user'),
      this.#seconds() * 1000,
    );
  }

  #add(turn: Turn): boolean {
    const isKept = turn.text !== '' && !this.isPaused() && turn.startSeconds >= this.#resumedAt;
    if (!isKept) return false;
    const words = wordsOf(turn.text);
    this.#said.push({ turn, words, at: this.#seconds() * 1000 });
    this.#whole = null;
    return true;
  }

  #span(startSeconds: number): Pick<Turn, 'startSeconds' | 'endSeconds'> {
    return { startSeconds: tenths(startSeconds), endSeconds: tenths(Math.max(startSeconds, this.#seconds())) };
  }
}

function tenths(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
