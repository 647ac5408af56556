/** A contact is to ring no one any more, or again. */
import type { Administered } from '#domain/directory/administration.ts';
import type { Contact } from '#domain/directory/contact.ts';
import type { Call } from '#domain/call/call.ts';
import type { Deps } from '../core/deps.ts';

/**
 * Blocks the contact, or unblocks them. Every inbound door refuses their calls from now on, with `contact_blocked`; a
 * call of theirs that waits, in the menus or for an agent, ends at once. One that an agent has continues, and so do
 * calls to them.
 */
export async function blockContact(
  deps: Deps,
  workspaceId: number,
  contactId: number,
  isBlocked: boolean,
): Promise<Administered<Contact>> {
  const blocked = await deps.live.contacts.block(workspaceId, contactId, isBlocked ? deps.clock.now() : null);
  if (!blocked.ok) return blocked;
  deps.directoryChanged(workspaceId);
  if (!isBlocked) return blocked;
  const waiting = deps.transitions
    .open()
    .filter((call) => call.workspaceId === workspaceId && isWaiting(call, contactId));
  for (const { id } of waiting.toArray())
    await deps.transitions.apply(id, (call) =>
      isWaiting(call, contactId) ? { type: 'hung_up', by: 'system', reason: 'eu_rejected' } : null,
    );
  return blocked;
}

function isWaiting({ direction, state, contact }: Call, contactId: number): boolean {
  return direction === 'inbound' && ['selecting', 'queued', 'voicemail'].includes(state) && contact?.id === contactId;
}
