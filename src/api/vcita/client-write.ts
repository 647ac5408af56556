/** Writes contacts as this vendor's clients, and the shapes of that. */
import { Type } from 'typebox';
import type { Contact } from '#domain/directory/contact.ts';
import type { Workspace } from '#domain/directory/workspace.ts';
import { KEPT_TEXTS, namesOf } from './client-read.ts';

const textOrNull = Type.Union([Type.String(), Type.Null()]);
const time = Type.String({ format: 'date-time', description: 'UTC, milliseconds.' });

/** A client. */
export const ClientObject = Type.Object({
  id: Type.String({ format: 'uuid' }),
  business_uid: Type.String(),
  first_name: Type.String(),
  last_name: Type.String(),
  email: textOrNull,
  mobile_phone: textOrNull,
  normalized_phone: textOrNull,
  address: textOrNull,
  customer_status: Type.Enum(['lead', 'customer']),
  tags: Type.Array(Type.String()),
  opt_in: Type.Boolean(),
  source: textOrNull,
  source_url: textOrNull,
  channel: textOrNull,
  campaign: textOrNull,
  custom_field1: textOrNull,
  custom_field2: textOrNull,
  custom_field3: textOrNull,
  created_at: time,
  updated_at: time,
});

/** A client by itself: with matters, of which there are none here. */
export const WholeClient = Type.Object({
  ...ClientObject.properties,
  matters: Type.Array(Type.Object({}), { maxItems: 0 }),
});

/** The client. */
export function writeClient(contact: Contact, { uid }: Pick<Workspace, 'uid'>): object {
  const { attributes } = contact;
  const [first, last] = namesOf(contact);
  const kept = Object.fromEntries(KEPT_TEXTS.map((name) => [name, textOf(attributes[name])]));
  const { address, ...others } = kept;
  return {
    id: contact.uid,
    business_uid: uid,
    first_name: first,
    last_name: last,
    email: contact.email,
    mobile_phone: contact.phone,
    normalized_phone: contact.phone,
    address: address ?? null,
    customer_status: contact.role === 'user' ? 'customer' : 'lead',
    tags: tagsOf(attributes['tags']),
    opt_in: attributes['opt_in'] === true,
    ...others,
    created_at: contact.createdAt.toISOString(),
    updated_at: contact.updatedAt.toISOString(),
  };
}

/** The client by itself. */
export function writeWholeClient(contact: Contact, workspace: Pick<Workspace, 'uid'>): object {
  return { ...writeClient(contact, workspace), matters: [] };
}

/** The client as webhooks bring it. Source: the vendor's captured samples. */
export function writeDeliveredClient(contact: Contact, { uid }: Pick<Workspace, 'uid'>): object {
  const { attributes } = contact;
  const [first, last] = namesOf(contact);
  return {
    business_id: uid,
    client_id: contact.uid,
    first_name: first,
    last_name: last,
    phone: contact.phone,
    email: contact.email,
    image: null,
    address: { main: textOf(attributes['address']) },
    custom_fields: {},
    visible: true,
    opt_in: attributes['opt_in'] === true,
    created_at: contact.createdAt.toISOString(),
    updated_at: contact.updatedAt.toISOString(),
    spam: contact.blockedAt !== null,
  };
}

/** Attributes may come from anywhere, and be anything. */
function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function tagsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}
