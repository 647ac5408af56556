/** What a talk of the voice agent needs of the outside: speech in, speech out, and what becomes of the caller. */
import type { Call } from '#domain/call/call.ts';
import type { FinOutcome } from '#domain/call/external-call.ts';
import type { SpokenNow } from '#domain/call/live-words.ts';
import type { Reasoner } from '#domain/ports/reasoner.ts';
import type { KeptTalk } from '#domain/ports/talk-book.ts';
import type { Speaker } from '#domain/ports/speaker.ts';
import type { Brief } from '#domain/voice-agent/brief.ts';
import type { Clock } from '#domain/ports/stores.ts';

/** What is heard of the caller. */
export type Heard =
  /** They begin or end to speak, this many milliseconds ago. */
  | { readonly type: 'speech'; readonly isSpeaking: boolean; readonly agoMs: number }
  /** Their words so far, and how sure the engine is of them; null: it does not say. */
  | { readonly type: 'partial'; readonly text: string; readonly confidence: number | null }
  /** All that they said since the last one; empty: no words. */
  | { readonly type: 'final'; readonly text: string; readonly confidence: number | null }
  /** Nothing more is heard: the engine is gone. */
  | { readonly type: 'lost' };

/** The caller's speech, as an engine hears it. */
export type SpeechInput = {
  /** The turn is over: what was said comes at once, as `final`. */
  finish(): void;
  end(): void;
};

/** The caller's line, as far as it is the agent's. */
export type AgentLine = {
  /** Says this to the caller instead of what was being said; how much of it was, once it has ended. Milliseconds. */
  say(sounds: AsyncIterable<Int16Array>): Promise<number>;
  /** Silent from now on. */
  quiet(): Promise<void>;
  /** Null: no engine can listen now. */
  listen(hear: (heard: Heard) => void): Promise<SpeechInput | null>;
};

/** How a talk stands: what may be kept of it, and what is being said at this moment. */
export type TalkView = Pick<KeptTalk, 'startedAt' | 'dialogue' | 'turns' | 'counts'> & {
  readonly now: readonly SpokenNow[];
};

/** How the talk ended, what was said in it, and what is counted of it. */
export type TalkEnd = { readonly outcome: FinOutcome } & Pick<KeptTalk, 'turns' | 'counts'>;

/** What a talk is made of. */
export type TalkParts = {
  readonly call: Pick<Call, 'id' | 'workspaceId' | 'lang'>;
  readonly clock: Clock;
  readonly reasoner: Reasoner;
  /** The second one speaks where the first is gone. */
  readonly speakers: readonly [Speaker, Speaker];
  readonly line: AgentLine;
  /** A person takes over: the same caller continues. False: there is no one to take over. Does not reject. */
  handOver(brief: Brief): Promise<boolean>;
  /** The talk stands like this now. */
  told(view: TalkView): void;
  /** The talk is over. `isOurs`: it is the agent who hangs up. */
  over(end: TalkEnd, isOurs: boolean): Promise<void>;
  failed(what: string, error: unknown): void;
};
