/**
 * The time after a call in which its agent writes down what it left to do. Kept by the server: a reload does not end
 * it. It ends when its agent says so or its time is up; one whose call lacks a required disposition ends with that
 * alone.
 */
import type { AgentStatus } from '#domain/directory/agent.ts';
import type { WrapUpRules } from '#domain/directory/wrap-up-rules.ts';
import type { PresenceStore, WrapUp } from '#domain/ports/live-stores.ts';
import { talkingAgents } from '#domain/call/participant.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { Move } from '#domain/ports/event-bus.ts';

export type WrapUpParts = {
  readonly clock: Clock;
  readonly store: PresenceStore;
  /** Whether a person at a page takes their calls: the simulated agent and those led by API have nothing to wrap up. */
  isOnline(agentId: number): boolean;
  rulesOf(workspaceId: number): Promise<WrapUpRules>;
  /** Whether the call lacks a disposition that its workspace requires. */
  isUnfinished(workspaceId: number, callId: number): Promise<boolean>;
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
  /** Whether the agent wraps up a call that lacks a required disposition. */
  isUnfinished(agentId: number): Promise<boolean>;
  /** Whether no one wraps up. */
  isIdle(): boolean;
  /** Ends it; false when there was none. `status` is what the agent is then. */
  end(workspaceId: number, agentId: number, status: AgentStatus, name?: string | null): Promise<boolean>;
  /** The agent takes the status, which ends their wrap-up unless it is unfinished. */
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

  const end = async (
    workspaceId: number,
    agentId: number,
    status: AgentStatus,
    name: string | null = null,
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

  const isUnfinished = async (agentId: number): Promise<boolean> => {
    const wrapUp = running.get(agentId)?.wrapUp;
    return wrapUp !== undefined && parts.isUnfinished(wrapUp.workspaceId, wrapUp.callId);
  };

  const leave = async (
    workspaceId: number,
    agentId: number,
    status: AgentStatus,
    name: string | null = null,
  ): Promise<void> => {
    const isEnded = !(await isUnfinished(agentId)) && (await end(workspaceId, agentId, status, name));
    if (!isEnded) await parts.setAgentStatus(workspaceId, agentId, status, name);
  };

  /** The time is up. What lacks a disposition continues; its page says why. */
  const expire = async ({ workspaceId, agentId }: WrapUp): Promise<void> => {
    if (await isUnfinished(agentId)) parts.changed(workspaceId, agentId);
    else await end(workspaceId, agentId, parts.isOnline(agentId) ? 'available' : 'unavailable');
  };

  /** Looks again when the time is up. */
  const watch = (held: Running): void => {
    const { until } = held.wrapUp;
    if (until === null) return;
    const left = until.getTime() - parts.clock.now().getTime();
    held.cancel = parts.clock.after(Math.max(0, left), async () => expire(held.wrapUp).catch(parts.failed));
  };

  const begin = async (agentId: number): Promise<void> => {
    const held = running.get(agentId);
    if (held === undefined) return;
    const { workspaceId, since } = held.wrapUp;
    const { seconds, isDispositionRequired } = await parts.rulesOf(workspaceId);
    if (running.get(agentId) !== held) return; // The next call has ended meanwhile.
    if (seconds === 0 && !isDispositionRequired) {
      running.delete(agentId);
      return parts.changed(workspaceId, agentId);
    }
    held.wrapUp = { ...held.wrapUp, until: seconds === null ? null : new Date(since.getTime() + seconds * 1000) };
    await parts.store.beginWrapUp(held.wrapUp);
    await parts.setAgentStatus(workspaceId, agentId, 'wrap_up');
    parts.changed(workspaceId, agentId);
    if (running.get(agentId) === held) watch(held);
  };

  const open = (wrapUp: WrapUp): void => {
    const { agentId } = wrapUp;
    running.get(agentId)?.cancel();
    const started = Promise.withResolvers<void>();
    running.set(agentId, { wrapUp, begun: started.promise, cancel: () => undefined });
    aside(begin(agentId).catch(parts.failed).finally(started.resolve));
  };

  return {
    moved({ before, call }) {
      if (before === null) return;
      const still = talkingAgents(call);
      for (const agentId of talkingAgents(before)) {
        if (still.includes(agentId) || !parts.isOnline(agentId)) continue;
        open({ workspaceId: call.workspaceId, agentId, callId: call.id, since: parts.clock.now(), until: null });
      }
    },
    callOf: (agentId) => running.get(agentId)?.wrapUp.callId ?? null,
    of: (agentId) => running.get(agentId)?.wrapUp ?? null,
    isUnfinished,
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
