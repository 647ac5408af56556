/** Archives of what is kept, as the doors that hand them out see them. */
import type { Readable } from 'node:stream';
import type { Contact } from '#domain/directory/contact.ts';

/** So many are read at a time in one workspace, and on one server. */
export const MAX_ARCHIVES = 2;
export const MAX_ARCHIVES_OF_ALL = 6;

/** The bytes of a recording by its uid; null where there is no such file. */
export type SoundOf = (uid: string) => Promise<AsyncIterable<Uint8Array> | null>;

/** Notes who has it in the audit log, and begins to read. Null: as many are being read as may be. */
export type OpenArchive = () => Promise<Readable | null>;

/**
 * ZIP archives, written as they are read. They are asked for within the request, in the name of whom it came from, and
 * opened when its answer begins.
 */
export type Archives = {
  /** All that is kept of them: calls with their events, notes and transcripts, messages, recordings. */
  contact(workspaceId: number, contact: Contact): OpenArchive;
  /** All of the workspace but its secrets. */
  workspace(workspaceId: number): OpenArchive;
};
