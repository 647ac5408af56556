/**
 * How calls are written: everything of a kind that happens at the same moment goes into one statement, one round trip,
 * one commit. No one is answered before it.
 */
import { background } from '#background/background.ts';
import type { Call, CallDraft } from '#domain/call/call.ts';
import type { CallEvent } from '#domain/call/event.ts';
import type { Busy, Reservation } from '#domain/call/reservation.ts';
import type pg from 'pg';
import { readContactCard, revived } from './call-row.ts';
import type { Change } from './commit-sql.ts';
import { changeQuery, createQuery, MAX_CHANGES } from './commit-sql.ts';

/** What is written. */
type Write =
  | { readonly kind: 'create'; readonly uid: string; readonly draft: CallDraft }
  | ({ readonly kind: 'change'; readonly uid: string } & Change);

/** A write that waits for its commit. */
type Waiting = Write & { resolve(stored: Stored | Busy | null): void; reject(error: unknown): void };

/** What the database gave a call: its numbers. */
export type Stored = Pick<Call, 'id' | 'conversationId' | 'participants' | 'transfers' | 'deflections' | 'contact'>;

/**
 * How each kind is batched. `largest`: most writes in one statement. `pace`: after a statement that carried several,
 * the next starts no sooner (milliseconds after its start), unless it is full. So a write that comes alone goes at
 * once, and in a busy hour each waits a little and costs a fraction, because a statement and its commit cost far more
 * than a row. Creates are paced by those who wait for them.
 */
const LANES = {
  create: { largest: 256, pace: 0 },
  change: { largest: MAX_CHANGES, pace: 4 },
} as const;
/**
 * Whatever comes while a statement is under way shares the next one; only when the first takes long (a lock, a slow
 * disk) a second starts.
 */
const MAX_STATEMENTS = 2;
const PATIENCE_MS = 20;

/**
 * Writes calls in batches. `create` and `change` answer after the commit; null is a refused write, see commit-sql.ts.
 */
export type Committer = {
  create(draft: CallDraft): Promise<Stored | Busy | null>;
  change(call: Call, event: CallEvent, reservation: Reservation | null): Promise<Stored | Busy | null>;
};

/** Makes the committer of one process. */
export function createCommitter(pool: pg.Pool): Committer {
  const creates = createLane(pool, LANES.create);
  const changes = createLane(pool, LANES.change);
  return {
    create: async (draft) => creates({ kind: 'create', uid: draft.uid, draft }),
    async change(call, event, reservation) {
      const { type, ...facts } = event;
      return changes({ kind: 'change', uid: call.uid, call, event: { type, facts, at: call.updatedAt }, reservation });
    },
  };
}

function createLane(pool: pg.Pool, { largest, pace }: { readonly largest: number; readonly pace: number }) {
  let queue: Waiting[] = [];
  let running = 0;
  let nextAt = -Infinity;
  let pacing: NodeJS.Timeout | null = null;
  /** What the statements under way make only once. */
  const making = new Set<string>();

  const flush = (most: number): void => {
    if (running >= most || queue.length === 0 || pacing !== null) return;
    const early = nextAt - performance.now();
    if (early > 0 && queue.length < largest) {
      pacing = setTimeout(() => {
        pacing = null;
        flush(1);
      }, early);
      return;
    }
    const [batch, rest] = split(queue, largest, making);
    if (batch.length === 0) return; // All of them wait for the statement under way.
    queue = rest;
    const names = batch.flatMap(onlyOnce);
    for (const name of names) making.add(name);
    running += 1;
    nextAt = batch.length > 1 ? performance.now() + pace : -Infinity;
    const patience = setTimeout(flush, PATIENCE_MS, MAX_STATEMENTS);
    background(
      'commit',
      write(pool, batch).finally(() => {
        clearTimeout(patience);
        running -= 1;
        for (const name of names) making.delete(name);
        flush(1);
      }),
    );
  };

  return async (write: Write): Promise<Stored | Busy | null> =>
    new Promise((resolve, reject) => {
      queue.push({ ...write, resolve, reject });
      // The next turn of the loop, so that everything read from the sockets in this one shares a statement.
      setImmediate(flush, 1);
    });
}

/** What there may be only one of: anyone who asks for it again waits, and finds it taken. */
function onlyOnce(write: Write): string[] {
  if (write.kind === 'change') return [];
  const { workspaceId, requestKey, report } = write.draft;
  return [
    ...(requestKey === null ? [] : [JSON.stringify([workspaceId, 'key', requestKey])]),
    ...(report === null ? [] : [JSON.stringify([workspaceId, 'uuid', report.externalUuid])]),
  ];
}

/**
 * The next batch and what waits on: one write a call, because a statement changes a row once, and of what is made only
 * once the first.
 */
function split(queue: readonly Waiting[], largest: number, making: ReadonlySet<string>): [Waiting[], Waiting[]] {
  const batch: Waiting[] = [];
  const rest: Waiting[] = [];
  const seen = new Set(making);
  for (const write of queue) {
    const names = [write.uid, ...onlyOnce(write)];
    const fits = batch.length < largest && !names.some((name) => seen.has(name));
    (fits ? batch : rest).push(write);
    for (const name of names) seen.add(name);
  }
  return [batch, rest];
}

/** How often a write that stands alone is tried again when the database ended it to let another one through. */
const MAX_RACES = 5;

/**
 * Writes a batch. When it fails as a whole, each write is tried alone, so that one bad row does not fail its neighbors.
 */
async function write(pool: pg.Pool, batch: readonly Waiting[], races = 0): Promise<void> {
  try {
    const stored = await send(pool, batch);
    for (const each of batch) each.resolve(stored.get(each.uid) ?? null);
  } catch (error) {
    if (batch.length === 1 && races < MAX_RACES && isFault(error, /^40/)) return write(pool, batch, races + 1);
    if (batch.length === 1 || !isFault(error, /^(22|23|40)/)) {
      for (const each of batch) each.reject(error);
      return;
    }
    for (const each of batch) await write(pool, [each]);
  }
}

/** Whether PostgreSQL refused a value (class 22, 23) or a race (class 40), rather than being out of reach. */
function isFault(error: unknown, code: RegExp): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && code.test(error.code);
}

async function send(pool: pg.Pool, batch: readonly Waiting[]): Promise<Map<string, Stored | Busy>> {
  const drafts = batch.flatMap((each) => (each.kind === 'create' ? [each.draft] : []));
  const changes = batch.flatMap((each) => (each.kind === 'change' ? [each] : []));
  const query = changes.length === 0 ? createQuery(drafts) : changeQuery(changes);
  const { rows } = await pool.query<Record<string, unknown>>(query);
  return new Map(rows.map((row) => [row['uid'] as string, readStored(row)]));
}

function readStored(row: Record<string, unknown>): Stored | Busy {
  // Such a row carries the busy agents where the participants stand else.
  if (row['id'] === null) return { busyAgentIds: row['participants'] as readonly number[] };
  return {
    id: row['id'],
    conversationId: row['conversation_id'],
    participants: revived(row['participants'], 'connectedAt', 'endedAt'),
    transfers: revived(row['transfers'], 'createdAt'),
    deflections: revived(row['deflections'], 'at'),
    contact: readContactCard(row),
    // The statement's own columns, so the shape is known.
  } as Stored;
}
