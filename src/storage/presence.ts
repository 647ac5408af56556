/** Which agents are here, and what they have to finish. */
import type { PresenceStore } from '#domain/ports/live-stores.ts';
import type { Database } from './database.ts';

/** Makes the store. */
export function createPresenceStore({ query }: Database): PresenceStore {
  return {
    async setOnline(workspaceId, agentId, isOnline) {
      await query
        .updateTable('agent')
        .set({ online: isOnline })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', agentId)
        .execute();
    },
    async online() {
      const rows = await query.selectFrom('agent').select(['id', 'workspace_id']).where('online', '=', true).execute();
      return rows.map(({ id, workspace_id: workspaceId }) => ({ workspaceId, agentId: id }));
    },
    async beginWrapUp({ workspaceId, agentId, callId, since, until }) {
      const row = { workspace_id: workspaceId, call_id: callId, since, ends_at: until };
      await query
        .insertInto('wrap_up')
        .values({ agent_id: agentId, ...row })
        .onConflict((conflict) => conflict.column('agent_id').doUpdateSet(row))
        .execute();
    },
    async endWrapUp(agentId) {
      await query.deleteFrom('wrap_up').where('agent_id', '=', agentId).execute();
    },
    async wrapUps() {
      const rows = await query.selectFrom('wrap_up').selectAll().execute();
      return rows.map((row) => ({
        workspaceId: row.workspace_id,
        agentId: row.agent_id,
        callId: row.call_id,
        since: row.since,
        until: row.ends_at,
      }));
    },
  };
}
