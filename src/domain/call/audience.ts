/** Whom a call concerns: what pages of agents are told of, and what makes an agent one who may read it. */
import type { Call } from './call.ts';
import { reservedAgents } from './reservation.ts';

/** Every agent of the workspace, or these. Supervisors, administrators and developers see all in any case. */
export type Audience = 'all' | ReadonlySet<number>;

/**
 * The agents whom the call concerns as it stands: those in it or rung for it, and the one who has it. Voicemails and
 * scheduled calls concern all.
 */
export function agentsConcerned(call: Pick<Call, 'state' | 'participants' | 'offer' | 'agentId'>): Audience {
  if (call.state.startsWith('voicemail_') || call.state === 'scheduled') return 'all';
  return new Set([...reservedAgents(call), ...(call.agentId === null ? [] : [call.agentId])]);
}
