/**
 * The audit log as it is kept. Changes are written by triggers (migration 0022); here it is read, and listening is
 * added.
 */
import type { AuditAction, AuditDoor, AuditEntry, AuditStore } from '#domain/identity/audit.ts';
import { sql } from 'kysely';
import type { Database } from './database.ts';

type Row = {
  id: number;
  at: Date;
  action: string;
  door: string;
  agent_id: number | null;
  token_id: number | null;
  actor: string | null;
  address: string | null;
  target_id: string;
  target_name: string;
  changes: AuditEntry['changes'];
};

/** Makes the store. */
export function createAudit({ query }: Database): AuditStore {
  return {
    async list(workspaceId, { action, agentId, tokenId, targetId, since, until }, before, limit) {
      const { rows } = await sql<Row>`
        select e.id, e.at, e.action, e.door, e.agent_id, e.token_id, e.address, e.target_id, e.target_name, e.changes,
          coalesce(nullif(concat_ws(' ', nullif(a.first_name, ''), nullif(a.last_name, '')), ''), a.email, t.name) as actor
        from audit_entry e
        left join agent a on a.id = e.agent_id and a.workspace_id = e.workspace_id
        left join api_token t on t.id = e.token_id and t.workspace_id = e.workspace_id
        where e.workspace_id = ${workspaceId}
        ${action === null ? sql`` : sql`and e.action = ${action}`}
        ${agentId === null ? sql`` : sql`and e.agent_id = ${agentId}`}
        ${tokenId === null ? sql`` : sql`and e.token_id = ${tokenId}`}
        ${targetId === null ? sql`` : sql`and e.target_id = ${targetId}`}
        ${since === null ? sql`` : sql`and e.at >= ${since}`}
        ${until === null ? sql`` : sql`and e.at < ${until}`}
        ${
          before === null
            ? sql``
            : sql`and (e.at, e.id) < (select at, id from audit_entry where id = ${before} and workspace_id = ${workspaceId})`
        }
        order by e.at desc, e.id desc limit ${limit}`.execute(query);
      return rows.map(readEntry);
    },
    async noted({ workspaceId, action, targetId, agentId, tokenId, address }) {
      await query
        .insertInto('audit_entry')
        .values({
          workspace_id: workspaceId,
          action,
          door: agentId === null ? (tokenId === null ? 'link' : 'token') : 'page',
          agent_id: agentId,
          token_id: tokenId,
          address,
          target_id: String(targetId),
        })
        .execute();
    },
  };
}

function readEntry(row: Row): AuditEntry {
  return {
    id: row.id,
    at: row.at,
    action: row.action as AuditAction, // A test holds what the triggers write against the table.
    door: row.door as AuditDoor, // The column's check holds the same ones.
    agentId: row.agent_id,
    tokenId: row.token_id,
    actor: row.actor,
    address: row.address,
    targetId: row.target_id,
    targetName: row.target_name,
    changes: row.changes,
  };
}
