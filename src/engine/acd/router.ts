/**
 * Brings waiting calls and free agents together. It keeps no truth of its own: who waits, rings or talks is read off
 * the calls as they were last stored. What it decides is stored only if the agents are still free then: they are
 * reserved by the commit of the offer.
 */
import type { Agent, AgentStatus } from '#domain/directory/agent.ts';
import type { Menu } from '#domain/directory/menu.ts';
import { isSkilled } from '#domain/directory/skill.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { Call } from '#domain/call/call.ts';
import { castAgents, chooseAgents, isDirect, rungInFull } from '#domain/call/offer.ts';
import { presentAgents } from '#domain/call/participant.ts';
import { reservedAgents } from '#domain/call/reservation.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { openTransfer } from '#domain/call/transfer.ts';
import type { EventBus, Move } from '#domain/ports/event-bus.ts';
import type { Transitions } from '../core/transitions.ts';
import type { AgentLoad } from './agent-load.ts';
import type { Availability } from './availability.ts';
import type { QueueIndex } from './queue-index.ts';
import { isWaiting } from './queue-index.ts';

/** What the router needs. */
export type RouterPorts = {
  readonly clock: Clock;
  readonly transitions: Pick<Transitions, 'apply'>;
  readonly bus: EventBus;
  readonly index: QueueIndex;
  readonly load: AgentLoad;
  readonly availability: Pick<Availability, 'isSimulated' | 'mayRing' | 'defersToHumans'>;
  directory(workspaceId: number): Promise<Directory>;
  setAgentStatus(workspaceId: number, agentId: number, status: AgentStatus): Promise<unknown>;
  failed(error: unknown): void;
};

export type Router = {
  /** Looks for agents for what has changed. Index and load know the move already. */
  moved(move: Move): void;
  settled(): Promise<void>;
};

/**
 * How long agents are left alone whom another process, or a call that is just being placed, has taken. Milliseconds.
 */
const TAKEN_MS = 1_000;

/** What the next look is for: everyone who waits, or what has changed since the last one. */
type Wish = {
  isForAll: boolean;
  /** Calls that moved. For the others nothing has changed, unless an agent became free. */
  readonly callIds: Set<number>;
  /** Agents who ring or talk in one call less. */
  readonly freedIds: Set<number>;
};

/** Whom a call asks for: one agent by name, or the agents of a menu; of neither, no one. */
type Asked = { readonly named: number | null; readonly menu: Menu | undefined };

function askedFor(directory: Directory, call: Call): Asked {
  const transfer = openTransfer(call.transfers);
  const named = transfer === undefined ? (isDirect(call) ? call.agentId : null) : transfer.agentId;
  const menu = named === null ? directory.menus.get(transfer?.menuId ?? call.menuId ?? 0) : undefined;
  return { named, menu };
}

/**
 * Makes the router of one process. It looks for agents again whenever it is told that agents or the directory have
 * changed.
 */
export function createRouter(ports: RouterPorts): Router {
  const { transitions, index, load, availability } = ports;
  const freedAt = new Map<number, Date>();
  const wishes = new Map<number, Wish>();
  /** Each workspace as it was at the last look. */
  const lookedAt = new Map<number, Directory>();
  /** Agents whose missing a call is just being written down: they count as marked already. */
  const markings = new Map<number, Promise<unknown>>();
  /** Agents whom the store knows to be busy, and this process does not yet. */
  const taken = new Set<number>();
  let running: Promise<void> | null = null;

  const wish = (
    workspaceId: number,
    isForAll: boolean,
    callIds: readonly number[],
    freedIds: readonly number[],
  ): void => {
    if (index.size(workspaceId) === 0) return;
    const wished = wishes.get(workspaceId) ?? { isForAll: false, callIds: new Set(), freedIds: new Set() };
    wished.isForAll ||= isForAll;
    for (const id of callIds) wished.callIds.add(id);
    for (const id of freedIds) wished.freedIds.add(id);
    wishes.set(workspaceId, wished);
    running ??= drain();
  };

  const drain = async (): Promise<void> => {
    await Promise.resolve(); // Several moves of the same turn are answered by one look.
    for (const [workspaceId, wished] of wishes) {
      wishes.delete(workspaceId);
      await look(workspaceId, wished).catch((error: unknown) => {
        lookedAt.delete(workspaceId); // The next look is for everyone.
        ports.failed(error);
      });
    }
    running = null; // In the turn that found nothing left to do, so that no later wish is lost.
  };

  const look = async (workspaceId: number, wished: Wish): Promise<void> => {
    const directory = await ports.directory(workspaceId);
    const isForAll =
      wished.isForAll ||
      lookedAt.get(workspaceId) !== directory ||
      // Anyone who takes any number of calls at once is no freer than before.
      wished.freedIds.values().some((id) => directory.agents.get(id)?.capacity !== null);
    lookedAt.set(workspaceId, directory);
    const room = freeCapacity(directory);
    if (room.size === 0) return;
    const offers: Promise<boolean>[] = [];
    index.serve(
      workspaceId,
      (call) => {
        const asked = askedFor(directory, call);
        const able = candidates(directory, call, asked, room);
        const agentIds = chooseAgents(call, able, asked.menu?.skills);
        for (const id of agentIds) {
          const left = (room.get(id) ?? 0) - 1;
          if (left > 0) room.set(id, left);
          else room.delete(id);
        }
        if (agentIds.length > 0) offers.push(ring(call, agentIds));
        return able.length > 0;
      },
      isForAll ? undefined : wished.callIds,
    );
    const rung = await Promise.all(offers);
    // Agents who were meant for a call that did not want them any more may be wanted by others.
    if (rung.includes(false)) wish(workspaceId, true, [], []);
  };

  /** For how many more calls each agent may be rung; those who may for none are left out. */
  const freeCapacity = (directory: Directory): Map<number, number> => {
    const room = new Map<number, number>();
    for (const agent of directory.agents.values()) {
      const { id, status, capacity } = agent;
      if (status !== 'available' || markings.has(id) || taken.has(id) || !availability.mayRing(agent)) continue;
      const left = (capacity ?? Infinity) - load.callsOf(id);
      if (left > 0) room.set(id, left);
    }
    return room;
  };

  const candidates = (
    directory: Directory,
    call: Call,
    { named, menu }: Asked,
    room: ReadonlyMap<number, number>,
  ): Agent[] => {
    const cast = menu === undefined ? [] : castAgents(menu, call.castings);
    const able: Agent[] = [];
    for (const id of named === null ? cast : [named]) {
      const agent = room.has(id) ? directory.agents.get(id) : undefined;
      if (agent === undefined) continue;
      // Who is asked for by name is rung no matter who else is there, and what they can.
      if (named === null && availability.defersToHumans(call.workspaceId, agent)) continue;
      if (menu !== undefined && !isSkilled(agent, menu.skills)) continue;
      const freed = freedAt.get(id);
      able.push(freed === undefined ? agent : { ...agent, idleSince: freed });
    }
    return able;
  };

  /**
   * They are rung for nothing until it is known what has taken them: a call of ours says so itself, one of another
   * process never does.
   */
  const leaveAlone = (workspaceId: number, agentIds: readonly number[]): void => {
    for (const id of agentIds) taken.add(id);
    ports.clock.after(TAKEN_MS, async () => {
      for (const id of agentIds) taken.delete(id);
      wish(workspaceId, true, [], []);
    });
  };

  /** Answers false when the call does not want the agents any more, or one of them is busy after all. */
  const ring = async (call: Call, agentIds: readonly number[]): Promise<boolean> => {
    const outcome = await transitions.apply(call.id, (now, at) => {
      if (!isWaiting(now) || now.version !== call.version) return null; // It moved meanwhile; that move looks again.
      const rung = now.offer?.agentIds ?? [];
      const full = new Date(at.getTime() + now.offerSeconds * 1000);
      // Anyone who joins others rings as long as they do; after those who have all declined the time begins anew.
      const until = rung.length > 0 ? (now.offer?.until ?? full) : full;
      return { type: 'agents_rung', agentIds: [...rung, ...agentIds], until };
    });
    if (!outcome.ok && outcome.refusal.code === 'agent_not_available') {
      leaveAlone(call.workspaceId, outcome.refusal.agentIds ?? agentIds);
      return false;
    }
    if (!outcome.ok || agentIds.every((id) => outcome.value.offer?.agentIds.includes(id))) return true;
    index.see(outcome.value); // Another node may have moved it, and no one told us.
    load.see(outcome.value);
    return false;
  };

  const mark = async (workspaceId: number, agentId: number): Promise<void> => {
    const agent = (await ports.directory(workspaceId)).agents.get(agentId);
    // Simulated ones are not marked: no one would bring them back.
    if (agent !== undefined && !availability.isSimulated(agent))
      await ports.setAgentStatus(workspaceId, agentId, 'missed_call');
  };

  const markMissed = (workspaceId: number, agentIds: readonly number[]): void => {
    for (const agentId of agentIds) {
      const marking = mark(workspaceId, agentId)
        .catch(ports.failed)
        .finally(() => {
          markings.delete(agentId);
          wish(workspaceId, true, [], []);
        });
      markings.set(agentId, marking);
    }
  };

  ports.bus.subscribe('news', ({ type, workspaceId }) => {
    if (type === 'agent' || type === 'directory') wish(workspaceId, true, [], []);
  });

  return {
    moved({ before, call, event }) {
      const now = ports.clock.now();
      const freedIds = (before === null ? [] : reservedAgents(before)).filter(
        (id) => !reservedAgents(call).includes(id),
      );
      const still = presentAgents(call.participants);
      // Being rung for one is no work: it leaves the time an agent has been idle alone.
      for (const agentId of before === null ? [] : presentAgents(before.participants))
        if (!still.includes(agentId)) freedAt.set(agentId, now);
      if (event.type === 'offer_missed' && before?.offer) markMissed(call.workspaceId, rungInFull(before.offer));
      wish(call.workspaceId, false, [call.id], freedIds);
    },
    async settled() {
      for (;;) {
        if (running === null && markings.size === 0) return;
        await Promise.all([running, ...markings.values()]);
      }
    },
  };
}
