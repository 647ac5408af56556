/** Whom a report of a call that was made elsewhere names. Source: seed 003. */
import type { Contact } from '#domain/directory/contact.ts';
import { isUid } from '#domain/directory/uid.ts';
import type { Deps } from './deps.ts';

/** The contact of the uid; null where there is none. */
export async function contactNamed(deps: Deps, workspaceId: number, uid: string): Promise<Contact | null> {
  return isUid(uid) ? deps.store.directory.contactByUid(workspaceId, uid) : null;
}

/** The agent of the uid; null where there is none. */
export async function staffId(deps: Deps, workspaceId: number, uid: string): Promise<number | null> {
  const { agents } = await deps.store.directory.load(workspaceId);
  return agents.values().find((agent) => agent.uid === uid)?.id ?? null;
}
