/** Calls that agents missed, each listed once for an agent. */
import type { MissedCall } from '#domain/call/missed.ts';
import { MAX_MISSED_CALLS } from '#domain/call/missed.ts';
import type { MissedCallStore } from '#domain/ports/live-stores.ts';
import { sql } from 'kysely';
import type { Database } from './database.ts';

type Row = {
  call_id: number;
  at: Date;
  reason: MissedCall['reason'];
  contact_id: number | null;
  name: string | null;
  contact_number: string | null;
  direction: MissedCall['direction'];
  menu_id: number | null;
  was_answered: boolean;
};

/** Makes the store. */
export function createMissedCalls({ query }: Database): MissedCallStore {
  const read = async (workspaceId: number, agentId: number, callId: number | null): Promise<readonly MissedCall[]> => {
    const { rows } = await sql<Row>`
      select m.call_id, m.at, m.reason, call.contact_id, contact.name, call.contact_number, call.direction, call.menu_id,
        coalesce(call.assigned_at >= m.at, false) as was_answered
      from missed_call m
      join call on call.id = m.call_id
      left join contact on contact.id = call.contact_id
      where m.agent_id = ${agentId} and m.workspace_id = ${workspaceId}
        and (${callId}::bigint is null or m.call_id = ${callId})
      order by m.at desc, m.call_id desc limit ${MAX_MISSED_CALLS}`.execute(query);
    return rows.map(readRow);
  };
  return {
    async add({ workspaceId, agentIds, callId, reason, at }) {
      // The statement sees the rows of before: one place is left free for the call that it adds.
      await sql`
        with added as (
          insert into missed_call (agent_id, call_id, workspace_id, reason, at)
          select agent_id, ${callId}, ${workspaceId}, ${reason}, ${at} from unnest(${agentIds}::bigint[]) agent_id
          on conflict (agent_id, call_id) do update set reason = excluded.reason, at = excluded.at
        )
        delete from missed_call using (
          select agent_id, call_id, row_number() over (partition by agent_id order by at desc, call_id desc) as place
          from missed_call where agent_id = any(${agentIds}::bigint[]) and call_id <> ${callId}
        ) older
        where missed_call.agent_id = older.agent_id and missed_call.call_id = older.call_id
          and older.place >= ${MAX_MISSED_CALLS}`.execute(query);
    },
    list: async (workspaceId, agentId) => read(workspaceId, agentId, null),
    find: async (workspaceId, agentId, callId) => (await read(workspaceId, agentId, callId))[0] ?? null,
    async dismiss(workspaceId, agentId, callId) {
      const done = await query
        .deleteFrom('missed_call')
        .where('workspace_id', '=', workspaceId)
        .where('agent_id', '=', agentId)
        .where('call_id', '=', callId)
        .executeTakeFirst();
      return done.numDeletedRows > 0n;
    },
  };
}

function readRow(row: Row): MissedCall {
  return {
    callId: row.call_id,
    at: row.at,
    reason: row.reason,
    contact: row.contact_id === null ? null : { id: row.contact_id, name: row.name },
    number: row.contact_number,
    direction: row.direction,
    menuId: row.menu_id,
    wasAnswered: row.was_answered,
  };
}
