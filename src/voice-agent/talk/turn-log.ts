/** What was said in a talk, by both: the turns of its transcript, without card numbers. */
import { turnsWithoutCards } from '#domain/call/card-numbers.ts';
import type { Turn } from '#domain/call/transcript.ts';

/** Mutable. `seconds`: since the talk began, with the recording. */
export class TurnLog {
  readonly #seconds: () => number;
  readonly #turns: Turn[] = [];

  constructor(seconds: () => number) {
    this.#seconds = seconds;
  }

  /** The agent has said so much, until now. */
  agentSaid(text: string, startSeconds: number): void {
    if (text !== '') this.#turns.push({ speaker: 'virtual_agent', text, ...this.#span(startSeconds) });
  }

  /** The caller has. */
  callerSaid(text: string, confidence: number | null, startSeconds: number): void {
    const sure = confidence === null ? {} : { confidence: Math.round(confidence * 100) / 100 };
    this.#turns.push({ speaker: 'user', text, ...this.#span(startSeconds), ...sure });
  }

  /** All of them: a number may continue from one to the next. */
  turns(): readonly Turn[] {
    return turnsWithoutCards(this.#turns);
  }

  /** What the caller said last; empty: nothing. */
  lastWords(): string {
    return this.turns().findLast(({ speaker }) => speaker === 'user')?.text ?? '';
  }

  #span(startSeconds: number): Pick<Turn, 'startSeconds' | 'endSeconds'> {
    return { startSeconds: tenths(startSeconds), endSeconds: tenths(Math.max(startSeconds, this.#seconds())) };
  }
}

function tenths(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
