/** What agents wrote down about calls. */
import type { NoteStore } from '#domain/ports/live-stores.ts';
import { MAX_NOTES } from '#domain/call/bounds.ts';
import type { Database } from './database.ts';

/** Makes the store. */
export function createNotes({ query }: Database): NoteStore {
  return {
    async add(workspaceId, { callId, agentId, text, at }) {
      const { id } = await query
        .insertInto('call_note')
        .values({ workspace_id: workspaceId, call_id: callId, agent_id: agentId, text, at })
        .returning('id')
        .executeTakeFirstOrThrow();
      return { id, callId, agentId, text, at };
    },
    async countOf(workspaceId, callId) {
      const { count } = await query
        .selectFrom('call_note')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('workspace_id', '=', workspaceId)
        .where('call_id', '=', callId)
        .executeTakeFirstOrThrow();
      return count;
    },
    async byCall(workspaceId, callId) {
      const rows = await query
        .selectFrom('call_note')
        .select(['id', 'agent_id', 'text', 'at'])
        .where('workspace_id', '=', workspaceId)
        .where('call_id', '=', callId)
        .orderBy('id')
        .limit(MAX_NOTES)
        .execute();
      return rows.map(({ id, agent_id: agentId, text, at }) => ({ id, callId, agentId, text, at }));
    },
  };
}
