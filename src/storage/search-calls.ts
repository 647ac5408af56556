/** Calls as they are searched for: by conditions that a dialect has judged, sorted and in pages. */
import type { Call } from '#domain/call/call.ts';
import type { CallCondition, CallSearch, SearchField } from '#domain/ports/stores.ts';
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { CallRow } from './call-row.ts';
import { FROM_CALL, SELECT_CALL } from './call-row.ts';

/** As `talkSeconds` of call/duration.ts, with 0 for what is not known. */
export const TALK_SECONDS = `coalesce((c.report ->> 'durationSeconds')::double precision,
  floor(greatest(0, extract(epoch from c.ends_at - c.connected_at)))::double precision, 0)`;

/**
 * The number at one end: the reporter's word, else by direction; our own numbers are kept as entered, so what only
 * adorns them goes.
 */
function numberSql(contactWhen: Call['direction'], reported: 'fromNumber' | 'toNumber'): RawBuilder<unknown> {
  return sql.raw(`coalesce(c.report ->> '${reported}', case when c.direction = '${contactWhen}' then c.contact_number
    else regexp_replace(c.own_number, '[^+0-9]', '', 'g') end)`);
}

/** SQL of each searchable field. */
const FIELD_SQL = {
  uid: sql`c.uid`,
  createdAt: sql`c.created_at`,
  updatedAt: sql`c.updated_at`,
  state: sql`c.state`,
  origin: sql`c.origin`,
  direction: sql`c.direction`,
  contactNumber: sql`c.contact_number`,
  ownNumber: sql`c.own_number`,
  agentId: sql`c.agent_id`,
  contactId: sql`c.contact_id`,
  fromNumber: numberSql('inbound', 'fromNumber'),
  toNumber: numberSql('outbound', 'toNumber'),
  talkSeconds: sql.raw(TALK_SECONDS),
  transcriptStatus: sql`c.transcript_status`,
  disposition: sql`c.disposition`,
  menuId: sql`c.menu_id`,
  tag: sql`c.tags`,
  notFilledIn: sql`c.not_filled_in`,
  reportStatus: sql`c.report ->> 'status'`,
  reportExternalUuid: sql`c.report ->> 'externalUuid'`,
  reportSourceId: sql`c.report ->> 'sourceId'`,
  reportStaffUid: sql`c.report ->> 'staffUid'`,
  reportClientUid: sql`c.report ->> 'clientUid'`,
} as const satisfies Record<SearchField, RawBuilder<unknown>>;

const OPERATOR_SQL = {
  eq: sql`=`,
  ne: sql`<>`,
  gt: sql`>`,
  gte: sql`>=`,
  lt: sql`<`,
  lte: sql`<=`,
} as const satisfies Record<CallCondition['operator'], RawBuilder<unknown>>;

/** Where ids are looked for, and the columns in whose order they come. */
type Source = {
  readonly from: RawBuilder<unknown>;
  readonly where: readonly RawBuilder<unknown>[];
  readonly id: RawBuilder<unknown>;
  readonly createdAt: RawBuilder<unknown>;
};

/** By a tag the list goes by the index of tags, which has its calls in their order. */
function sourceOf(workspaceId: number, tag: unknown): Source {
  if (tag === undefined)
    return {
      from: sql`call c`,
      where: [sql`c.workspace_id = ${workspaceId}`],
      id: sql`c.id`,
      createdAt: sql`c.created_at`,
    };
  return {
    from: sql`call_tag t join call c on c.id = t.call_id`,
    where: [sql`t.workspace_id = ${workspaceId}`, sql`t.tag = ${tag}`],
    id: sql`t.call_id`,
    createdAt: sql`t.created_at`,
  };
}

/**
 * The search finds ids in an index first and reads whole rows only for its page. `beyond`: only calls before that one,
 * newest first.
 */
export function searchSql(workspaceId: number, search: CallSearch, beyond: number | null = null): RawBuilder<CallRow> {
  const tagged = search.where.find(([first, ...others]) => first?.field === 'tag' && others.length === 0);
  const source = sourceOf(workspaceId, tagged?.[0]?.value);
  const fieldSql = (field: SearchField): RawBuilder<unknown> =>
    field === 'createdAt' ? source.createdAt : FIELD_SQL[field];
  const every = search.where
    .filter((some) => some !== tagged)
    .map(
      (some) =>
        sql`(${sql.join(
          some.map((condition) => conditionSql(condition, fieldSql(condition.field))),
          sql` or `,
        )})`,
    );
  const where = sql.join([...source.where, ...among(search), ...before(source, beyond), ...every], sql` and `);
  const by = (field: (name: SearchField) => RawBuilder<unknown>, id: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql.join([
      ...search.sort.map(({ field: name, descending }) => sql`${field(name)} ${sql.raw(descending ? 'desc' : 'asc')}`),
      sql`${id} desc`,
    ]);
  const ofCall = (field: SearchField): RawBuilder<unknown> =>
    field === 'createdAt' ? sql`c.created_at` : fieldSql(field);
  return sql<CallRow>`
    select ${sql.raw(SELECT_CALL)} from ${sql.raw(FROM_CALL)}
    where c.id in (
      select ${source.id} from ${source.from} where ${where}
      order by ${by(fieldSql, source.id)} limit ${search.limit} offset ${search.offset}
    )
    order by ${by(ofCall, sql`c.id`)}`;
}

function among({ among: found }: CallSearch): RawBuilder<unknown>[] {
  if (found === undefined) return [];
  return [sql`(c.contact_id = any(${found.contactIds}::bigint[]) or c.id = any(${found.callIds}::bigint[]))`];
}

function before({ id, createdAt }: Source, beyond: number | null): RawBuilder<unknown>[] {
  if (beyond === null) return [];
  return [sql`(${createdAt}, ${id}) < ((select created_at from call where id = ${beyond}), ${beyond}::bigint)`];
}

function conditionSql({ field, operator, value }: CallCondition, column: RawBuilder<unknown>): RawBuilder<unknown> {
  if (field === 'tag') return sql`${column} ? ${value}`;
  // As the index says it.
  if (field === 'notFilledIn') return sql`${column} <> '[]'::jsonb`;
  if (value === null) return operator === 'ne' ? sql`${column} is not null` : sql`${column} is null`;
  return sql`${column} ${OPERATOR_SQL[operator]} ${value}`;
}
