/** What all trunks of a workspace together may be used for. */
import type { TrunkLimits } from '#domain/directory/trunk.ts';
import type { TrunkStore } from '#domain/ports/trunk-book.ts';
import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

/** Limit -> its column. */
const COLUMNS = {
  callsAtOnce: 'dial_calls_at_once',
  callsPerMinute: 'dial_calls_per_minute',
  minutesPerDay: 'dial_minutes_per_day',
  longestCallSeconds: 'dial_longest_call_seconds',
  countries: 'call_back_countries',
  premiumAllowed: 'dial_premium_allowed',
} as const satisfies Record<keyof TrunkLimits, keyof Tables['workspace']>;

type Row = Pick<Selectable<Tables['workspace']>, (typeof COLUMNS)[keyof TrunkLimits]>;

/** Makes the store; `changed` is told after a change was committed. */
export function createDialLimits(
  { query }: Pick<Database, 'query'>,
  changed: (workspaceId: number) => void,
): { readonly of: TrunkStore['limits']; readonly change: TrunkStore['changeLimits'] } {
  return {
    of: async (workspaceId) =>
      readLimits(
        await query
          .selectFrom('workspace')
          .select(Object.values(COLUMNS))
          .where('id', '=', workspaceId)
          .executeTakeFirstOrThrow(),
      ),
    async change(workspaceId, change) {
      const columns = Object.entries(change).map(([name, value]) => [COLUMNS[name as keyof TrunkLimits], value]);
      const row = await query
        .updateTable('workspace')
        .set(Object.fromEntries(columns) as Partial<Row>) // Each name was a limit's, with a value of its column's type.
        .where('id', '=', workspaceId)
        .returning(Object.values(COLUMNS))
        .executeTakeFirstOrThrow();
      changed(workspaceId);
      return readLimits(row);
    },
  };
}

function readLimits(row: Row): TrunkLimits {
  return {
    callsAtOnce: row.dial_calls_at_once,
    callsPerMinute: row.dial_calls_per_minute,
    minutesPerDay: row.dial_minutes_per_day,
    longestCallSeconds: row.dial_longest_call_seconds,
    countries: row.call_back_countries as TrunkLimits['countries'], // Judged when they were set.
    premiumAllowed: row.dial_premium_allowed,
  };
}
