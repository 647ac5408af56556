/**
 * The agent's speech: what is being said, held while the caller speaks over it, taken up again or broken off, and what
 * of it was heard.
 */
import type { SpokenNow } from '#domain/call/live-words.ts';
import type { TalkParts } from './ports.ts';
import { Utterance } from './utterance.ts';

/** The longest that is said at a time, and then it counts as said: no talk stands still. Milliseconds. */
const MAX_SPEECH_MS = 120_000;

/** What is told of it. */
export type Told = {
  /** Its first sound is there. */
  readonly sounds?: () => void;
  /** It was said to its end; `fault`: why the rest of it could not be. */
  readonly done: (fault: unknown) => Promise<void>;
};

type Saying = {
  readonly words: readonly string[];
  readonly utterance: Utterance;
  readonly startSeconds: number;
  /** Sentences that are heard to their end, whoever speaks meanwhile. */
  readonly isProtected: number;
  readonly told: Told;
  /** What was heard of it before it was taken up last, and when that was. Milliseconds. */
  heardMs: number;
  takenUpAt: number;
  /** How often it was taken up: whatever was told of it before does not count. */
  take: number;
  isHeld: boolean;
};

/** What it is made of. */
export type SpeechOutputParts = Pick<TalkParts, 'clock' | 'speakers' | 'line'> & {
  /** Seconds since the talk began. */
  second(): number;
  /** So much of what was said was heard. */
  heard(text: string, startSeconds: number): void;
  /** Does this, which no one waits for. */
  run(work: Promise<void>): void;
};

/** Mutable, of one talk. */
export class SpeechOutput {
  readonly #parts: SpeechOutputParts;
  #saying: Saying | null = null;
  /** Whose voice it is. */
  #voice: 0 | 1 = 0;

  constructor(parts: SpeechOutputParts) {
    this.#parts = parts;
  }

  /** Whether something is being said, or held. */
  isBusy(): boolean {
    return this.#saying !== null;
  }

  isHeld(): boolean {
    return this.#saying?.isHeld === true;
  }

  /** What is being said at this moment; null: nothing. */
  now(): SpokenNow | null {
    const saying = this.#saying;
    if (saying === null || saying.isHeld) return null;
    return { speaker: 'virtual_agent', text: saying.words.join(' '), startSeconds: saying.startSeconds };
  }

  /**
   * Says it, the first sentences to their end whoever speaks meanwhile; `done` comes when all of it was heard, or with
   * the fault of a voice that is gone: what is said from then on has the other voice, whose faults are no one's.
   */
  async say(words: readonly string[], isProtected: number, told: Told): Promise<void> {
    const utterance = new Utterance(words, this.#parts.speakers[this.#voice], this.#parts.clock);
    const startSeconds = this.#parts.second();
    const start = { heardMs: 0, takenUpAt: 0, take: 0, isHeld: false };
    this.#saying = { words, utterance, startSeconds, isProtected, told, ...start };
    await this.#play(this.#saying);
  }

  /** The caller speaks over it: it is quiet until it is clear what that means. False: it goes on. */
  hold(): boolean {
    const saying = this.#saying;
    if (saying === null) return false;
    const heardMs = this.#heardOf(saying);
    const { utterance, isProtected } = saying;
    if (isProtected > 0 && heardMs < utterance.endOf(isProtected)) return false;
    saying.isHeld = true;
    saying.heardMs = heardMs;
    this.#parts.run(this.#parts.line.quiet());
    return true;
  }

  /** Takes up what is held, a little before where it was. */
  async resume(): Promise<void> {
    const saying = this.#saying;
    if (saying?.isHeld !== true) return;
    saying.heardMs = saying.utterance.resumedAt(saying.heardMs);
    await this.#play(saying);
  }

  /** Breaks it off. False: nothing was being said. */
  interrupt(): boolean {
    const saying = this.#saying;
    this.#saying = null;
    if (saying === null) return false;
    saying.utterance.drop();
    this.#parts.heard(saying.utterance.textUntil(this.#heardOf(saying)), saying.startSeconds);
    if (!saying.isHeld) this.#parts.run(this.#parts.line.quiet());
    return true;
  }

  /** What was heard of it by now, as far as the clock tells. Milliseconds. */
  #heardOf({ isHeld, heardMs, takenUpAt }: Saying): number {
    return isHeld ? heardMs : heardMs + this.#parts.clock.elapsed() - takenUpAt;
  }

  /** Says it, or the rest of it. */
  async #play(saying: Saying): Promise<void> {
    saying.isHeld = false;
    saying.takenUpAt = this.#parts.clock.elapsed();
    saying.take += 1;
    const { take, utterance, heardMs: before } = saying;
    const tooLong = Promise.withResolvers<number>();
    const cancel = this.#parts.clock.after(MAX_SPEECH_MS, async () => tooLong.resolve(MAX_SPEECH_MS));
    const said = this.#parts.line.say(sounding(utterance.from(before), take === 1 ? saying.told.sounds : undefined));
    const heardMs = await Promise.race([said, tooLong.promise]);
    cancel();
    if (saying.take !== take || this.#saying !== saying) return;
    saying.heardMs = before + heardMs;
    if (saying.isHeld) return;
    this.#saying = null;
    this.#parts.heard(utterance.textUntil(saying.heardMs), saying.startSeconds);
    const fault = this.#voice === 0 ? utterance.fault : null;
    if (fault !== null) this.#voice = 1;
    await saying.told.done(fault);
  }
}

async function* sounding(sounds: AsyncIterable<Int16Array>, first: Told['sounds']): AsyncGenerator<Int16Array> {
  let isFirst = true;
  for await (const piece of sounds) {
    if (isFirst) first?.();
    isFirst = false;
    yield piece;
  }
}
