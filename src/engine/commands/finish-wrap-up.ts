/** An agent has nothing left to do after a call. */
import type { AgentActor } from '#domain/identity/actor.ts';
import type { Deps } from '../core/deps.ts';

/** Ends the wrap-up; false when there is none. */
export async function finishWrapUp(deps: Deps, { workspaceId, agentId }: AgentActor): Promise<boolean> {
  const isOver = await deps.wrapUps.end(workspaceId, agentId, deps.isOnline(agentId) ? 'available' : 'unavailable');
  if (isOver) deps.bus.publish('news', { type: 'agent', workspaceId, agentId });
  return isOver;
}
