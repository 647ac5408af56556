/** All that is kept of one contact, as files. Source: GDPR, articles 15 and 20. */
import type { Call } from '#domain/call/call.ts';
import type { Contact } from '#domain/directory/contact.ts';
import type { ArchiveReader } from '#domain/ports/archive-reader.ts';
import type { ContactEntry, HistoryPlace } from '#domain/ports/contact-book.ts';
import { placeOf } from '#domain/ports/contact-book.ts';
import type { ZipEntry } from '#http/zip.ts';
import type { DialectParts } from '../../dialect.ts';
import { writeExternalCall, writeTextMessage } from '../call-write.ts';
import { writeMessage } from '../contact-history.ts';
import { writeContact, writeTicket } from '../write.ts';
import type { CallLineParts } from './call-lines.ts';
import { callLines, lines, PAGE_OF_CALLS, pagesOf, soundFiles } from './call-lines.ts';

/** Scheduled calls of one contact that are read. */
const MAX_SCHEDULED = 1000;

export type ContactFileParts = Pick<DialectParts, 'engine' | 'clock'> &
  CallLineParts & { readonly reader: Pick<ArchiveReader, 'detailsOf' | 'about'> };

const README = `All that is kept of this contact, exported by Patchbay.

contact.json             who they are: names, numbers, and attributes that were set
calls.jsonl              their calls, one a line, the newest first, each with its events, its notes and its transcript;
                         calls that are still to come are first
messages.jsonl           what they and agents wrote to each other, one message a line, the newest first
texts.jsonl              text messages that were sent to them
tickets.jsonl            tickets that name them
announced_calls.jsonl    calls that another program announced for one of their numbers
recordings/              the sound of their calls and voicemails, named by the recording's uid: agents are on the left
                         channel, the contact on the right. A file that ends in .missing.txt stands for a sound that was
                         not found on the server.

A .jsonl file has one JSON value a line (jsonlines.org), in the shapes of the API under /v1. \`recording.url\` of a call is
the place of its sound in this archive. Times are UTC.
`;

/** The files. */
export async function* contactFiles(
  parts: ContactFileParts,
  workspaceId: number,
  contact: Contact,
): AsyncGenerator<ZipEntry> {
  const at = parts.clock.now();
  const { texts, tickets, announcements } = await parts.reader.about(workspaceId, contact);
  yield { name: 'README.txt', at, content: [README] };
  yield { name: 'contact.json', at, content: [`${JSON.stringify(writeContact(contact), null, 2)}\n`] };
  const calls = (): AsyncIterable<readonly Call[]> => callsOf(parts, workspaceId, contact.id);
  yield { name: 'calls.jsonl', at, content: callLines(parts, workspaceId, calls()) };
  yield { name: 'messages.jsonl', at, content: messageLines(historyOf(parts, workspaceId, contact.id)) };
  yield { name: 'texts.jsonl', at, content: [lines(texts.map(writeTextMessage))] };
  yield { name: 'tickets.jsonl', at, content: [lines(tickets.map(writeTicket))] };
  yield { name: 'announced_calls.jsonl', at, content: [lines(announcements.map(writeExternalCall))] };
  yield* soundFiles(parts, calls());
}

async function* callsOf(
  parts: ContactFileParts,
  workspaceId: number,
  contactId: number,
): AsyncGenerator<readonly Call[]> {
  const scheduled = await parts.engine.contacts.scheduled(workspaceId, contactId, MAX_SCHEDULED);
  if (scheduled.length > 0) yield scheduled;
  for await (const entries of historyOf(parts, workspaceId, contactId))
    yield entries.flatMap((entry) => (entry.kind === 'call' ? [entry.call] : []));
}

async function* messageLines(pages: AsyncIterable<readonly ContactEntry[]>): AsyncGenerator<string> {
  for await (const entries of pages)
    yield lines(entries.flatMap((entry) => (entry.kind === 'message' ? [writeMessage(entry.message)] : [])));
}

function historyOf(
  { engine }: Pick<ContactFileParts, 'engine'>,
  workspaceId: number,
  contactId: number,
): AsyncIterable<readonly ContactEntry[]> {
  return pagesOf<ContactEntry, HistoryPlace>(PAGE_OF_CALLS, placeOf, async (beyond, limit) =>
    engine.contacts.history(workspaceId, contactId, { beyond, limit }),
  );
}
