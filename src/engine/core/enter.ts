/** How a call enters: stored once, whatever happens to the request that asked for it. */
import type { Call, CallDraft } from '#domain/call/call.ts';
import { deadlineOf } from '#domain/call/deadline.ts';
import type { Outcome } from '#domain/call/refusal.ts';
import { done } from '#domain/call/refusal.ts';
import type { Deps } from './deps.ts';

/**
 * Stores the draft with its first deadline. A draft whose request key is taken answers the call that took it. Refused:
 * an agent who has as many calls as they take, unless it is the same request that took them.
 */
export async function enter(deps: Deps, draft: CallDraft): Promise<Outcome<Call>> {
  const { contactId: _contact, conversationId: _conversation, requestKey, ...rest } = draft;
  const deadlineAt = deadlineOf({ ...rest, id: 0, conversationId: 0, contact: null });
  const created = await deps.transitions.create({ ...draft, deadlineAt });
  if (created.ok && created.value !== null) return done(created.value);
  const earlier = requestKey === null ? null : await deps.store.calls.byRequestKey(draft.workspaceId, requestKey);
  if (earlier === null && !created.ok) return created;
  if (earlier === null) throw new Error('A new call was neither stored nor found by its request key.');
  return done(earlier);
}
