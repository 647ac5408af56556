/** Who is at a page: a fact that presence keeps, and that everything about agents asks. */

export type Roster = {
  /** At a page, or gone from it for less than the grace. */
  isOnline(agentId: number): boolean;
  /** Gone for a moment: nothing new rings for them meanwhile. */
  isAway(agentId: number): boolean;
  /** Whether anyone is online in the workspace. */
  isAnyoneOnline(workspaceId: number): boolean;
  enter(workspaceId: number, agentId: number): void;
  /** False when they were not online. */
  leave(workspaceId: number, agentId: number): boolean;
  /** The agent's page is gone from now on, until they are back (`cancel` ends the wait for that) or leave. */
  miss(agentId: number, cancel: () => void): void;
  /** The agent is back, or not waited for any more. */
  cancelGrace(agentId: number): void;
  /** Waits for no one any more. */
  forgiveAll(): void;
};

/** Makes the roster of one process. */
export function createRoster(): Roster {
  /** Workspace -> its agents who are online. */
  const here = new Map<number, Set<number>>();
  /** Agent -> what ends the wait for them. */
  const graces = new Map<number, () => void>();

  const cancelGrace = (agentId: number): void => {
    graces.get(agentId)?.();
    graces.delete(agentId);
  };

  return {
    isOnline: (agentId) => here.values().some((agentIds) => agentIds.has(agentId)),
    isAway: (agentId) => graces.has(agentId),
    isAnyoneOnline: (workspaceId) => (here.get(workspaceId)?.size ?? 0) > 0,
    enter(workspaceId, agentId) {
      const agentIds = here.get(workspaceId) ?? new Set<number>();
      here.set(workspaceId, agentIds.add(agentId));
    },
    leave: (workspaceId, agentId) => here.get(workspaceId)?.delete(agentId) === true,
    miss: (agentId, cancel) => void graces.set(agentId, cancel),
    cancelGrace,
    forgiveAll() {
      for (const agentId of graces.keys()) cancelGrace(agentId);
    },
  };
}
