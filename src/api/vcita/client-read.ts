/** Reads what programs ask and say of clients. Source: vcita, "Legacy v1 Clients". */
import { FIND_LENGTHS } from '#domain/call/lengths.ts';
import type { ContactDraft } from '#domain/directory/administration.ts';
import type { Contact } from '#domain/directory/contact.ts';
import { readPhoneNumber } from '#domain/directory/phone-number.ts';
import { isUid } from '#domain/directory/uid.ts';
import type { ClientFilter } from '#domain/ports/client-book.ts';
import { readInstantOrDay } from '#http/instant.ts';
import { fieldsOf, isBlank } from '../kit.ts';

/** What was asked, or the "no". */
export type ClientRead<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly status: number; readonly message: string };

const no = (status: number, message: string) => ({ ok: false, status, message }) as const;
const yes = <T>(value: T) => ({ ok: true, value }) as const;

/** The last page of a list that can be asked for, and pages of 25 unless asked. The limit is ours. */
export const CLIENT_PAGES = { last: 1000, size: 25, largest: 100 };

/** Which clients, and which page of them. */
export type ClientsAsked = { readonly filter: ClientFilter; readonly limit: number; readonly offset: number };

const NO_FILTER: ClientFilter = { text: null, email: null, uid: null, updatedFrom: null };

/** Reads the query of a list. A uid or a time that is none finds no one, which null says. */
export function readClients(query: Readonly<Record<string, string>>): ClientRead<ClientsAsked | null> {
  const page = readCount(query['page'], 1, CLIENT_PAGES.last);
  if (page === null) return no(400, 'Invalid page');
  const size = readCount(query['per_page'], CLIENT_PAGES.size, 1_000_000);
  if (size === null) return no(400, 'Invalid per_page');
  const limit = Math.min(size, CLIENT_PAGES.largest);
  const found = readSearch(query['search_term'] ?? '', query['search_by'] ?? '');
  if (!found.ok) return found;
  const since = query['updated_at[gte]'] ?? '';
  const updatedFrom = isBlank(since) ? (found.value?.updatedFrom ?? null) : readInstantOrDay(since, 'query');
  if (!isBlank(since) && updatedFrom === null) return no(400, 'Invalid updated_at[gte]');
  if (found.value === null) return yes(null);
  return yes({ filter: { ...found.value, updatedFrom }, limit, offset: (page - 1) * limit });
}

function readCount(value: string | undefined, absent: number, most: number): number | null {
  if (isBlank(value)) return absent;
  const count = /^[1-9]\d{0,6}$/.test(value ?? '') ? Number(value) : null;
  return count !== null && count <= most ? count : null;
}

function readSearch(term: string, by: string): ClientRead<ClientFilter | null> {
  const words = term.trim();
  if (words === '') return yes(NO_FILTER);
  switch (by) {
    case 'email':
      return yes({ ...NO_FILTER, email: words });
    case 'uid':
      return yes(isUid(words) ? { ...NO_FILTER, uid: words } : null);
    case 'updated_at': {
      const updatedFrom = readInstantOrDay(words, 'query');
      return updatedFrom === null ? no(400, 'Invalid search_term') : yes({ ...NO_FILTER, updatedFrom });
    }
    case '':
    case 'phone': {
      const text = by === 'phone' ? (readPhoneNumber(words) ?? words) : words;
      if (text.length < FIND_LENGTHS.min || text.length > FIND_LENGTHS.max) return no(400, 'Invalid search_term');
      return yes({ ...NO_FILTER, text });
    }
    default:
      return no(400, 'Invalid search_by');
  }
}

/** The longest text of a client, and how many tags one has. Ours. */
const MAX_TEXT = 500;
const MAX_TAGS = 100;

/** What a contact has no place for is kept in its attributes, under the vendor's names. */
export const KEPT_TEXTS = [
  'address',
  'source',
  'source_url',
  'channel',
  'campaign',
  'custom_field1',
  'custom_field2',
  'custom_field3',
] as const;

/** First and last name. Kept as they were sent; else the name up to its first blank, and the rest. */
export function namesOf({ name, attributes }: Pick<Contact, 'name' | 'attributes'>): readonly [string, string] {
  const [first, last] = [attributes['first_name'], attributes['last_name'] ?? ''];
  if (typeof first === 'string' && typeof last === 'string' && joined(first, last) === name) return [first, last];
  const [begin = '', ...rest] = (name ?? '').split(' ');
  return [begin, rest.join(' ')];
}

function joined(first: string, last: string): string {
  return last === '' ? first : `${first} ${last}`;
}

/** What a client is made or changed to; `before` is who it was, null for a new one. */
export function readClient(body: unknown, before: Contact | null): ClientRead<Partial<ContactDraft>> {
  const fields = fieldsOf(body);
  const names = readNames(fields, before);
  if (!names.ok) return names;
  const attributes: Record<string, unknown> = { ...names.value.attributes };
  for (const name of KEPT_TEXTS) {
    const value = fields[name];
    if (value === undefined) continue;
    if (value !== null && (typeof value !== 'string' || value.length > MAX_TEXT)) return no(422, `${name} is invalid`);
    attributes[name] = value;
  }
  if (fields['opt_in'] !== undefined) {
    if (typeof fields['opt_in'] !== 'boolean') return no(422, 'opt_in is invalid');
    attributes['opt_in'] = fields['opt_in'];
  }
  if (fields['tags'] !== undefined) {
    if (!areTags(fields['tags'])) return no(422, 'tags is invalid');
    attributes['tags'] = fields['tags'];
  }
  const ways = readWays(fields);
  if (!ways.ok) return ways;
  return yes({ ...names.value.name, ...ways.value, attributes });
}

type Fields = Readonly<Record<string, unknown>>;

function readNames(
  fields: Fields,
  before: Contact | null,
): ClientRead<{ readonly name: { readonly name?: string }; readonly attributes: Record<string, unknown> }> {
  const isNamed = fields['first_name'] !== undefined || fields['last_name'] !== undefined;
  if (before !== null && !isNamed) return yes({ name: {}, attributes: {} });
  const [knownFirst, knownLast] = before === null ? ['', ''] : namesOf(before);
  const { first_name: first = knownFirst, last_name: last = knownLast } = fields;
  if (isBlank(first)) return no(422, "First name can't be blank");
  if (typeof first !== 'string' || first.length > MAX_TEXT) return no(422, 'first_name is invalid');
  if (last !== null && (typeof last !== 'string' || last.length > MAX_TEXT)) return no(422, 'last_name is invalid');
  const [begin, end] = [first.trim(), (last ?? '').trim()];
  const name = joined(begin, end).slice(0, 200);
  return yes({ name: { name }, attributes: { first_name: begin, last_name: end } });
}

/** How they are reached, and what they are. */
function readWays(fields: Fields): ClientRead<Partial<ContactDraft>> {
  const { email, customer_status: status } = fields;
  if (
    email !== undefined &&
    !isBlank(email) &&
    (typeof email !== 'string' || !/^[^\s@]{1,64}@[^\s@]{1,180}$/.test(email))
  )
    return no(422, 'Email is invalid');
  const phone = fields['mobile_phone'] ?? fields['phone'];
  const number = typeof phone === 'string' ? readPhoneNumber(phone) : null;
  if (phone !== undefined && !isBlank(phone) && number === null) return no(422, 'Phone is invalid');
  if (status !== undefined && status !== 'lead' && status !== 'customer') return no(422, 'customer_status is invalid');
  return yes({
    ...(email === undefined ? {} : { email: typeof email === 'string' && !isBlank(email) ? email : null }),
    ...(phone === undefined ? {} : { phone: number }),
    ...(status === undefined ? {} : { role: status === 'customer' ? 'user' : 'lead' }),
  });
}

function areTags(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length <= MAX_TAGS &&
    value.every((each) => typeof each === 'string' && each.length <= MAX_TEXT)
  );
}
