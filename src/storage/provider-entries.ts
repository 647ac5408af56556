/** Who comes in by a provider: found by what it knows them by, then by their address, else made, or turned away. */
import type { Claims, EntryRefusal, Provider } from '#domain/identity/provider.ts';
import { firstEntryRefusal } from '#domain/identity/provider.ts';
import type { Role, SignedIn } from '#domain/identity/session.ts';
import type { Kysely, Transaction } from 'kysely';
import { sql } from 'kysely';
import { holdWorkspace } from './judged.ts';
import type { Tables } from './tables.ts';

type Query = Kysely<Tables>;
type Entered = { readonly me: SignedIn; readonly hasChanged: boolean };

/** Judges, and keeps what was found out. `hasChanged`: an agent is new, or another one now. */
export async function enterBy(
  query: Query,
  workspaceId: number,
  provider: Provider,
  claims: Claims,
  now: Date,
): Promise<Entered | EntryRefusal> {
  const known = await knownAs(query, workspaceId, claims);
  if (known !== null) return known;
  const refusal = firstEntryRefusal(claims, provider.domains);
  if (refusal !== null) return refusal;
  return query.transaction().execute(async (transaction) => {
    // Two first sign-ins at the same moment, in two tabs, are one person.
    await holdWorkspace(transaction, workspaceId);
    const meanwhile = await knownAs(transaction, workspaceId, claims);
    return meanwhile ?? (await enterFirst(transaction, workspaceId, provider, claims, now));
  });
}

/** Whoever came in by this account before; null where no one did. */
async function knownAs(query: Query, workspaceId: number, claims: Claims): Promise<Entered | EntryRefusal | null> {
  const row = await query
    .selectFrom('person_identity')
    .innerJoin('agent', 'agent.id', 'person_identity.agent_id')
    .select(['agent.id', 'agent.role', 'agent.locked_at'])
    .where('person_identity.workspace_id', '=', workspaceId)
    .where('person_identity.issuer', '=', claims.issuer)
    .where('person_identity.subject', '=', claims.subject)
    .executeTakeFirst();
  if (row === undefined) return null;
  return row.locked_at === null ? enteredAs(workspaceId, row.id, row.role, false) : 'person_locked';
}

type Holder = {
  id: number;
  role: string;
  simulated: boolean;
  is_locked: boolean;
  is_person: boolean;
  has_other: boolean;
};

/** Someone with the address of an agent becomes that agent; anyone else is made, where the rules make people. */
async function enterFirst(
  transaction: Transaction<Tables>,
  workspaceId: number,
  provider: Provider,
  claims: Claims,
  now: Date,
): Promise<Entered | EntryRefusal> {
  const email = claims.email ?? '';
  const { rows } = await sql<Holder>`
    select a.id, a.role, a.simulated, a.locked_at is not null as is_locked,
      a.password_hash is not null or exists (select from person_identity i where i.agent_id = a.id)
        or exists (select from sign_in_link l where l.agent_id = a.id and l.expires_at > ${now}) as is_person,
      exists (select from person_identity i where i.agent_id = a.id and i.issuer = ${claims.issuer}) as has_other
    from agent a where a.workspace_id = ${workspaceId} and lower(a.email) = ${email.toLowerCase()}
    for update of a`.execute(transaction);
  const holder = rows[0];
  const isMade = provider.unknownPeople === 'made';
  if (holder === undefined && !isMade) return 'person_unknown';
  if (holder !== undefined) {
    if (holder.is_locked) return 'person_locked';
    if (holder.simulated || (!holder.is_person && !isMade)) return 'person_unknown';
    if (holder.has_other) return 'account_other';
  }
  const { id, role } = holder ?? (await makePerson(transaction, workspaceId, provider, claims, email));
  await transaction
    .insertInto('person_identity')
    .values({
      workspace_id: workspaceId,
      issuer: claims.issuer,
      subject: claims.subject,
      agent_id: id,
      created_at: now,
    })
    .execute();
  // Whoever was invited has come in.
  await transaction.deleteFrom('sign_in_link').where('agent_id', '=', id).where('kind', '=', 'invitation').execute();
  const isNamed = await nameIfNameless(transaction, id, claims);
  return enteredAs(workspaceId, id, role, holder === undefined || isNamed);
}

async function makePerson(
  transaction: Transaction<Tables>,
  workspaceId: number,
  { defaultRole }: Provider,
  { firstName, lastName }: Claims,
  email: string,
): Promise<{ readonly id: number; readonly role: string }> {
  return transaction
    .insertInto('agent')
    .values({ workspace_id: workspaceId, email, first_name: firstName, last_name: lastName, role: defaultRole })
    .returning(['id', 'role'])
    .executeTakeFirstOrThrow();
}

/** Someone who was invited by their address alone has the name that the provider knows. */
async function nameIfNameless(
  transaction: Transaction<Tables>,
  id: number,
  { firstName, lastName }: Claims,
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('agent')
    .set({ first_name: firstName, last_name: lastName })
    .where('id', '=', id)
    .where('first_name', '=', '')
    .where('last_name', '=', '')
    .where(sql<boolean>`${firstName + lastName} <> ''`)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

function enteredAs(workspaceId: number, agentId: number, role: string, hasChanged: boolean): Entered {
  return { me: { workspaceId, agentId, role: role as Role }, hasChanged }; // The column's check holds the same roles.
}
