/** Calls: written through the committer, read by whatever name they are asked for. */
import type { Call } from '#domain/call/call.ts';
import type { CallFilter, CallSearch, CallSort, CallStore, StoredEvent } from '#domain/ports/stores.ts';
import { isBusy } from '#domain/call/reservation.ts';
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import { createCallPages } from './call-pages.ts';
import type { CallRow } from './call-row.ts';
import { FROM_CALL, readCall, SELECT_CALL } from './call-row.ts';
import type { Committer } from './commit.ts';
import type { Database } from './database.ts';
import { SETTLE_RESERVATIONS } from './reserve-sql.ts';
import { searchSql, TALK_SECONDS } from './search-calls.ts';
import { windowed } from './window.ts';

/** Which calls of a workspace are listed, and in which order. */
type Which = { readonly name: string; readonly where: string; readonly order: string };
const NEWEST_FIRST = 'c.created_at desc, c.id desc';
const ALL: Which = { name: 'calls_newest', where: 'c.workspace_id = $1', order: NEWEST_FIRST };
const LAST_CHANGED: Which = {
  name: 'calls_changed',
  where: 'c.workspace_id = $1',
  order: 'c.updated_at desc, c.id desc',
};
/** Those before the call $2; all of them where it is null. */
const BEFORE: Which = {
  name: 'calls_before',
  where: `c.workspace_id = $1 and (c.created_at, c.id) < (
    coalesce((select created_at from call where id = $2), 'infinity'), coalesce($2, 9223372036854775807))`,
  order: NEWEST_FIRST,
};

/** The same of those that are found: $3 contacts, $4 calls. */
const BEFORE_AMONG: Which = {
  ...BEFORE,
  name: 'calls_before_among',
  where: `${BEFORE.where} and (c.contact_id = any($3::bigint[]) or c.id = any($4::bigint[]))`,
};

/** Makes the store of calls. */
export function createCalls({ pool, query }: Database, committer: Committer): CallStore {
  const select = async (name: string, rest: string, values: unknown[]): Promise<Call[]> => {
    const { rows } = await pool.query<CallRow>({
      name,
      text: `select ${SELECT_CALL} from ${FROM_CALL} ${rest}`,
      values,
    });
    return rows.map(readCall);
  };
  const listed = async (which: Which, values: readonly unknown[], limit: number, offset = 0): Promise<Call[]> => {
    const text = (window: string): string =>
      `select ${SELECT_CALL} from ${FROM_CALL} where ${which.where} order by ${which.order} ${window}`;
    const { rows } = await pool.query<CallRow>(windowed({ name: which.name, text, values }, limit, offset));
    return rows.map(readCall);
  };
  const one = async (name: string, rest: string, values: unknown[]): Promise<Call | null> =>
    (await select(name, rest, values))[0] ?? null;

  return {
    async create(draft) {
      const stored = await committer.create(draft);
      if (stored === null || isBusy(stored)) return stored;
      const { contactId: _contact, requestKey: _key, ...call } = draft;
      return { ...call, ...stored };
    },
    async change(call, event, reservation = null) {
      const stored = await committer.change(call, event, reservation);
      return stored === null || isBusy(stored) ? stored : { ...call, ...stored };
    },
    async settleReservations() {
      const { rows } = await pool.query<{ id: number }>({ name: 'settle_reservations', text: SETTLE_RESERVATIONS });
      return rows.map((row) => row.id);
    },
    byId: async (workspaceId, id) => one('call_by_id', 'where c.workspace_id = $1 and c.id = $2', [workspaceId, id]),
    byUid: async (workspaceId, uid) =>
      one('call_by_uid', 'where c.workspace_id = $1 and c.uid = $2', [workspaceId, uid]),
    byRequestKey: async (workspaceId, key) =>
      one('call_by_request_key', 'where c.workspace_id = $1 and c.request_key = $2', [workspaceId, key]),
    byRecording: async (uid) => one('call_by_recording', `where c.recording ->> 'uid' = $1`, [uid]),
    anyById: async (id) => one('any_call_by_id', 'where c.id = $1', [id]),
    live: async () =>
      select('live_calls', `where c.deadline_at is not null and c.state <> 'scheduled' order by c.id`, []),
    overdue: async (before, limit) =>
      select('overdue_calls', 'where c.deadline_at < $1 order by c.deadline_at limit $2', [before, limit]),
    scheduled: async (workspaceId, beyond, limit) =>
      beyond === null
        ? select(
            'scheduled_calls',
            `where c.workspace_id = $1 and c.state = 'scheduled' order by c.scheduled_at, c.id limit $2`,
            [workspaceId, limit],
          )
        : select(
            'scheduled_calls_beyond',
            `where c.workspace_id = $1 and c.state = 'scheduled' and (c.scheduled_at, c.id) > ($2, $3)
              order by c.scheduled_at, c.id limit $4`,
            [workspaceId, beyond.at, beyond.id, limit],
          ),
    async unrecovered() {
      const { rows } = await pool.query<{ id: number }>({
        name: 'unrecovered_calls',
        text: `select distinct parent.id from call child join call parent on parent.id = child.parent_id
          where child.parent_id is not null and child.state = 'finished' and parent.state = 'failed'
            and parent.workspace_id = child.workspace_id`,
      });
      return rows.map((row) => row.id);
    },
    page: createCallPages(pool),
    async filtered(workspaceId, filter, sort, limit, offset) {
      const where = sql.join([sql`c.workspace_id = ${workspaceId}`, ...conditionsOf(filter)], sql` and `);
      const { rows } = await sql<CallRow>`
        select ${sql.raw(SELECT_CALL)} from ${sql.raw(FROM_CALL)} where ${where}
        order by ${orderOf(sort)} limit ${limit} offset ${offset}`.execute(query);
      const total = await sql<{ total: number }>`select count(*) as total from call c where ${where}`.execute(query);
      return { calls: rows.map(readCall), total: total.rows[0]?.total ?? 0 };
    },
    byConversations: async (workspaceId, conversationIds) =>
      select(
        'calls_by_conversation',
        'where c.workspace_id = $1 and c.conversation_id = any($2::bigint[]) order by c.created_at desc, c.id desc limit 1000',
        [workspaceId, conversationIds],
      ),
    async search(workspaceId, search) {
      const which = allOf(search);
      if (which !== null) return listed(which, [workspaceId], search.limit, search.offset);
      const { rows } = await searchSql(workspaceId, search).execute(query);
      return rows.map(readCall);
    },
    async countByStatus(workspaceId, from, to, contactId = null) {
      const { rows } = await sql<{ state: Call['state']; fin: boolean; report_status: string | null; count: number }>`
        select state, origin = 'fin' as fin, report ->> 'status' as report_status, count(*) as count from call
        where workspace_id = ${workspaceId}
          and created_at >= coalesce(${from}::timestamptz, '-infinity') and created_at < coalesce(${to}::timestamptz, 'infinity')
          and (${contactId}::bigint is null or contact_id = ${contactId})
        group by 1, 2, 3`.execute(query);
      return rows.map((row) => ({ state: row.state, fin: row.fin, reportStatus: row.report_status, count: row.count }));
    },
    async talkSecondsIn(workspaceId, from, to) {
      const { rows } = await pool.query<{ seconds: number }>({
        name: 'talk_seconds',
        text: `select coalesce(sum(${TALK_SECONDS}), 0) as seconds from call c
          where c.workspace_id = $1 and c.created_at >= $2 and c.created_at < $3`,
        values: [workspaceId, from, to],
      });
      return rows[0]?.seconds ?? 0;
    },
    async before(workspaceId, before, limit, among = null, where = []) {
      if (where.length === 0)
        return among === null
          ? listed(BEFORE, [workspaceId, before], limit)
          : listed(BEFORE_AMONG, [workspaceId, before, among.contactIds, among.callIds], limit);
      const search: CallSearch = {
        ...(among === null ? {} : { among }),
        where: where.map((condition) => [condition]),
        sort: [{ field: 'createdAt', descending: true }],
        limit,
        offset: 0,
      };
      const { rows } = await searchSql(workspaceId, search, before).execute(query);
      return rows.map(readCall);
    },
    async events(workspaceId, callId) {
      const { rows } = await pool.query<StoredEvent>({
        name: 'events_of_call',
        text: 'select seq, type, data, at from call_event where workspace_id = $1 and call_id = $2 order by seq limit 1000',
        values: [workspaceId, callId],
      });
      return rows;
    },
  };
}

const COLUMN_SQL = {
  id: 'c.id',
  createdAt: 'c.created_at',
  updatedAt: 'c.updated_at',
} as const satisfies Record<CallSort['field'], string>;

function orderOf({ field, descending }: CallSort): RawBuilder<unknown> {
  const way = descending ? 'desc' : 'asc';
  return sql.raw(field === 'id' ? `c.id ${way}` : `${COLUMN_SQL[field]} ${way}, c.id ${way}`);
}

function conditionsOf(filter: CallFilter): RawBuilder<unknown>[] {
  return [
    ...(filter.ids === undefined ? [] : [sql`c.id = any(${filter.ids}::bigint[])`]),
    ...(filter.updatedFrom === undefined ? [] : [sql`c.updated_at >= ${filter.updatedFrom}`]),
    ...(filter.updatedTo === undefined ? [] : [sql`c.updated_at <= ${filter.updatedTo}`]),
    ...(filter.states === undefined ? [] : [sql`c.state = any(${filter.states})`]),
    ...(filter.conversationIds === undefined ? [] : [sql`c.conversation_id = any(${filter.conversationIds})`]),
    ...(filter.contactNumber === undefined ? [] : [sql`c.contact_number = ${filter.contactNumber}`]),
  ];
}

/** The list that it asks for, where that is all calls in an order in which most programs want them; else null. */
function allOf({ where, among, sort: [first, ...others] }: CallSearch): Which | null {
  if (where.length > 0 || among !== undefined || others.length > 0 || first?.descending !== true) return null;
  return first.field === 'createdAt' ? ALL : first.field === 'updatedAt' ? LAST_CHANGED : null;
}
