/** The statements that write calls: one for all that are created at the same moment, one for all that change. */
import type { Call, CallDraft } from '#domain/call/call.ts';
import type { Reservation } from '#domain/call/reservation.ts';
import { reservedAgents } from '#domain/call/reservation.ts';
import type pg from 'pg';
import type { CallRow } from './call-row.ts';
import { RESERVE_FOR_CHANGES, RESERVE_FOR_DRAFTS, SEATS_LOCKED } from './reserve-sql.ts';
import { ROW_DEFAULTS, CHANGING_COLUMNS, FIXED_COLUMNS, writeChange, writeDraft } from './call-row.ts';

/** What happened, without its name, which has a column of its own. */
export type EventRow = { readonly type: string; readonly facts: object; readonly at: Date };

const INSERTED = [...FIXED_COLUMNS, ...CHANGING_COLUMNS].filter((name) => name !== 'participants');
const CHANGED = ['contact_id', ...CHANGING_COLUMNS];
const DRAFTED = ['contact_id', 'conversation_id', 'request_key', 'participants', ...INSERTED];
const LISTS = ['participants', 'transfers', 'deflections'];

/** The list with every element that has id 0 given the sequence's next number. */
function numbered(list: string, sequence: string): string {
  return `case when ${list} @> '[{"id": 0}]' then (
      select jsonb_agg(
        case when each.element ->> 'id' = '0' then each.element || jsonb_build_object('id', nextval('${sequence}')) else each.element end
        order by each.place
      )
      from jsonb_array_elements(${list}) with ordinality as each (element, place)
    ) else ${list} end`;
}

/** So many rows of parameters. The first branch, which brings no row, gives the columns their names and types. */
function parameterRows(columns: readonly string[], rows: number): string {
  const row = (index: number): string =>
    columns.map((_, column) => `$${index * columns.length + column + 1}`).join(', ');
  const branches = Array.from({ length: rows }, (_, index) => `union all select ${row(index)}`);
  return `select ${columns.join(', ')} from call where false\n  ${branches.join('\n  ')}`;
}

/** Many drafts: $1 is a JSON array of them; what is not there is as in `ROW_DEFAULTS`. */
const DRAFTS_IN_JSON = `select * from jsonb_populate_recordset(jsonb_populate_record(null::call, '${JSON.stringify(ROW_DEFAULTS)}'), $1)`;

/**
 * Up to this many drafts come as parameters: unfolding JSON into rows costs the server as much as storing two of them.
 */
const FEW_DRAFTS = 4;

/** What a create answers of each call, with its contact, old or new. */
const CREATED_ROWS = `select created.id, created.uid, created.conversation_id, created.participants, created.transfers, created.deflections,
  p.id as contact_id, p.uid as p_uid, p.identifier as p_identifier, p.out_contact_id as p_out_contact_id
from created left join lateral (
  select person.id, person.uid, person.identifier, person.out_contact_id from person where person.id = created.contact_id
  union all
  select contact.id, contact.uid, contact.identifier, contact.out_contact_id from contact
  where contact.id = created.contact_id and not exists (select from person where person.id = created.contact_id)
) p on true`;

/**
 * The statement for drafts. One whose request key or external uuid is taken gives no row back; it is left out before
 * anything is made for it, so that it uses up no id. Two with the same key are never in one statement. One whose agent
 * is busy gives a row without an id. `isReserving`: some drafts have agents.
 */
function createSql(drafts: string, isReserving: boolean): string {
  return `
with asked as (
  ${drafts}
),
draft as materialized (
  select d.* from asked d
  where (d.request_key is null or not exists (
      select from call c where c.workspace_id = d.workspace_id and c.request_key = d.request_key
    ))
    and (d.report is null or not exists (
      select from call c
      where c.report is not null and c.workspace_id = d.workspace_id and c.report ->> 'externalUuid' = d.report ->> 'externalUuid'
    ))
),
${isReserving ? `${RESERVE_FOR_DRAFTS.before},` : ''}
caller as (
  select distinct workspace_id, contact_number as phone from draft where contact_id is null and contact_number is not null
),
known as materialized (
  select p.id, caller.workspace_id, caller.phone, p.uid, p.identifier, p.out_contact_id from caller
  join contact named using (workspace_id, phone) join contact p on p.id = coalesce(named.merged_into, named.id)
),
fresh as (
  insert into contact (workspace_id, phone)
  select workspace_id, phone from caller where not exists (
    select from known where known.workspace_id = caller.workspace_id and known.phone = caller.phone
  )${isReserving ? ` and ${SEATS_LOCKED}` : ''}
  on conflict (workspace_id, phone) do update set phone = excluded.phone
  returning id, workspace_id, phone, uid, identifier, out_contact_id
),
person as (select * from known union all select * from fresh),
created as (
  insert into call (contact_id, conversation_id, request_key, participants, ${INSERTED.join(', ')})
  select coalesce(d.contact_id, person.id),
    coalesce(d.conversation_id, nextval(pg_get_serial_sequence('conversation', 'id'))),
    d.request_key, ${numbered('d.participants', 'participant_id')},
    ${INSERTED.map((name) => `d.${name}`).join(', ')}
  from draft d left join person on d.contact_id is null and person.workspace_id = d.workspace_id and person.phone = d.contact_number
  ${isReserving ? `where ${SEATS_LOCKED} and not exists (select from denied where denied.uid = d.uid)` : ''}
  on conflict do nothing
  returning id, uid, workspace_id, conversation_id, contact_id, created_at, participants, transfers, deflections
),
thread as (
  insert into conversation (id, workspace_id, contact_id, created_at)
  select created.conversation_id, created.workspace_id, created.contact_id, created.created_at
  from created join draft using (uid) where draft.conversation_id is null
),
noted as (
  insert into call_event (workspace_id, call_id, type, data, at)
  select workspace_id, id, 'created', '{}', created_at from created
)${isReserving ? `,\n${RESERVE_FOR_DRAFTS.after}` : ''}
${CREATED_ROWS}${isReserving ? `\n${busyRows('denied.uid', 'array[denied.agent_id]', 'denied')}` : ''}`;
}

/**
 * A row for each write that was refused because agents are busy: its uid, no id, and in the place of the contact's uid
 * nothing.
 */
function busyRows(uid: string, busy: string, from: string): string {
  return `union all
select null, ${uid}, null, to_jsonb(${busy}), null, null, null, null, null, null from ${from}`;
}

/** The statement for any number of drafts. */
export const CREATE_MANY = createSql(DRAFTS_IN_JSON, false);
/** The same, with agents to be reserved. */
export const CREATE_MANY_RESERVING = createSql(DRAFTS_IN_JSON, true);
const createFew = (isReserving: boolean): string[] =>
  Array.from({ length: FEW_DRAFTS }, (_, index) => createSql(parameterRows(DRAFTED, index + 1), isReserving));
const CREATE_FEW = createFew(false);
const CREATE_FEW_RESERVING = createFew(true);

/** Writes the drafts. */
export function createQuery(drafts: readonly CallDraft[]): pg.QueryConfig {
  const isReserving = drafts.some((draft) => reservedAgents(draft).length > 0);
  const name = isReserving ? 'reserve_calls' : 'create_calls';
  const text = (isReserving ? CREATE_FEW_RESERVING : CREATE_FEW)[drafts.length - 1];
  const rows = drafts.map(writeDraft);
  if (text === undefined)
    return { name, text: isReserving ? CREATE_MANY_RESERVING : CREATE_MANY, values: [JSON.stringify(rows)] };
  const values = rows.flatMap((row) => parameters({ ...ROW_DEFAULTS, ...row }, DRAFTED));
  return { name: `${name}_${drafts.length}`, text, values };
}

/** So many changes have a statement of their own; fewer are filled up with changes of no call. */
const SIZES = [1, 2, 4, 8, 16] as const;
/** Most changes in one statement. */
export const MAX_CHANGES = SIZES[SIZES.length - 1] ?? 1;

/**
 * The statement for this many changes. Each row: the call, the version it changes, the event, then the columns. They
 * are parameters and no JSON, for the same reason. A change of an older version gives no row back, one whose agents are
 * busy a row without an id. `isReserving`: each row brings, after the event, the agents whom the change takes and those
 * whom it frees.
 */
export function changeSql(rows: number, isReserving: boolean): string {
  const event = [`''::text as event`, `'{}'::jsonb as facts`, 'created_at as at'];
  const agents = isReserving ? [`'{}'::bigint[] as taken`, `'{}'::bigint[] as freed`] : [];
  const columns = ['id', 'version', ...event, ...agents, ...CHANGED.map((name) => `${name} as new_${name}`)];
  return `
with change as ${isReserving ? 'materialized ' : ''}(
  ${parameterRows(columns, rows)}
),
${isReserving ? `${RESERVE_FOR_CHANGES.before},` : ''}
moved as (
  update call c set
    ${LISTS.map((name) => `${name} = ${numbered(`n.new_${name}`, `${name.slice(0, -1)}_id`)}`).join(',\n    ')},
    ${CHANGED.filter((name) => !LISTS.includes(name))
      .map((name) => `${name} = n.new_${name}`)
      .join(', ')}
  from change n where c.id = n.id and c.version = n.version
    ${isReserving ? `and ${SEATS_LOCKED} and not exists (select from denied where denied.id = n.id)` : ''}
  returning c.id, c.uid, c.workspace_id, c.conversation_id, c.contact_id, c.participants, c.transfers, c.deflections,
    n.event, n.facts, n.at
),
noted as (
  insert into call_event (workspace_id, call_id, type, data, at) select workspace_id, id, event, facts, at from moved
)${isReserving ? `,\n${RESERVE_FOR_CHANGES.after}` : ''}
select moved.id, moved.uid, moved.conversation_id, moved.participants, moved.transfers, moved.deflections,
  p.id as contact_id, p.uid as p_uid, p.identifier as p_identifier, p.out_contact_id as p_out_contact_id
from moved left join contact p on p.id = moved.contact_id${
    isReserving ? `\n${busyRows('c.uid', 'denied.busy', 'denied join call c using (id)')}` : ''
  }`;
}

/** One change, with what it does to agents. */
export type Change = { readonly call: Call; readonly event: EventRow; readonly reservation: Reservation | null };

const CHANGE_SQL = new Map(SIZES.map((size) => [size as number, changeSql(size, false)]));
const CHANGE_SQL_RESERVING = new Map(SIZES.map((size) => [size as number, changeSql(size, true)]));

/** Writes the changes, `MAX_CHANGES` at most and no two of one call. */
export function changeQuery(changes: readonly Change[]): pg.QueryConfig {
  const size = SIZES.find((each) => each >= changes.length) ?? MAX_CHANGES;
  const isReserving = changes.some(({ reservation }) => reservation !== null);
  const rows = changes.flatMap(({ call, event, reservation }) => [
    call.id,
    call.version - 1,
    event.type,
    JSON.stringify(event.facts),
    event.at,
    ...(isReserving ? [reservation?.taken ?? [], reservation?.freed ?? []] : []),
    ...parameters(writeChange(call), CHANGED),
  ]);
  const columns = (isReserving ? 7 : 5) + CHANGED.length;
  const none = Array.from({ length: (size - changes.length) * columns }, () => null);
  const text = (isReserving ? CHANGE_SQL_RESERVING : CHANGE_SQL).get(size) ?? '';
  return { name: `${isReserving ? 'reserve_changes' : 'change_calls'}_${size}`, text, values: [...rows, ...none] };
}

/** The row's columns as the driver must be given them: lists and objects are JSON columns. */
function parameters(row: CallRow, columns: readonly string[]): unknown[] {
  return columns.map((name) => {
    const value = row[name] ?? null;
    return typeof value === 'object' && value !== null && !(value instanceof Date) ? JSON.stringify(value) : value;
  });
}
