/** Sign-in providers as they are kept. The client's secret is sealed, and opened only for who asks the provider. */
import { isSubdomain } from '#domain/directory/workspace.ts';
import type { DefaultRole, Provider, ProviderEntry, UnknownPeople } from '#domain/identity/provider.ts';
import type { ProviderStore } from '#domain/ports/provider.ts';
import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import type { Changed } from './judged.ts';
import { enterBy } from './provider-entries.ts';
import type { SecretBox } from './secret-box.ts';
import type { Tables } from './tables.ts';

type Row = Selectable<Tables['sign_in_provider']>;

/** Makes the store; `changed` hears of workspaces whose agents are others now. */
export function createProviderStore({ query }: Database, box: SecretBox, changed: Changed): ProviderStore {
  return {
    async find(workspaceId) {
      const row = await query
        .selectFrom('sign_in_provider')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .executeTakeFirst();
      return row === undefined ? null : readProvider(row);
    },
    async put(workspaceId, provider, secret, now) {
      const kept = { ...writeProvider(provider), updated_at: now };
      if (secret === undefined) {
        const row = await query
          .updateTable('sign_in_provider')
          .set(kept)
          .where('workspace_id', '=', workspaceId)
          .returningAll()
          .executeTakeFirstOrThrow(); // Without one before, a secret is asked for.
        return readProvider(row);
      }
      const sealed = { client_secret: await box.seal(secret, contextOf(workspaceId)) };
      const row = await query
        .insertInto('sign_in_provider')
        .values({ ...kept, ...sealed, workspace_id: workspaceId })
        .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet({ ...kept, ...sealed }))
        .returningAll()
        .executeTakeFirstOrThrow();
      return readProvider(row);
    },
    async remove(workspaceId) {
      const gone = await query
        .deleteFrom('sign_in_provider')
        .where('workspace_id', '=', workspaceId)
        .executeTakeFirst();
      return gone.numDeletedRows > 0n;
    },
    async open(workspace) {
      if (typeof workspace === 'string' && !isSubdomain(workspace)) return null;
      const row = await query
        .selectFrom('sign_in_provider')
        .innerJoin('workspace', 'workspace.id', 'sign_in_provider.workspace_id')
        .selectAll('sign_in_provider')
        .$if(typeof workspace === 'number', (each) => each.where('workspace.id', '=', Number(workspace)))
        .$if(typeof workspace === 'string', (each) => each.where('workspace.subdomain', '=', String(workspace)))
        .executeTakeFirst();
      if (row === undefined) return null;
      const workspaceId = row.workspace_id;
      return {
        ...readProvider(row),
        workspaceId,
        clientSecret: await box.open(row.client_secret, contextOf(workspaceId)),
      };
    },
    async buttons(limit) {
      return query
        .selectFrom('sign_in_provider')
        .innerJoin('workspace', 'workspace.id', 'sign_in_provider.workspace_id')
        .select(['workspace.subdomain as workspace', 'sign_in_provider.name'])
        .orderBy('workspace.id')
        .limit(limit)
        .execute();
    },
    async enter(workspaceId, provider, claims, now) {
      const entered = await enterBy(query, workspaceId, provider, claims, now);
      if (typeof entered === 'string') return entered;
      if (entered.hasChanged) changed(workspaceId);
      return entered.me;
    },
  };
}

/** A secret opens only as what it was sealed as, in the workspace it was sealed for. */
function contextOf(workspaceId: number): string {
  return `sign_in_provider.client_secret ${workspaceId}`;
}

function readProvider(row: Row): ProviderEntry {
  return {
    issuer: row.issuer,
    clientId: row.client_id,
    name: row.name,
    domains: row.domains,
    // Both are held by the table's checks.
    unknownPeople: row.unknown_people as UnknownPeople,
    defaultRole: row.default_role as DefaultRole,
    isPasswordOpen: row.password_open,
    updatedAt: row.updated_at,
  };
}

function writeProvider({ issuer, clientId, name, domains, unknownPeople, defaultRole, isPasswordOpen }: Provider) {
  return {
    issuer,
    client_id: clientId,
    name,
    domains: [...domains],
    unknown_people: unknownPeople,
    default_role: defaultRole,
    password_open: isPasswordOpen,
  };
}
