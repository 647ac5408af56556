/** A call as a row and back. Field names turn into column names by one rule: `queuedAt` is `queued_at`. */
import type { Call, CallDraft } from '#call/call.ts';

/** Fields fixed at creation. */
const FIXED = [
  'uid',
  'workspaceId',
  'origin',
  'parentId',
  'lang',
  'contactNumber',
  'ownNumber',
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

/** Columns written once. */
export const FIXED_COLUMNS = FIXED.map(column);
/** Columns written with every change. */
export const CHANGING_COLUMNS = CHANGING.map(column);

/** The row of a call as stored, with its contact's columns joined under `p_`. */
export type CallRow = { readonly [column: string]: unknown };

/** What the store reads for a call; pair it with `FROM_CALL`. */
export const SELECT_CALL = `c.*, p.uid as p_uid, p.identifier as p_identifier, p.out_contact_id as p_out_contact_id`;
export const FROM_CALL = `call c left join contact p on p.id = c.contact_id`;

/** The JSON of a new call's row. */
export function writeDraft(draft: CallDraft): CallRow {
  return {
    ...fields(draft, FIXED),
    ...fields(draft, CHANGING),
    contact_id: draft.contactId,
    conversation_id: draft.conversationId,
    request_key: draft.requestKey,
  };
}

/** The JSON of a changed call's row. */
export function writeChange(call: Call): CallRow {
  return { id: call.id, uid: call.uid, contact_id: call.contact?.id ?? null, ...fields(call, CHANGING) };
}

function fields<T extends object>(from: T, names: readonly (keyof T & string)[]): CallRow {
  return Object.fromEntries(names.map((name) => [column(name), from[name]]));
}

/** The call of a row. The row was written by this module, so its shape is known. */
export function readCall(row: CallRow): Call {
  const read = Object.fromEntries([...FIXED, ...CHANGING].map((name) => [name, row[column(name)]]));
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
