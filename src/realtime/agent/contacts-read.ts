/** Reads what the console changes about a contact. Each refusal names its field. */
import type { ContactDraft } from '#domain/directory/administration.ts';
import { MAX_OTHER_PHONES } from '#domain/directory/contact.ts';
import { readPastedNumber } from '#domain/directory/phone-number.ts';
import type { Region } from '#domain/directory/phone-number.ts';
import { isStorable } from '#http/body.ts';
import { fieldsOf } from '#api/kit.ts';
import type { ContactField } from './contacts-protocol.ts';

/** A field that is not as it should be, and why. */
export type FieldFault = { readonly field: ContactField; readonly message: string };
type Change = Partial<Pick<ContactDraft, 'name' | 'email' | 'phone' | 'otherPhones' | 'attributes'>>;

const MAX_NAME = 200;
const MAX_EMAIL = 320;
const MAX_ATTRIBUTE_NAME = 200;

/**
 * The change that is asked for; null where nothing is, or nothing that makes sense. Numbers may be written as they are
 * dialed in `region`.
 */
export function readContactEdit(body: unknown, region: Region | null): Change | FieldFault | null {
  if (!isStorable(body)) return null;
  const { name, email, phone, otherPhones, attributes } = fieldsOf(body);
  const change: { -readonly [F in keyof Change]: Change[F] } = {};
  if (name !== undefined) {
    if (typeof name !== 'string' || name.length > MAX_NAME)
      return { field: 'name', message: `At most ${MAX_NAME} characters.` };
    change.name = name.trim() === '' ? null : name.trim();
  }
  if (email !== undefined) {
    if (typeof email !== 'string' || !isEmail(email.trim()))
      return { field: 'email', message: 'This is not an e-mail address.' };
    change.email = email.trim() === '' ? null : email.trim();
  }
  if (phone !== undefined) {
    const number = readNumber(phone, region);
    if (number === undefined) return { field: 'phone', message: NO_NUMBER };
    change.phone = number;
  }
  if (otherPhones !== undefined) {
    const numbers = Array.isArray(otherPhones) ? otherPhones.map((each) => readNumber(each, region)) : [undefined];
    if (numbers.some((each) => each === undefined)) return { field: 'otherPhones', message: NO_NUMBER };
    if (numbers.length > MAX_OTHER_PHONES)
      return { field: 'otherPhones', message: `At most ${MAX_OTHER_PHONES} numbers.` };
    change.otherPhones = [...new Set(numbers.filter((each) => each != null))];
  }
  if (attributes !== undefined) {
    const read = readAttributes(attributes);
    if (read === null)
      return { field: 'attributes', message: 'Each attribute has a name and a text, a number, or yes or no.' };
    change.attributes = read;
  }
  return Object.keys(change).length === 0 ? null : change;
}

const NO_NUMBER = 'This is not a phone number. Numbers of other countries begin with + and the country.';

/** Null for none; undefined for what is no number. */
function readNumber(value: unknown, region: Region | null): string | null | undefined {
  if (typeof value !== 'string') return undefined;
  return value.trim() === '' ? null : (readPastedNumber(value, region) ?? undefined);
}

function isEmail(text: string): boolean {
  return text === '' || (text.length <= MAX_EMAIL && /^[^\s@]+@[^\s@]+$/.test(text));
}

function readAttributes(value: unknown): Readonly<Record<string, unknown>> | null {
  const entries = Object.entries(fieldsOf(value));
  const isFine = ([name, each]: [string, unknown]): boolean =>
    name.trim() !== '' &&
    name.length <= MAX_ATTRIBUTE_NAME &&
    (each === null || ['string', 'number', 'boolean'].includes(typeof each));
  return entries.length > 0 && entries.every(isFine) ? Object.fromEntries(entries) : null;
}
