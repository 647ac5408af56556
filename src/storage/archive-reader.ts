/** What archives of a workspace read many calls at a time. */
import type { ArchivedMessage, ArchiveReader, CallDetails } from '#domain/ports/archive-reader.ts';
import { MAX_ABOUT } from '#domain/ports/archive-reader.ts';
import type { Message } from '#domain/ports/live-stores.ts';
import type { KeptTranscript, StoredEvent } from '#domain/ports/stores.ts';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { readExternalCall } from './external-calls.ts';
import { readTextMessage } from './redirects.ts';
import type { Tables } from './tables.ts';
import { readTurns } from './transcripts.ts';

type InJson<Row extends { readonly at: Date }> = Omit<Row, 'at'> & { readonly at: string };
type DetailsRow = {
  readonly id: number;
  readonly events: readonly InJson<StoredEvent>[];
  readonly notes: readonly InJson<{
    readonly id: number;
    readonly agent_id: number;
    readonly text: string;
    readonly at: Date;
  }>[];
  readonly uid: string | null;
  readonly turns: object | null;
  readonly created_at: Date;
  readonly engine: string | null;
  readonly live: KeptTranscript['live'];
};

/** $1 workspace, $2 calls. */
const DETAILS = `
select c.id, t.uid, t.turns, t.created_at, t.engine, t.live,
  coalesce((
    select jsonb_agg(jsonb_build_object('seq', e.seq, 'type', e.type, 'data', e.data, 'at', e.at) order by e.seq)
    from call_event e where e.call_id = c.id
  ), '[]') as events,
  coalesce((
    select jsonb_agg(jsonb_build_object('id', n.id, 'agent_id', n.agent_id, 'text', n.text, 'at', n.at) order by n.id)
    from call_note n where n.call_id = c.id
  ), '[]') as notes
from call c left join transcript t on t.call_id = c.id
where c.workspace_id = $1 and c.id = any($2::bigint[])`;

/** Makes the reader. */
export function createArchiveReader({ pool, query }: Database): ArchiveReader {
  return {
    async detailsOf(workspaceId, callIds) {
      const values = [workspaceId, callIds];
      const { rows } = await pool.query<DetailsRow>({ name: 'details_of_calls', text: DETAILS, values });
      return new Map(rows.map((row) => [row.id, readDetails(row)]));
    },
    async messages(workspaceId, beyond, limit) {
      const rows = await query
        .selectFrom('message')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .$if(beyond !== null, (each) => each.where('id', '<', beyond ?? 0))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(readMessage);
    },
    async about(workspaceId, { id, phone, otherPhones }) {
      const own = sql`(select id from contact where workspace_id = ${workspaceId} and (id = ${id} or merged_into = ${id}))`;
      const numbers = [...(phone === null ? [] : [phone]), ...otherPhones];
      const [texts, tickets, announced] = await Promise.all([
        sql<Selectable<Tables['text_message']>>`
          select t.* from text_message t join redirect r on r.id = t.redirect_id
          where r.contact_id in ${own} order by t.id desc limit ${MAX_ABOUT}`.execute(query),
        sql<Selectable<Tables['ticket']>>`
          select * from ticket where contact_id in ${own} and workspace_id = ${workspaceId} order by id limit ${MAX_ABOUT}`.execute(
          query,
        ),
        sql<Selectable<Tables['external_call']>>`
          select * from external_call where workspace_id = ${workspaceId} and caller = any(${numbers}::text[])
          order by id desc limit ${MAX_ABOUT}`.execute(query),
      ]);
      return {
        texts: texts.rows.map(readTextMessage),
        tickets: tickets.rows.map((row) => ({ id: row.id, contactId: row.contact_id, url: row.url })),
        announcements: announced.rows.map(readExternalCall),
      };
    },
  };
}

function readDetails({ id: callId, events, notes, uid, turns, engine, live, ...row }: DetailsRow): CallDetails {
  return {
    events: events.map(({ at, ...event }) => ({ ...event, at: new Date(at) })),
    notes: notes.map(({ id, agent_id: agentId, text, at }) => ({ id, callId, agentId, text, at: new Date(at) })),
    transcript:
      uid === null || turns === null
        ? null
        : { uid, callId, turns: readTurns(turns), createdAt: row.created_at, engine, live },
  };
}

function readMessage(row: Selectable<Tables['message']>): ArchivedMessage {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    contactId: row.contact_id,
    // The table's check admits these two alone.
    by: row.author as Message['by'],
    agentId: row.agent_id,
    text: row.text,
    at: row.at,
  };
}
