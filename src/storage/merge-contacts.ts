/** One contact becomes another: everything that named it names the other one, in one transaction. */
import type { Contact } from '#domain/directory/contact.ts';
import { MAX_OTHER_PHONES } from '#domain/directory/contact.ts';
import type { Selectable, Transaction } from 'kysely';
import { sql } from 'kysely';
import { readContact } from './directory.ts';
import { Refused } from './judged.ts';
import type { Tables } from './tables.ts';

type Row = Selectable<Tables['contact']>;

/** What names a contact by its id. Calls do as well, and are moved by a statement of their own. */
const NAMING = ['conversation', 'ticket', 'redirect', 'message', 'api_token'] as const satisfies (keyof Tables)[];

/**
 * Merges it. Refused: either is unknown, or merged already; both are the same; too many numbers or attributes together.
 */
export async function mergeContact(
  transaction: Transaction<Tables>,
  workspaceId: number,
  contactId: number,
  intoId: number,
): Promise<{ readonly contact: Contact; readonly openCallIds: readonly number[] }> {
  if (contactId === intoId) throw new Refused({ code: 'merge_into_itself' });
  const { rows } = await sql<Row>`
    select * from contact where workspace_id = ${workspaceId} and id in (${contactId}, ${intoId}) and merged_into is null
    order by id for update`.execute(transaction);
  const [from, into] = [contactId, intoId].map((id) => rows.find((row) => row.id === id));
  if (from === undefined || into === undefined) throw new Refused({ code: 'unknown' });
  // Before the other one takes the number: it is unique.
  await transaction
    .updateTable('contact')
    .set({ ...EMPTY, merged_into: intoId, ...(into.phone === null ? { phone: null } : {}) })
    .where('id', '=', contactId)
    .execute();
  const contact = await putTogether(transaction, from, into);
  const moved = { contact_id: intoId };
  for (const table of NAMING)
    await transaction.updateTable(table).set(moved).where('contact_id', '=', contactId).execute();
  await transaction.updateTable('contact').set({ merged_into: intoId }).where('merged_into', '=', contactId).execute();
  return { contact, openCallIds: await moveCalls(transaction, from, into) };
}

/** What stays in the row of a contact that was merged: nothing but its number, its ids and where it went. */
const EMPTY = {
  name: null,
  email: null,
  identifier: null,
  out_contact_id: null,
  other_phones: [],
  attributes: '{}',
  blocked_at: null,
};

/** The other one with what it had not and the merged one had; who was blocked as either stays blocked. */
async function putTogether(transaction: Transaction<Tables>, from: Row, into: Row): Promise<Contact> {
  const phone = into.phone ?? from.phone;
  const others = new Set([...into.other_phones, ...(from.phone === null ? [] : [from.phone]), ...from.other_phones]);
  if (phone !== null) others.delete(phone);
  if (others.size > MAX_OTHER_PHONES) throw new Refused({ code: 'numbers_full' });
  const row = await transaction
    .updateTable('contact')
    .set({
      role: into.role === 'user' ? into.role : from.role,
      name: into.name ?? from.name,
      email: into.email ?? from.email,
      phone,
      other_phones: [...others],
      identifier: into.identifier ?? from.identifier,
      out_contact_id: into.out_contact_id ?? from.out_contact_id,
      attributes: JSON.stringify({ ...from.attributes, ...into.attributes }),
      blocked_at: into.blocked_at ?? from.blocked_at,
    })
    .where('id', '=', into.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return readContact(row);
}

/**
 * One version on, so that who has a call in mind reads it anew before they change it. Answers those in progress. A
 * report names its client by the contact's uid.
 */
async function moveCalls(transaction: Transaction<Tables>, from: Row, into: Row): Promise<readonly number[]> {
  const { rows } = await sql<{ id: number }>`
    with moved as (
      update call set contact_id = ${into.id}, version = version + 1,
        report = case when report ->> 'clientUid' = ${from.uid} then jsonb_set(report, '{clientUid}', to_jsonb(${into.uid}::text)) else report end
      where workspace_id = ${from.workspace_id} and contact_id = ${from.id}
      returning id, state, deadline_at
    )
    select id from moved where deadline_at is not null and state <> 'scheduled'`.execute(transaction);
  return rows.map(({ id }) => id);
}
