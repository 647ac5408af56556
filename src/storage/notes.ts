/** What agents wrote down about calls. */
import type { NoteStore } from '#domain/ports/live-stores.ts';
import type { Database } from './database.ts';

/** The most notes of one call that are read. */
const MOST_NOTES = 200;

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
    async byCall(workspaceId, callId) {
      const rows = await query
        .selectFrom('call_note')
        .select(['id', 'agent_id', 'text', 'at'])
        .where('workspace_id', '=', workspaceId)
        .where('call_id', '=', callId)
        .orderBy('id')
        .limit(MOST_NOTES)
        .execute();
      return rows.map(({ id, agent_id: agentId, text, at }) => ({ id, callId, agentId, text, at }));
    },
  };
}
