/** Reads the requests about contacts. */
import type { ContactDraft } from '#domain/directory/administration.ts';
import { readPhoneNumber } from '#domain/directory/phone-number.ts';
import type { ContactField, SearchSlice, SearchTree } from '#domain/ports/contact-search.ts';
import { exactOf } from '#http/exact-body.ts';
import { fieldsOf } from '../../kit.ts';
import type { Read } from '../read.ts';
import { isKeepable, isObject, MAX_NAME } from '../read.ts';
import { UNKNOWN } from './contact-schema.ts';
import type { Searchable } from './search.ts';
import { readQuery } from './search.ts';

/** What a change may say; what it does not name stays. */
export type ContactWish = Partial<
  Pick<ContactDraft, 'role' | 'identifier' | 'email' | 'phone' | 'name' | 'attributes'>
>;

const invalid = (field: string, message: string) =>
  ({ ok: false, wrong: { code: 'parameter_invalid', message, field } }) as const;

/** The longest address. Source: RFC 3696, erratum 1690. */
const MAX_EMAIL = 254;

/** Reads a change. The vendor refuses a value of the wrong kind; that a text is too long is ours to say. */
export function readContactWish(body: unknown): Read<ContactWish> {
  const { role, external_id: identifier, email, phone, name, custom_attributes: attributes } = fieldsOf(body);
  if (role !== undefined && role !== 'user' && role !== 'lead')
    return invalid('role', 'role must be one of user, lead');
  if (!isTextOrNull(identifier, MAX_NAME)) return invalid('external_id', tooLong('external_id'));
  if (!isTextOrNull(name, MAX_NAME)) return invalid('name', tooLong('name'));
  if (!isTextOrNull(email, MAX_EMAIL) || (typeof email === 'string' && email !== '' && !isEmail(email)))
    return invalid('email', 'Email is invalid');
  const number = typeof phone === 'string' && phone.trim() !== '' ? readPhoneNumber(phone) : null;
  if (phone !== undefined && phone !== null && (typeof phone !== 'string' || (phone.trim() !== '' && number === null)))
    return invalid('phone', 'Phone is invalid');
  const isMissing = attributes === undefined || attributes === null;
  if (!isMissing && (!isObject(attributes) || !isKeepable(attributes)))
    return invalid('custom_attributes', 'Invalid custom attributes');
  return {
    ok: true,
    value: {
      ...(role === undefined ? {} : { role }),
      ...(identifier === undefined ? {} : { identifier: orNull(identifier) }),
      ...(email === undefined ? {} : { email: orNull(email) }),
      ...(name === undefined ? {} : { name: orNull(name) }),
      ...(phone === undefined ? {} : { phone: number }),
      ...(isMissing ? {} : { attributes: exactOf(attributes) }),
    },
  };
}

function tooLong(field: string): string {
  return `${field} must be a string of at most ${MAX_NAME} characters`;
}

function isTextOrNull(value: unknown, longest: number): value is string | null | undefined {
  return value === undefined || value === null || (typeof value === 'string' && value.length <= longest);
}

/** An empty text takes the value away. */
function orNull(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text;
}

function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text);
}

/** The fields that contacts are searched by here. */
const SEARCHABLE: Readonly<Record<string, Searchable<ContactField>>> = {
  id: { kind: 'id', field: { name: 'uid' } },
  role: { kind: 'text', field: { name: 'role' } },
  name: { kind: 'text', field: { name: 'name' } },
  email: { kind: 'text', field: { name: 'email' } },
  email_domain: { kind: 'text', field: { name: 'emailDomain' } },
  phone: { kind: 'text', field: { name: 'phone' }, stored: storedPhone },
  formatted_phone: { kind: 'text', field: { name: 'phone' }, stored: storedPhone },
  external_id: { kind: 'text', field: { name: 'identifier' } },
  created_at: { kind: 'date', field: { name: 'createdAt' } },
  updated_at: { kind: 'date', field: { name: 'updatedAt' } },
  ...Object.fromEntries(UNKNOWN.map((name) => [name, { kind: kindOf(name), field: { name: 'nothing' } }])),
  ...Object.fromEntries(
    ['has_hard_bounced', 'marked_email_as_spam', 'unsubscribed_from_emails'].map((name) => [
      name,
      { kind: 'boolean', field: { name: 'never' } },
    ]),
  ),
  ...Object.fromEntries(
    ['location.country', 'location.region', 'location.city', 'segment_id', 'tag_id'].map((name) => [
      name,
      { kind: 'text', field: { name: 'nothing' } },
    ]),
  ),
};

function kindOf(unknown: string): Searchable<ContactField>['kind'] {
  if (unknown.endsWith('_at')) return 'date';
  return unknown === 'owner_id' ? 'integer' : 'text';
}

/** A number as it is stored, or the digits of a part of one. */
function storedPhone(text: string, isWhole: boolean): string {
  return (isWhole ? readPhoneNumber(text) : null) ?? text.replaceAll(/[\s().\-/]/g, '');
}

const ATTRIBUTE = 'custom_attributes.';

function searchable(name: string): Searchable<ContactField> | undefined {
  if (Object.hasOwn(SEARCHABLE, name)) return SEARCHABLE[name];
  const attribute = name.startsWith(ATTRIBUTE) ? name.slice(ATTRIBUTE.length) : '';
  const isNamed = attribute !== '' && attribute.length <= MAX_NAME;
  return isNamed ? { kind: 'any', field: { name: 'attribute', attribute } } : undefined;
}

/** A search: what is looked for, and in what order it comes. */
export type ContactSearch = Pick<SearchSlice, 'by' | 'order'> & { readonly tree: SearchTree<ContactField> };

/** Reads the body of a search. The newest come first unless it says otherwise. */
export function readContactSearch(body: unknown): Read<ContactSearch> {
  const { query, sort } = fieldsOf(body);
  const tree = readQuery(query, searchable);
  if (!tree.ok) return tree;
  const { field = 'created_at', order = 'descending' } = fieldsOf(sort);
  if (field !== 'created_at' && field !== 'updated_at')
    return {
      ok: false,
      wrong: { code: 'invalid_field', message: `${String(field).slice(0, 100)} is not a valid field` },
    };
  if (order !== 'ascending' && order !== 'descending') {
    const message = `Invalid sort order '${String(order).slice(0, 100)}'. Must be one of: ascending, descending`;
    return { ok: false, wrong: { code: 'invalid_sort_order', message } };
  }
  return { ok: true, value: { tree: tree.value, by: field === 'created_at' ? 'createdAt' : 'updatedAt', order } };
}
