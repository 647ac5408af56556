/** Whose link a caller came by. */
import type { EngineDoor } from '#engine/engine.ts';
import type { Page } from './page.ts';

/** Anyone who comes by a Messenger link that works is the contact it was sent to; null: it is no such link. */
export async function contactOf(
  { redirects }: Pick<EngineDoor, 'redirects'>,
  workspaceId: number,
  token: string | undefined,
  now: Date,
): Promise<Page['from']> {
  if (token === undefined || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(token)) return null;
  const link = await redirects.byToken(token);
  if (link === null || link.workspaceId !== workspaceId || link.expiresAt <= now) return null;
  return { contactId: link.contactId, conversationId: link.conversationId };
}
