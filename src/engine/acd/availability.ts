/** What can be asked of an agent. Each question has one answer, for the router, the queues and the pages. */
import type { Agent } from '#domain/directory/agent.ts';
import type { AgentLoad } from './agent-load.ts';
import type { Roster } from './roster.ts';
import type { WrapUps } from './wrap-up.ts';

export type Availability = {
  /** Whether the simulator plays the agent, who then is no person. */
  isSimulated(agent: Agent): boolean;
  /** Whether anything may ring for the agent just now, whatever their status. */
  mayRing(agent: Agent): boolean;
  /** Whether the agent takes no call of a queue, because there are people who do. */
  defersToHumans(workspaceId: number, agent: Agent): boolean;
  /**
   * Whether the agent may be rung by name; agents led by API alone count too. What an estimate of the wait is made of.
   */
  mayTake(agent: Agent): boolean;
  /**
   * Whether the next call of a queue would ring for the agent: available, signed in or simulated, not in wrap-up, with
   * capacity left. A simulated agent is not free while people are signed in, because calls are left to them. Every
   * count of free agents asks this.
   */
  isFree(workspaceId: number, agent: Agent): boolean;
  /**
   * Whether the agent is there for the callers of a queue: takes the next call now, or after the one they are in or
   * wrap up. Neither is one who is away, or who leaves calls to people.
   */
  isThere(workspaceId: number, agent: Agent): boolean;
  /** Whether the agent takes calls at all at present, free or not. */
  isWorking(agent: Agent): boolean;
};

/** Reads it off who is at a page, who wraps up, and who has calls. */
export function createAvailability(
  roster: Pick<Roster, 'isOnline' | 'isAway' | 'isAnyoneOnline'>,
  wrapUps: Pick<WrapUps, 'callOf'>,
  load: Pick<AgentLoad, 'callsOf'>,
): Availability {
  const isSimulated = (agent: Agent): boolean => agent.simulated;
  const mayRing = ({ id }: Agent): boolean => wrapUps.callOf(id) === null && !roster.isAway(id);
  const hasRoom = ({ id, capacity }: Agent): boolean => capacity === null || load.callsOf(id) < capacity;
  const mayTake = (agent: Agent): boolean => agent.status === 'available' && mayRing(agent) && hasRoom(agent);
  const defersToHumans = (workspaceId: number, agent: Agent): boolean =>
    isSimulated(agent) && roster.isAnyoneOnline(workspaceId);
  return {
    isSimulated,
    mayRing,
    defersToHumans,
    isThere: (workspaceId, agent) =>
      (agent.status === 'available' || agent.status === 'wrap_up') && !defersToHumans(workspaceId, agent),
    mayTake,
    isFree: (workspaceId, agent) =>
      mayTake(agent) && (isSimulated(agent) ? !roster.isAnyoneOnline(workspaceId) : roster.isOnline(agent.id)),
    isWorking: (agent) => mayTake(agent) || agent.status === 'wrap_up' || load.callsOf(agent.id) > 0,
  };
}
