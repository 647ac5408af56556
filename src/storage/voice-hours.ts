/** The sums of the voice agent's talks: closed hours counted once, so that a report costs what its hours cost. */
import type { TalkBook } from '#domain/ports/talk-book.ts';
import { sql } from 'kysely';
import type pg from 'pg';
import type { Database } from './database.ts';

/** How long after its end an hour is closed: by then every talk that ended in it is stored. */
const CLOSED_AFTER = '5 minutes';

/** Counts every closed hour that is not counted yet. Safe to repeat and to run on several nodes. */
export async function countVoiceHours(pool: pg.Pool): Promise<void> {
  await pool.query(
    `insert into voice_hour (workspace_id, hour, what, count)
     select w.id, date_trunc('hour', t.ended_at, 'UTC'), e.key, sum(e.value::integer)
     from workspace w
     left join lateral (select max(hour) + interval '1 hour' as at from voice_hour h where h.workspace_id = w.id) edge on true
     join voice_talk t on t.workspace_id = w.id and t.ended_at >= coalesce(edge.at, '-infinity')
       and t.ended_at < date_trunc('hour', now() - $1::interval, 'UTC')
     cross join lateral jsonb_each_text(t.counts) e
     group by 1, 2, 3
     on conflict do nothing`,
    [CLOSED_AFTER],
  );
}

/** Makes that part of the store of talks. Talks that ended since the last counted hour are added up now. */
export function createVoiceSums({ query }: Database): Pick<TalkBook, 'sums'> {
  return {
    async sums(workspaceId, from, to) {
      const { rows } = await sql<{ what: string; count: number }>`
        with edge as (
          select coalesce(max(hour) + interval '1 hour', '-infinity') as at from voice_hour
          where workspace_id = ${workspaceId}
        )
        select what, sum(count)::integer as count from (
          select what, count from voice_hour
          where workspace_id = ${workspaceId} and hour >= ${from} and hour < ${to}
          union all
          select e.key, e.value::integer from edge
          join voice_talk t on t.workspace_id = ${workspaceId}
            and t.ended_at >= greatest(edge.at, ${from}::timestamptz) and t.ended_at < ${to}
          cross join lateral jsonb_each_text(t.counts) e
        ) counted
        group by what`.execute(query);
      return Object.fromEntries(rows.map(({ what, count }) => [what, count]));
    },
  };
}
