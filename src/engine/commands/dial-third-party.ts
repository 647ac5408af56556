/** Someone outside is dialed into a call: to talk with the agent, or to take the caller over. */
import type { E164 } from '#domain/directory/phone-number.ts';
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import type { AgentActor } from '#domain/identity/actor.ts';
import { act } from '../core/act.ts';
import { dialRefused, dropDialer, takeDialer } from '../core/dialing.ts';
import type { Deps } from '../core/deps.ts';

/** Who is dialed. */
export type ThirdParty = {
  readonly number: E164;
  /** The agents leave as soon as they answer. */
  readonly isHandOver: boolean;
};

/**
 * Dials. Refused: an agent who is not in the call, a call that another third party is in, or that is being transferred.
 */
export async function dialThirdParty(
  deps: Deps,
  by: AgentActor,
  callId: number,
  { number, isHandOver }: ThirdParty,
): Promise<Outcome<Call>> {
  const call = await deps.store.calls.byId(by.workspaceId, callId);
  if (call === null) return refused({ code: 'call_unknown', id: String(callId) });
  const dialer = await takeDialer(deps, { workspaceId: by.workspaceId, number, callUid: call.uid });
  if (!dialer.ok) {
    const event = dialRefused(dialer.refusal);
    if (event !== null) await act(deps, by, 'dial_third_party', callId, event);
    return dialer;
  }
  const { carrier } = dialer.value;
  const dialed = await act(deps, by, 'dial_third_party', callId, {
    type: 'third_party_dialled',
    number,
    isHandOver,
    carrier,
  });
  if (!dialed.ok) await dropDialer(deps, dialer.value);
  return dialed;
}
