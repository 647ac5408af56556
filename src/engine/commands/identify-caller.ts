/** A customer's own system says who is at the other end of a call. */
import type { Call } from '#domain/call/call.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { refused } from '#domain/call/refusal.ts';
import { isLive } from '#domain/call/state.ts';
import type { Actor } from '#domain/identity/actor.ts';
import type { Identity } from '#domain/ports/live-stores.ts';
import { act } from '../core/act.ts';
import type { Deps } from '../core/deps.ts';

/** Writes it into the contact and the call. Refused: a call that has ended, or that has no contact. */
export async function identifyCaller(
  deps: Deps,
  by: Actor,
  callId: number,
  identity: Identity,
): Promise<Outcome<Call>> {
  const call = await deps.store.calls.byId(by.workspaceId, callId);
  if (call === null) return refused({ code: 'call_unknown', id: String(callId) });
  if (!isLive(call.state)) return refused({ code: 'event_not_allowed', state: call.state, event: 'contact_known' });
  if (call.contact === null) return refused({ code: 'contact_unknown' });
  const contact = await deps.live.contacts.identify(by.workspaceId, call.contact.id, identity);
  if (contact === null) return refused({ code: 'contact_unknown' });
  return act(deps, by, 'identify', callId, { type: 'contact_known', contact });
}
