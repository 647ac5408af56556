/** Somebody outside is dialled into a call: to talk with the agent, or to take the caller over. */
import type { E164 } from '#domain/directory/phone-number.ts';
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import type { Deps } from '../core/deps.ts';
import { leadCall } from './lead-live-call.ts';

/** Who is dialled, by whom. */
export type DialThirdParty = {
  readonly workspaceId: number;
  readonly callId: number;
  readonly agentId: number;
  readonly number: E164;
  /** The agents leave as soon as he answers. */
  readonly isHandOver: boolean;
};

/** Dials. Refused: an agent who is not connected in the call, a call that somebody is being dialled into or handed over. */
export async function dialThirdParty(deps: Deps, asked: DialThirdParty): Promise<Outcome<Call>> {
  const { workspaceId, callId, agentId, number, isHandOver } = asked;
  return leadCall(deps, workspaceId, callId, agentId, { type: 'third_party_dialled', number, isHandOver });
}
