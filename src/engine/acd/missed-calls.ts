/**
 * Lists for each agent the calls that they missed, and tells their pages. The agent's status is the router's matter.
 */
import type { Agent } from '#domain/directory/agent.ts';
import { missedBy } from '#domain/call/missed.ts';
import { isLive } from '#domain/call/state.ts';
import type { EventBus, Move } from '#domain/ports/event-bus.ts';
import type { MissedCallStore } from '#domain/ports/live-stores.ts';
import type { Directory } from '#domain/directory/workspace.ts';

export type MissedCallParts = {
  readonly store: Pick<MissedCallStore, 'add'>;
  readonly bus: EventBus;
  directory(workspaceId: number): Promise<Directory>;
  /** The simulator's agents miss calls as well, and no one reads their list. */
  isSimulated(agent: Agent): boolean;
  failed(error: unknown): void;
};

export type MissedCalls = {
  moved(move: Move): void;
  settled(): Promise<void>;
};

/** Makes the keeper of one process. */
export function createMissedCalls({ store, bus, directory, isSimulated, failed }: MissedCallParts): MissedCalls {
  /** Open call -> the agents who have missed it: they hear when someone else takes it. */
  const missed = new Map<number, ReadonlySet<number>>();
  const works = new Set<Promise<unknown>>();

  const tell = (workspaceId: number, agentId: number, callId: number): void =>
    bus.publish('news', { type: 'missed', workspaceId, agentId, callId });

  const add = async ({ call, ...move }: Move): Promise<void> => {
    const { agentIds: rung = [], reason = 'not_answered' } = missedBy({ call, ...move }) ?? {};
    const { agents } = await directory(call.workspaceId);
    const agentIds = rung.filter((id) => {
      const agent = agents.get(id);
      return agent !== undefined && !isSimulated(agent);
    });
    if (agentIds.length === 0) return;
    const { id: callId, workspaceId } = call;
    await store.add({ workspaceId, agentIds, callId, reason, at: call.updatedAt });
    if (isLive(call.state)) missed.set(callId, new Set([...(missed.get(callId) ?? []), ...agentIds]));
    for (const agentId of agentIds) tell(workspaceId, agentId, callId);
  };

  const aside = (work: Promise<unknown>): void => {
    const quiet = work.catch(failed).finally(() => works.delete(quiet));
    works.add(quiet);
  };

  return {
    moved(move) {
      const { before, call } = move;
      if (missedBy(move) !== null) aside(add(move));
      const isTaken = before !== null && before.assignedAt !== call.assignedAt && call.assignedAt !== null;
      if (isTaken) for (const agentId of missed.get(call.id) ?? []) tell(call.workspaceId, agentId, call.id);
      if (!isLive(call.state)) missed.delete(call.id);
    },
    async settled() {
      while (works.size > 0) await Promise.all(works);
    },
  };
}
