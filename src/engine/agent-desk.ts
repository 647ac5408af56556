/** What pages read and hear of the engine, beside its commands. */
import type { Call } from '#domain/call/call.ts';
import { isInCall } from '#domain/call/participant.ts';
import { isLive } from '#domain/call/state.ts';
import type { News } from '#domain/ports/event-bus.ts';
import type { Conversation } from '#domain/ports/live-stores.ts';
import { reportFrom } from '#domain/voice-agent/figures.ts';
import type { Presence } from './acd/presence.ts';
import type { Queues } from './acd/queue-stats.ts';
import type { Staffing } from './acd/staffing.ts';
import { spokenIn } from './ivr/caller-menus.ts';
import { openChoices } from './core/choices.ts';
import type { Deps } from './core/deps.ts';

/** The keepers that pages look at. */
export type LiveKeepers = { readonly presence: Presence; readonly queues: Queues; readonly staffing: Staffing };

/** Makes the live part. */
export function createLive(deps: Deps, { presence, queues, staffing }: LiveKeepers) {
  const { notes, messages, missed } = deps.live;
  const openCalls = (workspaceId: number): Call[] =>
    deps.transitions
      .open()
      .filter((call) => call.workspaceId === workspaceId && isLive(call.state))
      .toArray();
  return {
    presence,
    queues,
    /** Whether anyone is there for the callers of the menu. */
    isStaffed: staffing.isStaffed,
    menus: { view: deps.menus.view, spoken: spokenIn },
    hear: (listener: (news: News) => void) => deps.bus.subscribe('news', listener),
    wrapUpOf: deps.wrapUps.of,
    /** What the voice agent told of the caller, while they are there. */
    briefOf: deps.briefs.of,
    /** What the voice agent’s talks came to that ended in [from, to): whole hours of UTC, or until now. */
    voiceReport: async (workspaceId: number, from: Date, to: Date) =>
      reportFrom(await deps.store.talks.sums(workspaceId, from, to)),
    choices: async (workspaceId: number) => openChoices(deps, workspaceId),
    notesOf: notes.byCall,
    missedCalls: missed.list,
    missedCall: missed.find,
    conversation: async (workspaceId: number, id: number): Promise<Conversation | null> =>
      messages.conversation(workspaceId, id),
    conversations: async (workspaceId: number, limit: number) => messages.latest(workspaceId, limit),
    /** The calls in progress in the workspace, without those scheduled for later. */
    openCalls,
    wouldForget: deps.live.contacts.wouldForget,
    hold: deps.live.contacts.hold,
    holdCall: deps.live.contacts.holdCall,
    heldSince: deps.live.contacts.heldSince,
    /** A name was changed: pages that show a call of the contact read it again. */
    contactChanged(workspaceId: number, contactId: number): void {
      for (const { id, contact } of openCalls(workspaceId))
        if (contact?.id === contactId) deps.bus.publish('news', { type: 'note', workspaceId, callId: id });
    },
    /** The contacts whose calls the agent has now: is in, is rung for, or wraps up. */
    async contactsServedBy(workspaceId: number, agentId: number): Promise<ReadonlySet<number>> {
      const has = (call: Call): boolean => isInCall(call, agentId) || call.offer?.agentIds.includes(agentId) === true;
      const wrappedUp = deps.wrapUps.callOf(agentId);
      const ended = wrappedUp === null ? null : await deps.store.calls.byId(workspaceId, wrappedUp);
      const calls = [...openCalls(workspaceId).filter(has), ...(ended === null ? [] : [ended])];
      return new Set(calls.flatMap(({ contact }) => (contact === null ? [] : [contact.id])));
    },
  };
}
