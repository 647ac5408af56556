/** An agent has nothing left to do after a call. */
import type { Outcome } from '#domain/call/refusal.ts';
import { done, refused } from '#domain/call/refusal.ts';
import type { AgentActor } from '#domain/identity/actor.ts';
import type { Deps } from '../core/deps.ts';

/**
 * Ends the wrap-up; the agent is available again, unless they have chosen another status meanwhile. Refused: without
 * one (`not_wrapping_up`), and while its call lacks what is required of it (`disposition_required`, `note_required`,
 * `tag_required`: the first of them).
 */
export async function finishWrapUp(deps: Deps, { workspaceId, agentId }: AgentActor): Promise<Outcome<null>> {
  const { wrapUps } = deps;
  if (wrapUps.callOf(agentId) === null) return refused({ code: 'not_wrapping_up' });
  const [missing] = await wrapUps.missing(agentId);
  if (missing !== undefined) return refused({ code: `${missing}_required` });
  return (await wrapUps.end(workspaceId, agentId)) ? done(null) : refused({ code: 'not_wrapping_up' });
}
