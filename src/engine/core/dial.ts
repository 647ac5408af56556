/** How an outbound call begins. */
import type { Agent } from '#domain/directory/agent.ts';
import type { Call } from '#domain/call/call.ts';
import { ENTRY } from '#domain/call/lifecycle.ts';
import type { Choice } from '#domain/ports/live-stores.ts';
import { waiting } from '#domain/call/participant.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import type { Target } from './resolve.ts';
import { callDraft } from './call-draft.ts';
import type { Deps } from './deps.ts';
import { dropDialer, noteRefusedCall, takeDialer } from './dialing.ts';
import { enter } from './enter.ts';

/**
 * Brings the call about: its agent has it, and the other end is dialed as soon as they are on the line. Refused: an
 * agent who has as many calls as they take, and what no trunk may dial.
 */
export async function dial(
  deps: Deps,
  asked: Pick<Choice, 'workspaceId' | 'origin' | 'lang' | 'requestKey'>,
  agent: Agent,
  target: Target,
  ownNumber: string,
): Promise<Outcome<Call>> {
  const now = deps.clock.now();
  const draft = callDraft(deps, asked, target, ownNumber, now);
  const dialer = await takeDialer(deps, { ...asked, number: target.number, callUid: draft.uid });
  if (!dialer.ok) {
    await noteRefusedCall(deps, asked.workspaceId, dialer.refusal);
    return dialer;
  }
  const entered = await enter(deps, {
    ...draft,
    carrier: dialer.value.carrier,
    origin: asked.origin,
    direction: 'outbound',
    state: ENTRY[asked.origin],
    agentId: agent.id,
    assignedAt: now,
    participants: [waiting('agent', agent.id), waiting('end_user')],
  });
  // Refused, or the request was sent before: no one is dialed anew.
  if (!entered.ok || entered.value.uid !== draft.uid) await dropDialer(deps, dialer.value);
  return entered;
}
