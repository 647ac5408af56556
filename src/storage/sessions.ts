/** Who is signed in. Of a session's token only the SHA-256 is kept. */
import type { Credentials, SessionStore } from '#domain/identity/session.ts';
import type { Role } from '#domain/identity/session.ts';
import { isFactorRequired } from '#domain/identity/factors.ts';
import type { SecondFactorRule } from '#domain/directory/second-factor-rule.ts';
import { MAX_SESSIONS } from '#domain/identity/profile.ts';
import { IDLE_HOURS } from '#domain/identity/session.ts';
import { sql } from 'kysely';
import type { Database } from './database.ts';

/** The most agents of one email address (in several workspaces) who are tried. */
const MAX_NAMESAKES = 5;

/** Makes the store. */
export function createSessions({ query }: Database): SessionStore {
  return {
    async credentials(email, workspace) {
      const rows = await query
        .selectFrom('agent')
        .innerJoin('workspace', 'workspace.id', 'agent.workspace_id')
        .leftJoin('authenticator', (join) =>
          join.onRef('authenticator.agent_id', '=', 'agent.id').on('authenticator.confirmed_at', 'is not', null),
        )
        .select(['agent.id', 'agent.workspace_id', 'agent.role', 'agent.password_hash'])
        .leftJoin('sign_in_provider', 'sign_in_provider.workspace_id', 'agent.workspace_id')
        .select([
          'workspace.second_factor',
          'authenticator.agent_id as authenticator',
          'sign_in_provider.password_open',
        ])
        .select(sql<number>`(select count(*)::integer from passkey where passkey.agent_id = agent.id)`.as('passkeys'))
        .where(sql`lower(agent.email)`, '=', email.toLowerCase())
        .where('agent.password_hash', 'is not', null)
        .where('agent.locked_at', 'is', null)
        .$if(workspace !== null, (each) => each.where('workspace.subdomain', '=', workspace ?? ''))
        .orderBy('agent.id')
        .limit(MAX_NAMESAKES)
        .execute();
      return rows.map((row): Credentials => ({
        workspaceId: row.workspace_id,
        agentId: row.id,
        // The tables' checks admit no others.
        role: row.role as Role,
        passwordHash: row.password_hash ?? '',
        hasCodes: row.authenticator !== null,
        passkeys: row.passkeys,
        isRequired: isFactorRequired(row.second_factor as SecondFactorRule, row.role as Role),
        isPasswordClosed: row.password_open === false && row.role !== 'admin',
      }));
    },
    async create({ hash, workspaceId, agentId, at, expiresAt, userAgent, mustAddFactor }) {
      // The new row is not among those that the second part sees.
      const { rows } = await sql<{ hash: Buffer }>`
        with begun as (
          insert into session
            (hash, workspace_id, agent_id, created_at, last_seen_at, expires_at, user_agent, must_add_factor)
          values (${hash}, ${workspaceId}, ${agentId}, ${at}, ${at}, ${expiresAt}, ${userAgent}, ${mustAddFactor})
        )
        delete from session where hash in (
          select hash from session where agent_id = ${agentId}
          order by last_seen_at desc, id desc offset ${MAX_SESSIONS - 1}
        ) returning hash`.execute(query);
      return rows.map((row) => row.hash);
    },
    async find(hash, now) {
      const row = await query
        .selectFrom('session')
        .innerJoin('agent', 'agent.id', 'session.agent_id')
        .select([
          'session.workspace_id',
          'session.agent_id',
          'session.last_seen_at',
          'session.expires_at',
          'session.must_add_factor',
          'agent.role',
        ])
        .where('session.hash', '=', hash)
        .where('session.expires_at', '>', now)
        .where('session.last_seen_at', '>', new Date(now.getTime() - IDLE_HOURS * 3_600_000))
        .executeTakeFirst();
      return row === undefined
        ? null
        : {
            workspaceId: row.workspace_id,
            agentId: row.agent_id,
            role: row.role as Role,
            lastSeenAt: row.last_seen_at,
            expiresAt: row.expires_at,
            mustAddFactor: row.must_add_factor,
          };
    },
    async languageOf(workspaceId, agentId) {
      const row = await query
        .selectFrom('agent')
        .select('language')
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', agentId)
        .executeTakeFirst();
      return row?.language ?? null;
    },
    async seen(hash, at) {
      await query.updateTable('session').set({ last_seen_at: at }).where('hash', '=', hash).execute();
    },
    async revoke(hash) {
      await query.deleteFrom('session').where('hash', '=', hash).execute();
    },
    async revokeAll(workspaceId, agentId) {
      const done = await query
        .deleteFrom('session')
        .where('workspace_id', '=', workspaceId)
        .where('agent_id', '=', agentId)
        .returning('hash')
        .execute();
      return done.map((row) => row.hash);
    },
    async forget(before) {
      await query
        .deleteFrom('session')
        .where((each) =>
          each.or([
            each('expires_at', '<', before),
            each('last_seen_at', '<', new Date(before.getTime() - IDLE_HOURS * 3_600_000)),
          ]),
        )
        .execute();
      await query.deleteFrom('sign_in_link').where('expires_at', '<', before).execute();
      await query.deleteFrom('sign_in_challenge').where('expires_at', '<', before).execute();
    },
    async setSignIn(workspaceId, email, role, passwordHash) {
      const row = await query
        .updateTable('agent')
        .set({ role, password_hash: passwordHash })
        .where('workspace_id', '=', workspaceId)
        .where(sql`lower(email)`, '=', email.toLowerCase())
        .where('simulated', '=', false)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
