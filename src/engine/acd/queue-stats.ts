/** The lines of waiting callers as people see them: who is where, and for how long still. */
import type { Agent } from '#domain/directory/agent.ts';
import type { Menu } from '#domain/directory/menu.ts';
import { isSkilled } from '#domain/directory/skill.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { Call } from '#domain/call/call.ts';
import type { MenuCondition } from '#domain/call/deflection.ts';
import { conditionOf } from '#domain/call/deflection.ts';
import { estimatedWait, RECENT_CALLS } from '#domain/call/estimated-wait.ts';
import type { Move } from '#domain/ports/event-bus.ts';
import type { Availability } from './availability.ts';
import type { QueueIndex } from './queue-index.ts';

/** One queue at an instant. */
export type QueueState = {
  readonly menuId: number;
  readonly waiting: number;
  /** Since when the longest waiter has waited. */
  readonly waitingSince: Date | null;
  /** What a caller who chose it now would meet: only an `open` queue takes calls, any other sends them elsewhere. */
  readonly condition: MenuCondition;
  readonly agents: number;
  /** Agents of its groups, with its skills, who are free, see `Engine.isFree`; also counted while it is not open. */
  readonly available: number;
  /** Seconds until a caller who joined now would be answered; null when it cannot be told. */
  readonly estimatedWait: number | null;
};

export type Queues = {
  /** Learns from calls that end how long they take. */
  moved(move: Move): void;
  /** Place and wait of a caller in the line; null when they do not wait. */
  positionOf(
    call: Call,
    directory: Directory,
  ): { readonly position: number; readonly estimatedWait: number | null } | null;
  stateOf(menu: Menu, directory: Directory): QueueState;
};

/** Makes the view of one process; `now` is the clock's. */
export function createQueues(
  index: Pick<QueueIndex, 'queue' | 'positionOf'>,
  availability: Pick<Availability, 'isFree' | 'mayTake' | 'isWorking' | 'defersToHumans'>,
  now: () => Date,
): Queues {
  const handled = new Map<number, number[]>();

  const note = (call: Call): void => {
    if (call.menuId === null || call.assignedAt === null || call.endsAt === null || call.connectedAt === null) return;
    const seconds = (call.endsAt.getTime() - call.assignedAt.getTime()) / 1000;
    handled.set(call.menuId, [...(handled.get(call.menuId) ?? []), seconds].slice(-RECENT_CALLS));
  };

  const outlook = (menu: Menu, directory: Directory, position: number): number | null => {
    const agents = agentsOf(menu, directory).filter(
      (each) => !availability.defersToHumans(directory.workspace.id, each),
    );
    return estimatedWait({
      position,
      working: agents.filter((agent) => availability.isWorking(agent)).length,
      free: agents.filter((agent) => availability.mayTake(agent)).length,
      handleSeconds: handled.get(menu.id) ?? [],
    });
  };

  return {
    moved({ before, call }) {
      if (before !== null && before.endsAt === null && call.endsAt !== null) note(call);
    },
    positionOf(call, directory) {
      const place = index.positionOf(call);
      const menu = directory.menus.get(place?.menuId ?? 0);
      if (place === null || menu === undefined) return null;
      const { position } = place;
      return { position, estimatedWait: outlook(menu, directory, position) };
    },
    stateOf(menu, directory) {
      const line = index.queue(menu.id);
      const agents = agentsOf(menu, directory);
      return {
        menuId: menu.id,
        waiting: line.length,
        waitingSince: earliest(line.map((call) => call.queuedAt ?? call.createdAt)),
        condition: conditionOf(menu, now(), line.length),
        agents: agents.length,
        available: agents.filter((agent) => availability.isFree(directory.workspace.id, agent)).length,
        estimatedWait: outlook(menu, directory, line.length + 1),
      };
    },
  };
}

/** Agents of the menu's groups who have what it wants. */
function agentsOf(menu: Menu, directory: Directory): Agent[] {
  const ids = new Set(menu.groups.flatMap((group) => group.agentIds));
  return [...ids].flatMap((id) => directory.agents.get(id) ?? []).filter((agent) => isSkilled(agent, menu.skills));
}

function earliest(dates: readonly Date[]): Date | null {
  return dates.length === 0 ? null : dates.reduce((a, b) => (a <= b ? a : b));
}
