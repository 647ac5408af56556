/** Talks of the voice agent, while they last and until the caller is gone. */
import { CALL_STATES, isLive } from '#domain/call/state.ts';
import type { Turn } from '#domain/call/transcript.ts';
import type { TalkBook } from '#domain/ports/talk-book.ts';
import type { Brief } from '#domain/voice-agent/brief.ts';
import type { Dialogue } from '#domain/voice-agent/dialogue.ts';
import type { TalkCounts } from '#domain/voice-agent/figures.ts';
import { NEW_DIALOGUE } from '#domain/voice-agent/dialogue.ts';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { createVoiceSums } from './voice-hours.ts';

const OVER = CALL_STATES.filter((state) => !isLive(state));

/** Makes the store. */
export function createVoiceTalks(database: Database): TalkBook {
  const { query } = database;
  return {
    ...createVoiceSums(database),
    async keep(talks, now) {
      if (talks.length === 0) return;
      const rows = talks.map(({ callId, workspaceId, startedAt, dialogue, turns, counts }) => ({
        call_id: callId,
        workspace_id: workspaceId,
        started_at: startedAt,
        dialogue,
        turns,
        counts,
      }));
      await sql`
        with said as (
          select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
            as s(call_id bigint, workspace_id integer, started_at timestamptz, dialogue jsonb, turns jsonb, counts jsonb)
        ),
        kept as (
          insert into voice_talk as v (call_id, workspace_id, started_at, dialogue, counts)
          select call_id, workspace_id, started_at, dialogue, counts from said
          on conflict (call_id) do update set dialogue = excluded.dialogue, counts = excluded.counts
            where v.ended_at is null
        )
        insert into transcript as t (call_id, workspace_id, turns, created_at, engine, live)
        select s.call_id, s.workspace_id, s.turns, ${now}, null, 'open'
        from said s
        join call c on c.id = s.call_id and c.workspace_id = s.workspace_id and c.recording ->> 'status' = 'pending'
        where s.turns <> '[]'
        on conflict (call_id) do update set turns = excluded.turns where t.live is not null`.execute(query);
    },
    async open(callId) {
      const row = await query
        .selectFrom('voice_talk')
        .leftJoin('transcript', 'transcript.call_id', 'voice_talk.call_id')
        .select(['voice_talk.workspace_id', 'started_at', 'dialogue', 'counts', 'turns'])
        .where('voice_talk.call_id', '=', callId)
        .where('ended_at', 'is', null)
        .executeTakeFirst();
      if (row === undefined) return null;
      // Only this module writes the columns; what an earlier release wrote may lack what was added since.
      const dialogue = { ...NEW_DIALOGUE, ...(row.dialogue as Dialogue | null) };
      const turns = (row.turns as readonly Turn[] | null) ?? [];
      const counts = row.counts as TalkCounts;
      return { callId, workspaceId: row.workspace_id, startedAt: row.started_at, dialogue, turns, counts };
    },
    async left(limit) {
      const { rows } = await sql<{ id: number }>`
        select v.call_id as id from voice_talk v join call c on c.id = v.call_id
        where v.ended_at is null and c.state = any(${OVER})
        order by v.call_id limit ${limit}`.execute(query);
      return rows.map(({ id }) => id);
    },
    async end(callId, at, counts) {
      await query
        .updateTable('voice_talk')
        .set({ dialogue: null, ended_at: at, counts: JSON.stringify(counts) })
        .where('call_id', '=', callId)
        .where('ended_at', 'is', null)
        .execute();
    },
    async keepBrief(workspaceId, callId, brief) {
      await query
        .updateTable('voice_talk')
        .set({ brief: JSON.stringify(brief) })
        .where('call_id', '=', callId)
        .where('workspace_id', '=', workspaceId)
        .execute();
    },
    async briefs(callIds) {
      if (callIds.length === 0) return new Map();
      const rows = await query
        .selectFrom('voice_talk')
        .select(['call_id', 'brief'])
        .where('call_id', 'in', callIds)
        .where('brief', 'is not', null)
        .execute();
      // Only this module writes the column.
      return new Map(rows.map(({ call_id: callId, brief }) => [callId, brief as Brief]));
    },
  };
}

/** What was said in the calls is forgotten; that there was a talk stays. */
export const TALK_WORDS_FORGOTTEN = sql`dialogue = null, brief = null`;
