/** Writes our contacts as the vendor's. */
import type { Contact } from '#domain/directory/contact.ts';
import { spellNumber } from '#domain/directory/phone-number.ts';
import { UNKNOWN } from './contact-schema.ts';

const unknown = Object.fromEntries(UNKNOWN.map((name) => [name, null]));

/** The contact of the workspace. */
export function writeContact(contact: Contact, workspaceId: number): object {
  const { uid, phone } = contact;
  const empty = (of: string): object => ({
    type: 'list',
    data: [],
    url: `/contacts/${uid}/${of}`,
    total_count: 0,
    has_more: false,
  });
  return {
    type: 'contact',
    id: uid,
    workspace_id: String(workspaceId),
    external_id: contact.identifier,
    role: contact.role,
    email: contact.email,
    phone,
    formatted_phone: phone === null ? null : spellNumber(phone).international,
    name: contact.name,
    ...unknown,
    social_profiles: { type: 'list', data: [] },
    has_hard_bounced: false,
    marked_email_as_spam: false,
    unsubscribed_from_emails: false,
    created_at: seconds(contact.createdAt),
    updated_at: seconds(contact.updatedAt),
    location: {
      type: 'location',
      country: null,
      region: null,
      city: null,
      country_code: null,
      continent_code: null,
    },
    custom_attributes: contact.attributes,
    tags: empty('tags'),
    notes: empty('notes'),
    companies: empty('companies'),
    opted_out_subscription_types: empty('subscriptions'),
    opted_in_subscription_types: empty('subscriptions'),
  };
}

/** Unix seconds. */
export function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
