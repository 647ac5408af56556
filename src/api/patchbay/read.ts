/** Reads what schemas cannot judge: phone numbers, hours, names on the wire. */
import type { Static } from 'typebox';
import type { E164 } from '#domain/directory/phone-number.ts';
import { readPhoneNumber } from '#domain/directory/phone-number.ts';
import { FIND_LENGTHS } from '#domain/call/lengths.ts';
import { isStorableText } from '#http/body.ts';
import type { TokenBounds } from '../token-keeper.ts';
import type { NewToken } from './schema.ts';

/** The numbers of a body in E.164, and pointers to those that are none. */
export function readPhones(fields: { readonly phone?: string | null; readonly other_phones?: readonly string[] }): {
  readonly read: { phone?: E164 | null; otherPhones?: E164[] };
  readonly wrong: readonly string[];
} {
  const wrong: string[] = [];
  const one = (text: string, pointer: string): E164 => {
    const number = readPhoneNumber(text);
    if (number === null) wrong.push(pointer);
    return number ?? text;
  };
  const { phone, other_phones: others } = fields;
  const read = {
    ...(phone === undefined ? {} : { phone: phone === null ? null : one(phone, '/phone') }),
    ...(others === undefined ? {} : { otherPhones: others.map((each, place) => one(each, `/other_phones/${place}`)) }),
  };
  return { read, wrong };
}

/** The number in a query. An unescaped `+` arrives as a space. */
export function readQueryPhone(text: string): E164 | null {
  return readPhoneNumber(text.replace(/^ /, '+'));
}

/** What is wrong with a search that cannot be searched for. */
export const FIND_DETAIL = `must have ${FIND_LENGTHS.min} to ${FIND_LENGTHS.max} characters`;

/**
 * The search in a query; null where there is none, undefined where it is too short or too long, or cannot be stored.
 */
export function readFind(asked: string | undefined): string | null | undefined {
  if (asked === undefined) return null;
  const text = asked.trim();
  return text.length >= FIND_LENGTHS.min && text.length <= FIND_LENGTHS.max && isStorableText(text) ? text : undefined;
}

/** Until when a token is to work, and for whom. A time that is none stays as one, to be judged. */
export function readTokenBounds(body: Static<typeof NewToken>): TokenBounds {
  const { expires_at: expiresAt, contact_id: contactId } = body;
  return { expiresAt: expiresAt == null ? null : new Date(expiresAt), contactId: contactId ?? null };
}
