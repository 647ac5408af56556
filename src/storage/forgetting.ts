/** Forgetting contacts, and holding what must be kept. */
import type { ContactStore } from '#domain/ports/live-stores.ts';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { readContact } from './directory.ts';
import { forgetContact } from './forget-contact.ts';
import { judged, Refused } from './judged.ts';

/** Makes that part of the store of contacts. */
export function createForgetting({
  query,
}: Database): Pick<ContactStore, 'forget' | 'wouldForget' | 'hold' | 'holdCall' | 'heldSince'> {
  return {
    forget: async (workspaceId, contactId) =>
      judged(async () =>
        query.transaction().execute(async (transaction) => forgetContact(transaction, workspaceId, contactId)),
      ),
    async wouldForget(workspaceId, contactId) {
      const { rows } = await sql<{ calls: number; recordings: number; messages: number }>`
        select count(*) as calls, count(*) filter (where recording ->> 'status' = 'stored') as recordings,
          (select count(*) from message where workspace_id = ${workspaceId} and contact_id = ${contactId}) as messages
        from call where workspace_id = ${workspaceId} and contact_id = ${contactId}`.execute(query);
      return rows[0] ?? { calls: 0, recordings: 0, messages: 0 };
    },
    hold: async (workspaceId, contactId, at) =>
      judged(async () => {
        const row = await query
          .updateTable('contact')
          .set({ legal_hold_at: at === null ? null : sql`coalesce(legal_hold_at, ${at}::timestamptz)` })
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', contactId)
          .where('merged_into', 'is', null)
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) throw new Refused({ code: 'unknown' });
        return readContact(row);
      }),
    async heldSince(workspaceId, callId) {
      const row = await query
        .selectFrom('call_hold')
        .select('at')
        .where('workspace_id', '=', workspaceId)
        .where('call_id', '=', callId)
        .executeTakeFirst();
      return row?.at ?? null;
    },
    async holdCall(workspaceId, callId, at) {
      if (at === null) {
        await query
          .deleteFrom('call_hold')
          .where('workspace_id', '=', workspaceId)
          .where('call_id', '=', callId)
          .execute();
        const { rows } = await sql`select from call where workspace_id = ${workspaceId} and id = ${callId}`.execute(
          query,
        );
        return rows.length > 0;
      }
      const { rows } = await sql`
        with known as (select id from call where workspace_id = ${workspaceId} and id = ${callId}),
        held as (
          insert into call_hold (call_id, workspace_id, at) select id, ${workspaceId}::integer, ${at}::timestamptz from known
          on conflict do nothing
        )
        select from known`.execute(query);
      return rows.length > 0;
    },
  };
}
