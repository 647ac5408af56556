/** The minute after a call in which its agent writes down what it left to do. Kept by the server: a reload does not end it. */
import type { AgentStatus } from '#domain/directory/agent.ts';
import type { PresenceStore, WrapUp } from '#domain/ports/live-stores.ts';
import { talkingAgents } from '#domain/call/participant.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { Move } from '#domain/ports/event-bus.ts';

/** How long it lasts at most. Milliseconds. */
const WRAP_UP_MS = 60_000;

export type WrapUpParts = {
  readonly clock: Clock;
  readonly store: PresenceStore;
  /** Whether a person at a page takes their calls: the simulated agent and those led by API have nothing to wrap up. */
  isOnline(agentId: number): boolean;
  setAgentStatus(workspaceId: number, agentId: number, status: AgentStatus): Promise<unknown>;
  failed(error: unknown): void;
};

export type WrapUps = {
  /** Begins one for everyone who was connected in the call and no longer is. Told before the router, which must not ring them. */
  moved(move: Move): void;
  /** The call that the agent wraps up; null when none. */
  callOf(agentId: number): number | null;
  /** Whether no one wraps up. */
  isIdle(): boolean;
  /** Ends it; false when there was none. `status` is what the agent is then. */
  end(workspaceId: number, agentId: number, status: AgentStatus): Promise<boolean>;
  start(): Promise<void>;
  stop(): void;
  settled(): Promise<void>;
};

/** Makes the keeper of one process. */
export function createWrapUps(parts: WrapUpParts): WrapUps {
  const running = new Map<number, Running>();
  const works = new Set<Promise<unknown>>();

  const aside = (work: Promise<unknown>): void => {
    const quiet = work.finally(() => works.delete(quiet));
    works.add(quiet);
  };

  const end = async (workspaceId: number, agentId: number, status: AgentStatus): Promise<boolean> => {
    const held = running.get(agentId);
    if (held === undefined) return false;
    held.cancel();
    await held.begun; // Its status is stored by now, so that the new one comes after it and the router rings them only then.
    if (running.get(agentId) === held) running.delete(agentId);
    await parts.store.endWrapUp(agentId);
    await parts.setAgentStatus(workspaceId, agentId, status);
    return true;
  };

  const keep = (wrapUp: WrapUp, begun: Promise<unknown>): void => {
    const { workspaceId, agentId, since } = wrapUp;
    running.get(agentId)?.cancel();
    const left = since.getTime() + WRAP_UP_MS - parts.clock.now().getTime();
    const cancel = parts.clock.after(Math.max(0, left), async () => {
      await end(workspaceId, agentId, parts.isOnline(agentId) ? 'available' : 'unavailable').catch(parts.failed);
    });
    running.set(agentId, { wrapUp, begun, cancel });
  };

  const begin = async (wrapUp: WrapUp): Promise<void> => {
    await parts.store.beginWrapUp(wrapUp);
    await parts.setAgentStatus(wrapUp.workspaceId, wrapUp.agentId, 'wrap_up');
  };

  return {
    moved({ before, call }) {
      if (before === null) return;
      const still = talkingAgents(call);
      for (const agentId of talkingAgents(before)) {
        if (still.includes(agentId) || !parts.isOnline(agentId)) continue;
        const wrapUp = { workspaceId: call.workspaceId, agentId, callId: call.id, since: parts.clock.now() };
        const begun = begin(wrapUp).catch(parts.failed);
        keep(wrapUp, begun);
        aside(begun);
      }
    },
    callOf: (agentId) => running.get(agentId)?.wrapUp.callId ?? null,
    isIdle: () => running.size === 0,
    end,
    async start() {
      for (const wrapUp of await parts.store.wrapUps()) keep(wrapUp, Promise.resolve());
    },
    stop() {
      for (const { cancel } of running.values()) cancel();
      running.clear();
    },
    async settled() {
      while (works.size > 0) await Promise.all(works);
    },
  };
}

type Running = { readonly wrapUp: WrapUp; readonly begun: Promise<unknown>; readonly cancel: () => void };
