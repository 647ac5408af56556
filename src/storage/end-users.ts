/** Contacts by the identifier of a customer's own system. */
import type { ContactCard } from '#domain/directory/contact.ts';
import type { EndUserBook } from '#domain/ports/end-users.ts';
import type { Identity } from '#domain/ports/live-stores.ts';
import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

const CARD = ['id', 'uid', 'identifier', 'out_contact_id as outContactId'] as const;

/** Makes the book. */
export function createEndUserBook({ query }: Database): EndUserBook {
  return {
    async byIdentifier(workspaceId, identifier) {
      const card = query
        .selectFrom('contact')
        .select(CARD)
        .where('workspace_id', '=', workspaceId)
        .where('identifier', '=', identifier)
        .where('merged_into', 'is', null)
        .orderBy('id')
        .limit(1);
      return (await card.executeTakeFirst()) ?? null;
    },
    put: async (workspaceId, identity) =>
      query.transaction().execute(async (transaction) => {
        await sql`select hold_contact_name(${workspaceId}, 'identifier', ${identity.identifier})`.execute(transaction);
        const id = await knownAs(transaction, workspaceId, identity);
        return id === null ? add(transaction, workspaceId, identity) : change(transaction, workspaceId, id, identity);
      }),
  };
}

/** Who has the identifier, or else the number and no identifier. */
async function knownAs(
  transaction: Transaction<Tables>,
  workspaceId: number,
  { identifier, phone }: Identity,
): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    select id from contact
    where workspace_id = ${workspaceId} and merged_into is null
      and (identifier = ${identifier} or (identifier is null and phone = ${phone}::text))
    order by identifier is null, id limit 1`.execute(transaction);
  return rows[0]?.id ?? null;
}

/** The number, unless another contact has it. */
const freePhone = (workspaceId: number, id: number, phone: string | null) =>
  sql<string | null>`case when exists (
    select from contact other where other.workspace_id = ${workspaceId} and other.phone = ${phone}::text and other.id <> ${id}
  ) then null else ${phone}::text end`;

async function add(
  transaction: Transaction<Tables>,
  workspaceId: number,
  { identifier, name, email, phone }: Identity,
): Promise<ContactCard> {
  return transaction
    .insertInto('contact')
    .values({
      workspace_id: workspaceId,
      role: 'user',
      identifier,
      name,
      email,
      phone: freePhone(workspaceId, 0, phone),
      attributes: '{}',
    })
    .returning(CARD)
    .executeTakeFirstOrThrow();
}

async function change(
  transaction: Transaction<Tables>,
  workspaceId: number,
  id: number,
  { identifier, name, email, phone }: Identity,
): Promise<ContactCard> {
  return transaction
    .updateTable('contact')
    .set({
      identifier,
      role: 'user',
      name: sql`coalesce(${name}, name)`,
      email: sql`coalesce(${email}, email)`,
      phone: sql`coalesce(${freePhone(workspaceId, id, phone)}, phone)`,
    })
    .where('id', '=', id)
    .returning(CARD)
    .executeTakeFirstOrThrow();
}
