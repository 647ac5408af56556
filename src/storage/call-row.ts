/** A call as a row and back. Field names turn into column names by one rule: `queuedAt` is `queued_at`. */
import type { Call, CallDraft } from '#call/call.ts';
import { BLANK } from '#call/call.ts';

/** Fields fixed at creation. */
const FIXED = [
  'uid',
  'workspaceId',
  'origin',
  'parentId',
  'lang',
  'ticketId',
  'ticketUrl',
  'createdAt',
  'finCallId',
] as const satisfies readonly (keyof Call & keyof CallDraft)[];

/** Fields that a change may change. */
const CHANGING = [
  'version',
  'state',
  'direction',
  'contactNumber',
  'ownNumber',
  'agentId',
  'menuId',
  'priority',
  'carrier',
  'carriersTried',
  'updatedAt',
  'scheduledAt',
  'queuedAt',
  'assignedAt',
  'connectedAt',
  'endsAt',
  'heldSince',
  'deadlineAt',
  'holdSeconds',
  'recordingPermission',
  'voicemailReason',
  'deflection',
  'disconnectedBy',
  'failReason',
  'failDetails',
  'answerType',
  'rating',
  'hasFeedback',
  'verified',
  'flags',
  'offerType',
  'offerSeconds',
  'groupsAhead',
  'castings',
  'offer',
  'passedBy',
  'participants',
  'transfers',
  'deflections',
  'recording',
  'transcriptStatus',
  'summary',
  'report',
] as const satisfies readonly (keyof Call & keyof CallDraft)[];

function column(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Every field with its column. */
const FIXED_PAIRS = FIXED.map((field) => [field, column(field)] as const);
const CHANGING_PAIRS = CHANGING.map((field) => [field, column(field)] as const);
const ALL_PAIRS = [...FIXED_PAIRS, ...CHANGING_PAIRS];

/** Columns written once. */
export const FIXED_COLUMNS = FIXED_PAIRS.map(([, name]) => name);
/** Columns written with every change. */
export const CHANGING_COLUMNS = CHANGING_PAIRS.map(([, name]) => name);

/** The row of a call as stored, with its contact's columns joined under `p_`. */
export type CallRow = { readonly [column: string]: unknown };

/** What the store reads for a call; pair it with `FROM_CALL`. */
export const SELECT_CALL = `c.*, p.uid as p_uid, p.identifier as p_identifier, p.out_contact_id as p_out_contact_id`;
export const FROM_CALL = `call c left join contact p on p.id = c.contact_id`;

/** The row that a new call differs from. */
export const BLANK_ROW: CallRow = writeFields(BLANK, ALL_PAIRS, {});

/** The JSON of a new call's row: what differs from `BLANK_ROW`. */
export function writeDraft(draft: CallDraft): CallRow {
  return {
    ...writeFields(draft, ALL_PAIRS, BLANK),
    contact_id: draft.contactId,
    conversation_id: draft.conversationId,
    request_key: draft.requestKey,
  };
}

/** The JSON of a changed call's row. Columns that are not there are null. */
export function writeChange(call: Call): CallRow {
  return {
    id: call.id,
    uid: call.uid,
    contact_id: call.contact?.id ?? null,
    ...writeFields(call, CHANGING_PAIRS, {}),
  };
}

type Row = { [column: string]: unknown };
type Fields = { readonly [F in keyof CallDraft]?: unknown };

/** The columns of what is set and not the same as in `but`. */
function writeFields(from: Fields, pairs: readonly (readonly [keyof CallDraft, string])[], but: Fields): Row {
  const row: Row = {};
  for (const [field, name] of pairs) {
    const value = from[field] ?? null;
    if (value !== (but[field] ?? null)) row[name] = value;
  }
  return row;
}

/** The call of a row. The row was written by this module, so its shape is known. */
export function readCall(row: CallRow): Call {
  const read: Row = {};
  for (const [field, name] of ALL_PAIRS) read[field] = row[name];
  return {
    ...read,
    id: row['id'],
    conversationId: row['conversation_id'],
    contact:
      row['contact_id'] === null
        ? null
        : {
            id: row['contact_id'],
            uid: row['p_uid'],
            identifier: row['p_identifier'],
            outContactId: row['p_out_contact_id'],
          },
    castings: dated(row['castings'], 'at'),
    offer: dated(row['offer'], 'at', 'until'),
    participants: dated(row['participants'], 'connectedAt', 'endedAt'),
    transfers: dated(row['transfers'], 'createdAt'),
    recording: dated(row['recording'], 'createdAt'),
    report: dated(row['report'], 'handledAt'),
    // The cast holds because the row's columns are exactly the fields above, checked against the schema by call-row.test.ts.
  } as Call;
}

/** Turns the named texts inside a JSON value back into dates. */
export function dated(value: unknown, ...names: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((each) => dated(each, ...names));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    names.includes(name) && typeof inner === 'string' ? new Date(inner) : inner,
  ]);
  return Object.fromEntries(entries) as unknown;
}
