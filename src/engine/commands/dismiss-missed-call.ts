/** An agent takes a missed call off their list: they have called back, or need not. */
import type { AgentActor } from '#domain/identity/actor.ts';
import type { Deps } from '../core/deps.ts';

/** Dismisses it for this agent alone; false when it is not on their list. */
export async function dismissMissedCall(
  deps: Deps,
  { workspaceId, agentId }: AgentActor,
  callId: number,
): Promise<boolean> {
  const wasListed = await deps.live.missed.dismiss(workspaceId, agentId, callId);
  if (wasListed) deps.bus.publish('news', { type: 'missed', workspaceId, agentId, callId });
  return wasListed;
}
