/**
 * What the console and the server say to each other about contacts, under `/app/contacts.json`. Plain types, also for
 * the page.
 */
import type { Contact } from '#domain/directory/contact.ts';
import type { CallView } from './protocol.ts';

/** A contact, with ISO times. */
export type ContactView = Omit<Contact, 'uid' | 'blockedAt' | 'legalHoldAt' | 'createdAt' | 'updatedAt'> & {
  readonly blockedAt: string | null;
  readonly legalHoldAt: string | null;
  readonly createdAt: string;
};

/** A page of the list, the newest first. `next` is asked for as `after`; null at the end. */
export type ContactsPage = { readonly contacts: readonly ContactView[]; readonly next: string | null };

/** What an agent said of a call. */
export type NoteEntry = {
  readonly id: number;
  readonly agentName: string | null;
  readonly text: string;
  readonly at: string;
};

/**
 * A call in a history. Of one that the reader may not read there are the facts alone: neither notes nor summary, and no
 * page.
 */
export type CallEntry = Pick<CallView, 'id' | 'direction' | 'state' | 'failReason' | 'recording'> & {
  readonly kind: 'call';
  readonly at: string;
  /** When a call that is still to come is due. */
  readonly scheduledAt: string | null;
  readonly agentName: string | null;
  readonly queue: string | null;
  readonly talkSeconds: number | null;
  readonly isReadable: boolean;
  readonly summary: string | null;
  readonly notes: readonly NoteEntry[];
};

/** A message in a history. */
export type MessageEntry = {
  readonly kind: 'message';
  readonly id: number;
  readonly at: string;
  readonly by: 'contact' | 'agent';
  readonly agentName: string | null;
  readonly text: string;
};

/** A part of a history, the newest first. */
export type HistoryPage = { readonly entries: readonly (CallEntry | MessageEntry)[]; readonly next: string | null };

/** A contact's own page, with the calls that are still to come. */
export type ContactDetail = { readonly contact: ContactView; readonly scheduled: readonly CallEntry[] };

/**
 * What may be changed: `PATCH /app/contacts/{id}.json`. Numbers as they were typed; an empty text takes the value away.
 * Attributes that are not named stay, one that is null goes.
 */
export type ContactEdit = {
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly otherPhones?: readonly string[];
  readonly attributes?: Readonly<Record<string, string | number | boolean | null>>;
};

/** The field of a `ContactEdit` that a refusal is about, in `field` beside `message`. */
export type ContactField = keyof ContactEdit;
