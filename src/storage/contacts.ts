/** Contacts, as their administrator lists and changes them. The engine makes more of them by itself, from calls. */
import type { Administration, ContactDraft } from '#domain/directory/administration.ts';
import type { Contact } from '#domain/directory/contact.ts';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { readContact } from './directory.ts';
import { judged, present, Refused } from './judged.ts';

type Contacts = Pick<Administration, 'contacts' | 'createContact' | 'changeContact'>;

/** Makes their part of the administration. */
export function administerContacts({ query }: Database): Contacts {
  return {
    async contacts(workspaceId, phone, { beyond, limit }) {
      const rows = await query
        .selectFrom('contact')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .$if(phone !== null, (each) => each.where('phone', '=', phone))
        .$if(beyond !== null, (each) => each.where('id', '<', beyond ?? 0))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(readContact);
    },
    createContact: async (workspaceId, draft) =>
      judged(async () => {
        const row = await query
          .insertInto('contact')
          .values({ workspace_id: workspaceId, ...columns(draft), attributes: JSON.stringify(draft.attributes) })
          .returningAll()
          .executeTakeFirstOrThrow();
        return readContact(row);
      }),
    changeContact: async (workspaceId, id, { attributes = {}, ...change }) =>
      judged(async () => {
        const { kept, gone } = merging(attributes);
        const row = await query
          .updateTable('contact')
          .set({
            ...columns(change),
            attributes: sql`(attributes || ${JSON.stringify(kept)}::jsonb) - ${gone}::text[]`,
          })
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) throw new Refused({ code: 'unknown' });
        return readContact(row);
      }),
  };
}

function columns(change: Partial<ContactDraft>) {
  return present({
    role: change.role,
    name: change.name,
    email: change.email,
    phone: change.phone,
    other_phones: change.otherPhones === undefined ? undefined : [...change.otherPhones],
    identifier: change.identifier,
    out_contact_id: change.outContactId,
  });
}

/** What to write and what to take away, as RFC 7396 reads a null. */
function merging(attributes: Contact['attributes']): { kept: object; gone: string[] } {
  const entries = Object.entries(attributes);
  return {
    kept: Object.fromEntries(entries.filter(([, value]) => value !== null)),
    gone: entries.flatMap(([name, value]) => (value === null ? [name] : [])),
  };
}
