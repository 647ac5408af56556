/** What people keep for themselves: rows of `session`, and what is theirs in their row of `agent`. */
import type { OpenSession, ProfileStore, WhichSessions } from '#domain/identity/profile.ts';
import { MAX_SESSIONS } from '#domain/identity/profile.ts';
import { IDLE_HOURS } from '#domain/identity/session.ts';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { Changed } from './judged.ts';
import type { Tables } from './tables.ts';

type Query = Kysely<Tables>;

/**
 * Makes the store; `changed` hears of workspaces whose agents are others now, `ended` of sessions by their hash, once
 * they are gone.
 */
export function createProfiles({ query }: Database, changed: Changed, ended: (hash: Buffer) => void): ProfileStore {
  return {
    async sessions(workspaceId, agentId, now) {
      const rows = await query
        .selectFrom('session')
        .select(['id', 'created_at', 'last_seen_at', 'expires_at', 'user_agent', 'hash'])
        .where('workspace_id', '=', workspaceId)
        .where('agent_id', '=', agentId)
        .where('expires_at', '>', now)
        .where('last_seen_at', '>', new Date(now.getTime() - IDLE_HOURS * 3_600_000))
        .orderBy('last_seen_at', 'desc')
        .orderBy('id', 'desc')
        .limit(MAX_SESSIONS)
        .execute();
      if (rows.length === 0 && !(await isPerson(query, workspaceId, agentId))) return null;
      return rows.map((row): OpenSession => ({
        id: row.id,
        createdAt: row.created_at,
        lastSeenAt: row.last_seen_at,
        expiresAt: row.expires_at,
        userAgent: row.user_agent,
        hash: row.hash,
      }));
    },
    async endSessions(workspaceId, agentId, which) {
      const hashes = await deleteSessions(query, workspaceId, agentId, which);
      if (hashes.length === 0 && !(await isPerson(query, workspaceId, agentId))) return null;
      hashes.forEach(ended);
      return hashes.length;
    },
    async rename(workspaceId, agentId, { firstName, lastName }) {
      await query
        .updateTable('agent')
        .set({ first_name: firstName, last_name: lastName })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', agentId)
        .execute();
      changed(workspaceId);
    },
    async chooseLanguage(workspaceId, agentId, language) {
      const changed = await query
        .updateTable('agent')
        .set({ language })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', agentId)
        .where('simulated', '=', false)
        .returning('id')
        .executeTakeFirst();
      return changed !== undefined;
    },
    async chooseAssist(workspaceId, agentId, wantsAssist) {
      await query
        .updateTable('agent')
        .set({ wants_assist: wantsAssist })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', agentId)
        .execute();
      changed(workspaceId);
    },
    async passwordHash(workspaceId, agentId) {
      const row = await query
        .selectFrom('agent')
        .select('password_hash')
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', agentId)
        .executeTakeFirst();
      return row?.password_hash ?? null;
    },
    async changePassword(workspaceId, agentId, { known, passwordHash, keep }) {
      const hashes = await query.transaction().execute(async (transaction) => {
        const row = await transaction
          .updateTable('agent')
          .set({ password_hash: passwordHash })
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', agentId)
          .where('password_hash', '=', known)
          .returning('id')
          .executeTakeFirst();
        if (row === undefined) return null;
        // A link that was sent before would choose yet another password.
        await transaction.deleteFrom('sign_in_link').where('agent_id', '=', agentId).execute();
        return deleteSessions(transaction, workspaceId, agentId, { except: keep });
      });
      hashes?.forEach(ended);
      return hashes?.length ?? null;
    },
  };
}

async function deleteSessions(
  query: Query,
  workspaceId: number,
  agentId: number,
  which: WhichSessions,
): Promise<readonly Buffer[]> {
  const theirs = query.deleteFrom('session').where('workspace_id', '=', workspaceId).where('agent_id', '=', agentId);
  const meant =
    'id' in which
      ? theirs.where('id', '=', which.id)
      : which.except === null
        ? theirs
        : theirs.where('hash', '!=', which.except);
  const rows = await meant.returning('hash').execute();
  return rows.map(({ hash }) => hash);
}

/** Whether the agent is there, and not only played by the simulator. */
async function isPerson(query: Query, workspaceId: number, agentId: number): Promise<boolean> {
  const { rows } = await sql`
    select from agent where workspace_id = ${workspaceId} and id = ${agentId}
      and not simulated`.execute(query);
  return rows.length > 0;
}
