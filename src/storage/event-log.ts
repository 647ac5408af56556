/**
 * The log of what happened to calls, for those who follow it by its sequence. A number is taken when an event is
 * written and seen when that is committed: of two transactions at once the one with the higher number may be seen
 * first. So a gap in the numbers is waited for, until every transaction that had begun to write by then has ended; a
 * gap that is still there then is a write that failed.
 */
import type { EventLog, LoggedEvent } from '#domain/ports/webhooks.ts';
import type { CallRow } from './call-row.ts';
import { FROM_CALL, readCall, SELECT_CALL } from './call-row.ts';
import type { Database } from './database.ts';

type Row = {
  readonly seq: number;
  readonly workspace_id: number;
  readonly call_id: number | null;
  readonly type: string;
  readonly data: object;
  readonly at: Date;
};

/** Makes it. */
export function createEventLog({ pool }: Pick<Database, 'pool'>): EventLog {
  const read = async (name: string, where: string, values: unknown[]): Promise<readonly LoggedEvent[]> => {
    const { rows } = await pool.query<Row>({
      name,
      text: `select seq, workspace_id, call_id, type, data, at from call_event where ${where}`,
      values,
    });
    return rows.map(({ workspace_id: workspaceId, call_id: callId, ...event }) => ({ ...event, workspaceId, callId }));
  };
  return {
    async last() {
      const { rows } = await pool.query<{ seq: number }>('select coalesce(max(seq), 0) as seq from call_event');
      return rows[0]?.seq ?? 0;
    },
    after: async (seq, limit) => read('events_after', 'seq > $1 order by seq limit $2', [seq, limit]),
    between: async (workspaceId, after, until, limit) =>
      read('events_between', 'workspace_id = $1 and seq > $2 and seq <= $3 order by seq limit $4', [
        workspaceId,
        after,
        until,
        limit,
      ]),
    async mark() {
      // It takes a number itself, so every writer that has one already has a lower one. A call is written before its
      // event takes its own.
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
  };
}
