/** Links texted to callers, with the message that carries them. Of a link's secret only the SHA-256 is kept. */
import { createHash } from 'node:crypto';
import type { Redirect, TextMessage } from '#domain/call/redirect.ts';
import type { RedirectDraft, RedirectStore } from '#domain/ports/stores.ts';
import type { Selectable, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { isAttributesFull } from './judged.ts';
import type { Tables } from './tables.ts';

/** What is said of a message whose sending no one saw the end of. */
const CUT_OFF = 'The server stopped while it was sent: it may have arrived.';

/** Makes the store. */
export function createRedirects({ query }: Database): RedirectStore {
  return {
    async create(draft) {
      const work = query.transaction().execute(async (transaction) => {
        const earlier =
          draft.requestKey === null
            ? undefined
            : await transaction
                .selectFrom('redirect')
                .selectAll()
                .where('workspace_id', '=', draft.workspaceId)
                .where('request_key', '=', draft.requestKey)
                .executeTakeFirst();
        if (earlier !== undefined) {
          await transaction.insertInto('redirect_link').values(linkOf(draft.token, earlier.id)).execute();
          const message = await transaction
            .selectFrom('text_message')
            .selectAll()
            .where('redirect_id', '=', earlier.id)
            .executeTakeFirstOrThrow();
          return { redirect: readRedirect(earlier), message: readTextMessage(message), isNew: false };
        }
        const contactId = await contactOf(transaction, draft);
        const conversation = await transaction
          .insertInto('conversation')
          .values({
            workspace_id: draft.workspaceId,
            contact_id: contactId,
            created_at: draft.createdAt,
            switched: true,
          })
          .returning('id')
          .executeTakeFirstOrThrow();
        const redirect = await transaction
          .insertInto('redirect')
          .values({
            workspace_id: draft.workspaceId,
            phone: draft.phone,
            contact_id: contactId,
            conversation_id: conversation.id,
            request_key: draft.requestKey,
            created_at: draft.createdAt,
            expires_at: draft.expiresAt,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        await transaction.insertInto('redirect_link').values(linkOf(draft.token, redirect.id)).execute();
        const message = await transaction
          .insertInto('text_message')
          .values({
            workspace_id: draft.workspaceId,
            redirect_id: redirect.id,
            from_number: draft.from,
            to_number: draft.phone,
            body: draft.body,
            status: 'queued',
            created_at: draft.createdAt,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        return { redirect: readRedirect(redirect), message: readTextMessage(message), isNew: true };
      });
      return work.catch((error: unknown) => {
        if (isAttributesFull(error)) return null;
        throw error;
      });
    },
    async byToken(token) {
      const row = await query
        .selectFrom('redirect_link')
        .innerJoin('redirect', 'redirect.id', 'redirect_link.redirect_id')
        .selectAll('redirect')
        .where('hash', '=', hashOf(token))
        .executeTakeFirst();
      return row === undefined ? null : readRedirect(row);
    },
    async takeMessage(messageId) {
      const taken = await query
        .updateTable('text_message')
        .set({ status: 'failed', error: CUT_OFF })
        .where('id', '=', messageId)
        .where('status', '=', 'queued')
        .returning('id')
        .executeTakeFirst();
      return taken !== undefined;
    },
    async messageAnswered(messageId, provider, error) {
      await query.updateTable('text_message').set({ provider, error }).where('id', '=', messageId).execute();
    },
    async messageSettled(messageId, status) {
      await query
        .updateTable('text_message')
        .set({ status, error: sql`case when provider is not null then error end` })
        .where('id', '=', messageId)
        .execute();
    },
    async messages(workspaceId, before, limit) {
      const rows = await query
        .selectFrom('text_message')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .$if(before !== null, (each) => each.where('id', '<', before ?? 0))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(readTextMessage);
    },
  };
}

/**
 * The contact with the number, found or made, or the one it was merged into; the attributes are merged into their own.
 */
async function contactOf(
  transaction: Transaction<Tables>,
  { workspaceId, phone, attributes }: RedirectDraft,
): Promise<number> {
  const merged = sql<string>`contact.attributes || ${JSON.stringify(attributes)}::jsonb`;
  const survivor = await transaction
    .updateTable('contact')
    .set({ attributes: merged })
    .from('contact as named')
    .whereRef('contact.id', '=', 'named.merged_into')
    .where('named.workspace_id', '=', workspaceId)
    .where('named.phone', '=', phone)
    .returning('contact.id')
    .executeTakeFirst();
  if (survivor !== undefined) return survivor.id;
  const { id } = await transaction
    .insertInto('contact')
    .values({ workspace_id: workspaceId, phone, attributes: JSON.stringify(attributes) })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'phone']).doUpdateSet({ attributes: merged }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Secrets are random and long, so a slow hash would add nothing; a lookup by hash tells no time about the secret. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function linkOf(token: string, redirectId: number): { readonly hash: Buffer; readonly redirect_id: number } {
  return { hash: hashOf(token), redirect_id: redirectId };
}

function readRedirect(row: Selectable<Tables['redirect']>): Redirect {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    phone: row.phone,
    contactId: row.contact_id,
    conversationId: row.conversation_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}

/** A row as a text message. */
/** A row as a text message. */
export function readTextMessage(row: Selectable<Tables['text_message']>): TextMessage {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    from: row.from_number,
    to: row.to_number,
    body: row.body,
    status: row.status as TextMessage['status'],
    provider: row.provider,
    error: row.error,
    createdAt: row.created_at,
  };
}
