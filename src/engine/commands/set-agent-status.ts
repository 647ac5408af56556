/** A program says what an agent is. */
import type { AgentStatus } from '#domain/directory/agent.ts';
import type { Deps } from '../core/deps.ts';

/**
 * Sets the status, under the workspace's name for it where it is one of its own; false when the workspace has no such
 * agent. Anyone who waits is looked at again.
 */
export async function setAgentStatus(
  deps: Deps,
  workspaceId: number,
  agentId: number,
  status: AgentStatus,
  name: string | null = null,
): Promise<boolean> {
  return deps.setAgentStatus(workspaceId, agentId, status, name);
}
