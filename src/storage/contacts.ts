/** Contacts, as their administrator lists and changes them. The engine makes more of them by itself, from calls. */
import type { Administration, ContactDraft, EmailScope } from '#domain/directory/administration.ts';
import type { Contact } from '#domain/directory/contact.ts';
import type { Kysely, RawBuilder, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { readContact } from './directory.ts';
import type { Changed } from './judged.ts';
import { judged, present, Refused } from './judged.ts';
import type { Tables } from './tables.ts';

type Contacts = Pick<Administration, 'createContact' | 'changeContact'>;

/** Makes their part of the administration. */
export function administerContacts({ query }: Database, changed: Changed): Contacts {
  return {
    createContact: async (workspaceId, draft, scope = 'users') =>
      judged(async () => {
        const { role, email, identifier } = draft;
        const row = await query
          .insertInto('contact')
          .values({
            workspace_id: workspaceId,
            ...columns(draft),
            email: sql<string | null>`claim_email(${workspaceId}, null, ${role}, ${email}, ${scope === 'everyone'})`,
            identifier: sql<string | null>`claim_identifier(${workspaceId}, null, ${identifier})`,
            attributes: JSON.stringify(draft.attributes),
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        return readContact(row);
      }),
    changeContact: async (workspaceId, id, { attributes = {}, ...change }, scope = 'users') =>
      judged(async () => {
        const { kept, gone } = merging(attributes);
        const row = await query
          .updateTable('contact')
          .set({
            ...columns(change),
            ...claims(change, scope),
            attributes: sql`(attributes || ${JSON.stringify(kept)}::jsonb) - ${gone}::text[]`,
          })
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', survivorOf(id))
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) throw new Refused({ code: 'unknown' });
        if (change.phone !== undefined || change.otherPhones !== undefined) await releaseNumbers(query, row);
        if (row.blocked_at !== null) changed(workspaceId); // Whose calls are refused is kept in memory, by number.
        return readContact(row);
      }),
  };
}

/** The contact itself, or the one it was merged into. */
function survivorOf(id: number): RawBuilder<number> {
  return sql<number>`coalesce((select merged_into from contact where id = ${id}), ${id})`;
}

/**
 * Numbers that came by a merge and were taken away again are no longer this contact's: their next caller is a new one.
 */
async function releaseNumbers(query: Kysely<Tables>, row: Selectable<Tables['contact']>): Promise<void> {
  await query
    .updateTable('contact')
    .set({ phone: null })
    .where('merged_into', '=', row.id)
    .where('phone', 'is not', null)
    .where((where) => where.not(where('phone', 'in', [row.phone ?? '', ...row.other_phones])))
    .execute();
}

/** Names that the change gives the contact, or that are judged anew because it becomes a user. */
function claims({ role, email, identifier }: Partial<ContactDraft>, scope: EmailScope) {
  const [roleThen, emailThen] = [role ?? sql.ref('role'), email === undefined ? sql.ref('email') : email];
  const isJudged = role !== undefined || email !== undefined;
  const claimed = (claim: RawBuilder<string | null>, isMade: boolean) => (isMade ? claim : undefined);
  return present({
    email: claimed(sql`claim_email(workspace_id, id, ${roleThen}, ${emailThen}, ${scope === 'everyone'})`, isJudged),
    identifier: claimed(sql`claim_identifier(workspace_id, id, ${identifier ?? null})`, identifier !== undefined),
  });
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
