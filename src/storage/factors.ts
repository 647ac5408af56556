/** Second factors as they are kept: seeds are sealed, recovery codes and challenges are hashes. */
import type { Authenticator, Challenged, FactorStore, OwnFactors } from '#domain/identity/factors.ts';
import { CHALLENGE_TRIES, isFactorRequired, nextStep } from '#domain/identity/factors.ts';
import type { SecondFactorRule } from '#domain/directory/second-factor-rule.ts';
import type { Role } from '#domain/identity/session.ts';
import type { Kysely, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { SecretBox } from './secret-box.ts';
import type { Tables } from './tables.ts';

type Query = Kysely<Tables>;

/** Makes the store; `ended` hears of sessions by their hash, once they are gone. */
export function createFactors(database: Database, box: SecretBox, ended: (hash: Buffer) => void): FactorStore {
  const { query } = database;
  return {
    find: async (workspaceId, agentId) => findFactors(query, workspaceId, agentId),
    async nextStep({ workspaceId, agentId }) {
      const found = await findFactors(query, workspaceId, agentId);
      return found === null ? 'session' : nextStep(found);
    },
    ...storeCodes(database, box, ended),
    ...storeRecoveryCodes(database),
    async reset(workspaceId, agentId, now) {
      const hashes = await query.transaction().execute(async (transaction) => {
        const person = await transaction
          .selectFrom('agent')
          .select('id')
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', agentId)
          .where('simulated', '=', false)
          .forUpdate()
          .executeTakeFirst();
        return person === undefined ? null : takeAway(transaction, agentId, now);
      });
      hashes?.forEach(ended);
      return hashes !== null;
    },
    ...storeChallenges(database),
  };
}

/** What the seed of an agent is sealed as. */
const contextOf = (agentId: number): string => `authenticator of agent ${agentId}`;

async function findFactors(query: Query, workspaceId: number, agentId: number): Promise<OwnFactors | null> {
  const { rows } = await sql<{
    role: Role;
    rule: SecondFactorRule;
    password: boolean;
    codes: boolean;
    left: number;
    passkeys: number;
  }>`
    select a.role, w.second_factor as rule, a.password_hash is not null as password,
      (select count(*)::integer from passkey p where p.agent_id = a.id) as passkeys,
      exists (select from authenticator u where u.agent_id = a.id and u.confirmed_at is not null) as codes,
      (select count(*)::integer from recovery_code r where r.agent_id = a.id and r.used_at is null) as left
    from agent a join workspace w on w.id = a.workspace_id
    where a.workspace_id = ${workspaceId} and a.id = ${agentId} and not a.simulated`.execute(query);
  const [row] = rows;
  if (row === undefined) return null;
  return {
    hasCodes: row.codes,
    recoveryCodesLeft: row.left,
    passkeys: row.passkeys,
    isRequired: isFactorRequired(row.rule, row.role),
    hasPassword: row.password,
  };
}

type Codes = Pick<FactorStore, 'authenticator' | 'beginCodes' | 'confirmCodes' | 'endCodes' | 'takeStep'>;

function storeCodes({ query }: Database, box: SecretBox, ended: (hash: Buffer) => void): Codes {
  return {
    async authenticator(agentId): Promise<Authenticator | null> {
      const row = await query
        .selectFrom('authenticator')
        .select(['seed', 'confirmed_at'])
        .where('agent_id', '=', agentId)
        .executeTakeFirst();
      if (row === undefined) return null;
      return { seed: await box.open(row.seed, contextOf(agentId)), isConfirmed: row.confirmed_at !== null };
    },
    async beginCodes({ workspaceId, agentId }, seed) {
      const sealed = await box.seal(seed, contextOf(agentId));
      const row = await query
        .insertInto('authenticator')
        .values({ agent_id: agentId, workspace_id: workspaceId, seed: sealed })
        .onConflict((conflict) =>
          conflict
            .column('agent_id')
            .doUpdateSet({ seed: sealed, last_step: 0 })
            .where('authenticator.confirmed_at', 'is', null),
        )
        .returning('agent_id')
        .executeTakeFirst();
      return row !== undefined;
    },
    async confirmCodes({ workspaceId, agentId }, { step, recoveryHashes, keep }, now) {
      const hashes = await query.transaction().execute(async (transaction) => {
        const row = await transaction
          .updateTable('authenticator')
          .set({ confirmed_at: now, last_step: step })
          .where('agent_id', '=', agentId)
          .where('confirmed_at', 'is', null)
          .returning('agent_id')
          .executeTakeFirst();
        if (row === undefined) return null;
        await putRecoveryCodes(transaction, agentId, recoveryHashes);
        return keepOneSession(transaction, workspaceId, agentId, keep);
      });
      hashes?.forEach(ended);
      return hashes?.length ?? null;
    },
    async endCodes(agentId) {
      return query.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('recovery_code').where('agent_id', '=', agentId).execute();
        const done = await transaction.deleteFrom('authenticator').where('agent_id', '=', agentId).executeTakeFirst();
        return done.numDeletedRows > 0;
      });
    },
    async takeStep(agentId, step) {
      const done = await query
        .updateTable('authenticator')
        .set({ last_step: step })
        .where('agent_id', '=', agentId)
        .where('last_step', '<', step)
        .executeTakeFirst();
      return done.numUpdatedRows > 0;
    },
  };
}

function storeRecoveryCodes({ query }: Database): Pick<FactorStore, 'takeRecoveryCode' | 'replaceRecoveryCodes'> {
  return {
    async takeRecoveryCode(agentId, hash, now) {
      const done = await query
        .updateTable('recovery_code')
        .set({ used_at: now })
        .where('agent_id', '=', agentId)
        .where('hash', '=', hash)
        .where('used_at', 'is', null)
        .executeTakeFirst();
      return done.numUpdatedRows > 0;
    },
    async replaceRecoveryCodes(agentId, hashes) {
      return query.transaction().execute(async (transaction) => {
        const codes = await transaction
          .selectFrom('authenticator')
          .select('agent_id')
          .where('agent_id', '=', agentId)
          .where('confirmed_at', 'is not', null)
          .forUpdate()
          .executeTakeFirst();
        if (codes === undefined) return false;
        await putRecoveryCodes(transaction, agentId, hashes);
        return true;
      });
    },
  };
}

async function putRecoveryCodes(
  transaction: Transaction<Tables>,
  agentId: number,
  hashes: readonly Buffer[],
): Promise<void> {
  await transaction.deleteFrom('recovery_code').where('agent_id', '=', agentId).execute();
  await transaction
    .insertInto('recovery_code')
    .values(hashes.map((hash) => ({ agent_id: agentId, hash })))
    .execute();
}

/** Ends all sessions of the person but one, which may do everything from now on. Answers the hashes of the others. */
async function keepOneSession(
  transaction: Transaction<Tables>,
  workspaceId: number,
  agentId: number,
  keep: Buffer,
): Promise<readonly Buffer[]> {
  await transaction.updateTable('session').set({ must_add_factor: false }).where('hash', '=', keep).execute();
  const rows = await transaction
    .deleteFrom('session')
    .where('workspace_id', '=', workspaceId)
    .where('agent_id', '=', agentId)
    .where('hash', '!=', keep)
    .returning('hash')
    .execute();
  return rows.map(({ hash }) => hash);
}

/** The hashes of the sessions that ended. */
async function takeAway(transaction: Transaction<Tables>, agentId: number, now: Date): Promise<readonly Buffer[]> {
  await transaction.deleteFrom('recovery_code').where('agent_id', '=', agentId).execute();
  const codes = await transaction
    .deleteFrom('authenticator')
    .where('agent_id', '=', agentId)
    .returning('confirmed_at')
    .executeTakeFirst();
  const passkeys = await transaction.deleteFrom('passkey').where('agent_id', '=', agentId).executeTakeFirst();
  if (codes?.confirmed_at == null && passkeys.numDeletedRows === 0n) return [];
  await transaction.deleteFrom('sign_in_challenge').where('agent_id', '=', agentId).execute();
  await transaction.updateTable('agent').set({ factors_reset_at: now }).where('id', '=', agentId).execute();
  const rows = await transaction.deleteFrom('session').where('agent_id', '=', agentId).returning('hash').execute();
  return rows.map(({ hash }) => hash);
}

function storeChallenges({ query }: Database): Pick<FactorStore, 'challenge' | 'tryChallenge' | 'endChallenge'> {
  return {
    async challenge({ hash, agentId, passwordHash, expiresAt }) {
      await query
        .insertInto('sign_in_challenge')
        .values({
          hash,
          agent_id: agentId,
          password_hash: passwordHash,
          tries_left: CHALLENGE_TRIES,
          expires_at: expiresAt,
        })
        .execute();
    },
    async tryChallenge(hash, now): Promise<Challenged | null> {
      const { rows } = await sql<{ id: number; workspace_id: number; role: Role; email: string }>`
        update sign_in_challenge c set tries_left = tries_left - 1 from agent a
        where c.hash = ${hash} and c.expires_at > ${now} and c.tries_left > 0
          and a.id = c.agent_id and a.locked_at is null and a.password_hash = c.password_hash
        returning a.id, a.workspace_id, a.role, a.email`.execute(query);
      const [row] = rows;
      if (row === undefined) return null;
      return { workspaceId: row.workspace_id, agentId: row.id, role: row.role, email: row.email };
    },
    async endChallenge(hash) {
      const done = await query.deleteFrom('sign_in_challenge').where('hash', '=', hash).executeTakeFirst();
      return done.numDeletedRows > 0;
    },
  };
}
