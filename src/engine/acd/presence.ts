/**
 * Which agents are here: those with a page open whose microphone works. A page that is gone for a moment (a reload, a
 * cut) has some seconds to come back; then its agent is unavailable, and what they were in continues without them.
 */
import type { PresenceStore } from '#domain/ports/live-stores.ts';
import { GRACE_MS } from '#domain/call/participant.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { EventBus } from '#domain/ports/event-bus.ts';
import type { Roster } from './roster.ts';

/** How often it is looked whether an agent whose page is gone is still heard. Milliseconds; a part of the grace. */
const LOOK_MS = GRACE_MS / 5;

export type PresenceParts = {
  readonly clock: Clock;
  readonly store: PresenceStore;
  readonly bus: EventBus;
  readonly roster: Roster;
  /** They take no calls here any more. */
  away(workspaceId: number, agentId: number): Promise<unknown>;
  /** The agent has agentLost: what rings for them is declined, what they are in is handed on. */
  agentLost(workspaceId: number, agentId: number): Promise<void>;
  /** Whether the agent talks in a call. */
  isTalking(workspaceId: number, agentId: number): boolean;
  failed(error: unknown): void;
};

export type Presence = {
  /** Their page is here and its microphone works. */
  came(workspaceId: number, agentId: number): Promise<void>;
  /**
   * The agent's page, or its sound, is gone; it may come back. While they talk and `isHeard` says that their sound goes
   * on they have not agentLost: a lost page is no hang-up. Nothing new rings meanwhile.
   */
  left(workspaceId: number, agentId: number, isHeard: () => boolean): void;
  /** They signed out: no grace. */
  signedOut(workspaceId: number, agentId: number): Promise<void>;
  /** Here, or gone for less than the grace. */
  isOnline(agentId: number): boolean;
  /** Gone for a moment: nothing new rings for them meanwhile. */
  isAway(agentId: number): boolean;
  /** Whether anyone is online in the workspace. */
  isAnyoneOnline(workspaceId: number): boolean;
  /** Gives everyone who was online when the last process ended the grace to come back. */
  start(): Promise<void>;
  stop(): void;
  settled(): Promise<void>;
};

/** Makes the keeper of one process. */
export function createPresence(parts: PresenceParts): Presence {
  const { roster, bus, store, clock } = parts;
  const leaving = new Set<Promise<void>>();
  const tell = (workspaceId: number, agentId: number): void =>
    bus.publish('news', { type: 'agent', workspaceId, agentId });

  const leave = async (workspaceId: number, agentId: number): Promise<void> => {
    roster.cancelGrace(agentId);
    if (!roster.leave(workspaceId, agentId)) return;
    await store.setOnline(workspaceId, agentId, false);
    await parts.away(workspaceId, agentId);
    await parts.agentLost(workspaceId, agentId);
    tell(workspaceId, agentId);
  };

  const leaveNow = async (workspaceId: number, agentId: number): Promise<void> => {
    const work = leave(workspaceId, agentId)
      .catch(parts.failed)
      .finally(() => leaving.delete(work));
    leaving.add(work);
    return work;
  };

  const left = (workspaceId: number, agentId: number, isHeard: () => boolean): void => {
    if (!roster.isOnline(agentId) || roster.isAway(agentId)) return;
    wait(workspaceId, agentId, isHeard, 0);
    tell(workspaceId, agentId); // Not free any more, though still online.
  };

  /** `quiet`: for how long the agent has been neither seen nor heard. Milliseconds. */
  const wait = (workspaceId: number, agentId: number, isHeard: () => boolean, quiet: number): void => {
    const look = async (): Promise<void> => {
      const goesOn = isHeard() && parts.isTalking(workspaceId, agentId);
      const now = goesOn ? 0 : quiet + LOOK_MS;
      if (now >= GRACE_MS) await leaveNow(workspaceId, agentId);
      else wait(workspaceId, agentId, isHeard, now);
    };
    roster.miss(agentId, clock.after(LOOK_MS, look));
  };

  return {
    async came(workspaceId, agentId) {
      const wasAway = roster.isAway(agentId);
      const wasOnline = roster.isOnline(agentId);
      roster.cancelGrace(agentId);
      if (wasOnline && !wasAway) return;
      roster.enter(workspaceId, agentId);
      if (!wasOnline) await store.setOnline(workspaceId, agentId, true);
      tell(workspaceId, agentId);
    },
    left,
    signedOut: leaveNow,
    isOnline: roster.isOnline,
    isAway: roster.isAway,
    isAnyoneOnline: roster.isAnyoneOnline,
    async start() {
      for (const { workspaceId, agentId } of await store.online()) {
        roster.enter(workspaceId, agentId);
        left(workspaceId, agentId, () => false);
      }
    },
    stop: roster.forgiveAll,
    async settled() {
      while (leaving.size > 0) await Promise.all(leaving);
    },
  };
}
