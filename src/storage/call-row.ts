/** A call as a row and back. Field names turn into column names by one rule: `queuedAt` is `queued_at`. */
import type { Call, CallDraft } from '#domain/call/call.ts';
import { CALL_DEFAULTS } from '#domain/call/call.ts';

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
  'unstaffedSince',
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
  'disposition',
  'tags',
  'notFilledIn',
  'verified',
  'flags',
  'offerType',
  'offerSeconds',
  'waitRules',
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
export const ROW_DEFAULTS: CallRow = writeFields(CALL_DEFAULTS, ALL_PAIRS, {});

/** The JSON of a new call's row: what differs from `ROW_DEFAULTS`. */
export function writeDraft(draft: CallDraft): CallRow {
  return {
    ...writeFields(draft, ALL_PAIRS, CALL_DEFAULTS),
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

/**
 * Every field, so that calls begin with one shape: V8 keeps an object that grows field by field as a slow hash table.
 */
const SHAPE: Row = {
  // oxlint-disable-next-line no-useless-spread -- An object made of entries is a hash table; its copy has a shape.
  ...Object.fromEntries(
    ['id', 'conversationId', 'contact', ...ALL_PAIRS.map(([field]) => field)].map((field) => [field, null]),
  ),
};

/**
 * The call of a row. The row was written by this module, so its shape is known; its JSON values are the call's from now
 * on.
 */
export function readCall(row: CallRow): Call {
  const read: Row = { ...SHAPE };
  for (const [field, name] of ALL_PAIRS) read[field] = row[name];
  read['id'] = row['id'];
  read['conversationId'] = row['conversation_id'];
  read['contact'] = readContactCard(row);
  for (const [field, ...names] of DATES_WITHIN) revived(read[field], ...names);
  // The cast holds because the row's columns are exactly the fields above, checked against the schema by
  // call-row.test.ts.
  return read as Call;
}

/** The fields that hold JSON with times in it, and what those are called there. */
const DATES_WITHIN = [
  ['castings', 'at'],
  ['offer', 'at', 'until'],
  ['participants', 'connectedAt', 'endedAt'],
  ['transfers', 'createdAt'],
  ['deflections', 'at'],
  ['recording', 'createdAt'],
  ['report', 'handledAt'],
] as const satisfies readonly (readonly [keyof Call, ...string[]])[];

/** The contact's columns of a row; null where the call has none. */
export function readContactCard(row: CallRow): unknown {
  if (row['contact_id'] === null) return null;
  return {
    id: row['contact_id'],
    uid: row['p_uid'],
    identifier: row['p_identifier'],
    outContactId: row['p_out_contact_id'],
  };
}

/**
 * The JSON value, or each of a list of them, with the named texts as dates: in place, because the value was just
 * parsed.
 */
export function revived(value: unknown, ...names: readonly string[]): unknown {
  if (Array.isArray(value)) for (const each of value) revived(each, ...names);
  else if (value !== null && typeof value === 'object') {
    const fields = value as Row;
    for (const name of names) {
      const text = fields[name];
      if (typeof text === 'string') fields[name] = new Date(text);
    }
  }
  return value;
}
