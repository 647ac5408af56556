/** Two contacts turn out to be one person. */
import type { Administered } from '#domain/directory/administration.ts';
import type { Contact } from '#domain/directory/contact.ts';
import type { Deps } from '../core/deps.ts';

/**
 * Merges the contact into the other; calls in progress continue as the other's. Refused: what `ContactStore.merge`
 * refuses.
 */
export async function mergeContacts(
  deps: Deps,
  workspaceId: number,
  contactId: number,
  intoId: number,
): Promise<Administered<Contact>> {
  const merged = await deps.live.contacts.merge(workspaceId, contactId, intoId);
  if (!merged.ok) return merged;
  // Whom the merged one blocked, and by which numbers, may have changed as well.
  deps.directoryChanged(workspaceId);
  for (const id of merged.value.openCallIds) await deps.transitions.reload(id);
  return { ok: true, value: merged.value.contact };
}
