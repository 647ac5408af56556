/** An agent has nothing left to do after a call. */
import type { Outcome } from '#domain/call/refusal.ts';
import { done, refused } from '#domain/call/refusal.ts';
import type { AgentActor } from '#domain/identity/actor.ts';
import type { Deps } from '../core/deps.ts';

/**
 * Ends the wrap-up; the agent is available again, unless they have chosen another status meanwhile. Refused: without
 * one (`not_wrapping_up`), and while its call lacks a disposition that the workspace requires (`disposition_required`).
 */
export async function finishWrapUp(deps: Deps, { workspaceId, agentId }: AgentActor): Promise<Outcome<null>> {
  const { wrapUps } = deps;
  if (wrapUps.callOf(agentId) === null) return refused({ code: 'not_wrapping_up' });
  if (await wrapUps.isUnfinished(agentId)) return refused({ code: 'disposition_required' });
  const agent = (await deps.store.directory.load(workspaceId)).agents.get(agentId);
  const status = agent?.status ?? 'unavailable';
  const next = status !== 'wrap_up' ? status : deps.isOnline(agentId) ? 'available' : 'unavailable';
  return (await wrapUps.end(workspaceId, agentId, next, status === next ? (agent?.statusName ?? null) : null))
    ? done(null)
    : refused({ code: 'not_wrapping_up' });
}
