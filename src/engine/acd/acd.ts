/**
 * Everything about who is rung for what: made in the order in which one part needs another, so that none is used before
 * it is there.
 */
import { isInTalk } from '#domain/call/participant.ts';
import { missingFields } from '#domain/directory/wrap-up-rules.ts';
import { wrapUpRulesOf } from '#domain/directory/workspace.ts';
import type { AgentStatus } from '#domain/directory/agent.ts';
import type { EventBus } from '#domain/ports/event-bus.ts';
import type { LiveStore } from '#domain/ports/live-stores.ts';
import type { Clock, Store } from '#domain/ports/stores.ts';
import type { Transitions } from '../core/transitions.ts';
import { createAgentLoad } from './agent-load.ts';
import { releaseAgent } from './agent-lost.ts';
import { createAvailability } from './availability.ts';
import { createMissedCalls } from './missed-calls.ts';
import { createPresence } from './presence.ts';
import { createQueueIndex } from './queue-index.ts';
import { createQueues } from './queue-stats.ts';
import { createRoster } from './roster.ts';
import { createRouter } from './router.ts';
import { createStaffing } from './staffing.ts';
import { createWrapUps } from './wrap-up.ts';

export type AcdParts = {
  readonly clock: Clock;
  readonly bus: EventBus;
  readonly transitions: Transitions;
  readonly store: Store;
  readonly live: Pick<LiveStore, 'presence' | 'missed' | 'notes'>;
  /** Stores an agent's status; false when there is no such agent. */
  setAgentStatus(workspaceId: number, agentId: number, status: AgentStatus, name: string | null): Promise<boolean>;
  failed(what: string, error: unknown): void;
};

/** Makes it. */
export function createAcd(parts: AcdParts) {
  const { clock, bus, transitions, store } = parts;
  const failed = (what: string) => (error: unknown) => parts.failed(what, error);
  const directory = async (workspaceId: number) => store.directory.load(workspaceId);

  const setAgentStatus = async (
    workspaceId: number,
    agentId: number,
    status: AgentStatus,
    name: string | null = null,
  ): Promise<boolean> => {
    const isKnown = await parts.setAgentStatus(workspaceId, agentId, status, name);
    if (isKnown) bus.publish('news', { type: 'agent', workspaceId, agentId });
    return isKnown;
  };

  const roster = createRoster();
  const index = createQueueIndex();
  const load = createAgentLoad();
  const wrapUps = createWrapUps({
    clock,
    store: parts.live.presence,
    isOnline: roster.isOnline,
    rulesOf: async (workspaceId, menuId) => wrapUpRulesOf(await directory(workspaceId), menuId),
    async missingIn(workspaceId, callId) {
      const known = await directory(workspaceId);
      const call = await store.calls.byId(workspaceId, callId);
      if (call === null) return [];
      const rules = wrapUpRulesOf(known, call.menuId);
      // Counted only where it is asked for.
      const hasNote = rules.required.includes('note') && (await parts.live.notes.countOf(workspaceId, callId)) > 0;
      return missingFields(rules, { ...call, hasNote });
    },
    lapsed: async ({ callId, agentId }, missing) =>
      transitions.apply(callId, () => ({ type: 'wrap_up_lapsed', missing, agentId })),
    statusOf: async (workspaceId, agentId) => (await directory(workspaceId)).agents.get(agentId),
    setAgentStatus,
    changed: (workspaceId, agentId) => bus.publish('news', { type: 'agent', workspaceId, agentId }),
    failed: failed('wrap_up'),
  });
  const availability = createAvailability(roster, wrapUps, load);
  const queues = createQueues(index, availability, () => clock.now());
  const common = { clock, transitions, bus, index, load };
  const router = createRouter({ ...common, availability, directory, setAgentStatus, failed: failed('route') });
  const missed = createMissedCalls({
    store: parts.live.missed,
    bus,
    directory,
    isSimulated: availability.isSimulated,
    failed: failed('missed_calls'),
  });
  const staffing = createStaffing({ transitions, bus, index, availability, directory, failed: failed('staffing') });
  const presence = createPresence({
    clock,
    store: parts.live.presence,
    bus,
    roster,
    async away(workspaceId, agentId) {
      await wrapUps.leave(workspaceId, agentId, 'unavailable');
    },
    agentLost: async (workspaceId, agentId) => releaseAgent({ transitions, store }, workspaceId, agentId),
    isTalking: (workspaceId, agentId) =>
      transitions.open().some((call) => call.workspaceId === workspaceId && isInTalk(call, agentId)),
    failed: failed('presence'),
  });
  return { setAgentStatus, roster, index, load, wrapUps, availability, queues, router, missed, staffing, presence };
}
