/** Contacts as vcita lists them. */
import type { ClientBook, ClientFilter } from '#domain/ports/client-book.ts';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { readContact } from './directory.ts';
import { contactMatches } from './find-contacts.ts';

/** Makes the book. */
export function createClientBook({ query }: Database): ClientBook {
  const contacts = (workspaceId: number) =>
    query.selectFrom('contact').where('workspace_id', '=', workspaceId).where('merged_into', 'is', null);
  const ofEmail = (email: string) => sql<boolean>`lower(email) = lower(${email})`;
  return {
    async list(workspaceId, { text, email, uid, updatedFrom }: ClientFilter, limit, offset) {
      const rows = await contacts(workspaceId)
        .selectAll()
        .$if(text !== null, (each) => each.where(contactMatches(text ?? '')))
        .$if(email !== null, (each) => each.where(ofEmail(email ?? '')))
        .$if(uid !== null, (each) => each.where('uid', '=', uid ?? ''))
        .$if(updatedFrom !== null, (each) => each.where('updated_at', '>=', updatedFrom ?? new Date(0)))
        .orderBy('updated_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .offset(offset)
        .execute();
      return rows.map(readContact);
    },
    async hasEmail(workspaceId, email, exceptId) {
      const row = await contacts(workspaceId)
        .select('id')
        .where(ofEmail(email))
        .$if(exceptId !== null, (each) => each.where('id', '<>', exceptId ?? 0))
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
