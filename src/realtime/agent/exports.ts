/** The calls of a list for a sheet: read a part at a time, so that their length costs no memory. */
import type { Call } from '#domain/call/call.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { FoundCalls } from '#domain/ports/stores.ts';
import type { SignedIn } from '#domain/identity/session.ts';
import type { DialectParts } from '#api/dialect.ts';
import { MAX_CSV_CALLS } from './calls-protocol.ts';
import { readCallsQuery, writePlace } from './calls-read.ts';
import { writeRow } from './calls-write.ts';
import { csvRow } from './csv.ts';

/** What refuses an archive while others are being read. */
export const EXPORTS_FULL = [
  409,
  'Other exports of this workspace are under way. Try again when they have ended.',
] as const;

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
