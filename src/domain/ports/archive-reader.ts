/** What archives of a workspace read many calls at a time. Implemented by storage. */
import type { ExternalCall } from '../call/external-call.ts';
import type { TextMessage } from '../call/redirect.ts';
import type { Contact } from '../directory/contact.ts';
import type { Ticket } from '../directory/ticket.ts';
import type { CallNote, Message } from './live-stores.ts';
import type { KeptTranscript, StoredEvent } from './stores.ts';

/** What belongs to a call, in the order in which it came. */
export type CallDetails = {
  readonly events: readonly StoredEvent[];
  readonly notes: readonly CallNote[];
  readonly transcript: KeptTranscript | null;
};

/** A message with who it was exchanged with; null: they were forgotten. */
export type ArchivedMessage = Message & { readonly contactId: number | null };

/** What there is about a contact besides calls and messages, the newest `MAX_ABOUT` of each. */
export type AboutContact = {
  readonly texts: readonly TextMessage[];
  readonly tickets: readonly Ticket[];
  readonly announcements: readonly ExternalCall[];
};

/** The most texts, tickets and announced calls of a contact that are read, each. */
export const MAX_ABOUT = 1000;

export type ArchiveReader = {
  /** By the id of the call; calls of other workspaces have none. */
  detailsOf(workspaceId: number, callIds: readonly number[]): Promise<ReadonlyMap<number, CallDetails>>;
  /** Those with an id below `beyond`, the newest first. */
  messages(workspaceId: number, beyond: number | null, limit: number): Promise<readonly ArchivedMessage[]>;
  /** Of the contact, and of those that were merged into them. */
  about(workspaceId: number, contact: Contact): Promise<AboutContact>;
};
