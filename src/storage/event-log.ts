/**
 * The log of what happened, to calls and besides, for those who follow it by its sequence. A number is taken when an
 * event is written and seen when that is committed: of two transactions at once the one with the higher number may be
 * seen first. So a gap in the numbers is waited for, until every transaction that had begun to write by then has ended;
 * a gap that is still there then is a write that failed. Both tables take their numbers from one sequence.
 */
import type { EventLog, LoggedEvent } from '#domain/ports/event-log.ts';
import { SUBJECT_EVENTS } from '#domain/ports/event-log.ts';
import type { CallRow } from './call-row.ts';
import { FROM_CALL, readCall, SELECT_CALL } from './call-row.ts';
import type { Database } from './database.ts';
import { readSubjects } from './event-subjects.ts';

type Row = {
  readonly seq: number;
  readonly workspace_id: number;
  readonly call_id: number | null;
  readonly contact_id: number | null;
  readonly agent_id: number | null;
  readonly type: string;
  readonly data: object;
  readonly at: Date;
};

/** Makes it. */
export function createEventLog({ pool, query }: Pick<Database, 'pool' | 'query'>): EventLog {
  const read = async (
    name: string,
    where: string,
    values: readonly unknown[],
    order: 'asc' | 'desc' = 'asc',
  ): Promise<readonly LoggedEvent[]> => {
    const limit = `order by seq ${order} limit $${values.length}`;
    const { rows } = await pool.query<Row>({
      name,
      text: `select * from (
  (select seq, workspace_id, call_id, null::bigint as contact_id, null::bigint as agent_id, type, data, at
   from call_event where ${where} ${limit})
  union all
  (select seq, workspace_id, null, contact_id, agent_id, type, data, at from subject_event where ${where} ${limit})
) happened ${limit}`,
      values: [...values],
    });
    return rows.map(readEvent);
  };
  return {
    async last() {
      const { rows } = await pool.query<{ seq: number }>(`select ${LAST_SEQ} as seq`);
      return rows[0]?.seq ?? 0;
    },
    after: async (seq, limit) => read('events_after', 'seq > $1', [seq, limit]),
    between: async (workspaceId, after, until, limit) =>
      read('events_between', 'workspace_id = $1 and seq > $2 and seq <= $3', [workspaceId, after, until, limit]),
    async newest(workspaceId, { before, after, callId }, limit) {
      if (callId === null) {
        const where = 'workspace_id = $1 and seq < $2 and seq > $3';
        return read('events_newest', where, [workspaceId, before, after, limit], 'desc');
      }
      const { rows } = await pool.query<Row>({
        name: 'events_of_call_newest',
        text: `select seq, workspace_id, call_id, null::bigint as contact_id, null::bigint as agent_id, type, data, at
  from call_event where workspace_id = $1 and seq < $2 and seq > $3 and call_id = $4 order by seq desc limit $5`,
        values: [workspaceId, before, after, callId, limit],
      });
      return rows.map(readEvent);
    },
    async mark() {
      // It takes a number itself, so every writer that has one already has a lower one. A call, a contact or an agent
      // is written before its event takes its own.
      const { rows } = await pool.query<{ mark: number }>('select pg_current_xact_id()::text::bigint as mark');
      return rows[0]?.mark ?? 0;
    },
    async isPast(mark) {
      const { rows } = await pool.query<{ past: boolean }>({
        name: 'writers_past',
        text: 'select pg_snapshot_xmin(pg_current_snapshot())::text::bigint > $1 as past',
        values: [mark],
      });
      return rows[0]?.past ?? false;
    },
    async calls(ids) {
      const { rows } = await pool.query<CallRow>({
        name: 'calls_by_ids',
        text: `select ${SELECT_CALL} from ${FROM_CALL} where c.id = any($1::bigint[])`,
        values: [ids],
      });
      return new Map(rows.map(readCall).map((call) => [call.id, call]));
    },
    subjects: async (events) => readSubjects(query, events),
    async forget(before, most) {
      const old = await pool.query('delete from subject_event where at < $1', [before]);
      const much = await pool.query(
        `delete from subject_event e using workspace w where e.workspace_id = w.id and e.seq <= (
           select n.seq from subject_event n where n.workspace_id = w.id order by n.seq desc offset $1 limit 1
         )`,
        [most],
      );
      return (old.rowCount ?? 0) + (much.rowCount ?? 0);
    },
  };
}

/** The highest number that can be seen, as an expression. */
export const LAST_SEQ = `greatest((select coalesce(max(seq), 0) from call_event), (select coalesce(max(seq), 0) from subject_event))`;

function readEvent(row: Row): LoggedEvent {
  const { workspace_id: workspaceId, call_id: callId, contact_id: contactId, agent_id: agentId, type, ...event } = row;
  const subjectType = SUBJECT_EVENTS.find((each) => each === type);
  return subjectType === undefined
    ? { ...event, type, workspaceId, callId }
    : { ...event, type: subjectType, workspaceId, callId: null, contactId, agentId };
}
