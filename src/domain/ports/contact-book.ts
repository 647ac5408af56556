/** The book of contacts: who is in it, and all that was between them and the workspace. Implemented by storage. */
import type { Call } from '../call/call.ts';
import type { Contact } from '../directory/contact.ts';
import type { E164 } from '../directory/phone-number.ts';
import type { ContactField, FoundContact, SearchSlice, SearchTree } from './contact-search.ts';
import type { CallNote, Message } from './live-stores.ts';

/** Which contacts a list shows. Null is no limit. */
export type ContactFilter = {
  /**
   * In a name or an email address, whatever its case; its digits, three at least, in a number. `FIND_LENGTHS` units.
   */
  readonly text: string | null;
  readonly phone: E164 | null;
};

/** Something that was between a contact and the workspace: a call with its notes, or a message. */
export type ContactEntry =
  | { readonly kind: 'call'; readonly call: Call; readonly notes: readonly CallNote[] }
  | { readonly kind: 'message'; readonly message: Message };

/** Where a history continues: after this entry, by its time (UTC, milliseconds), its kind, and its id among those. */
export type HistoryPlace = { readonly at: Date; readonly kind: ContactEntry['kind']; readonly id: number };

/** What is read about contacts. */
export type ContactBook = {
  /** Newest first, with ids below `beyond`. Those that were merged into others are not among them. */
  list(
    workspaceId: number,
    filter: ContactFilter,
    slice: { readonly beyond: number | null; readonly limit: number },
  ): Promise<readonly Contact[]>;
  /** Those that the conditions find; those that were merged into others are not among them. */
  search(workspaceId: number, tree: SearchTree<ContactField>, slice: SearchSlice): Promise<readonly FoundContact[]>;
  /** How many those are, up to `MAX_COUNTED`. */
  count(workspaceId: number, tree: SearchTree<ContactField>): Promise<number>;
  /** By every agent, newest first; calls that are only scheduled are not among them. */
  history(
    workspaceId: number,
    contactId: number,
    slice: { readonly beyond: HistoryPlace | null; readonly limit: number },
  ): Promise<readonly ContactEntry[]>;
  /** Calls that are still to come, the next one first. */
  scheduled(workspaceId: number, contactId: number, limit: number): Promise<readonly Call[]>;
};

/** Where a history continues after the entry. */
export function placeOf(entry: ContactEntry): HistoryPlace {
  return entry.kind === 'call'
    ? { at: entry.call.createdAt, kind: 'call', id: entry.call.id }
    : { at: entry.message.at, kind: 'message', id: entry.message.id };
}

/** The place in the text of a cursor or an address. */
export function writePlace({ at, kind, id }: HistoryPlace): string {
  return `${at.getTime()}-${kind}-${id}`;
}

/** Reads it; null where it is none. */
export function readPlace(text: string): HistoryPlace | null {
  const [, at, kind, id] = /^(\d{1,14})-(call|message)-([1-9]\d{0,14})$/.exec(text) ?? [];
  if (at === undefined || id === undefined) return null;
  return { at: new Date(Number(at)), kind: kind === 'call' ? 'call' : 'message', id: Number(id) };
}
