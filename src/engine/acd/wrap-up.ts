/**
 * The time after a call in which its agent writes down what it left to do. Kept by the server: a reload does not end
 * it. It ends when its agent says so, who must have given what is required, or when its time is up: then the call is
 * marked with what is missing.
 */
import type { Agent, AgentStatus } from '#domain/directory/agent.ts';
import type { WrapUpField, WrapUpRules } from '#domain/directory/wrap-up-rules.ts';
import type { PresenceStore, WrapUp } from '#domain/ports/live-stores.ts';
import { talkingAgents } from '#domain/call/participant.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { Move } from '#domain/ports/event-bus.ts';

export type WrapUpParts = {
  readonly clock: Clock;
  readonly store: PresenceStore;
  /** Whether a person at a page takes their calls: the simulated agent and those led by API have nothing to wrap up. */
  isOnline(agentId: number): boolean;
  /** Of calls of the menu. */
  rulesOf(workspaceId: number, menuId: number | null): Promise<WrapUpRules>;
  /** What is required of the call and missing. */
  missingIn(workspaceId: number, callId: number): Promise<readonly WrapUpField[]>;
  /** The time of the wrap-up ran out while this was missing: the call is marked. */
  lapsed(wrapUp: WrapUp, missing: readonly WrapUpField[]): Promise<unknown>;
  /** What the agent is at present, under the workspace's name for it. */
  statusOf(workspaceId: number, agentId: number): Promise<Pick<Agent, 'status' | 'statusName'> | undefined>;
  setAgentStatus(workspaceId: number, agentId: number, status: AgentStatus, name?: string | null): Promise<unknown>;
  /** The agent's wrap-up has begun, changed or ended: their pages are told, and the router. */
  changed(workspaceId: number, agentId: number): void;
  failed(error: unknown): void;
};

export type WrapUps = {
  /**
   * Begins one for everyone who was connected in the call and no longer is. Told before the router, which must not ring
   * them.
   */
  moved(move: Move): void;
  /** The call that the agent wraps up; null when none. */
  callOf(agentId: number): number | null;
  /** The agent's wrap-up; null when none. */
  of(agentId: number): WrapUp | null;
  /** What is required of the call that the agent wraps up, and missing. Empty without one. */
  missing(agentId: number): Promise<readonly WrapUpField[]>;
  /** Whether no one wraps up. */
  isIdle(): boolean;
  /** Ends it; false when there was none. The agent keeps a status that they took beside it, else they take calls. */
  end(workspaceId: number, agentId: number): Promise<boolean>;
  /** The agent takes the status, which ends their wrap-up unless something required is missing. */
  leave(workspaceId: number, agentId: number, status: AgentStatus, name?: string | null): Promise<void>;
  start(): Promise<void>;
  stop(): void;
  settled(): Promise<void>;
};

type Running = { wrapUp: WrapUp; readonly begun: Promise<unknown>; cancel: () => void };

/** Makes the keeper of one process. */
export function createWrapUps(parts: WrapUpParts): WrapUps {
  const running = new Map<number, Running>();
  const works = new Set<Promise<unknown>>();

  const aside = (work: Promise<unknown>): void => {
    const quiet = work.finally(() => works.delete(quiet));
    works.add(quiet);
  };

  const endAs = async (
    workspaceId: number,
    agentId: number,
    status: AgentStatus,
    name: string | null,
  ): Promise<boolean> => {
    const held = running.get(agentId);
    if (held === undefined) return false;
    held.cancel();
    // Its status is stored by now, so that the new one comes after it and the router rings them only then.
    await held.begun;
    if (running.get(agentId) === held) running.delete(agentId);
    await parts.store.endWrapUp(agentId);
    await parts.setAgentStatus(workspaceId, agentId, status, name);
    parts.changed(workspaceId, agentId);
    return true;
  };

  const end = async (workspaceId: number, agentId: number): Promise<boolean> => {
    const { status = 'wrap_up', statusName = null } = (await parts.statusOf(workspaceId, agentId)) ?? {};
    if (status !== 'wrap_up') return endAs(workspaceId, agentId, status, statusName);
    return endAs(workspaceId, agentId, parts.isOnline(agentId) ? 'available' : 'unavailable', null);
  };

  const missing = async (agentId: number): Promise<readonly WrapUpField[]> => {
    const wrapUp = running.get(agentId)?.wrapUp;
    return wrapUp === undefined ? [] : parts.missingIn(wrapUp.workspaceId, wrapUp.callId);
  };

  const leave = async (
    workspaceId: number,
    agentId: number,
    status: AgentStatus,
    name: string | null = null,
  ): Promise<void> => {
    const isEnded = (await missing(agentId)).length === 0 && (await endAs(workspaceId, agentId, status, name));
    if (!isEnded) await parts.setAgentStatus(workspaceId, agentId, status, name);
  };

  /** The time is up. The mark is stored first, so that a crash in between leaves none without. */
  const expire = async (wrapUp: WrapUp): Promise<void> => {
    const lacking = await parts.missingIn(wrapUp.workspaceId, wrapUp.callId);
    if (lacking.length > 0) await parts.lapsed(wrapUp, lacking);
    await end(wrapUp.workspaceId, wrapUp.agentId);
  };

  /** Looks again when the time is up. */
  const watch = (held: Running): void => {
    const { until } = held.wrapUp;
    if (until === null) return;
    const left = until.getTime() - parts.clock.now().getTime();
    held.cancel = parts.clock.after(Math.max(0, left), async () => expire(held.wrapUp).catch(parts.failed));
  };

  const begin = async (agentId: number, menuId: number | null): Promise<void> => {
    const held = running.get(agentId);
    if (held === undefined) return;
    const { workspaceId, since } = held.wrapUp;
    const { seconds } = await parts.rulesOf(workspaceId, menuId);
    if (running.get(agentId) !== held) return; // The next call has ended meanwhile.
    if (seconds === 0) {
      running.delete(agentId);
      return parts.changed(workspaceId, agentId);
    }
    held.wrapUp = { ...held.wrapUp, until: seconds === null ? null : new Date(since.getTime() + seconds * 1000) };
    await parts.store.beginWrapUp(held.wrapUp);
    await parts.setAgentStatus(workspaceId, agentId, 'wrap_up');
    parts.changed(workspaceId, agentId);
    if (running.get(agentId) === held) watch(held);
  };

  const open = (wrapUp: WrapUp, menuId: number | null): void => {
    const { agentId } = wrapUp;
    running.get(agentId)?.cancel();
    const started = Promise.withResolvers<void>();
    running.set(agentId, { wrapUp, begun: started.promise, cancel: () => undefined });
    aside(begin(agentId, menuId).catch(parts.failed).finally(started.resolve));
  };

  return {
    moved({ before, call }) {
      if (before === null) return;
      const still = talkingAgents(call);
      for (const agentId of talkingAgents(before)) {
        if (still.includes(agentId) || !parts.isOnline(agentId)) continue;
        const { workspaceId, id: callId, menuId } = call;
        open({ workspaceId, agentId, callId, since: parts.clock.now(), until: null }, menuId);
      }
    },
    callOf: (agentId) => running.get(agentId)?.wrapUp.callId ?? null,
    of: (agentId) => running.get(agentId)?.wrapUp ?? null,
    missing,
    isIdle: () => running.size === 0,
    end,
    leave,
    async start() {
      for (const wrapUp of await parts.store.wrapUps()) {
        const held = { wrapUp, begun: Promise.resolve(), cancel: () => undefined };
        running.set(wrapUp.agentId, held);
        watch(held);
      }
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
