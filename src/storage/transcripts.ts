/** The words of calls, apart from the calls because they are long and seldom read. */
import type { TranscriptStore } from '#domain/ports/stores.ts';
import type { Turn } from '#domain/call/transcript.ts';
import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Makes the store. */
export function createTranscripts({ query }: Database): TranscriptStore {
  return {
    async put(workspaceId, { callId, turns, createdAt, engine }) {
      const row = { turns: JSON.stringify(turns), created_at: createdAt, engine };
      await query
        .insertInto('transcript')
        .values({ call_id: callId, workspace_id: workspaceId, ...row })
        .onConflict((conflict) => conflict.column('call_id').doUpdateSet(row))
        .execute();
    },
    async putHeard(workspaceId, { callId, turns, createdAt, engine }) {
      // The row of the call is held, so that of this and the deletion of its recording one comes after the other.
      const { rows } = await sql<object>`
        with awaited as (
          select c.id, c.workspace_id from call c
          where c.id = ${callId} and c.workspace_id = ${workspaceId}
            and c.transcript_status = 'in_progress' and c.recording ->> 'status' = 'stored'
          for update
        )
        insert into transcript (call_id, workspace_id, turns, created_at, engine)
        select id, workspace_id, ${JSON.stringify(turns)}::jsonb, ${createdAt}, ${engine} from awaited
        on conflict (call_id) do nothing returning call_id`.execute(query);
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
      await query
        .deleteFrom('transcript')
        .where('workspace_id', '=', workspaceId)
        .where('call_id', '=', callId)
        .execute();
    },
    async byCall(workspaceId, callId) {
      const row = await query
        .selectFrom('transcript')
        .select(['uid', 'turns', 'created_at', 'engine'])
        .where('workspace_id', '=', workspaceId)
        .where('call_id', '=', callId)
        .executeTakeFirst();
      return row === undefined
        ? null
        : { uid: row.uid, callId, turns: readTurns(row.turns), createdAt: row.created_at, engine: row.engine };
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

/** Only `put` writes the column, so its shape is known. */
function readTurns(turns: object): readonly Turn[] {
  return turns as readonly Turn[];
}
