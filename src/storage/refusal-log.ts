/** Refused calls in the log of events, as many a minute as anyone would read. */
import type { CallRefusal, RefusalLog } from '#domain/ports/refusal-log.ts';
import { MAX_REFUSALS_A_MINUTE, REFUSAL_DAYS } from '#domain/ports/refusal-log.ts';
import type { Clock } from '#domain/ports/stores.ts';
import type { Database } from './database.ts';

/** The transaction has its number before the event takes one: who reads the log waits for such (`event-log.ts`). */
const NOTE = `
with begun as materialized (select pg_current_xact_id() as number)
insert into call_event (workspace_id, call_id, type, data, at)
select $1, null, 'call_refused', $2, $3 from begun where number is not null`;

/** Rows that are forgotten by one statement, and statements of one night. */
const BATCH = 10_000;
const MAX_BATCHES = 100;
const DAY_MS = 86_400_000;

/** Of one workspace: since when it is counted, how many were written since, and how many were not. */
type Minute = { since: number; written: number; omitted: number };

/** It; forgets what is old. */
export type KeptRefusals = RefusalLog & {
  /** `listener` is told of each that is written. */
  onNoted(listener: () => void): void;
  /** Answers how many went. */
  forget(now: Date): Promise<number>;
};

/** Makes it. */
export function createRefusalLog(
  { pool }: Pick<Database, 'pool'>,
  clock: Pick<Clock, 'now' | 'elapsed'>,
): KeptRefusals {
  const minutes = new Map<number, Minute>();
  let told = (): void => undefined;

  /** How many were left out since the last one; null: this one is left out as well. */
  const take = (workspaceId: number): number | null => {
    const now = clock.elapsed();
    const minute = minutes.get(workspaceId) ?? { since: now, written: 0, omitted: 0 };
    minutes.set(workspaceId, minute);
    if (now - minute.since >= 60_000) Object.assign(minute, { since: now, written: 0 });
    if (minute.written >= MAX_REFUSALS_A_MINUTE) {
      minute.omitted += 1;
      return null;
    }
    const { omitted } = minute;
    minute.written += 1;
    minute.omitted = 0;
    return omitted;
  };

  return {
    async note({ workspaceId, ...refusal }: CallRefusal) {
      const omitted = take(workspaceId);
      if (omitted === null) return;
      await pool.query(NOTE, [workspaceId, JSON.stringify({ ...refusal, omitted }), clock.now()]);
      told();
    },
    onNoted: (listener) => void (told = listener),
    async forget(now) {
      const until = new Date(now.getTime() - REFUSAL_DAYS * DAY_MS);
      let gone = 0;
      for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
        // One after the other, so that no statement holds many rows.
        // oxlint-disable-next-line no-await-in-loop
        const { rowCount } = await pool.query(
          `delete from call_event where seq in (
            select seq from call_event where call_id is null and at < $1 order by at limit ${BATCH})`,
          [until],
        );
        gone += rowCount ?? 0;
        if ((rowCount ?? 0) < BATCH) break;
      }
      return gone;
    },
  };
}
