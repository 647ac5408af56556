/**
 * Pages of all calls of a workspace, newest first, with how many there are. Closed hours are counted once, by a job; of
 * the present hour this process remembers what it has counted, so that no page costs more because the hour holds more
 * calls.
 */
import type { Call } from '#domain/call/call.ts';
import type { CallPage } from '#domain/ports/stores.ts';
import type { CallRow } from './call-row.ts';
import { FROM_CALL, readCall, SELECT_CALL } from './call-row.ts';
import type { Database } from './database.ts';
import type { Statement } from './window.ts';
import { windowed } from './window.ts';

/** A page of at most `limit` calls after the first `offset`; `total` is exact. */
export type CallPages = (workspaceId: number, limit: number, offset: number) => Promise<CallPage>;

/** Up to here a page is found by walking; what lies deeper, by the hours. */
const MAX_WALK = 1000;
/** How many workspaces' counts are remembered. */
const MAX_MEMORIES = 10_000;
/** A call is stored within this time of being given its id, apart from what the snapshot says of open transactions. */
const SETTLE_MS = 2_000;

/**
 * What was counted: all calls before `edge`, and since then those up to the id `through`, to which none can be added
 * any more.
 */
type Tally = { readonly edge: string | null; readonly through: number; readonly closed: number; readonly open: number };
/** Ids that were given at some moment, and the first transaction that had not begun by then. */
type Mark = { readonly through: number; readonly xmax: number; readonly at: number };
type Memory = { readonly tally: Tally | null; readonly mark: Mark };

/** What a count tells. */
type Counted = {
  /** The last closed hour; null when none is. */
  readonly edge: string | null;
  /** Calls of the closed hours; null where a tally has them. */
  readonly closed: number | null;
  /** Calls that are not in the tally, and those of them up to the mark. */
  readonly open: number;
  readonly settled: number;
  /** Null where there is no call at all. */
  readonly newest: number | null;
  readonly seen_xmin: number;
  readonly seen_xmax: number;
};

/** What a page needs of it. */
type Count = { readonly closed: number; readonly open: number };

const MOMENT = `(select max(id) from call) as newest,
  pg_snapshot_xmin(pg_current_snapshot())::text::bigint as seen_xmin,
  pg_snapshot_xmax(pg_current_snapshot())::text::bigint as seen_xmax`;

/** Counts all: $1 workspace, $2 the mark. */
const COUNT_ANEW = `
with closed as (select max(hour) as edge, coalesce(sum(calls), 0)::bigint as calls from call_hour where workspace_id = $1)
select (select edge::text from closed) as edge, (select calls from closed) as closed, count(*) as open,
  count(*) filter (where c.id <= $2) as settled, ${MOMENT}
from call c
where c.workspace_id = $1 and c.created_at >= coalesce((select edge from closed) + interval '1 hour', '-infinity')`;

/**
 * Counts what came after a tally: $1 workspace, $2 the mark, $3 the id up to which the tally goes. Id by id, which
 * costs the planner the same whatever the ids are: so it plans once and not each time.
 */
const COUNT_ONWARD = `
select (select max(hour)::text from call_hour where workspace_id = $1) as edge, null::bigint as closed, count(c.id) as open,
  count(c.id) filter (where c.id <= $2) as settled, ${MOMENT}
from generate_series($3::bigint + 1, (select max(id) from call)) as given(id)
join call c on c.id = given.id and c.workspace_id = $1`;

/**
 * The hour in which the page at offset $2 begins, and how many of its calls come before the page; $3 calls of no closed
 * hour.
 */
const PAGE_START = `
with placed as (
  select hour, calls, sum(calls) over (order by hour desc) - calls + $3::bigint as newer from call_hour where workspace_id = $1
)
select hour + interval '1 hour' as until, $2 - newer::bigint as skip from placed where newer <= $2 and $2 < newer + calls`;

const NEWEST_FIRST = 'order by c.created_at desc, c.id desc';

/** A page of the calls before $2. */
const PAGE = `select ${SELECT_CALL} from ${FROM_CALL}
where c.workspace_id = $1 and c.created_at < $2 ${NEWEST_FIRST} limit $3 offset $4`;

/** Counts onward from what is remembered, anew where nothing is. */
function counting(workspaceId: number, memory: Memory | undefined): Statement {
  const { tally = null, mark } = memory ?? {};
  const through = mark?.through ?? 0;
  return tally === null
    ? { name: 'calls_counted', text: COUNT_ANEW, values: [workspaceId, through] }
    : { name: 'calls_counted_onward', text: COUNT_ONWARD, values: [workspaceId, through, tally.through] };
}

/** What is counted, beside each call of the page; one row without a call where the page is empty. */
function countedPage({ name, text, values }: Statement, limit: number, offset: number): Statement {
  return windowed(
    {
      name: `${name}_with_page`,
      text: (window) => `with counted as (${text}), page as (
        select ${SELECT_CALL} from ${FROM_CALL} where c.workspace_id = $1 ${NEWEST_FIRST} ${window}
      )
      select counted.*, page.* from counted left join page on true order by page.created_at desc, page.id desc`,
      values,
    },
    limit,
    offset,
  );
}

/** Makes the pages; `milliseconds` is a monotonic clock. */
export function createCallPages(
  pool: Database['pool'],
  milliseconds: () => number = () => performance.now(),
): CallPages {
  const memories = new Map<number, Memory>();

  const remember = (workspaceId: number, memory: Memory): void => {
    memories.delete(workspaceId);
    memories.set(workspaceId, memory);
    const [oldest] = memories.keys();
    if (memories.size > MAX_MEMORIES && oldest !== undefined) memories.delete(oldest);
  };

  /**
   * Takes in what was counted while `memory` was remembered; null when an hour was closed since, so that it must be
   * counted anew.
   */
  const take = (workspaceId: number, memory: Memory | undefined, counted: Counted): Count | null => {
    const tally = memory?.tally ?? null;
    const isOurs = memories.get(workspaceId) === memory;
    if (tally !== null && counted.edge !== tally.edge) {
      if (isOurs) memories.delete(workspaceId);
      return null;
    }
    if (isOurs) remember(workspaceId, next(memory, counted, milliseconds()));
    return { closed: tally?.closed ?? counted.closed ?? 0, open: (tally?.open ?? 0) + counted.open };
  };

  /** How many calls there are in closed hours and since. */
  const count = async (workspaceId: number): Promise<Count> => {
    const memory = memories.get(workspaceId);
    const [counted] = (await pool.query<Counted>(counting(workspaceId, memory))).rows;
    if (counted === undefined) throw new Error('A count is one row.');
    return take(workspaceId, memory, counted) ?? count(workspaceId);
  };

  /** A page that is found by walking, and the count, in one statement. */
  const walk = async (workspaceId: number, limit: number, offset: number): Promise<CallPage> => {
    const memory = memories.get(workspaceId);
    const { rows } = await pool.query<CallRow & Counted>(countedPage(counting(workspaceId, memory), limit, offset));
    const [first] = rows;
    if (first === undefined) throw new Error('A count is one row at least.');
    const counted = take(workspaceId, memory, first);
    if (counted === null) return walk(workspaceId, limit, offset);
    return { calls: first['id'] === null ? [] : rows.map(readCall), total: counted.closed + counted.open };
  };

  /** A page that begins `skip` calls after those that came at `until` or later. */
  const read = async (workspaceId: number, until: Date, limit: number, skip: number): Promise<Call[]> => {
    const { rows } = await pool.query<CallRow>({
      name: 'calls_page',
      text: PAGE,
      values: [workspaceId, until, limit, skip],
    });
    return rows.map(readCall);
  };

  return async (workspaceId, limit, offset) => {
    if (offset <= MAX_WALK) return walk(workspaceId, limit, offset);
    const { closed, open } = await count(workspaceId);
    const total = closed + open;
    if (offset >= total) return { calls: [], total };
    const { rows } = await pool.query<{ until: Date; skip: number }>({
      name: 'calls_page_start',
      text: PAGE_START,
      values: [workspaceId, offset, open],
    });
    const [start] = rows;
    // Calls of the present hour alone lie that deep.
    if (start === undefined) return walk(workspaceId, limit, offset);
    return { calls: await read(workspaceId, start.until, limit, start.skip), total };
  };
}

/**
 * What to remember after a count. The mark becomes the tally once every transaction that could store a lower id has
 * ended: its snapshot's are over, and time has passed for those that had an id and no transaction yet.
 */
function next(memory: Memory | undefined, counted: Counted, at: number): Memory {
  const mark = { through: counted.newest ?? 0, xmax: counted.seen_xmax, at };
  if (memory === undefined) return { tally: null, mark };
  if (counted.seen_xmin < memory.mark.xmax || at - memory.mark.at < SETTLE_MS) return memory;
  const { tally } = memory;
  const closed = tally?.closed ?? counted.closed ?? 0;
  return {
    tally: {
      edge: counted.edge,
      through: memory.mark.through,
      closed,
      open: (tally?.open ?? 0) + counted.settled,
    },
    mark,
  };
}
