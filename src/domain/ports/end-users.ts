/** Contacts as a customer's own system names them: by its identifier. Implemented by storage. */
import type { ContactCard } from '../directory/contact.ts';
import type { Identity } from './live-stores.ts';

/** What is read and written of them. */
export type EndUserBook = {
  /** Null where no contact has the identifier. */
  byIdentifier(workspaceId: number, identifier: string): Promise<ContactCard | null>;
  /**
   * Writes down who has the identifier: that contact, else one who has the number and no identifier yet, else a new
   * one. What is null stays; a number that another contact has stays theirs. Of two at once, one makes the contact.
   */
  put(workspaceId: number, identity: Identity): Promise<ContactCard>;
};
