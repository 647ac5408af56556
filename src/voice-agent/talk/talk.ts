/**
 * One talk of the voice agent with a caller: what is heard goes to the dialogue, what that decides is said, and where
 * it ends the caller moves on to a person or hangs up.
 *
 * ```text
 *             said, or quiet for too long                whole
 *   listening ----------------------------> thinking -> speaking -> listening, or the end
 *       ^                                                 |   ^
 *       |   words                    the caller speaks    |   | no words
 *       +-------------------- held <----------------------+   |
 *                               +-----------------------------+
 * ```
 */
import { background } from '#background/background.ts';
import { DIALOGUE_WORDS } from '#domain/voice-agent/dialogue-words.ts';
import type { Decision } from '#domain/voice-agent/dialogue.ts';
import { MAX_TALK_SECONDS, NEW_DIALOGUE } from '#domain/voice-agent/dialogue.ts';
import { reportOf } from '#domain/voice-agent/report.ts';
import { CallerTurn } from './caller-turn.ts';
import type { Happening } from './decide.ts';
import { decide } from './decide.ts';
import type { Ear, Heard, TalkParts } from './ports.ts';
import { TurnLog } from './turn-log.ts';
import { Utterance } from './utterance.ts';

/** How long a caller may say nothing before they are asked. Milliseconds. */
const SILENCE_MS = 8000;
/** A caller who made a noise without words meanwhile did not mean to interrupt. Milliseconds. */
const FALSE_ALARM_MS = 1500;
/** The longest that is said at a time, and then it counts as said: no talk stands still. Milliseconds. */
const MAX_SPEECH_MS = 120_000;
/** Beyond the longest talk by so much it ends wherever it is. Milliseconds. */
const GRACE_MS = 60_000;

type Speaking = {
  readonly utterance: Utterance;
  readonly decision: Decision;
  readonly startSeconds: number;
  /** Sentences that are heard to their end, whoever speaks meanwhile. */
  readonly isProtected: number;
  /** What was heard of it before it was taken up last, and when that was. Milliseconds. */
  heardMs: number;
  takenUpAt: number;
  /** How often it was taken up: whatever was told of it before does not count. */
  take: number;
  isHeld: boolean;
};

/** One. */
export class Talk {
  readonly #parts: TalkParts;
  readonly #log: TurnLog;
  readonly #turn: CallerTurn;
  readonly #beganAt: number;
  #decision: Decision = { dialogue: NEW_DIALOGUE, say: [], next: 'listen', expects: null };
  #ear: Ear | null = null;
  #speaking: Speaking | null = null;
  /** What is thought about, if anything is: a later thought makes an earlier one void. */
  #thought = 0;
  #isThinking = false;
  #isOver = false;
  #turnStart = 0;
  /** Something that the talk needs is gone: a person takes over as soon as the caller has heard who speaks. */
  #isBroken = false;
  /** Whose voice it is. */
  #voice: 0 | 1 = 0;
  #isFull = false;
  /** The caller has heard who speaks, which always comes first. */
  #isGreeted = false;
  #cancelWait = (): void => undefined;
  #cancelEnd = (): void => undefined;

  constructor(parts: TalkParts) {
    this.#parts = parts;
    this.#beganAt = parts.clock.elapsed();
    this.#log = new TurnLog(() => this.#second());
    const { workspaceId, lang } = parts.call;
    this.#turn = new CallerTurn({
      clock: parts.clock,
      finish: () => this.#ear?.finish(),
      scoreOf: async (text) => (await parts.reasoner.find({ workspaceId, lang, text })).found[0]?.score ?? 0,
      over: (text, confidence) => this.#said(text, confidence),
    });
  }

  /** Greets. `isFull`: there is no room for one more talk; the caller is told, and goes to a person. */
  async begin(isFull: boolean): Promise<void> {
    this.#isFull = isFull;
    this.#cancelEnd = this.#parts.clock.after(MAX_TALK_SECONDS * 1000 + GRACE_MS, async () => this.#fail(null));
    if (!isFull) this.#run(this.#listen());
    await this.#happens({ type: 'began', isRecorded: true });
  }

  /** The caller pressed a key. */
  pressed(key: string): void {
    if (this.#isOver || this.#decision.next !== 'listen') return;
    const isSpoken = this.#speaking !== null && !this.#speaking.isHeld;
    if (key !== '0' && (isSpoken || this.#isThinking)) return;
    this.#interrupt();
    this.#run(this.#happens({ type: 'pressed', key }));
  }

  /** The caller is gone. */
  async hungUp(): Promise<void> {
    if (this.#isOver) return;
    this.#interrupt();
    await this.#end(false);
  }

  /** An ear takes a moment to be there; the greeting does not wait for it. */
  async #listen(): Promise<void> {
    const ear = await this.#parts.line.listen((heard) => this.#heard(heard)).catch(() => null);
    if (this.#isOver || this.#decision.next !== 'listen') return ear?.end();
    this.#ear = ear;
    if (ear === null) this.#fail(new Error('There is no ear.'));
  }

  #second(): number {
    return (this.#parts.clock.elapsed() - this.#beganAt) / 1000;
  }

  #run(work: Promise<void>): void {
    background('voice_agent.talk', work);
  }

  #heard(heard: Heard): void {
    if (this.#isOver || this.#decision.next !== 'listen') return;
    if (heard.type === 'lost') return this.#fail(new Error('The ear is gone.'));
    const speaking = this.#speaking;
    if (heard.type === 'speech' && heard.isSpeaking) {
      this.#cancelWait();
      if (!this.#turn.hasBegun()) this.#turnStart = this.#second();
    }
    this.#turn.heard(heard, speaking === null && !this.#isThinking);
    if (speaking === null) return;
    if (!speaking.isHeld) return this.#turn.isSpeaking ? this.#hold(speaking) : undefined;
    if (this.#turn.hasWords()) this.#interrupt();
    else if (!this.#turn.isSpeaking) this.#await(FALSE_ALARM_MS, () => this.#resume(speaking));
  }

  /** The caller speaks over the agent: it is quiet until it is clear what that means. */
  #hold(speaking: Speaking): void {
    const heardMs = this.#heardOf(speaking);
    const { utterance, isProtected } = speaking;
    if (isProtected > 0 && heardMs < utterance.endOf(isProtected)) return;
    speaking.isHeld = true;
    speaking.heardMs = heardMs;
    this.#run(this.#parts.line.quiet());
    if (this.#turn.hasWords()) this.#interrupt();
  }

  /** What was heard of it by now, as far as the clock tells. Milliseconds. */
  #heardOf({ isHeld, heardMs, takenUpAt }: Speaking): number {
    return isHeld ? heardMs : heardMs + this.#parts.clock.elapsed() - takenUpAt;
  }

  #resume(speaking: Speaking): void {
    if (this.#speaking !== speaking || !speaking.isHeld) return;
    this.#turn.forget();
    speaking.heardMs = speaking.utterance.resumedAt(speaking.heardMs);
    this.#run(this.#play(speaking));
  }

  /** The agent's words end here, and what of them was heard is kept; it is the caller's turn. */
  #interrupt(): void {
    this.#cancelWait();
    const speaking = this.#speaking;
    [this.#speaking, this.#isGreeted] = [null, true];
    if (speaking === null) return;
    speaking.utterance.drop();
    this.#log.agentSaid(speaking.utterance.textUntil(this.#heardOf(speaking)), speaking.startSeconds);
    if (!speaking.isHeld) this.#run(this.#parts.line.quiet());
    this.#turn.look();
  }

  #said(text: string, confidence: number | null): void {
    if (text !== '') this.#log.callerSaid(text, confidence, this.#turnStart);
    this.#run(this.#happens({ type: 'said', text }));
  }

  #fail(error: unknown): void {
    if (this.#isOver || this.#decision.next !== 'listen') return;
    if (error !== null) this.#parts.failed('voice_agent.talk', error);
    this.#isBroken = true;
    if (!this.#isGreeted) return;
    this.#interrupt();
    this.#run(this.#happens({ type: 'failed' }));
  }

  async #happens(event: Happening): Promise<void> {
    this.#cancelWait();
    this.#thought += 1;
    const thought = this.#thought;
    this.#isThinking = true;
    const { dialogue } = this.#decision;
    const decision = await decide(this.#parts, dialogue, { ...event, second: this.#second() }, this.#isFull);
    if (this.#isOver || this.#thought !== thought) return;
    this.#isThinking = false;
    // They continued while it was thought about: it was not all.
    if (event.type === 'said' && this.#turn.isSpeaking && decision.next === 'listen')
      return this.#turn.carry(event.text);
    this.#decision = decision;
    if (decision.next !== 'listen') this.#ear?.end();
    this.#turn.forget();
    await this.#say(decision, event.type === 'began' ? 1 : 0);
  }

  async #say(decision: Decision, isProtected: number): Promise<void> {
    const utterance = new Utterance(decision.say, this.#parts.speakers[this.#voice]);
    const speaking: Speaking = {
      utterance,
      decision,
      isProtected,
      startSeconds: this.#second(),
      heardMs: 0,
      takenUpAt: 0,
      take: 0,
      isHeld: false,
    };
    this.#speaking = speaking;
    await this.#play(speaking);
  }

  /** Says it, or the rest of it; what follows comes when it was heard to its end. */
  async #play(speaking: Speaking): Promise<void> {
    speaking.isHeld = false;
    speaking.takenUpAt = this.#parts.clock.elapsed();
    speaking.take += 1;
    const { take, utterance, heardMs: before } = speaking;
    const tooLong = Promise.withResolvers<number>();
    const cancel = this.#parts.clock.after(MAX_SPEECH_MS, async () => tooLong.resolve(MAX_SPEECH_MS));
    const said = this.#parts.line.say(utterance.from(before));
    const heardMs = await Promise.race([said, tooLong.promise]);
    cancel();
    if (speaking.take !== take || this.#speaking !== speaking) return;
    speaking.heardMs = before + heardMs;
    if (speaking.isHeld) return;
    [this.#speaking, this.#isGreeted] = [null, true];
    this.#log.agentSaid(utterance.textUntil(speaking.heardMs), speaking.startSeconds);
    if (utterance.fault !== null && this.#voice === 0) return this.#speakerFailed(speaking.decision, utterance.fault);
    await this.#follows(speaking.decision);
  }

  /** The voice is gone: the other one says so, or what was to be said last. */
  async #speakerFailed(decision: Decision, fault: unknown): Promise<void> {
    this.#voice = 1;
    if (decision.next === 'listen') return this.#fail(fault);
    this.#parts.failed('voice_agent.talk', fault);
    await this.#say(decision, 0);
  }

  async #follows({ next, expects }: Decision): Promise<void> {
    switch (next) {
      case 'listen':
        if (this.#isBroken) return this.#happens({ type: 'failed' });
        this.#turn.expects = expects;
        if (this.#turn.hasBegun()) this.#turn.look();
        else this.#await(SILENCE_MS, () => this.#run(this.#happens({ type: 'silent' })));
        return;
      case 'hand_over':
        return this.#handOver();
      case 'hang_up':
      case 'rest':
        return this.#end(true);
      default:
        return next satisfies never;
    }
  }

  async #handOver(): Promise<void> {
    const brief = { ...reportOf(this.#decision.dialogue), lastWords: this.#log.lastWords() };
    const isTaken = await this.#parts.handOver(brief).catch((error: unknown) => {
      this.#parts.failed('voice_agent.hand_over', error);
      return false;
    });
    if (this.#isOver) return;
    if (isTaken) return this.#end(true);
    await this.#say({ ...this.#decision, say: DIALOGUE_WORDS.no_person, next: 'hang_up' }, 0);
  }

  async #end(isOurs: boolean): Promise<void> {
    this.#isOver = true;
    this.#cancelWait();
    this.#cancelEnd();
    this.#turn.forget();
    this.#ear?.end();
    await this.#parts.over({ outcome: reportOf(this.#decision.dialogue), turns: this.#log.turns() }, isOurs);
  }

  #await(milliseconds: number, run: () => void): void {
    this.#cancelWait();
    this.#cancelWait = this.#parts.clock.after(milliseconds, async () => run());
  }
}
