/** How many calls each agent has, read off the calls as they were last stored. */
import type { Call } from '#domain/call/call.ts';
import { reservedAgents } from '#domain/call/reservation.ts';

export type AgentLoad = {
  /** Takes note of a call as it is now. */
  see(call: Call): void;
  /** Calls the agent is in or is rung for. */
  callsOf(agentId: number): number;
};

/** Makes the count of one process. */
export function createAgentLoad(): AgentLoad {
  const held = new Map<number, readonly number[]>();
  const load = new Map<number, number>();
  return {
    see(call) {
      for (const agentId of held.get(call.id) ?? []) load.set(agentId, (load.get(agentId) ?? 1) - 1);
      const agentIds = reservedAgents(call);
      for (const agentId of agentIds) load.set(agentId, (load.get(agentId) ?? 0) + 1);
      if (agentIds.length > 0) held.set(call.id, agentIds);
      else held.delete(call.id);
    },
    callsOf: (agentId) => load.get(agentId) ?? 0,
  };
}
