/** A caller is taken off hold. */
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import type { Actor } from '#domain/identity/actor.ts';
import { namedAgent } from '#domain/identity/actor.ts';
import { act } from '../core/act.ts';
import type { Deps } from '../core/deps.ts';
import { holdOthers } from './hold-others.ts';

/**
 * Resumes the call; the other calls of the agent who resumes it are held, where they talk at a page. A program resumes
 * it for the agent who leads the call. Refused: a call that is not on hold, an agent who is not in it.
 */
export async function resumeCall(deps: Deps, by: Actor, callId: number): Promise<Outcome<Call>> {
  const resumed = await act(deps, by, 'resume', callId, { type: 'resumed' });
  if (!resumed.ok) return resumed;
  const { agentId } = resumed.value;
  if (by.kind === 'agent') await holdOthers(deps, by, callId);
  else if (agentId !== null) await holdOthers(deps, namedAgent(by.workspaceId, agentId), callId);
  return resumed;
}
