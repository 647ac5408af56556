/** Who a request comes from, as the engine's table of rights sees them. */
import type { Actor } from '#domain/identity/actor.ts';
import type { Principal } from '#http/surface.ts';

/** The actor of a token. What its kind may ask for at all is the table of token rights. */
export function actorOf({
  workspaceId,
  kind,
  contactId,
}: Pick<Principal, 'workspaceId' | 'kind' | 'contactId'>): Actor {
  return kind === 'client' ? { kind, workspaceId, contactId } : { kind: 'token', workspaceId };
}
