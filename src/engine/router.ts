/**
 * Brings waiting calls and free agents together. It keeps no truth of its own: who waits, rings or talks is read off the calls as they
 * were last stored, so no agent can be left reserved.
 */
import type { Agent, AgentStatus } from '#directory/agent.ts';
import type { Directory } from '#directory/workspace.ts';
import type { Call } from '#call/call.ts';
import { castAgents, chooseAgents } from '#call/offer.ts';
import { isPresent } from '#call/participant.ts';
import type { Clock } from '#call/ports.ts';
import { openTransfer } from '#call/transfer.ts';
import type { Move, Mover } from './mover.ts';

/** What the router needs besides the mover. */
export type RouterPorts = {
  readonly clock: Clock;
  directory(workspaceId: number): Promise<Directory>;
  setAgentStatus(workspaceId: number, agentId: number, status: AgentStatus): Promise<unknown>;
  failed(error: unknown): void;
};

export type Router = {
  /** Takes note of a call as it is now. */
  see(call: Call): void;
  moved(move: Move): void;
  /** Looks for agents for everything that waits in the workspace; call it when an agent's status or a menu changes. */
  route(workspaceId: number): void;
  /** How many calls wait for the menu. */
  waitingFor(workspaceId: number, menuId: number): number;
  /** Calls the agent is in or is rung for. */
  callsOf(agentId: number): number;
  settled(): Promise<void>;
};

/** Makes the router of one process. */
export function createRouter(mover: Pick<Mover, 'happened'>, ports: RouterPorts): Router {
  const waiting = new Map<number, Map<number, Call>>();
  const held = new Map<number, readonly number[]>();
  const load = new Map<number, number>();
  const freedAt = new Map<number, Date>();
  const dirty = new Set<number>();
  let running: Promise<void> | null = null;

  const see = (call: Call): void => {
    for (const agentId of held.get(call.id) ?? []) load.set(agentId, (load.get(agentId) ?? 1) - 1);
    const agentIds = agentsOf(call);
    for (const agentId of agentIds) load.set(agentId, (load.get(agentId) ?? 0) + 1);
    if (agentIds.length > 0) held.set(call.id, agentIds);
    else held.delete(call.id);
    const queue = waiting.get(call.workspaceId) ?? new Map<number, Call>();
    if (isWaiting(call)) queue.set(call.id, call);
    else queue.delete(call.id);
    waiting.set(call.workspaceId, queue);
  };

  const route = (workspaceId: number): void => {
    if ((waiting.get(workspaceId)?.size ?? 0) === 0) return;
    dirty.add(workspaceId);
    running ??= drain().finally(() => {
      running = null;
    });
  };

  const drain = async (): Promise<void> => {
    await Promise.resolve(); // Several moves of the same turn are answered by one look.
    for (const workspaceId of dirty) {
      dirty.delete(workspaceId);
      await look(workspaceId).catch(ports.failed);
    }
  };

  const look = async (workspaceId: number): Promise<void> => {
    const directory = await ports.directory(workspaceId);
    const free = new Map<number, Agent>();
    for (const agent of directory.agents.values()) if (isFree(agent)) free.set(agent.id, agent);
    if (free.size === 0) return;
    const offers: Promise<unknown>[] = [];
    for (const call of inOrder(waiting.get(workspaceId))) {
      if (free.size === 0) break;
      const agentIds = chooseAgents(call, candidates(directory, call, free));
      if (agentIds.length === 0) continue;
      for (const id of agentIds) if (free.get(id)?.capacity !== null) free.delete(id);
      offers.push(ring(call, agentIds));
    }
    await Promise.all(offers);
  };

  const isFree = (agent: Agent): boolean =>
    agent.status === 'available' && (agent.capacity === null || (load.get(agent.id) ?? 0) < agent.capacity);

  const candidates = (directory: Directory, call: Call, free: ReadonlyMap<number, Agent>): Agent[] => {
    const transfer = openTransfer(call.transfers);
    const menu = directory.menus.get(transfer?.menuId ?? call.menuId ?? 0);
    const asked =
      transfer !== undefined && transfer.agentId !== null
        ? [transfer.agentId]
        : menu === undefined
          ? []
          : castAgents(menu, call.castings);
    return [...asked].flatMap((id) => {
      const agent = free.get(id);
      return agent === undefined ? [] : [{ ...agent, idleSince: freedAt.get(id) ?? agent.idleSince }];
    });
  };

  const ring = async (call: Call, agentIds: readonly number[]): Promise<unknown> =>
    mover.happened(call.id, (now) => {
      if (!isWaiting(now) || now.version !== call.version) return null; // It moved meanwhile; that move looks again.
      const until = now.offer?.until ?? new Date(ports.clock.now().getTime() + now.offerSeconds * 1000);
      return { type: 'agents_rung', agentIds: [...(now.offer?.agentIds ?? []), ...agentIds], until };
    });

  return {
    see,
    route,
    moved({ before, call, event }) {
      see(call);
      const now = ports.clock.now();
      for (const agentId of before === null ? [] : agentsOf(before))
        if (!agentsOf(call).includes(agentId)) freedAt.set(agentId, now);
      if (event.type === 'offer_missed' && call.offerType === 'deltacast')
        for (const agentId of event.agentIds)
          void ports.setAgentStatus(call.workspaceId, agentId, 'missed_call').catch(ports.failed);
      route(call.workspaceId);
    },
    waitingFor(workspaceId, menuId) {
      let count = 0;
      for (const call of waiting.get(workspaceId)?.values() ?? []) if (call.menuId === menuId) count += 1;
      return count;
    },
    callsOf: (agentId) => load.get(agentId) ?? 0,
    async settled() {
      await running;
    },
  };
}

/** Whether agents are to be rung for the call. The voice agent's calls wait for nobody. */
function isWaiting(call: Call): boolean {
  if (call.origin === 'fin' || call.origin === 'reported') return false;
  return call.state === 'queued' || (call.state === 'connected' && openTransfer(call.transfers) !== undefined);
}

/** The agents whom the call keeps busy: in it, or rung for it. */
function agentsOf(call: Call): readonly number[] {
  const present = call.participants.flatMap((each) => (each.agentId !== null && isPresent(each) ? [each.agentId] : []));
  return call.offer === null ? present : [...new Set([...present, ...call.offer.agentIds])];
}

/** Priority before, then the longest waiter first. */
function inOrder(calls: ReadonlyMap<number, Call> | undefined): Call[] {
  const since = (call: Call): number =>
    (openTransfer(call.transfers)?.createdAt ?? call.queuedAt ?? call.createdAt).getTime();
  return [...(calls?.values() ?? [])].sort((a, b) => b.priority - a.priority || since(a) - since(b) || a.id - b.id);
}
