/** The talks of the voice agent with callers who are really there: one for each call that has come to it. */
import { background } from '#background/background.ts';
import { correlated } from '#background/correlation.ts';
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import type { FinOutcome } from '#domain/call/external-call.ts';
import { isPaused } from '#domain/call/recording.ts';
import { isLive } from '#domain/call/state.ts';
import type { Turn } from '#domain/call/transcript.ts';
import type { TalkBook } from '#domain/ports/talk-book.ts';
import type { Brief } from '#domain/voice-agent/brief.ts';
import { countsOf } from '#domain/voice-agent/figures.ts';
import { reportOf } from '#domain/voice-agent/report.ts';
import type { KeptTalkParts, KeptTalks } from './kept-talks.ts';
import { createKeptTalks } from './kept-talks.ts';
import type { AgentLine, TalkEnd, TalkParts } from './ports.ts';
import { Talk } from './talk.ts';

/** Talks at once, of the server and of one workspace: one more caller goes straight to a person. */
const MAX_TALKS = 20;
const MAX_TALKS_OF_WORKSPACE = 10;

/** Talks of an earlier process that are ended at a start; more of them wait for the next one. */
const MAX_LEFT = 500;

/** What they are made of. */
export type TalkKeeperParts = Pick<TalkParts, 'clock' | 'reasoner' | 'speakers' | 'failed'> &
  Pick<KeptTalkParts, 'keepsWords'> & {
    /** The line of the call whose caller has the leg. */
    lineOf(call: Call, legId: string): AgentLine;
    report(callId: number, event: CallEvent): Promise<unknown>;
    /** The caller moves on to a person, who is told so much. False: there is no one. */
    passOn(call: Call, brief: Brief): Promise<boolean>;
    /** Replaces what was kept of them while they were said. */
    keepWords(call: Call, turns: readonly Turn[]): Promise<void>;
    readonly book: TalkBook;
    /** Null: there is no such call. */
    callOf(callId: number): Promise<Call | null>;
    /** Tells who announced the call how it ended. */
    resolve(callId: number, outcome: FinOutcome): Promise<void>;
    /** The voice agent hangs up. What cannot be stored now is stored later. */
    hangUp(call: Call): Promise<void>;
  };

/** All talks. */
export type TalkKeeper = {
  /** The agent and the caller hear each other: the agent picks up, and greets. */
  meets(call: Call, legId: string): void;
  pressed(call: Call, key: string): void;
  /** The call is now as given; `before`: as it was. */
  follow(call: Call, before: Call | null): void;
  /** What is said in calls that the agent has. */
  readonly words: Pick<KeptTalks, 'of' | 'onChanged'>;
  /** Ends the talks whose calls ended while no process was there to see it. */
  takeUp(): Promise<void>;
  /** Keeps what is not kept yet; calls that go on continue in the next process. */
  stop(): Promise<void>;
};

/** Makes the keeper of one process. */
export function createTalkKeeper(parts: TalkKeeperParts): TalkKeeper {
  const { book, clock } = parts;
  const talks = new Map<number, { readonly talk: Talk; readonly workspaceId: number }>();
  /** Calls whose talk is over and being told. */
  const ending = new Set<number>();
  const words = createKeptTalks(parts);
  const run = (callId: number, work: () => Promise<unknown>): void =>
    correlated({ callId }, () =>
      background(
        'voice_agent',
        work().then(() => undefined),
      ),
    );

  const isFull = (workspaceId: number): boolean => {
    const own = talks.values().filter((each) => each.workspaceId === workspaceId);
    return talks.size >= MAX_TALKS || [...own].length >= MAX_TALKS_OF_WORKSPACE;
  };

  /** Whatever of it cannot be kept, the call ends; what is not kept is tried again by the next start. */
  const over = async (call: Call, end: TalkEnd, isOurs: boolean): Promise<void> => {
    ending.add(call.id);
    talks.delete(call.id);
    await tell(call, end);
    ending.delete(call.id);
    if (isOurs) await parts.hangUp(call);
  };

  /** Each of it though another fails; false: it did. */
  const isDone = async (work: Promise<unknown>): Promise<boolean> =>
    work.then(
      () => true,
      (error: unknown) => {
        parts.failed('voice_agent.words', error);
        return false;
      },
    );

  const tell = async (call: Call, { outcome, turns, counts }: TalkEnd): Promise<void> => {
    await words.close(call.id);
    const isKept = await isDone(keep(call, turns));
    const isTold = await isDone(parts.resolve(call.id, outcome));
    const isReported = !isKept || (await isDone(reportKept(call, turns, outcome)));
    if (isKept && isTold && isReported) await isDone(book.end(call.id, clock.now(), counts));
  };

  const keep = async (call: Call, turns: readonly Turn[]): Promise<void> => {
    if (await areKept(call, turns)) await parts.keepWords(call, turns);
  };

  const reportKept = async (call: Call, turns: readonly Turn[], { summary }: FinOutcome): Promise<void> => {
    if (await areKept(call, turns)) await parts.report(call.id, { type: 'transcribed', summary });
  };

  /** Where nothing was said that is kept, it is left to those who write recordings down. */
  const areKept = async ({ workspaceId }: Call, turns: readonly Turn[]): Promise<boolean> =>
    turns.length > 0 && parts.keepsWords(workspaceId);

  const begin = (call: Call, legId: string): void => {
    const talk = new Talk({
      ...parts,
      call,
      line: parts.lineOf(call, legId),
      told: (view) => words.put(call, view),
      handOver: async (brief) =>
        parts.passOn(call, brief).catch((error: unknown) => {
          parts.failed('voice_agent.hand_over', error);
          return false;
        }),
      over: async (end, isOurs) => over(call, end, isOurs),
    });
    const isOneTooMany = isFull(call.workspaceId);
    talks.set(call.id, { talk, workspaceId: call.workspaceId });
    talk.pause(isPaused(call.recording));
    run(call.id, async () => {
      const kept = await book.open(call.id).catch((error: unknown) => {
        parts.failed('voice_agent.words', error);
        return null;
      });
      await talk.begin(isOneTooMany, kept);
    });
  };

  /** A talk that no process has: an earlier one ended in the middle of it. */
  const endLeft = async (call: Call): Promise<void> => {
    const kept = await book.open(call.id);
    if (kept === null || talks.has(call.id) || ending.has(call.id)) return;
    const { dialogue, turns, counts } = kept;
    await over(call, { outcome: reportOf(dialogue), turns, counts: countsOf(dialogue, counts) }, false);
  };

  return {
    meets(call, legId) {
      if (talks.has(call.id)) return;
      if (call.state === 'queued') {
        parts.speakers[0].warm();
        run(call.id, async () => parts.report(call.id, { type: 'agent_assigned', agentId: null }));
      } else if (call.state !== 'connected') run(call.id, async () => parts.report(call.id, { type: 'legs_bridged' }));
      else begin(call, legId);
    },
    pressed: ({ id }, key) => talks.get(id)?.talk.pressed(key),
    follow(call, before) {
      const talk = talks.get(call.id)?.talk;
      talk?.pause(isPaused(call.recording));
      if (isLive(call.state)) return;
      if (talk !== undefined) run(call.id, async () => talk.hungUp());
      else if (call.origin === 'fin' && before !== null && isLive(before.state) && !ending.has(call.id))
        run(call.id, async () => endLeft(call));
    },
    words,
    async takeUp() {
      for (const callId of await book.left(MAX_LEFT)) {
        const call = await parts.callOf(callId);
        if (call !== null) await endLeft(call);
      }
    },
    stop: words.stop,
  };
}
