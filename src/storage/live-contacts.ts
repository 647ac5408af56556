/** Contacts who are made or named by the live pages and the customer's own systems. */
import type { ContactCard } from '#domain/directory/contact.ts';
import type { ContactStore } from '#domain/ports/live-stores.ts';
import { MAX_BLOCKED } from '#domain/directory/workspace.ts';
import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { readContact } from './directory.ts';
import { createForgetting } from './forgetting.ts';
import { holdWorkspace, judged, Refused } from './judged.ts';
import { mergeContact } from './merge-contacts.ts';
import type { Tables } from './tables.ts';

const CARD = ['id', 'uid', 'identifier', 'out_contact_id'] as const;
type CardRow = { id: number; uid: string; identifier: string | null; out_contact_id: string | null };

/** Makes the store. */
export function createContacts(database: Database): ContactStore {
  const { query } = database;
  return {
    ...createForgetting(database),
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
    merge: async (workspaceId, contactId, intoId) =>
      judged(async () =>
        query.transaction().execute(async (transaction) => mergeContact(transaction, workspaceId, contactId, intoId)),
      ),
    block: async (workspaceId, contactId, at) =>
      judged(async () =>
        query.transaction().execute(async (transaction) => {
          await holdWorkspace(transaction, workspaceId);
          if (at !== null) await askRoom(transaction, workspaceId);
          const row = await transaction
            .updateTable('contact')
            .set({ blocked_at: at === null ? null : sql`coalesce(blocked_at, ${at}::timestamptz)` })
            .where('workspace_id', '=', workspaceId)
            .where('id', '=', contactId)
            .where('merged_into', 'is', null)
            .returningAll()
            .executeTakeFirst();
          if (row === undefined) throw new Refused({ code: 'unknown' });
          return readContact(row);
        }),
      ),
  };
}

async function askRoom(transaction: Transaction<Tables>, workspaceId: number): Promise<void> {
  const { count } = await transaction
    .selectFrom('contact')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .where('blocked_at', 'is not', null)
    .executeTakeFirstOrThrow();
  if (count >= MAX_BLOCKED) throw new Refused({ code: 'blocked_full' });
}

function readCard({ id, uid, identifier, out_contact_id: outContactId }: CardRow): ContactCard {
  return { id, uid, identifier, outContactId };
}
