/** Passkeys as they are kept: public keys, which open nothing by themselves. */
import { isFactorRequired } from '#domain/identity/factors.ts';
import type { SecondFactorRule } from '#domain/directory/second-factor-rule.ts';
import type { PasskeyDraft, PasskeyStore } from '#domain/identity/passkeys.ts';
import { MAX_PASSKEYS } from '#domain/identity/passkeys.ts';
import type { Role, SignedIn } from '#domain/identity/session.ts';
import type { Kysely, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

type Query = Kysely<Tables>;

/** Makes the store. */
export function createPasskeys({ query }: Database): PasskeyStore {
  return {
    async list(agentId) {
      const rows = await query
        .selectFrom('passkey')
        .select(['id', 'name', 'created_at', 'last_used_at'])
        .where('agent_id', '=', agentId)
        .orderBy('id')
        .execute();
      return rows.map((row) => ({
        id: row.id,
        name: row.name,
        createdAt: row.created_at,
        lastUsedAt: row.last_used_at,
      }));
    },
    async credentials(agentId) {
      const rows = await query
        .selectFrom('passkey')
        .select(['credential_id', 'transports'])
        .where('agent_id', '=', agentId)
        .execute();
      return rows.map((row) => ({ credentialId: row.credential_id, transports: row.transports }));
    },
    add: async (me, draft, now) => query.transaction().execute(async (transaction) => add(transaction, me, draft, now)),
    async rename(agentId, id, name) {
      const done = await query
        .updateTable('passkey')
        .set({ name })
        .where('id', '=', id)
        .where('agent_id', '=', agentId)
        .executeTakeFirst();
      return done.numUpdatedRows > 0;
    },
    remove: async (me, id) => query.transaction().execute(async (transaction) => remove(transaction, me, id)),
    async find(credentialId) {
      const row = await query
        .selectFrom('passkey')
        .innerJoin('agent', 'agent.id', 'passkey.agent_id')
        .selectAll('passkey')
        .select('agent.role')
        .where('passkey.credential_id', '=', credentialId)
        .where('agent.locked_at', 'is', null)
        .executeTakeFirst();
      if (row === undefined) return null;
      // The table's check admits no other role.
      const me = { workspaceId: row.workspace_id, agentId: row.agent_id, role: row.role as Role };
      return {
        id: row.id,
        me,
        credentialId: row.credential_id,
        publicKey: row.public_key,
        counter: row.counter,
        transports: row.transports,
      };
    },
    async used(id, { from, to }, now) {
      const done = await query
        .updateTable('passkey')
        .set({ counter: to, last_used_at: now })
        .where('id', '=', id)
        .where('counter', '=', from)
        .executeTakeFirst();
      return done.numUpdatedRows > 0;
    },
  };
}

/** Lets one change of a person's factors happen at a time; answers whether one is required of them. */
async function hold(query: Query, { workspaceId, agentId }: SignedIn): Promise<boolean> {
  const { rows } = await sql<{ role: Role; rule: SecondFactorRule }>`
    select a.role, w.second_factor as rule from agent a join workspace w on w.id = a.workspace_id
    where a.workspace_id = ${workspaceId} and a.id = ${agentId} for no key update of a`.execute(query);
  const [row] = rows;
  return row !== undefined && isFactorRequired(row.rule, row.role);
}

async function countOf(query: Query, agentId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from passkey where agent_id = ${agentId}`.execute(query);
  return rows[0]?.count ?? 0;
}

async function add(
  transaction: Transaction<Tables>,
  me: SignedIn & { readonly session: Buffer },
  { credentialId, publicKey, counter, transports, name }: PasskeyDraft & { readonly name: string },
  now: Date,
): Promise<'added' | 'taken' | 'full'> {
  await hold(transaction, me);
  if ((await countOf(transaction, me.agentId)) >= MAX_PASSKEYS) return 'full';
  const row = await transaction
    .insertInto('passkey')
    .values({
      workspace_id: me.workspaceId,
      agent_id: me.agentId,
      credential_id: credentialId,
      public_key: publicKey,
      counter,
      transports: [...transports],
      name,
      created_at: now,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) return 'taken';
  await transaction.updateTable('session').set({ must_add_factor: false }).where('hash', '=', me.session).execute();
  return 'added';
}

async function remove(
  transaction: Transaction<Tables>,
  me: SignedIn,
  id: number,
): Promise<'removed' | 'unknown' | 'required'> {
  const isRequired = await hold(transaction, me);
  const { rows } = await sql`select from passkey where id = ${id} and agent_id = ${me.agentId}`.execute(transaction);
  if (rows.length === 0) return 'unknown';
  if (isRequired && (await countOf(transaction, me.agentId)) === 1 && !(await hasCodes(transaction, me.agentId)))
    return 'required';
  await transaction.deleteFrom('passkey').where('id', '=', id).execute();
  return 'removed';
}

async function hasCodes(query: Query, agentId: number): Promise<boolean> {
  const { rows } = await sql`
    select from authenticator where agent_id = ${agentId} and confirmed_at is not null`.execute(query);
  return rows.length > 0;
}
