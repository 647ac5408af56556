/** Looks for contacts by what people remember of them: a part of a name, of an email address, of a number. */
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';

/** Fewer digits than this are in nearly every number. */
const MIN_DIGITS = 3;

/**
 * The condition on rows of `contact`. Digits are compared without what people put between them. Rare texts are found by
 * their grams, in the index of migration 0018; frequent ones by walking the newest contacts: the planner knows which is
 * which.
 */
export function contactMatches(text: string): RawBuilder<boolean> {
  const part = text.replaceAll('\n', ' ');
  const words = `%${part.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const digits = text.replaceAll(/\D/g, '');
  const isNumber = /^[+\d\s().\-/]+$/.test(text) && digits.length >= MIN_DIGITS;
  const named = sql<boolean>`${hasGrams(part)} and (name ilike ${words} or email ilike ${words})`;
  if (!isNumber) return sql`(${named})`;
  const number = `%${digits}%`;
  return sql`(${named} or (${hasGrams(digits)} and (phone like ${number}
    or exists (select from unnest(other_phones) as other where other like ${number}))))`;
}

/** Whether what a contact is found by has the first sixteen grams of the part, in the index of migration 0018. */
export function hasGrams(part: string): RawBuilder<boolean> {
  return sql`text_grams(contact_words(name, email, phone, other_phones)) @@ grams_query(lower(${part}))`;
}
