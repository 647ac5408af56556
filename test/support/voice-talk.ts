/** A talk of the voice agent without sound: the test is the caller, and time is its own. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Reasoner } from '#domain/ports/reasoner.ts';
import type { Speaker } from '#domain/ports/speaker.ts';
import { SpeakerError } from '#domain/ports/speaker.ts';
import { converse } from '#domain/voice-agent/dialogue.ts';
import type { FoundArticle } from '#domain/voice-agent/found.ts';
import type { Brief } from '#domain/voice-agent/brief.ts';
import type { AgentLine, Heard, TalkEnd, TalkView } from '#voice-agent/talk/ports.ts';
import { Talk } from '#voice-agent/talk/talk.ts';
import { background, ownBackground } from '#background/background.ts';
import { createManualClock } from './manual-clock.ts';

export const ORDER: FoundArticle = {
  articleId: 1,
  title: 'Where is my order?',
  score: 0.9,
  sentences: ['It leaves us within a day.', 'You can follow it in your account.'],
  handsOver: false,
};

/** After this one a person does the rest. */
const PLAN: FoundArticle = { ...ORDER, articleId: 2, title: 'Cancel my plan', handsOver: true };

/** A letter takes so long to be said. Milliseconds. */
const LETTER_MS = 50;

/** What may go wrong, and how it begins. */
export type TalkTroubles = {
  readonly isFull?: boolean;
  readonly hasInput?: boolean;
  readonly hasPerson?: boolean;
  /** The voice is gone from its first words on. */
  readonly isVoiceGone?: boolean;
  /** Other engines. */
  readonly reasoner?: Reasoner;
  readonly speaker?: Speaker;
  readonly listen?: AgentLine['listen'];
};

/** Begins a talk. */
export async function createTalkWorld(context: { after(undo: () => void): void }, troubles: TalkTroubles = {}) {
  const { isFull = false, hasInput = true, hasPerson = true, isVoiceGone = false } = troubles;
  const faults: unknown[] = [];
  context.after(ownBackground((_what, error) => void faults.push(error)));
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 12; turn += 1) await nextTurn();
  };
  const clock = createManualClock(new Date('2026-03-02T10:00:00Z'), settle);
  /** Sentences as they are spoken, and whether they were said to their end. */
  const spoken: string[] = [];
  const briefs: Brief[] = [];
  let hear: (heard: Heard) => void = () => undefined;
  const playing: { saying: { readonly stop: () => void } | null } = { saying: null };
  const state = {
    end: null as TalkEnd | null,
    view: null as TalkView | null,
    isOurs: null as boolean | null,
    finals: [] as string[],
    isEarOpen: false,
  };

  const voice = (name: string, isGone: boolean): Speaker => ({
    name,
    async *speak(text) {
      if (isGone) throw new SpeakerError('died');
      spoken.push(name === 'spare' ? `(spare) ${text}` : text);
      yield new Int16Array((text.length * LETTER_MS * 8000) / 1000);
    },
    warm: () => undefined,
    close: async () => undefined,
  });

  const line: AgentLine = {
    async say(sounds) {
      playing.saying?.stop();
      let samples = 0;
      for await (const piece of sounds) samples += piece.length;
      const milliseconds = samples / 8;
      const begun = clock.elapsed();
      const ended = Promise.withResolvers<number>();
      const cancel = clock.after(milliseconds, async () => stop());
      const stop = (): void => {
        cancel();
        if (playing.saying === mine) playing.saying = null;
        ended.resolve(Math.min(milliseconds, clock.elapsed() - begun));
      };
      const mine = { stop };
      playing.saying = mine;
      return ended.promise;
    },
    quiet: async () => playing.saying?.stop(),
    async listen(heard) {
      hear = heard;
      if (troubles.listen !== undefined) return troubles.listen(heard);
      if (!hasInput) return null;
      state.isEarOpen = true;
      return {
        finish: () => hear({ type: 'final', text: state.finals.shift() ?? '', confidence: 0.9 }),
        end: () => void (state.isEarOpen = false),
      };
    },
  };
  const found = (text: string): FoundArticle[] =>
    text.includes('order') ? [ORDER] : text.includes('plan') ? [PLAN] : [];
  const reasoner: Reasoner = {
    find: async ({ text }) => ({ by: 'meaning', found: found(text) }),
    reply: async ({ dialogue }, event) =>
      converse(dialogue, event.type === 'said' ? { ...event, found: found(event.text) } : event),
  };
  const talk = new Talk({
    call: { id: 1, workspaceId: 1, lang: 'en' },
    clock,
    reasoner: troubles.reasoner ?? reasoner,
    speakers: [troubles.speaker ?? voice('first', isVoiceGone), voice('spare', false)],
    line,
    async handOver(brief) {
      briefs.push(brief);
      return hasPerson;
    },
    told: (view) => void (state.view = view),
    async over(end, isOurs) {
      [state.end, state.isOurs] = [end, isOurs];
    },
    failed: (_what, error) => void faults.push(error),
  });
  background('test.talk', talk.begin(isFull));
  await settle();

  const speech = (isSpeaking: boolean): void => hear({ type: 'speech', isSpeaking, agoMs: 0 });
  return {
    talk,
    clock,
    state,
    spoken,
    briefs,
    faults,
    settle,
    speech,
    hear: (heard: Heard): void => hear(heard),
    isTalking: (): boolean => playing.saying !== null,
    /** The agent says all it has to say. */
    async listenToEnd(): Promise<void> {
      await settle();
      for (let rounds = 0; rounds < 200 && playing.saying !== null; rounds += 1) await clock.advance(100);
    },
    /** The caller says it, in a second, and is silent from then on. */
    async say(text: string): Promise<void> {
      speech(true);
      await clock.advance(800);
      hear({ type: 'partial', text, confidence: 0.9 });
      await clock.advance(200);
      speech(false);
      state.finals.push(text);
      // Until the agent answers.
      for (let rounds = 0; rounds < 40 && playing.saying === null; rounds += 1) await clock.advance(50);
    },
    /** What was said since the last time. */
    newWords: (): string[] => spoken.splice(0),
  };
}
