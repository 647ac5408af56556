/**
 * Whether anyone is there for a queue, and since when not. The callers who wait keep it in their rows, so that what
 * their queue does then comes by their deadline, and a restart does not make them wait anew.
 */
import type { Agent } from '#domain/directory/agent.ts';
import type { Menu } from '#domain/directory/menu.ts';
import { isSkilled } from '#domain/directory/skill.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { Call } from '#domain/call/call.ts';
import { isOnTheLine } from '#domain/call/wait-rules.ts';
import type { EventBus, Move } from '#domain/ports/event-bus.ts';
import type { Transitions } from '../core/transitions.ts';
import type { Availability } from './availability.ts';
import type { QueueIndex } from './queue-index.ts';

export type StaffingParts = {
  readonly transitions: Pick<Transitions, 'apply'>;
  readonly bus: EventBus;
  readonly index: Pick<QueueIndex, 'queue' | 'size'>;
  readonly availability: Pick<Availability, 'isThere'>;
  directory(workspaceId: number): Promise<Directory>;
  failed(error: unknown): void;
};

export type Staffing = {
  /** Whether an agent of the menu's groups who has its skills takes calls at present, if only the next one. */
  isStaffed(menu: Menu, directory: Directory): boolean;
  /** A call came into a queue: it notes how that is staffed. The index knows the move already. */
  moved(move: Move): void;
  settled(): Promise<void>;
};

/** Makes it. Queues are looked at again whenever agents or the directory have changed, all of one turn at once. */
export function createStaffing(parts: StaffingParts): Staffing {
  const { transitions, index, availability, bus } = parts;
  /** Workspaces that are about to be looked at. */
  const wished = new Set<number>();
  const running = new Set<Promise<void>>();

  const run = (work: Promise<void>): void => {
    const errand = work.catch(parts.failed).finally(() => running.delete(errand));
    running.add(errand);
  };

  const isStaffed = (menu: Menu, directory: Directory): boolean =>
    menu.groups.some(({ agentIds }) =>
      agentIds.some((id) => {
        const agent: Agent | undefined = directory.agents.get(id);
        if (agent === undefined || !isSkilled(agent, menu.skills)) return false;
        return availability.isThere(directory.workspace.id, agent);
      }),
    );

  const note = async (call: Call, staffed: boolean): Promise<unknown> =>
    transitions.apply(call.id, (stands) =>
      stands.menuId === call.menuId && isWrong(stands, staffed)
        ? { type: staffed ? 'queue_staffed' : 'queue_unstaffed' }
        : null,
    );

  const look = async (workspaceId: number): Promise<void> => {
    await Promise.resolve(); // Several changes of one turn are answered by one look.
    wished.delete(workspaceId);
    const directory = await parts.directory(workspaceId);
    const notes: Promise<unknown>[] = [];
    for (const menu of directory.menus.values()) {
      const line = index.queue(menu.id);
      if (line.length === 0) continue;
      const staffed = isStaffed(menu, directory);
      for (const call of line) if (isWrong(call, staffed)) notes.push(note(call, staffed));
    }
    await Promise.all(notes);
  };

  const lookAt = async (call: Call): Promise<void> => {
    const directory = await parts.directory(call.workspaceId);
    const menu = directory.menus.get(call.menuId ?? 0);
    if (menu === undefined) return;
    const staffed = isStaffed(menu, directory);
    if (isWrong(call, staffed)) await note(call, staffed);
  };

  bus.subscribe('news', ({ type, workspaceId }) => {
    if ((type !== 'agent' && type !== 'directory') || index.size(workspaceId) === 0 || wished.has(workspaceId)) return;
    wished.add(workspaceId);
    run(look(workspaceId));
  });

  return {
    isStaffed,
    moved({ before, call }) {
      const joins = call.state === 'queued' && (before?.state !== 'queued' || before.menuId !== call.menuId);
      if (joins && keepsNote(call)) run(lookAt(call));
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** Whether the call waits with a rule for when no one is there. */
function keepsNote(call: Call): boolean {
  return call.state === 'queued' && call.waitRules !== null && call.waitRules.noAgents !== null && isOnTheLine(call);
}

/** Whether what the call has noted is not how it is. */
function isWrong(call: Call, staffed: boolean): boolean {
  return keepsNote(call) && (call.unstaffedSince === null) !== staffed;
}
