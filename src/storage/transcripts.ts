/** The words of calls, apart from the calls because they are long and seldom read. */
import type { KeptTranscript, TranscriptStore } from '#domain/ports/stores.ts';
import type { Turn } from '#domain/call/transcript.ts';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { TALK_WORDS_FORGOTTEN } from './voice-talks.ts';

/** Makes the store. */
export function createTranscripts({ query }: Database): TranscriptStore {
  return {
    async put(workspaceId, { callId, turns, createdAt, engine }) {
      const row = { turns: JSON.stringify(turns), created_at: createdAt, engine, live: null };
      await query
        .insertInto('transcript')
        .values({ call_id: callId, workspace_id: workspaceId, ...row })
        .onConflict((conflict) => conflict.column('call_id').doUpdateSet(row))
        .execute();
    },
    async putHeard(workspaceId, { callId, turns, createdAt, engine }) {
      const { rows } = await sql<object>`
        with ${awaited(workspaceId, callId, 'stored')}
        insert into transcript as t (call_id, workspace_id, turns, created_at, engine)
        select id, workspace_id, ${JSON.stringify(turns)}::jsonb, ${createdAt}, ${engine} from awaited
        on conflict (call_id) do update
          set turns = excluded.turns, created_at = excluded.created_at, engine = excluded.engine, live = null
          where t.live is not null
        returning call_id`.execute(query);
      return rows.length > 0;
    },
    async putLive(workspaceId, { callId, turns, createdAt, engine }, isWhole) {
      const { rows } = await sql<object>`
        with ${awaited(workspaceId, callId, 'pending')}
        insert into transcript as t (call_id, workspace_id, turns, created_at, engine, live)
        select id, workspace_id, ${JSON.stringify(turns)}::jsonb, ${createdAt}, ${engine}, ${isWhole ? 'whole' : 'open'}
        from awaited
        on conflict (call_id) do update set turns = excluded.turns, live = excluded.live where t.live is not null
        returning call_id`.execute(query);
      return rows.length > 0;
    },
    async keepLive(workspaceId, callId) {
      const { rows } = await sql<object>`
        with ${awaited(workspaceId, callId, 'stored')}
        update transcript t set live = null from awaited a where t.call_id = a.id returning t.call_id`.execute(query);
      return rows.length > 0;
    },
    async awaited(limit) {
      const { rows } = await sql<{ id: number }>`
        select c.id from call c
        where c.transcript_status = 'in_progress' and c.recording ->> 'status' = 'stored'
          and not exists (select from transcript t where t.call_id = c.id and t.engine is null)
        order by c.id limit ${limit}`.execute(query);
      return rows.map((row) => row.id);
    },
    async remove(workspaceId, callId) {
      await sql`
        with talk as (
          update voice_talk set ${TALK_WORDS_FORGOTTEN} where call_id = ${callId} and workspace_id = ${workspaceId}
        )
        delete from transcript where call_id = ${callId} and workspace_id = ${workspaceId}`.execute(query);
    },
    async byCall(workspaceId, callId) {
      const row = await query
        .selectFrom('transcript')
        .select(['uid', 'turns', 'created_at', 'engine', 'live'])
        .where('workspace_id', '=', workspaceId)
        .where('call_id', '=', callId)
        .executeTakeFirst();
      if (row === undefined) return null;
      const { uid, turns, created_at: createdAt, engine } = row;
      // By the table's check.
      const live = row.live as KeptTranscript['live'];
      return { uid, callId, turns: readTurns(turns), createdAt, engine, live };
    },
    async withWords(workspaceId, text, limit) {
      const { rows } = await sql<{ call_id: number }>`
        select call_id from transcript
        where workspace_id = ${workspaceId} and words @@ websearch_to_tsquery('simple', ${text})
        order by call_id desc limit ${limit}`.execute(query);
      return rows.map((row) => row.call_id);
    },
    async byCalls(workspaceId, callIds) {
      if (callIds.length === 0) return new Map();
      const rows = await query
        .selectFrom('transcript')
        .select(['call_id', 'turns'])
        .where('workspace_id', '=', workspaceId)
        .where('call_id', 'in', callIds)
        .execute();
      return new Map(rows.map((row) => [row.call_id, readTurns(row.turns)]));
    },
  };
}

/**
 * The call that waits for a transcript, its recording in that state. The row of a stored one is held, so that of this
 * and the deletion of its recording one comes after the other.
 */
function awaited(workspaceId: number, callId: number, recording: 'pending' | 'stored') {
  return sql`awaited as (
    select c.id, c.workspace_id from call c
    where c.id = ${callId} and c.workspace_id = ${workspaceId}
      and c.transcript_status = 'in_progress' and c.recording ->> 'status' = ${recording}
    ${recording === 'stored' ? sql`for update` : sql``}
  )`;
}

/** Turns as they are kept. Only this file writes the column, so its shape is known. */
export function readTurns(turns: object): readonly Turn[] {
  return turns as readonly Turn[];
}
