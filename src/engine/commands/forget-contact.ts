/** A person asks to be forgotten. */
import type { Administered } from '#domain/directory/administration.ts';
import type { Forgotten } from '#domain/directory/forgetting.ts';
import type { Deps } from '../core/deps.ts';

/** So many scheduled calls are called off between two looks. */
const BATCH = 100;

/**
 * Forgets all of the contact, in rows at once and in files right after; files that a crash leaves are removed by a job.
 * Calls to them that are still to come are called off first. Refused: what `ContactStore.forget` refuses.
 */
export async function forgetContact(
  deps: Deps,
  workspaceId: number,
  contactId: number,
): Promise<Administered<Forgotten>> {
  const contact = await deps.store.directory.contact(workspaceId, contactId);
  if (contact === null) return { ok: false, refusal: { code: 'unknown' } };
  if (contact.legalHoldAt !== null) return { ok: false, refusal: { code: 'on_legal_hold' } };
  await callOff(deps, workspaceId, contact.id);
  const forgotten = await deps.live.contacts.forget(workspaceId, contact.id);
  if (!forgotten.ok) return forgotten;
  deps.directoryChanged(workspaceId);
  await deps.removeFiles();
  return forgotten;
}

async function callOff(deps: Deps, workspaceId: number, contactId: number): Promise<void> {
  for (;;) {
    const calls = await deps.store.contacts.scheduled(workspaceId, contactId, BATCH);
    for (const { id } of calls)
      await deps.transitions.apply(id, (call) =>
        call.state === 'scheduled' ? { type: 'hung_up', by: 'system', reason: 'eu_canceled' } : null,
      );
    if (calls.length < BATCH) return;
  }
}
