/** Contacts as vcita lists them. */
import type { ClientBook, ClientFilter } from '#domain/ports/client-book.ts';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { readContact } from './directory.ts';
import { contactMatches } from './find-contacts.ts';

/** Makes the book. */
export function createClientBook({ query }: Database): ClientBook {
  return {
    async list(workspaceId, { text, email, uid, updatedFrom }: ClientFilter, limit, offset) {
      const rows = await query
        .selectFrom('contact')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('merged_into', 'is', null)
        .$if(text !== null, (each) => each.where(contactMatches(text ?? '')))
        .$if(email !== null, (each) => each.where(sql<boolean>`lower(email) = lower(${email})`))
        .$if(uid !== null, (each) => each.where('uid', '=', uid ?? ''))
        .$if(updatedFrom !== null, (each) => each.where('updated_at', '>=', updatedFrom ?? new Date(0)))
        .orderBy('updated_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .offset(offset)
        .execute();
      return rows.map(readContact);
    },
  };
}
