/** The lines of waiting callers as people see them: who is where, and for how long still. */
import type { Agent } from '#domain/directory/agent.ts';
import type { Menu } from '#domain/directory/menu.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { Call } from '#domain/call/call.ts';
import type { MenuCondition } from '#domain/call/deflection.ts';
import { conditionOf } from '#domain/call/deflection.ts';
import { estimatedWait, RECENT_CALLS } from '#domain/call/estimated-wait.ts';
import { isLeftWaiting } from '#domain/call/hand-over.ts';
import { openTransfer } from '#domain/call/transfer.ts';
import type { Move } from '../core/transitions.ts';

/** One queue at an instant. */
export type QueueState = {
  readonly menuId: number;
  readonly waiting: number;
  /** Since when the longest waiter has waited. */
  readonly waitingSince: Date | null;
  /** What a caller who chose it now would meet: only an `open` queue takes calls, any other sends them elsewhere. */
  readonly condition: MenuCondition;
  readonly agents: number;
  /** Agents of its groups who are free, see `Engine.isFree`; also counted while it is not open. */
  readonly available: number;
  /** Seconds until whoever joined now would be answered; null when it cannot be told. */
  readonly estimatedWait: number | null;
};

export type Queues = {
  see(call: Call): void;
  moved(move: Move): void;
  /** Place and wait of a caller in the line; null when he does not wait. */
  placeOf(
    call: Call,
    directory: Directory,
  ): { readonly position: number; readonly estimatedWait: number | null } | null;
  stateOf(menu: Menu, directory: Directory): QueueState;
};

/** What the queues ask about an agent. */
export type AgentSight = {
  /** Whether the agent counts as free, see `Engine.isFree`. */
  isFree(workspaceId: number, agent: Agent): boolean;
  /** Whether the agent may be rung by name; agents led by API alone count too. What an estimate of the wait is made of. */
  mayTake(agent: Agent): boolean;
  /** Whether the agent is simulated and takes no call of a queue, because there are people who do. */
  leavesToPeople(workspaceId: number, agent: Agent): boolean;
  isWorking(agent: Agent): boolean;
  now(): Date;
};

/** Makes the queues of one process. */
export function createQueues(sight: AgentSight): Queues {
  const lines = new Map<number, Map<number, Call>>();
  const standing = new Map<number, number>();
  const handled = new Map<number, number[]>();

  const see = (call: Call): void => {
    const was = standing.get(call.id);
    if (was !== undefined) lines.get(was)?.delete(call.id);
    standing.delete(call.id);
    const menuId = queueOf(call);
    if (menuId === null || call.origin === 'fin') return;
    const line = lines.get(menuId) ?? new Map<number, Call>();
    lines.set(menuId, line.set(call.id, call));
    standing.set(call.id, menuId);
  };

  const note = (call: Call): void => {
    if (call.menuId === null || call.assignedAt === null || call.endsAt === null || call.connectedAt === null) return;
    const seconds = (call.endsAt.getTime() - call.assignedAt.getTime()) / 1000;
    handled.set(call.menuId, [...(handled.get(call.menuId) ?? []), seconds].slice(-RECENT_CALLS));
  };

  const outlook = (menu: Menu, directory: Directory, position: number): number | null => {
    const agents = agentsOf(menu, directory).filter((each) => !sight.leavesToPeople(directory.workspace.id, each));
    return estimatedWait({
      position,
      working: agents.filter((agent) => sight.isWorking(agent)).length,
      free: agents.filter((agent) => sight.mayTake(agent)).length,
      handleSeconds: handled.get(menu.id) ?? [],
    });
  };

  return {
    see,
    moved({ before, call }) {
      see(call);
      if (before !== null && before.endsAt === null && call.endsAt !== null) note(call);
    },
    placeOf(call, directory) {
      const menuId = queueOf(call) ?? 0;
      const line = inOrder(lines.get(menuId));
      const index = line.findIndex((each) => each.id === call.id);
      const menu = directory.menus.get(menuId);
      if (index < 0 || menu === undefined) return null;
      return { position: index + 1, estimatedWait: outlook(menu, directory, index + 1) };
    },
    stateOf(menu, directory) {
      const line = inOrder(lines.get(menu.id));
      const agents = agentsOf(menu, directory);
      return {
        menuId: menu.id,
        waiting: line.length,
        waitingSince: earliest(line.map((call) => call.queuedAt ?? call.createdAt)),
        condition: conditionOf(menu, sight.now(), line.length),
        agents: agents.length,
        available: agents.filter((agent) => sight.isFree(directory.workspace.id, agent)).length,
        estimatedWait: outlook(menu, directory, line.length + 1),
      };
    },
  };
}

function agentsOf(menu: Menu, directory: Directory): Agent[] {
  const ids = new Set(menu.groups.flatMap((group) => group.agentIds));
  return [...ids].flatMap((id) => directory.agents.get(id) ?? []);
}

/** The queue in which the caller waits with nobody to talk to: their first one, or the one they are handed over to; null when in none. */
function queueOf(call: Call): number | null {
  if (call.state === 'queued') return call.menuId;
  return call.state === 'connected' && isLeftWaiting(call) ? (openTransfer(call.transfers)?.menuId ?? null) : null;
}

/** As the router serves them: priority before, then the longest waiter first. */
function inOrder(line: ReadonlyMap<number, Call> | undefined): Call[] {
  const since = (call: Call): number => (call.queuedAt ?? call.createdAt).getTime();
  return [...(line?.values() ?? [])].sort((a, b) => b.priority - a.priority || since(a) - since(b) || a.id - b.id);
}

function earliest(dates: readonly Date[]): Date | null {
  return dates.length === 0 ? null : dates.reduce((a, b) => (a <= b ? a : b));
}
