/** The talks of the voice agent with callers who are really there: one for each call that has come to it. */
import { background } from '#background/background.ts';
import { correlated } from '#background/correlation.ts';
import type { Call } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import type { FinOutcome } from '#domain/call/external-call.ts';
import { isLive } from '#domain/call/state.ts';
import type { Turn } from '#domain/call/transcript.ts';
import type { Brief } from '#domain/voice-agent/brief.ts';
import type { AgentLine, TalkEnd, TalkParts } from './ports.ts';
import { Talk } from './talk.ts';

/** Talks at once, of the server and of one workspace: one more caller goes straight to a person. */
const MAX_TALKS = 20;
const MAX_TALKS_OF_WORKSPACE = 10;

/** What they are made of. */
export type TalkKeeperParts = Pick<TalkParts, 'clock' | 'reasoner' | 'speakers' | 'failed'> & {
  /** The line of the call whose caller has the leg. */
  lineOf(call: Call, legId: string): AgentLine;
  report(callId: number, event: CallEvent): Promise<unknown>;
  /** The caller moves on to a person, who is told so much. False: there is no one. */
  passOn(call: Call, brief: Brief): Promise<boolean>;
  /** False: the workspace keeps no words. */
  keepWords(call: Call, turns: readonly Turn[]): Promise<boolean>;
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
  /** The call is now as given. */
  follow(call: Call): void;
};

/** Makes the keeper of one process. */
export function createTalkKeeper(parts: TalkKeeperParts): TalkKeeper {
  const talks = new Map<number, { readonly talk: Talk; readonly workspaceId: number }>();
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

  /** Whatever of it cannot be kept, the call ends. */
  const over = async (call: Call, { outcome, turns }: TalkEnd, isOurs: boolean): Promise<void> => {
    talks.delete(call.id);
    const failed = (error: unknown): void => parts.failed('voice_agent.words', error);
    const isKept = await parts.keepWords(call, turns).catch(failed);
    await parts.resolve(call.id, outcome).catch(failed);
    const event = { type: 'transcribed', summary: outcome.summary } as const;
    if (isKept === true) await parts.report(call.id, event).catch(failed);
    if (isOurs) await parts.hangUp(call);
  };

  const begin = (call: Call, legId: string): void => {
    const talk = new Talk({
      ...parts,
      call,
      line: parts.lineOf(call, legId),
      handOver: async (brief) => parts.passOn(call, brief),
      over: async (end, isOurs) => over(call, end, isOurs),
    });
    const isOneTooMany = isFull(call.workspaceId);
    talks.set(call.id, { talk, workspaceId: call.workspaceId });
    run(call.id, async () => talk.begin(isOneTooMany));
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
    follow(call) {
      const talk = isLive(call.state) ? undefined : talks.get(call.id)?.talk;
      if (talk !== undefined) run(call.id, async () => talk.hungUp());
    },
  };
}
