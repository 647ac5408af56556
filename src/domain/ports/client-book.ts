/** Contacts as vcita lists them: pages by their number, sorted by when they changed. Implemented by storage. */
import type { Contact } from '../directory/contact.ts';

/** Which contacts a list shows. Null is no limit. */
export type ClientFilter = {
  /** As the book of contacts finds it: in a name, an email address or a number. */
  readonly text: string | null;
  /** The whole address, whatever its case. */
  readonly email: string | null;
  readonly uid: string | null;
  /** Included. */
  readonly updatedFrom: Date | null;
};

/** What is read of them. Those that were merged into others are not among them. */
export type ClientBook = {
  /** The last changed first. */
  list(workspaceId: number, filter: ClientFilter, limit: number, offset: number): Promise<readonly Contact[]>;
};
