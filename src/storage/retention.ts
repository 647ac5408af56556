/** Forgets by age: every night, in small transactions, so that a night that is cut short continues where it stopped. */
import type { Retention, RetentionKind, RetentionStore } from '#domain/directory/retention.ts';
import { MAX_COUNTED, RETENTION_KINDS } from '#domain/directory/retention.ts';
import { CALL_STATES, isLive } from '#domain/call/state.ts';
import type { Kysely, RawBuilder, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { emptyCalls, removeSound } from './forget-calls.ts';
import type { Tables } from './tables.ts';
import { TALK_WORDS_FORGOTTEN } from './voice-talks.ts';

/** Rows of one transaction, and transactions of one kind and workspace in one night; the rest goes the next night. */
const BATCH = 200;
const MAX_BATCHES = 500;
const DAY_MS = 86_400_000;

const COLUMNS = {
  recordings: 'recording_days',
  voicemails: 'voicemail_days',
  transcripts: 'transcript_days',
  messages: 'message_days',
  calls: 'call_days',
} as const satisfies Record<RetentionKind, keyof Tables['retention']>;

const OVER = CALL_STATES.filter((state) => !isLive(state));

/** No legal hold stands on the call `c`, nor on its contact. */
const UNHELD = sql`not exists (select from call_hold where call_id = c.id)
  and not exists (select from contact where contact.id = c.contact_id and legal_hold_at is not null)`;

/** Kind -> the rows that are due: their id and age, from a query with an index on that age. */
const DUE = {
  recordings: sound('call'),
  voicemails: sound('voicemail'),
  transcripts: (workspaceId, until) => sql`
    select t.call_id as id, t.created_at as age from transcript t join call c on c.id = t.call_id
    where t.workspace_id = ${workspaceId} and t.created_at < ${until} and ${UNHELD}`,
  messages: (workspaceId, until) => sql`
    select m.id, m.at as age from message m where m.workspace_id = ${workspaceId} and m.at < ${until}
      and not exists (select from contact where contact.id = m.contact_id and legal_hold_at is not null)`,
  calls: (workspaceId, until) => sql`
    select c.id, c.created_at as age from call c
    where c.workspace_id = ${workspaceId} and c.created_at < ${until} and (c.contact_id is not null or c.contact_number is not null)
      and c.state = any(${OVER}) and coalesce(c.recording ->> 'status', '') <> 'pending'
      and coalesce(c.transcript_status, '') <> 'in_progress' and ${UNHELD}`,
} as const satisfies Record<RetentionKind, (workspaceId: number, until: Date) => RawBuilder<unknown>>;

function sound(kind: 'call' | 'voicemail') {
  return (workspaceId: number, until: Date): RawBuilder<unknown> => sql`
    select c.id, c.created_at as age from call c
    where c.workspace_id = ${workspaceId} and c.created_at < ${until} and c.recording ->> 'status' = 'stored'
      and c.recording ->> 'kind' = ${kind} and c.state = any(${OVER}) and ${UNHELD}`;
}

type Forget = (transaction: Transaction<Tables>, ids: readonly number[]) => Promise<unknown>;

/** Kind -> how rows of it go. */
const FORGET = {
  recordings: removeSound,
  voicemails: removeSound,
  transcripts: forgetTranscripts,
  messages: async (transaction, ids) => sql`delete from message where id = any(${ids}::bigint[])`.execute(transaction),
  calls: emptyCalls,
} as const satisfies Record<RetentionKind, Forget>;

async function forgetTranscripts(transaction: Transaction<Tables>, callIds: readonly number[]): Promise<void> {
  const ids = sql`any(${callIds}::bigint[])`;
  await sql`delete from transcript where call_id = ${ids}`.execute(transaction);
  await sql`update voice_talk set ${TALK_WORDS_FORGOTTEN} where call_id = ${ids}`.execute(transaction);
  await sql`update call_event set data = '{}' where call_id = ${ids} and type = 'transcribed'`.execute(transaction);
  await sql`update call set summary = null, transcript_status = null, version = version + 1 where id = ${ids}`.execute(
    transaction,
  );
}

/** Makes the store. */
export function createRetention({ query }: Database): RetentionStore {
  return {
    of: async (workspaceId) => readRetention(query, workspaceId),
    async change(workspaceId, change) {
      const columns = Object.fromEntries(
        RETENTION_KINDS.flatMap((kind) => (change[kind] === undefined ? [] : [[COLUMNS[kind], change[kind]]])),
      );
      await query
        .insertInto('retention')
        .values({ workspace_id: workspaceId, ...columns })
        .onConflict((conflict) =>
          conflict.column('workspace_id').doUpdateSet({ workspace_id: workspaceId, ...columns }),
        )
        .execute();
      return readRetention(query, workspaceId);
    },
    async due(workspaceId, retention, now) {
      const counts = await Promise.all(
        RETENTION_KINDS.map(
          async (kind) => [kind, await countDue(query, workspaceId, kind, untilOf(retention[kind], now))] as const,
        ),
      );
      // One entry for each kind.
      return Object.fromEntries(counts) as Record<RetentionKind, number>;
    },
  };
}

async function countDue(
  query: Kysely<Tables>,
  workspaceId: number,
  kind: RetentionKind,
  until: Date | null,
): Promise<number> {
  if (until === null) return 0;
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (${DUE[kind](workspaceId, until)} limit ${MAX_COUNTED}) due`.execute(query);
  return rows[0]?.count ?? 0;
}

/** Forgets what is due in every workspace. Safe to repeat, and to be cut short. Answers how much went. */
export async function forgetByAge({ query }: Database, now: Date): Promise<number> {
  const workspaces = await query.selectFrom('retention').select('workspace_id').orderBy('workspace_id').execute();
  let gone = 0;
  for (const { workspace_id: workspaceId } of workspaces) {
    const retention = await readRetention(query, workspaceId);
    for (const kind of RETENTION_KINDS) {
      const until = untilOf(retention[kind], now);
      if (until !== null) gone += await forgetKind(query, workspaceId, kind, until);
    }
  }
  return gone;
}

async function forgetKind(
  query: Kysely<Tables>,
  workspaceId: number,
  kind: RetentionKind,
  until: Date,
): Promise<number> {
  let gone = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const ids = await query.transaction().execute(async (transaction) => {
      const { rows } = await sql<{ id: number }>`
        select id from (${DUE[kind](workspaceId, until)}) due order by age, id limit ${BATCH}`.execute(transaction);
      const due = rows.map(({ id }) => id);
      if (due.length > 0) await FORGET[kind](transaction, due);
      return due;
    });
    gone += ids.length;
    if (ids.length < BATCH) break;
  }
  return gone;
}

function untilOf(days: number | null, now: Date): Date | null {
  return days === null ? null : new Date(now.getTime() - days * DAY_MS);
}

async function readRetention(query: Kysely<Tables>, workspaceId: number): Promise<Retention> {
  const row = await query
    .selectFrom('retention')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  const days = RETENTION_KINDS.map((kind) => [kind, row?.[COLUMNS[kind]] ?? null] as const);
  // One entry for each kind.
  return Object.fromEntries(days) as Record<RetentionKind, number | null>;
}
