/** An agent at a page talks in one call at a time: the page has one leg. */
import { isInTalk } from '#domain/call/participant.ts';
import type { AgentActor } from '#domain/identity/actor.ts';
import type { Deps } from '../core/deps.ts';
import { holdCall } from './hold-call.ts';

/**
 * Holds every other call in which the agent talks: only those, and only where the agent is at a page. Agents who are
 * led by programs alone, and those whom the simulator plays, talk in as many calls as they take. Each call decides
 * again in its own turn, so one that has ended or is on hold by then is left alone.
 */
export async function holdOthers(deps: Deps, by: AgentActor, butCallId: number): Promise<void> {
  if (!deps.isOnline(by.agentId)) return;
  const others = deps.transitions
    .open()
    .filter((call) => call.workspaceId === by.workspaceId && call.id !== butCallId)
    .filter((call) => call.heldSince === null && isInTalk(call, by.agentId));
  await Promise.all([...others].map(async (call) => holdCall(deps, by, call.id)));
}
