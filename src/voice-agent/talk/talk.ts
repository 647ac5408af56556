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
import type { KeptTalk } from '#domain/ports/talk-book.ts';
import { DIALOGUE_WORDS } from '#domain/voice-agent/dialogue-words.ts';
import type { Decision } from '#domain/voice-agent/dialogue.ts';
import { MAX_TALK_SECONDS, NEW_DIALOGUE } from '#domain/voice-agent/dialogue.ts';
import { countsOf } from '#domain/voice-agent/figures.ts';
import { reportOf } from '#domain/voice-agent/report.ts';
import { CallerTurn } from './caller-turn.ts';
import type { Happening } from './decide.ts';
import { decide } from './decide.ts';
import { SpeechOutput } from './speech-output.ts';
import { openSpeechInput } from './open-speech-input.ts';
import type { SpeechInput, Heard, TalkParts } from './ports.ts';
import { Tally } from './tally.ts';
import { Timers } from './timers.ts';
import { TurnLog } from './turn-log.ts';

/** How long a caller may say nothing before they are asked. Milliseconds. */
const SILENCE_MS = 8000;
/** A caller who made a noise without words meanwhile did not mean to interrupt. Milliseconds. */
const FALSE_ALARM_MS = 1500;
/** Beyond the longest talk by so much it ends wherever it is. Milliseconds. */
const GRACE_MS = 60_000;

/** One. */
export class Talk {
  readonly #parts: TalkParts;
  readonly #log: TurnLog;
  readonly #turn: CallerTurn;
  readonly #output: SpeechOutput;
  readonly #timers: Timers;
  readonly #tally = new Tally();
  #beganAt: number;
  #startedAt: Date;
  #decision: Decision = { dialogue: NEW_DIALOGUE, say: [], next: 'listen', expects: null };
  #input: SpeechInput | null = null;
  /** A later thought makes an earlier one void. */
  #thought = 0;
  #isThinking = false;
  /** What is said while it is thought. */
  #aside: Promise<void> = Promise.resolve();
  #isOver = false;
  #turnStart = 0;
  /** Something that the talk needs is gone: a person takes over as soon as the caller has heard who speaks. */
  #isBroken = false;
  #isFull = false;
  /** The caller has heard who speaks, which always comes first. */
  #isGreeted = false;

  constructor(parts: TalkParts) {
    this.#parts = {
      ...parts,
      failed: (what, error) => {
        this.#tally.fell();
        parts.failed(what, error);
      },
    };
    this.#timers = new Timers(parts.clock);
    this.#beganAt = parts.clock.elapsed();
    this.#startedAt = parts.clock.now();
    this.#log = new TurnLog(() => this.#second());
    this.#turn = new CallerTurn({
      clock: parts.clock,
      finish: () => this.#input?.finish(),
      scoreOf: async (text) => (await parts.reasoner.find({ ...parts.call, text })).found[0]?.score ?? 0,
      over: (text, confidence, endedAt) => this.#said(text, confidence, endedAt),
    });
    this.#output = new SpeechOutput({
      ...parts,
      second: () => this.#second(),
      run: (work) => this.#run(work),
      heard: (text, startSeconds) => {
        this.#isGreeted = true;
        this.#log.agentSaid(text, startSeconds);
        this.#tell();
      },
    });
  }

  /** Greets, or continues a talk of an earlier process. `isFull`: no room for one more; a person takes over. */
  async begin(isFull: boolean, kept: KeptTalk | null = null): Promise<void> {
    if (this.#isOver) return;
    this.#isFull = isFull;
    if (kept !== null) this.#takeUp(kept);
    const leftMs = Math.max(0, MAX_TALK_SECONDS - this.#second()) * 1000;
    this.#timers.set('end', leftMs + GRACE_MS, () => this.#fail(null));
    if (!isFull) this.#run(this.#listen());
    await this.#happens(kept === null ? { type: 'began', isRecorded: true } : { type: 'resumed' });
  }

  #takeUp({ startedAt, dialogue, turns, counts }: KeptTalk): void {
    const { clock } = this.#parts;
    this.#startedAt = startedAt;
    this.#beganAt = clock.elapsed() - Math.max(0, clock.now().getTime() - startedAt.getTime());
    this.#decision = { ...this.#decision, dialogue };
    this.#log.takeUp(turns);
    this.#tally.counts = counts;
    this.#isGreeted = true;
  }

  /** What is said while the recording is paused is answered, and kept nowhere. */
  pause(isPaused: boolean): void {
    this.#log.pause(isPaused);
    this.#tell();
  }

  /** The caller pressed a key. */
  pressed(key: string): void {
    if (this.#isOver || this.#decision.next !== 'listen') return;
    const isSpoken = this.#output.isBusy() && !this.#output.isHeld();
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

  /** An engine takes a moment to listen; the greeting does not wait for it. */
  async #listen(): Promise<void> {
    const input = await openSpeechInput(this.#parts, (heard) => this.#heard(heard));
    if (this.#isOver || this.#decision.next !== 'listen') return input?.end();
    this.#input = input;
    if (input === null) this.#fail(new Error('No engine listens.'));
  }

  #second(): number {
    return (this.#parts.clock.elapsed() - this.#beganAt) / 1000;
  }

  #run(work: Promise<void>): void {
    background('voice_agent.talk', work);
  }

  #heard(heard: Heard): void {
    if (this.#isOver || this.#decision.next !== 'listen') return;
    if (heard.type === 'lost') return this.#fail(new Error('The input is gone.'));
    const isBusy = this.#output.isBusy();
    if (heard.type === 'speech' && heard.isSpeaking) {
      this.#timers.cancel('wait');
      if (!this.#turn.hasBegun()) this.#turnStart = this.#second();
    }
    this.#turn.heard(heard, !isBusy && !this.#isThinking);
    if (heard.type === 'partial') this.#tell();
    if (!isBusy) return;
    // They speak over it: it is quiet until it is clear what that means.
    if (!this.#output.isHeld() && (!this.#turn.isSpeaking || !this.#output.hold())) return;
    if (this.#turn.hasWords()) this.#interrupt();
    else if (!this.#turn.isSpeaking) this.#timers.set('wait', FALSE_ALARM_MS, () => this.#resume());
  }

  #resume(): void {
    if (!this.#output.isHeld()) return;
    this.#turn.forget();
    this.#run(this.#output.resume());
  }

  /** The agent's words end here, and what of them was heard is kept; it is the caller's turn. */
  #interrupt(): void {
    this.#timers.cancel('wait');
    this.#isGreeted = true;
    if (this.#output.interrupt()) this.#turn.look();
  }

  #said(text: string, confidence: number | null, endedAt: number): void {
    this.#tally.asked(endedAt);
    const isPrivate = text !== '' && !this.#log.callerSaid(text, confidence, this.#turnStart);
    this.#run(this.#happens({ type: 'said', text }, isPrivate));
  }

  #fail(error: unknown): void {
    if (this.#isOver || this.#decision.next !== 'listen') return;
    if (error !== null) this.#parts.failed('voice_agent.talk', error);
    this.#isBroken = true;
    if (!this.#isGreeted) return;
    this.#interrupt();
    this.#run(this.#happens({ type: 'failed' }));
  }

  /** `isPrivate`: what was said is not to be kept. */
  async #happens(event: Happening, isPrivate = false): Promise<void> {
    this.#timers.cancel('wait');
    this.#thought += 1;
    const thought = this.#thought;
    this.#isThinking = true;
    const { dialogue } = this.#decision;
    const decision = await decide(this.#parts, {
      dialogue,
      happening: { ...event, second: this.#second() },
      isFull: this.#isFull,
      isSlow: () => this.#sayOneMoment(thought),
    });
    await this.#aside; // It is heard to its end.
    if (this.#isOver || this.#thought !== thought) return;
    this.#isThinking = false;
    // They continued while it was thought about: it was not all.
    if (event.type === 'said' && this.#turn.isSpeaking && decision.next === 'listen')
      return this.#turn.carry(event.text);
    const { asked } = isPrivate ? dialogue : decision.dialogue;
    this.#decision = { ...decision, dialogue: { ...decision.dialogue, asked } };
    if (event.type === 'said') this.#tally.understood(dialogue, decision.dialogue);
    if (decision.next !== 'listen') this.#input?.end();
    this.#turn.forget();
    await this.#say(this.#decision, event.type === 'began' ? 1 : 0);
  }

  async #say(decision: Decision, isProtected: number): Promise<void> {
    const saying = this.#output.say(decision.say, isProtected, {
      sounds: () => this.#tally.answered(this.#parts.clock.elapsed()),
      done: async (fault) => (fault === null ? this.#follows(decision) : this.#speakerFailed(decision, fault)),
    });
    this.#tell();
    await saying;
  }

  /** The answer takes its time: the caller hears that they are being heard. */
  #sayOneMoment(thought: number): void {
    if (this.#isOver || this.#thought !== thought || this.#output.isBusy() || this.#turn.isSpeaking) return;
    this.#aside = this.#output.say(DIALOGUE_WORDS.one_moment, 0, {
      done: async (fault) => (fault === null ? undefined : this.#parts.failed('voice_agent.talk', fault)),
    });
    this.#run(this.#aside);
  }

  /** The voice is gone: the other one says so, or what was to be said last. */
  async #speakerFailed(decision: Decision, fault: unknown): Promise<void> {
    if (decision.next === 'listen') return this.#fail(fault);
    this.#parts.failed('voice_agent.talk', fault);
    await this.#say(decision, 0);
  }

  /** Tells how the talk stands, again when what is held back now may be told. */
  #tell(): void {
    this.#timers.cancel('held');
    // Before anything has happened it is how it was kept.
    if (this.#isOver || this.#thought === 0) return;
    const heldMs = this.#log.heldForMs();
    if (heldMs !== null) this.#timers.set('held', heldMs + 1, () => this.#tell());
    const { dialogue } = this.#decision;
    const now = this.#log.isPaused()
      ? []
      : [this.#output.now(), this.#turn.now(this.#turnStart)].filter((each) => each !== null);
    const { counts } = this.#tally;
    this.#parts.told({ startedAt: this.#startedAt, dialogue, turns: this.#log.settled(), counts, now });
  }

  async #follows({ next, expects }: Decision): Promise<void> {
    switch (next) {
      case 'listen':
        if (this.#isBroken) return this.#happens({ type: 'failed' });
        this.#turn.expects = expects;
        if (this.#turn.hasBegun()) this.#turn.look();
        else this.#timers.set('wait', SILENCE_MS, () => this.#run(this.#happens({ type: 'silent' })));
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
    const isTaken = await this.#parts.handOver(brief);
    if (this.#isOver) return;
    if (isTaken) return this.#end(true);
    await this.#say({ ...this.#decision, say: DIALOGUE_WORDS.no_person, next: 'hang_up' }, 0);
  }

  async #end(isOurs: boolean): Promise<void> {
    this.#isOver = true;
    this.#timers.cancelAll();
    this.#turn.forget();
    this.#input?.end();
    const { dialogue } = this.#decision;
    const counts = countsOf(dialogue, this.#tally.counts);
    await this.#parts.over({ outcome: reportOf(dialogue), turns: this.#log.turns(), counts }, isOurs);
  }
}
