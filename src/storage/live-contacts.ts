/** Contacts who are made or named by the live pages and the customer's own systems. */
import type { ContactCard } from '#domain/directory/contact.ts';
import type { ContactStore } from '#domain/ports/live-stores.ts';
import { sql } from 'kysely';
import type { Database } from './database.ts';

const CARD = ['id', 'uid', 'identifier', 'out_contact_id'] as const;
type CardRow = { id: number; uid: string; identifier: string | null; out_contact_id: string | null };

/** Makes the store. */
export function createContacts({ query }: Database): ContactStore {
  return {
    async addAnonymous(workspaceId, name) {
      const row = await query
        .insertInto('contact')
        .values({ workspace_id: workspaceId, role: 'lead', name, attributes: '{}' })
        .returning(CARD)
        .executeTakeFirstOrThrow();
      return readCard(row);
    },
    async ofPhone(workspaceId, phone) {
      const known = query
        .selectFrom('contact as named')
        .innerJoin('contact', (join) =>
          join.on('contact.id', '=', ({ fn, ref }) => fn.coalesce(ref('named.merged_into'), ref('named.id'))),
        )
        .select(CARD.map((column) => `contact.${column}` as const))
        .where('named.workspace_id', '=', workspaceId)
        .where('named.phone', '=', phone);
      const row =
        (await known.executeTakeFirst()) ??
        (await query
          .insertInto('contact')
          .values({ workspace_id: workspaceId, role: 'lead', phone, attributes: '{}' })
          .onConflict((conflict) => conflict.columns(['workspace_id', 'phone']).doUpdateSet({ phone }))
          .returning(CARD)
          .executeTakeFirstOrThrow());
      return readCard(row);
    },
    async identify(workspaceId, contactId, { identifier, name, email, phone }) {
      const row = await query
        .updateTable('contact')
        .set({
          identifier,
          role: 'user',
          name: sql`coalesce(${name}, name)`,
          email: sql`coalesce(${email}, email)`,
          phone: sql`case when exists (
            select from contact other where other.workspace_id = ${workspaceId} and other.phone = ${phone}::text and other.id <> ${contactId}
          ) then contact.phone else coalesce(${phone}, contact.phone) end`,
        })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', contactId)
        .returning(CARD)
        .executeTakeFirst();
      return row === undefined ? null : readCard(row);
    },
  };
}

function readCard({ id, uid, identifier, out_contact_id: outContactId }: CardRow): ContactCard {
  return { id, uid, identifier, outContactId };
}
