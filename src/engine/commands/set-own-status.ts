/** An agent at a page says what they are. */
import type { AgentStatus } from '#domain/directory/agent.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { done, refused } from '#domain/call/refusal.ts';
import type { AgentActor } from '#domain/identity/actor.ts';
import type { Deps } from '../core/deps.ts';

/** What agents may call themselves. */
export type OwnStatus = Extract<AgentStatus, 'available' | 'unavailable' | 'break'>;

/**
 * Sets the status, under the workspace's name for it where it is one of its own, which ends a wrap-up; one whose call
 * lacks a required disposition continues beside it. Refused: `available` without a page that works
 * (`agent_not_available`), and beside a wrap-up in progress (`disposition_required`).
 */
export async function setOwnStatus(
  deps: Deps,
  { workspaceId, agentId }: AgentActor,
  status: OwnStatus,
  name: string | null = null,
): Promise<Outcome<null>> {
  if (status === 'available') {
    if (!deps.isOnline(agentId)) return refused({ code: 'agent_not_available' });
    const [missing] = await deps.wrapUps.missing(agentId);
    if (missing !== undefined) return refused({ code: `${missing}_required` });
  }
  await deps.wrapUps.leave(workspaceId, agentId, status, name);
  return done(null);
}
