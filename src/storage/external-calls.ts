/** Fin Voice references. */
import type { ExternalCall } from '#domain/call/external-call.ts';
import type { ExternalCallStore } from '#domain/ports/stores.ts';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

/** Makes the store. */
export function createExternalCalls({ query }: Database): ExternalCallStore {
  const from = (workspaceId: number) =>
    query.selectFrom('external_call').selectAll().where('workspace_id', '=', workspaceId);
  const first = (row: Row | undefined): ExternalCall | null => (row === undefined ? null : readExternalCall(row));
  const inTurn = createTurns();

  return {
    async register(draft, requestKey) {
      const { workspaceId, externalId, source } = draft;
      // One after the other and looked up before, so that a refused one does not use up an id.
      return inTurn(JSON.stringify([workspaceId, externalId, source]), async () => {
        const { rows } = await sql<Row>`
          insert into external_call (workspace_id, phone_number, caller, external_id, source, data, intents, request_key, created_at)
          select ${workspaceId}::integer, ${draft.phoneNumber}, ${draft.caller}, ${externalId}, ${source},
            ${draft.data === null ? null : JSON.stringify(draft.data)}::jsonb, ${JSON.stringify(draft.intents)}::jsonb,
            ${requestKey}, ${draft.createdAt}::timestamptz
          where not exists (
            select from external_call e where e.workspace_id = ${workspaceId}::integer
              and ((e.external_id = ${externalId} and e.source = ${source}) or e.request_key = ${requestKey})
          )
          on conflict do nothing returning *`.execute(query);
        if (rows[0] !== undefined || requestKey === null) return first(rows[0]);
        return first(await from(workspaceId).where('request_key', '=', requestKey).executeTakeFirst());
      });
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
    newestMatched: async (workspaceId, caller) =>
      first(
        await from(workspaceId)
          .where('caller', '=', caller)
          .where('call_id', 'is not', null)
          .orderBy('call_id', 'desc')
          .executeTakeFirst(),
      ),
    async byConversation(workspaceId, conversationId) {
      const rows = await from(workspaceId)
        .where('conversation_id', '=', conversationId)
        .orderBy('id')
        .limit(1000)
        .execute();
      return rows.map(readExternalCall);
    },
    async match(call, since) {
      const { rows } = await sql<Row>`
        update external_call set call_id = ${call.id}, conversation_id = ${call.conversationId}, status = 'in-progress'
        where id = (
          select id from external_call
          where workspace_id = ${call.workspaceId} and caller = ${call.contactNumber}
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
/** A row as an announced call. */
export function readExternalCall(row: Row): ExternalCall {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    phoneNumber: row.phone_number,
    caller: row.caller,
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

/** Runs works of one name one after the other. */
function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const earlier = last.get(name) ?? Promise.resolve();
    const turn = earlier.then(work, work);
    last.set(name, turn);
    try {
      return await turn;
    } finally {
      if (last.get(name) === turn) last.delete(name);
    }
  };
}
