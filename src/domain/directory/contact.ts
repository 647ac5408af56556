/** People who call and are called. Intercom calls them users and leads, vcita clients, CCAI end users. */
import type { E164 } from './phone-number.ts';

/** What a call says of its contact: the part that every dialect writes. */
export type ContactCard = {
  readonly id: number;
  readonly uid: string;
  /** The customer's own id of this person (CCAI `identifier`). */
  readonly identifier: string | null;
  /** The CRM's id of this person (CCAI `out_contact_id`). */
  readonly outContactId: string | null;
};

/** A contact in full. */
export type Contact = ContactCard & {
  readonly role: 'user' | 'lead';
  readonly name: string | null;
  readonly email: string | null;
  /** The number a caller is recognized by; unique in the workspace. */
  readonly phone: E164 | null;
  /** Further numbers; with any, an agent must choose before a ticket is dialed. */
  readonly otherPhones: readonly E164[];
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Since when calls of theirs are refused at every inbound door; null: they are not. */
  readonly blockedAt: Date | null;
  /** Since when nothing of them is forgotten, whatever is asked; null: no legal hold. */
  readonly legalHoldAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** What is held of a new contact of whom nothing is said. */
export const ORDINARY_CONTACT = {
  role: 'lead',
  name: null,
  email: null,
  phone: null,
  otherPhones: [],
  identifier: null,
  outContactId: null,
  attributes: {},
} as const satisfies Partial<Contact>;

/** How many numbers a contact has besides the one it is recognized by. */
export const MAX_OTHER_PHONES = 20;

/**
 * The most attributes a contact has, and their largest size as stored JSON text in bytes, whatever merged them. Kept by
 * migration 0032.
 */
export const MAX_ATTRIBUTES = 500;
export const MAX_ATTRIBUTES_BYTES = 64 * 1024;
