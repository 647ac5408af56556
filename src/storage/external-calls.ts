/** Fin Voice references. */
import type { ExternalCall } from '#call/external-call.ts';
import type { ExternalCallStore } from '#call/ports.ts';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

/** Makes the store. */
export function createExternalCalls({ query }: Database): ExternalCallStore {
  const from = (workspaceId: number) =>
    query.selectFrom('external_call').selectAll().where('workspace_id', '=', workspaceId);
  const first = (row: Row | undefined): ExternalCall | null => (row === undefined ? null : read(row));

  return {
    async register(draft, requestKey) {
      const row = await query
        .insertInto('external_call')
        .values({
          workspace_id: draft.workspaceId,
          phone_number: draft.phoneNumber,
          external_id: draft.externalId,
          source: draft.source,
          data: draft.data === null ? null : JSON.stringify(draft.data),
          intents: JSON.stringify(draft.intents),
          request_key: requestKey,
          created_at: draft.createdAt,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst();
      if (row !== undefined || requestKey === null) return first(row);
      return first(await from(draft.workspaceId).where('request_key', '=', requestKey).executeTakeFirst());
    },
    async unresolved() {
      const rows = await query
        .selectFrom('external_call')
        .innerJoin(
          sql<{ id: number }>`(select id from call where deadline_at is null)`.as('ended'),
          'ended.id',
          'external_call.call_id',
        )
        .select('ended.id')
        .where('external_call.status', '=', 'in-progress')
        .execute();
      return rows.map((row) => row.id);
    },
    byId: async (workspaceId, id) => first(await from(workspaceId).where('id', '=', id).executeTakeFirst()),
    byExternalId: async (workspaceId, externalId) =>
      first(await from(workspaceId).where('external_id', '=', externalId).orderBy('id', 'desc').executeTakeFirst()),
    byCall: async (callId) =>
      first(await query.selectFrom('external_call').selectAll().where('call_id', '=', callId).executeTakeFirst()),
    newestMatched: async (workspaceId, phoneNumber) =>
      first(
        await from(workspaceId)
          .where('phone_number', '=', phoneNumber)
          .where('call_id', 'is not', null)
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .executeTakeFirst(),
      ),
    async byConversation(workspaceId, conversationId) {
      const rows = await from(workspaceId)
        .where('conversation_id', '=', conversationId)
        .orderBy('id')
        .limit(1000)
        .execute();
      return rows.map(read);
    },
    async match(call, since) {
      const { rows } = await sql<Row>`
        update external_call set call_id = ${call.id}, conversation_id = ${call.conversationId}, status = 'in-progress'
        where id = (
          select id from external_call
          where workspace_id = ${call.workspaceId} and phone_number = ${call.contactNumber}
            and call_id is null and created_at between ${since} and ${call.createdAt}
          order by created_at desc, id desc limit 1 for update skip locked
        ) and not exists (select from external_call where call_id = ${call.id})
        returning *`.execute(query);
      return first(rows[0]);
    },
    async resolve(id, status, { summary, intents }) {
      await query
        .updateTable('external_call')
        .set({ status, summary, intents: JSON.stringify(intents) })
        .where('id', '=', id)
        .execute();
    },
  };
}

type Row = Selectable<Tables['external_call']>;

/** A row as a reference; the casts hold because only this module writes the table. */
function read(row: Row): ExternalCall {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    phoneNumber: row.phone_number,
    externalId: row.external_id,
    source: row.source as ExternalCall['source'],
    data: row.data as ExternalCall['data'],
    status: row.status as ExternalCall['status'],
    callId: row.call_id,
    conversationId: row.conversation_id,
    summary: row.summary,
    intents: row.intents as unknown as ExternalCall['intents'],
    createdAt: row.created_at,
  };
}
