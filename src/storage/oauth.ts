/** Applications that are connected with a button, and the codes they exchange for tokens. Of secrets only hashes. */
import type { OauthApp, OauthStore } from '#domain/identity/oauth.ts';
import { MAX_OAUTH_APPS } from '#domain/identity/oauth.ts';
import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import { holdWorkspace } from './judged.ts';
import type { Tables } from './tables.ts';

/** Makes the store. `ended`: tokens were revoked. */
export function createOauth({ query }: Database, ended: () => void): OauthStore {
  return {
    async list(workspaceId) {
      const rows = await query
        .selectFrom('oauth_app')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .orderBy('id')
        .execute();
      return rows.map(readApp);
    },
    create: async (workspaceId, { vendor, name, kind, redirectUris }, { clientId, secretHash }, now) =>
      query.transaction().execute(async (transaction) => {
        await holdWorkspace(transaction, workspaceId);
        const { count } = await transaction
          .selectFrom('oauth_app')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('workspace_id', '=', workspaceId)
          .executeTakeFirstOrThrow();
        if (count >= MAX_OAUTH_APPS) return null;
        const row = await transaction
          .insertInto('oauth_app')
          .values({
            workspace_id: workspaceId,
            vendor,
            name,
            kind,
            client_id: clientId,
            secret_hash: secretHash,
            redirect_uris: [...redirectUris],
            created_at: now,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        return readApp(row);
      }),
    async remove(workspaceId, id, now) {
      const isRemoved = await query.transaction().execute(async (transaction) => {
        const { numDeletedRows } = await transaction
          .deleteFrom('oauth_app')
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', id)
          .executeTakeFirst();
        if (numDeletedRows === 0n) return false;
        await transaction
          .updateTable('api_token')
          .set({ revoked_at: now })
          .where('oauth_app_id', '=', id)
          .where('revoked_at', 'is', null)
          .execute();
        return true;
      });
      if (isRemoved) ended();
      return isRemoved;
    },
    async byClientId(clientId) {
      const row = await query.selectFrom('oauth_app').selectAll().where('client_id', '=', clientId).executeTakeFirst();
      return row === undefined ? null : { app: readApp(row), secretHash: row.secret_hash };
    },
    async addCode({ hash, appId, agentId, redirectUri, expiresAt }) {
      await query
        .insertInto('oauth_code')
        .values({ hash, app_id: appId, agent_id: agentId, redirect_uri: redirectUri, expires_at: expiresAt })
        .execute();
    },
    async takeCode(appId, hash, now) {
      const row = await query
        .deleteFrom('oauth_code')
        .where('app_id', '=', appId)
        .where('hash', '=', hash)
        .returningAll()
        .executeTakeFirst();
      if (row === undefined || row.expires_at <= now) return null;
      return { hash, appId, agentId: row.agent_id, redirectUri: row.redirect_uri, expiresAt: row.expires_at };
    },
    async forgetCodes(before) {
      await query.deleteFrom('oauth_code').where('expires_at', '<', before).execute();
    },
  };
}

function readApp(row: Selectable<Tables['oauth_app']>): OauthApp {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    // The columns' checks hold the same words as the types.
    vendor: row.vendor as OauthApp['vendor'],
    name: row.name,
    clientId: row.client_id,
    kind: row.kind as OauthApp['kind'],
    redirectUris: row.redirect_uris,
    createdAt: row.created_at,
  };
}
