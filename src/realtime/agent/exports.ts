/**
 * Files of what is kept: the calls of a list for a sheet, and all of one contact. Written as they are read, a part at a
 * time, so that their length costs no memory.
 */
import type { Call } from '#domain/call/call.ts';
import { isPlayable } from '#domain/call/recording.ts';
import type { Contact } from '#domain/directory/contact.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { ContactEntry, HistoryPlace } from '#domain/ports/contact-book.ts';
import { placeOf } from '#domain/ports/contact-book.ts';
import type { FoundCalls } from '#domain/ports/stores.ts';
import type { SignedIn } from '#domain/identity/session.ts';
import type { DialectParts } from '#api/dialect.ts';
import { recordingUrl } from '#api/kit.ts';
import { MAX_CSV_CALLS } from './calls-protocol.ts';
import { readCallsQuery, writePlace } from './calls-read.ts';
import { writeRow } from './calls-write.ts';
import { writeCallEntry, writeContact, writeEntry } from './contacts-write.ts';
import { csvRow } from './csv.ts';

/** Read at a time. */
const CHUNK = 100;

const CALLS_HEAD = [
  'id',
  'uid',
  'created_at',
  'direction',
  'state',
  'fail_reason',
  'contact_id',
  'contact_number',
  'queue',
  'agent',
  'wait_seconds',
  'talk_seconds',
  'hold_seconds',
  'disposition',
  'tags',
  'not_filled_in',
  'rating',
] as const;

const NO_DETAILS = { contactName: null, notes: [], isCallerAway: false, isCallerSilent: false };

type Query = Readonly<Record<string, string | undefined>>;

/**
 * The calls that the query asks for, the newest first, `MAX_CSV_CALLS` at most. `query` and `among` are as the list has
 * them, and have been judged.
 */
export async function* callsCsv(
  { engine }: Pick<DialectParts, 'engine'>,
  me: SignedIn,
  query: Query,
  among: FoundCalls | null,
): AsyncGenerator<string> {
  const directory = await engine.directory.load(me.workspaceId);
  yield `${csvRow(CALLS_HEAD)}\r\n`;
  let after: string | null | undefined;
  for (let written = 0; written < MAX_CSV_CALLS && after !== null; written += CHUNK) {
    const asked = { ...query, limit: String(CHUNK), ...(after === undefined ? {} : { after }) };
    const read = readCallsQuery(me, asked, among);
    if (read === null) return;
    const found = await engine.calls.search(me.workspaceId, read.search);
    const shown = found.slice(0, CHUNK);
    if (shown.length > 0) yield `${shown.map((call) => callLine(call, directory)).join('\r\n')}\r\n`;
    after = found.length > CHUNK ? writePlace(shown, after) : null;
  }
}

function callLine(call: Call, directory: Directory): string {
  const row = writeRow(call, directory, NO_DETAILS);
  return csvRow([
    call.id,
    call.uid,
    call.createdAt.toISOString(),
    call.direction,
    call.state,
    call.failReason,
    call.contact?.id ?? null,
    call.contactNumber,
    row.menu?.path ?? null,
    row.agentName,
    row.waitSeconds,
    row.talkSeconds,
    row.holdSeconds,
    row.disposition,
    row.tags.join('; '),
    row.notFilledIn.join('; '),
    row.rating,
  ]);
}

/**
 * Everything that is kept of the contact, as JSON: who they are, calls to come, and each call with its notes, its
 * transcript and an address of its recording that works for an hour, and each message, the newest first. Source: GDPR,
 * article 20.
 */
export async function* contactFile(parts: DialectParts, workspaceId: number, contact: Contact): AsyncGenerator<string> {
  const { engine } = parts;
  const directory = await engine.directory.load(workspaceId);
  const scheduled = await engine.contacts.scheduled(workspaceId, contact.id, CHUNK);
  const coming = scheduled.map((call) => writeCallEntry(call, [], directory, true));
  const about = { ...writeContact(contact), uid: contact.uid };
  yield `{"contact":${JSON.stringify(about)},\n"scheduled":${JSON.stringify(coming)},\n"entries":[`;
  let beyond: HistoryPlace | null = null;
  let comma = '\n';
  for (;;) {
    const entries: readonly ContactEntry[] = await engine.contacts.history(workspaceId, contact.id, {
      beyond,
      limit: CHUNK,
    });
    for (const entry of entries) {
      yield comma + JSON.stringify(await wholeEntry(parts, entry, directory));
      comma = ',\n';
    }
    const last = entries.at(-1);
    if (last === undefined || entries.length < CHUNK) break;
    beyond = placeOf(last);
  }
  yield '\n]}\n';
}

async function wholeEntry(parts: DialectParts, entry: ContactEntry, directory: Directory): Promise<object> {
  const written = writeEntry(entry, directory, () => true);
  if (entry.kind === 'message') return written;
  const { call } = entry;
  const transcript =
    call.transcriptStatus === 'done' ? await parts.engine.transcripts.byCall(call.workspaceId, call.id) : null;
  return {
    ...written,
    contactNumber: call.contactNumber,
    disposition: call.disposition,
    tags: call.tags,
    notFilledIn: call.notFilledIn,
    rating: call.rating,
    recordingUrl: isPlayable(call.recording) ? recordingUrl(parts)(call.recording?.uid ?? '') : null,
    transcript: transcript?.turns ?? null,
  };
}
