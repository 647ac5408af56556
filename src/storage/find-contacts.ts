/** Looks for contacts by what people remember of them: a part of a name, of an email address, of a number. */
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Tables } from './tables.ts';

/** Fewer digits than this are in nearly every number. */
const MIN_DIGITS = 3;

/** Ids, the newest contact first. Digits are compared without what people put between them. */
export async function findContacts(
  query: Kysely<Tables>,
  workspaceId: number,
  text: string,
  limit: number,
): Promise<readonly number[]> {
  const words = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const isNumber = /^[+\d\s().\-/]+$/.test(text);
  const digits = text.replaceAll(/\D/g, '');
  const number = isNumber && digits.length >= MIN_DIGITS ? `%${digits}%` : null;
  const { rows } = await sql<{ id: number }>`
    select id from contact where workspace_id = ${workspaceId}
      and (name ilike ${words} or email ilike ${words}
        or (${number}::text is not null and (phone like ${number} or exists (select 1 from unnest(other_phones) as other where other like ${number}))))
    order by id desc limit ${limit}`.execute(query);
  return rows.map(({ id }) => id);
}
