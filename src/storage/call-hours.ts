/** Counts the calls of closed hours once, so that deep pages and totals need not. */
import type pg from 'pg';

/** How long after its end an hour is closed: by then every call of it is stored. */
const CLOSED_AFTER = '5 minutes';

/** Counts every closed hour that is not counted yet. Safe to repeat and to run on several nodes. */
export async function countClosedHours(pool: pg.Pool): Promise<void> {
  await pool.query(
    `insert into call_hour (workspace_id, hour, calls)
     select w.id, date_trunc('hour', c.created_at), count(*)
     from workspace w
     left join lateral (select max(hour) + interval '1 hour' as at from call_hour h where h.workspace_id = w.id) edge on true
     join call c on c.workspace_id = w.id and c.created_at >= coalesce(edge.at, '-infinity')
       and c.created_at < date_trunc('hour', now() - $1::interval)
     group by 1, 2
     on conflict do nothing`,
    [CLOSED_AFTER],
  );
}
