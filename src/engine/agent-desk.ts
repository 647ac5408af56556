/** What the engine does for people at pages, beside its commands for APIs. */
import type { AgentStatus } from '#domain/directory/agent.ts';
import type { Call } from '#domain/call/call.ts';
import type { Conversation, Identity, Message } from '#domain/ports/live-stores.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { done, refused } from '#domain/call/refusal.ts';
import { isLive } from '#domain/call/state.ts';
import { createCallBacks } from './commands/call-back.ts';
import { createCallerMenus } from './ivr/caller-menus.ts';
import type { Chosen } from './commands/choose-number.ts';
import { choose, openChoices } from './commands/choose-number.ts';
import type { Deps } from './core/deps.ts';
import { declineCall, hangUp, leadCall, pauseRecording } from './commands/lead-live-call.ts';
import type { Presence } from './acd/presence.ts';
import type { Queues } from './acd/queue-stats.ts';
import type { TakeWebCall } from './commands/take-web-call.ts';
import { takeWebCall } from './commands/take-web-call.ts';
import type { DialThirdParty } from './commands/third-party.ts';
import { dialThirdParty } from './commands/third-party.ts';
import type { WrapUps } from './acd/wrap-up.ts';

/** The keepers that the live part works with. */
export type LiveKeepers = { readonly presence: Presence; readonly wrapUps: WrapUps; readonly queues: Queues };

/** What agents may call themselves. */
export type OwnStatus = Extract<AgentStatus, 'available' | 'unavailable' | 'break'>;

/** Makes the live part. */
export function createLive(
  deps: Deps,
  { presence, wrapUps, queues }: LiveKeepers,
  setAgentStatus: (workspaceId: number, agentId: number, status: AgentStatus) => Promise<boolean>,
) {
  const { notes, messages, contacts } = deps.live;
  const tellAgent = (workspaceId: number, agentId: number): void =>
    deps.news.tell({ type: 'agent', workspaceId, agentId });

  return {
    presence,
    queues,
    menus: createCallerMenus(deps),
    ...createCallBacks(deps),
    hear: deps.news.hear,
    wrapUpOf: wrapUps.callOf,

    /** An agent says what he is. Refused: `available` without a page that works. It ends a wrap-up. */
    async beStatus(workspaceId: number, agentId: number, status: OwnStatus): Promise<Outcome<null>> {
      if (status === 'available' && !presence.isOnline(agentId)) return refused({ code: 'agent_not_available' });
      if (!(await wrapUps.end(workspaceId, agentId, status))) await setAgentStatus(workspaceId, agentId, status);
      return done(null);
    },
    /** Refused: nothing to wrap up. */
    async finishWrapUp(workspaceId: number, agentId: number): Promise<boolean> {
      const isOver = await wrapUps.end(workspaceId, agentId, presence.isOnline(agentId) ? 'available' : 'unavailable');
      if (isOver) tellAgent(workspaceId, agentId);
      return isOver;
    },

    leadCall: async (...asked: Tail<Parameters<typeof leadCall>>) => leadCall(deps, ...asked),
    hangUp: async (...asked: Tail<Parameters<typeof hangUp>>) => hangUp(deps, ...asked),
    declineCall: async (...asked: Tail<Parameters<typeof declineCall>>) => declineCall(deps, ...asked),
    pauseRecording: async (...asked: Tail<Parameters<typeof pauseRecording>>) => pauseRecording(deps, ...asked),
    dialThirdParty: async (asked: DialThirdParty) => dialThirdParty(deps, asked),
    takeWebCall: async (asked: TakeWebCall) => takeWebCall(deps, asked),

    choices: async (workspaceId: number) => openChoices(deps, workspaceId),
    choose: async (workspaceId: number, agentId: number, choiceId: number, chosen: Chosen) =>
      choose(deps, workspaceId, agentId, choiceId, chosen),

    notesOf: notes.byCall,
    /** Null when the workspace has no such call. */
    async addNote(workspaceId: number, callId: number, agentId: number, text: string) {
      if ((await deps.store.calls.byId(workspaceId, callId)) === null) return null;
      const note = await notes.add(workspaceId, { callId, agentId, text, at: deps.clock.now() });
      deps.news.tell({ type: 'note', workspaceId, callId });
      return note;
    },

    conversation: async (workspaceId: number, id: number): Promise<Conversation | null> =>
      messages.conversation(workspaceId, id),
    conversations: async (workspaceId: number, limit: number) => messages.latest(workspaceId, limit),
    /** Null when the workspace has no such conversation. `agentId` is null when the contact writes. */
    async write(
      workspaceId: number,
      conversationId: number,
      agentId: number | null,
      text: string,
    ): Promise<Message | null> {
      const by = agentId === null ? 'contact' : 'agent';
      const message = await messages.add(workspaceId, { conversationId, by, agentId, text, at: deps.clock.now() });
      if (message !== null) deps.news.tell({ type: 'conversation', workspaceId, conversationId });
      return message;
    },

    /** Says who is at the other end of a call that goes on. Refused: a call that has ended. */
    async identify(workspaceId: number, callId: number, identity: Identity): Promise<Outcome<Call>> {
      const call = await deps.store.calls.byId(workspaceId, callId);
      if (call === null) return refused({ code: 'call_unknown', id: String(callId) });
      if (!isLive(call.state)) return refused({ code: 'event_not_allowed', state: call.state, event: 'contact_known' });
      if (call.contact === null) return refused({ code: 'contact_unknown' });
      const contact = await contacts.identify(workspaceId, call.contact.id, identity);
      if (contact === null) return refused({ code: 'contact_unknown' });
      return deps.mover.happened(callId, { type: 'contact_known', contact }, workspaceId);
    },

    /** The calls that go on in the workspace, without those scheduled for later. */
    openCalls: (workspaceId: number): Call[] =>
      [...deps.mover.open()].filter((call) => call.workspaceId === workspaceId && isLive(call.state)),
  };
}

type Tail<T extends readonly unknown[]> = T extends readonly [unknown, ...infer Rest] ? Rest : never;
