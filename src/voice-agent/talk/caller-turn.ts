/** The caller's turn while it lasts: what was heard of it, and when it is over. */
import { withoutNumbers, wordsOf } from '#domain/call/card-numbers.ts';
import type { SpokenNow } from '#domain/call/live-words.ts';
import type { Decision } from '#domain/voice-agent/dialogue.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { isBackchannel, learnedPause, pauseFor, WHOLE_SCORE } from '#domain/voice-agent/turn-taking.ts';
import type { Heard } from './ports.ts';

/** How long the final words may take that were asked for; then those that are there count. Milliseconds. */
const FINAL_MS = 1000;
/** Speech without words that is shorter is a cough. Milliseconds. */
const MIN_SPEECH_MS = 400;
/** The longest turn: who speaks on, or beside a noise without end, is answered. Milliseconds. */
const MAX_TURN_MS = 30_000;
/** A pause that is longer was none within a turn. Milliseconds. */
const MAX_PAUSE_MS = 4000;

/** What a turn is made of. */
export type CallerTurnParts = {
  readonly clock: Clock;
  /** Asks for the final words. */
  finish(): void;
  /** The score of the best article for the words; 0: none. */
  scoreOf(text: string): Promise<number>;
  /** The turn is over: its words, which may be none, and when the caller ended to speak, by the clock. */
  over(text: string, confidence: number | null, endedAt: number): void;
};

/** Mutable, of one caller; one turn after the other. */
export class CallerTurn {
  /** What is waited for. */
  expects: Decision['expects'] = 'question';
  /** Whether the caller speaks at this moment. */
  isSpeaking = false;
  readonly #parts: CallerTurnParts;
  /** Words that are final, and those after them so far. */
  #final = '';
  #partial = '';
  #confidence: number | null = null;
  /** The words whose answer was looked for last, and whether there is one. */
  #asked = '';
  #isAnswerable = false;
  #beganAt: number | null = null;
  #changedAt = 0;
  #speechMs = 0;
  #ownPauseMs = 0;
  #isFinishing = false;
  #cancel = (): void => undefined;

  constructor(parts: CallerTurnParts) {
    this.#parts = parts;
  }

  /** What is being said, without numbers; null: nothing. */
  now(startSeconds: number): SpokenNow | null {
    const text = this.#text();
    return text === '' ? null : { speaker: 'user', text: withoutNumbers(wordsOf(text)), startSeconds };
  }

  /** Whether there are words that are more than a sign of listening. */
  hasWords(): boolean {
    return !isBackchannel(this.#text());
  }

  /** Whether anything was said. */
  hasBegun(): boolean {
    return this.isSpeaking || this.#text() !== '' || this.#speechMs >= MIN_SPEECH_MS;
  }

  /** What was answered too early belongs to what comes now. */
  carry(text: string): void {
    this.#final = joined(text, this.#final);
  }

  /** What was heard was nothing. */
  forget(): void {
    this.#cancel();
    [this.#final, this.#partial, this.#confidence, this.#speechMs] = ['', '', null, 0];
    [this.#isFinishing, this.#asked, this.#isAnswerable] = [false, '', false];
    this.#beganAt = this.isSpeaking ? this.#parts.clock.elapsed() : null;
  }

  /** Takes note of it. `isTheirs`: it is the caller's turn, and may be over with this. */
  heard(heard: Exclude<Heard, { readonly type: 'lost' }>, isTheirs: boolean): void {
    if (heard.type === 'speech') this.#spoke(heard.isSpeaking, this.#parts.clock.elapsed() - heard.agoMs);
    else if (heard.text !== '') this.#take(heard);
    const isEnd = heard.type === 'final' && isTheirs && (this.#isFinishing || !this.isSpeaking);
    if (isEnd && this.hasBegun()) return this.#end();
    if (isTheirs) this.look();
  }

  /** Looks when the turn would be over by what is known, and waits until then. */
  look(): void {
    if (this.#isFinishing) return;
    this.#cancel();
    if (!this.hasBegun()) return;
    const text = this.#text();
    if (!this.isSpeaking && text !== '' && this.#asked !== text) this.#ask(text);
    const due = this.isSpeaking ? (this.#beganAt ?? 0) + MAX_TURN_MS : this.#changedAt + this.#pauseMs();
    const wait = Math.max(0, due - this.#parts.clock.elapsed());
    this.#cancel = this.#parts.clock.after(wait, async () => this.#finish());
  }

  #text(): string {
    return joined(this.#final, this.#partial);
  }

  #take({ type, text, confidence }: Extract<Heard, { readonly text: string }>): void {
    this.#confidence = confidence;
    if (type === 'partial') this.#partial = text;
    else [this.#final, this.#partial] = [joined(this.#final, text), ''];
  }

  #pauseMs(): number {
    const [expects, confidence, ownPauseMs] = [this.expects, this.#confidence, this.#ownPauseMs];
    const isAnswerable = this.#isAnswerable && this.#asked === this.#text();
    return pauseFor({ expects, text: this.#text(), confidence, isAnswerable, ownPauseMs });
  }

  /** Whether the words are answered as they are. */
  #ask(text: string): void {
    [this.#asked, this.#isAnswerable] = [text, false];
    const know = (score: number): void => {
      if (this.#asked !== text || score < WHOLE_SCORE) return;
      this.#isAnswerable = true;
      if (!this.isSpeaking && this.#text() === text) this.look();
    };
    this.#parts.scoreOf(text).then(know, () => undefined); // Without it the turn takes its time.
  }

  #spoke(isSpeaking: boolean, at: number): void {
    if (isSpeaking === this.isSpeaking) return;
    const lasted = Math.max(0, at - this.#changedAt);
    if (isSpeaking) {
      // They continued: what might have been the end was a pause of theirs.
      if (this.hasBegun() && lasted < MAX_PAUSE_MS) this.#ownPauseMs = learnedPause(this.#ownPauseMs, lasted);
      this.#beganAt ??= at;
      this.#isFinishing = false;
    } else this.#speechMs += lasted;
    this.isSpeaking = isSpeaking;
    this.#changedAt = at;
  }

  #finish(): void {
    this.#isFinishing = true;
    this.#cancel = this.#parts.clock.after(FINAL_MS, async () => this.#end());
    this.#parts.finish();
  }

  #end(): void {
    const [text, confidence, endedAt] = [this.#text(), this.#confidence, this.#changedAt];
    this.forget();
    this.#parts.over(text, confidence, endedAt);
  }
}

function joined(before: string, after: string): string {
  return [before, after].filter((each) => each !== '').join(' ');
}
