/** People as they are kept: rows of `agent` with a sign-in, and the links by which they come in. */
import type { Invitation, LinkDraft, LinkKind, OpenLink, PeopleStore, Person } from '#domain/identity/people.ts';
import type { WrittenLanguage } from '#domain/directory/language.ts';
import type { Role } from '#domain/identity/session.ts';
import type { Kysely, RawBuilder, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { Changed } from './judged.ts';
import { holdWorkspace, judged, present, Refused } from './judged.ts';
import type { Tables } from './tables.ts';

/** The most people of one email address (in several workspaces) who are mailed. */
const MAX_NAMESAKES = 5;

type Row = {
  id: number;
  uid: string;
  email: string;
  first_name: string;
  last_name: string;
  role: Role;
  state: Person['state'];
  language: WrittenLanguage | null;
  last_seen_at: Date | null;
  codes: boolean;
  passkeys: number;
  assist: boolean;
  wants_assist: boolean;
};

/** Who the people are; the instant decides which invitations still stand. */
const peopleAt = (now: Date): RawBuilder<Row> => sql<Row>`
  select a.id, a.uid, a.email, a.first_name, a.last_name, a.role, a.language, a.assist, a.wants_assist,
    case when a.locked_at is not null then 'locked' when a.password_hash is not null or exists (select from person_identity i where i.agent_id = a.id) then 'active'
      when exists (select from sign_in_link l where l.agent_id = a.id and l.expires_at > ${now}) then 'invited'
      else 'without_sign_in' end as state,
    (select max(s.last_seen_at) from session s where s.agent_id = a.id) as last_seen_at,
    exists (select from authenticator u where u.agent_id = a.id and u.confirmed_at is not null) as codes,
    (select count(*)::integer from passkey p where p.agent_id = a.id) as passkeys
  from agent a where not a.simulated`;

/**
 * Makes the store; `changed` hears of workspaces whose agents are others now, `ended` of sessions by their hash, once
 * they are gone.
 */
export function createPeople(database: Database, changed: Changed, ended: (hash: Buffer) => void): PeopleStore {
  const { query } = database;
  return {
    async list(workspaceId, now) {
      const { rows } = await sql<Row>`${peopleAt(now)} and a.workspace_id = ${workspaceId} order by a.id`.execute(
        query,
      );
      return rows.map(readPerson);
    },
    find: async (workspaceId, id, now) => findPerson(query, workspaceId, id, now),
    invite: async (workspaceId, invitation, link) =>
      judged(async () => {
        const person = await query.transaction().execute(async (transaction) => {
          const id = await putInvited(transaction, workspaceId, invitation, link.createdAt);
          await putLink(transaction, workspaceId, id, 'invitation', link);
          return foundPerson(transaction, workspaceId, id, link.createdAt);
        });
        changed(workspaceId);
        return person;
      }),
    async renewLink(workspaceId, id, linkFor) {
      return query.transaction().execute(async (transaction) => {
        const person = await transaction
          .selectFrom('agent')
          .select(['password_hash'])
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', id)
          .where('simulated', '=', false)
          .where('locked_at', 'is', null)
          .forUpdate()
          .executeTakeFirst();
        if (person === undefined) return null;
        const kind = person.password_hash === null ? 'invitation' : 'reset';
        const link = linkFor(kind);
        await putLink(transaction, workspaceId, id, kind, link);
        return link;
      });
    },
    change: async (workspaceId, id, { role, isLocked }, now) =>
      judged(async () => {
        const { person, hashes } = await query.transaction().execute(async (transaction) => {
          await holdWorkspace(transaction, workspaceId);
          const hadAdmin = await hasAdmin(transaction, workspaceId);
          await transaction
            .updateTable('agent')
            .set({ ...present({ role }), ...(isLocked === undefined ? {} : { locked_at: isLocked ? now : null }) })
            .where('workspace_id', '=', workspaceId)
            .where('id', '=', id)
            .execute();
          const person = await foundPerson(transaction, workspaceId, id, now);
          if (hadAdmin && !(await hasAdmin(transaction, workspaceId))) throw new Refused({ code: 'last_admin' });
          if (isLocked === true) await transaction.deleteFrom('sign_in_link').where('agent_id', '=', id).execute();
          return { person: { ...person, lastSeenAt: null }, hashes: await endSessions(transaction, id) };
        });
        hashes.forEach(ended);
        return person;
      }),
    async openLink(hash, now) {
      const row = await query
        .selectFrom('sign_in_link as link')
        .innerJoin('agent', 'agent.id', 'link.agent_id')
        .innerJoin('workspace', 'workspace.id', 'link.workspace_id')
        .select(['link.kind', 'workspace.name', 'agent.email', 'agent.first_name', 'agent.last_name'])
        .where('link.hash', '=', hash)
        .where('link.expires_at', '>', now)
        .executeTakeFirst();
      return row === undefined ? null : readLink(row);
    },
    async arrive(hash, { firstName, lastName, passwordHash }, now) {
      const arrived = await query.transaction().execute(async (transaction) => {
        const link = await transaction
          .deleteFrom('sign_in_link')
          .where('hash', '=', hash)
          .where('expires_at', '>', now)
          .returning(['agent_id', 'workspace_id', 'kind'])
          .executeTakeFirst();
        if (link === undefined) return null;
        const person = await transaction
          .updateTable('agent')
          .set({ first_name: firstName, last_name: lastName, password_hash: passwordHash })
          .where('id', '=', link.agent_id)
          .where('simulated', '=', false)
          .returning(['role', 'email'])
          .executeTakeFirst();
        if (person === undefined) return null;
        await transaction.deleteFrom('sign_in_link').where('agent_id', '=', link.agent_id).execute();
        // A link that an administrator made begins anew: another account of the provider may be theirs now.
        if (link.kind !== 'forgotten')
          await transaction.deleteFrom('person_identity').where('agent_id', '=', link.agent_id).execute();
        const { email } = person;
        const [role, kind] = [person.role as Role, link.kind as LinkKind]; // By the columns' checks.
        const me = { workspaceId: link.workspace_id, agentId: link.agent_id, role, kind, email, firstName };
        return { me, hashes: await endSessions(transaction, me.agentId) };
      });
      if (arrived === null) return null;
      arrived.hashes.forEach(ended);
      changed(arrived.me.workspaceId);
      return arrived.me;
    },
    async forgetful(email) {
      const rows = await query
        .selectFrom('agent')
        .innerJoin('mail_server', 'mail_server.workspace_id', 'agent.workspace_id')
        .leftJoin('sign_in_provider', 'sign_in_provider.workspace_id', 'agent.workspace_id')
        .select(['agent.id', 'agent.workspace_id', 'agent.email', 'agent.first_name'])
        .where(sql`lower(agent.email)`, '=', email.toLowerCase())
        .where('agent.password_hash', 'is not', null)
        .where('agent.locked_at', 'is', null)
        // Whoever may not sign in with a password is mailed no link to choose one.
        .where(sql<boolean>`(coalesce(sign_in_provider.password_open, true) or agent.role = 'admin')`)
        .orderBy('agent.id')
        .limit(MAX_NAMESAKES)
        .execute();
      return rows.map((row) => ({
        workspaceId: row.workspace_id,
        id: row.id,
        email: row.email,
        firstName: row.first_name,
      }));
    },
    forgot: async (workspaceId, id, link) => insertLink(query, workspaceId, id, 'forgotten', link),
  };
}

async function endSessions(transaction: Transaction<Tables>, agentId: number): Promise<readonly Buffer[]> {
  const rows = await transaction.deleteFrom('session').where('agent_id', '=', agentId).returning('hash').execute();
  return rows.map(({ hash }) => hash);
}

async function findPerson(query: Kysely<Tables>, workspaceId: number, id: number, now: Date): Promise<Person | null> {
  const { rows } = await sql<Row>`${peopleAt(now)} and a.workspace_id = ${workspaceId} and a.id = ${id}`.execute(query);
  return rows[0] === undefined ? null : readPerson(rows[0]);
}

async function foundPerson(query: Kysely<Tables>, workspaceId: number, id: number, now: Date): Promise<Person> {
  const person = await findPerson(query, workspaceId, id, now);
  if (person === null) throw new Refused({ code: 'unknown' });
  return person;
}

/**
 * The id of the new agent, or of the agent with that address who had no sign-in yet. Refused: a person or a simulated
 * agent has it.
 */
async function putInvited(
  transaction: Transaction<Tables>,
  workspaceId: number,
  invited: Invitation,
  now: Date,
): Promise<number> {
  const { email, firstName, lastName, role } = invited;
  const { rows } = await sql<{ id: number }>`
    insert into agent (workspace_id, email, first_name, last_name, role)
    values (${workspaceId}, ${email}, ${firstName}, ${lastName}, ${role})
    on conflict (workspace_id, lower(email)) do update
      set first_name = excluded.first_name, last_name = excluded.last_name, role = excluded.role
      where agent.password_hash is null and agent.locked_at is null and not agent.simulated
        and not exists (select from sign_in_link l where l.agent_id = agent.id and l.expires_at > ${now})
        and not exists (select from person_identity i where i.agent_id = agent.id)
    returning id`.execute(transaction);
  if (rows[0] !== undefined) return rows[0].id;
  const holder = await transaction
    .selectFrom('agent')
    .select('simulated')
    .where('workspace_id', '=', workspaceId)
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .executeTakeFirst();
  throw new Refused(holder?.simulated === true ? { code: 'agent_simulated' } : { code: 'taken', field: 'email' });
}

/** Stores a link in place of any other. */
async function putLink(
  transaction: Transaction<Tables>,
  workspaceId: number,
  agentId: number,
  kind: LinkKind,
  link: LinkDraft,
): Promise<void> {
  await transaction.deleteFrom('sign_in_link').where('agent_id', '=', agentId).where('kind', '<>', kind).execute();
  await insertLink(transaction, workspaceId, agentId, kind, link);
}

/** Stores a link in place of another of its kind. */
async function insertLink(
  query: Kysely<Tables>,
  workspaceId: number,
  agentId: number,
  kind: LinkKind,
  { hash, createdAt, expiresAt }: LinkDraft,
): Promise<void> {
  const link = { hash, created_at: createdAt, expires_at: expiresAt };
  await query
    .insertInto('sign_in_link')
    .values({ agent_id: agentId, workspace_id: workspaceId, kind, ...link })
    .onConflict((conflict) => conflict.columns(['agent_id', 'kind']).doUpdateSet(link))
    .execute();
}

/** Whether an administrator of the workspace can sign in. */
export async function hasAdmin(transaction: Transaction<Tables>, workspaceId: number): Promise<boolean> {
  const admin = await transaction
    .selectFrom('agent')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('role', '=', 'admin')
    .where('password_hash', 'is not', null)
    .where('locked_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return admin !== undefined;
}

function readPerson(row: Row): Person {
  const { id, uid, email, role, state } = row;
  return {
    id,
    uid,
    email,
    firstName: row.first_name,
    lastName: row.last_name,
    role,
    state,
    language: row.language,
    lastSeenAt: row.last_seen_at,
    hasCodes: row.codes,
    passkeys: row.passkeys,
    assist: row.assist,
    wantsAssist: row.wants_assist,
  };
}

function readLink(row: { kind: string; name: string; email: string; first_name: string; last_name: string }): OpenLink {
  return {
    kind: row.kind as LinkKind, // The column's check holds the same two.
    workspace: row.name,
    email: row.email,
    firstName: row.first_name,
    lastName: row.last_name,
  };
}
