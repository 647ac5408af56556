/**
 * Removes the demo: the rows that `demo_row` names. What is made besides, and what someone has changed since, is
 * people's own and stays; so do calls, as history.
 */
import type { Administered } from '#domain/directory/administration.ts';
import { CALL_STATES, isLive } from '#domain/call/state.ts';
import type { Kysely, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { forgetContact } from './forget-contact.ts';
import type { Changed } from './judged.ts';
import { holdWorkspace, judged, Refused } from './judged.ts';
import { hasAdmin } from './people.ts';
import type { Tables } from './tables.ts';

const GOING_ON = CALL_STATES.filter((state) => isLive(state));

/** Whether something of the demo is there in the workspace. */
export async function hasDemo(query: Kysely<Tables>, workspaceId: number): Promise<boolean> {
  const row = await query
    .selectFrom('demo_row')
    .select('key')
    .where('workspace_id', '=', workspaceId)
    .limit(1)
    .execute();
  return row.length > 0;
}

/** Whether the server made the workspace as a demo at its start, and the demo is still there. */
export async function isMadeAsDemo({ query }: Database, workspaceId: number): Promise<boolean> {
  const row = await query
    .selectFrom('demo_row')
    .select('key')
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', 'workspace')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Removes it in one transaction. `asker`: the agent who asks, who stays. Refused: there is no demo, a call of its
 * agents or contacts is in progress or scheduled, no administrator who can sign in would be left. `ended` hears of
 * sessions by their hash, once they are gone.
 */
export async function removeDemo(
  { query }: Database,
  workspaceId: number,
  asker: number | null,
  changed: Changed,
  ended: (hash: Buffer) => void,
): Promise<Administered<null>> {
  return judged(async () => {
    const hashes = await query.transaction().execute(async (transaction) => {
      await holdWorkspace(transaction, workspaceId);
      if (!(await hasDemo(transaction, workspaceId))) throw new Refused({ code: 'unknown' });
      const agents = (await keysOf(transaction, workspaceId, 'agent')).filter((id) => id !== asker);
      const contacts = await keysOf(transaction, workspaceId, 'contact');
      await refuseLive(transaction, workspaceId, agents, contacts);
      for (const id of contacts) await removeContact(transaction, workspaceId, id);
      await removeMenus(transaction, workspaceId, await keysOf(transaction, workspaceId, 'menu'));
      await removeLines(transaction, workspaceId);
      const gone = await removeAgents(transaction, workspaceId, agents);
      await sql`select audit(id, 'workspace.demo_removed', id::text, name, '{}') from workspace where id = ${workspaceId}`.execute(
        transaction,
      );
      await transaction.deleteFrom('demo_row').where('workspace_id', '=', workspaceId).execute();
      if (!(await hasAdmin(transaction, workspaceId))) throw new Refused({ code: 'last_admin' });
      return gone;
    });
    changed(workspaceId);
    hashes.forEach(ended);
    return null;
  });
}

/** The ids of the demo's rows of a kind. */
async function keysOf(
  transaction: Transaction<Tables>,
  workspaceId: number,
  kind: 'agent' | 'contact' | 'menu' | 'number',
): Promise<readonly number[]> {
  const rows = await transaction
    .selectFrom('demo_row')
    .select('key')
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', kind)
    .execute();
  return rows.map(({ key }) => Number(key));
}

async function refuseLive(
  transaction: Transaction<Tables>,
  workspaceId: number,
  agents: readonly number[],
  contacts: readonly number[],
): Promise<void> {
  const { rows } = await sql`
    select from call where workspace_id = ${workspaceId} and state = any(${GOING_ON})
      and (agent_id = any(${agents}::bigint[]) or contact_id = any(${contacts}::bigint[])
        or participants @> any(array(select jsonb_build_array(jsonb_build_object('agentId', id))
          from unnest(${agents}::bigint[]) id)))
    limit 1`.execute(transaction);
  if (rows.length > 0) throw new Refused({ code: 'demo_in_call' });
}

/** Forgets the contact. One that is on legal hold, or a call of theirs, stays: a person said so. */
async function removeContact(transaction: Transaction<Tables>, workspaceId: number, id: number): Promise<void> {
  try {
    await forgetContact(transaction, workspaceId, id);
  } catch (error) {
    // Nothing was written before it refused. Whoever has gone, or lives on in another contact, is no longer the demo's.
    if (!(error instanceof Refused)) throw error;
    if (error.refusal.code === 'contact_in_call') throw new Refused({ code: 'demo_in_call' });
    if (error.refusal.code !== 'on_legal_hold' && error.refusal.code !== 'unknown') throw error;
  }
}

/** Deletes the menus as an administrator does; those that people made below them move to the top. */
async function removeMenus(
  transaction: Transaction<Tables>,
  workspaceId: number,
  ids: readonly number[],
): Promise<void> {
  const menus = sql`any(${ids}::bigint[])`;
  await sql`update menu set parent_id = null
    where workspace_id = ${workspaceId} and parent_id = ${menus} and id <> all(${ids}::bigint[])`.execute(transaction);
  await sql`update menu set deleted = true where workspace_id = ${workspaceId} and id = ${menus}`.execute(transaction);
}

/**
 * Numbers, languages and articles, and the token that the start printed. People's numbers that led to the demo lead to
 * the menus now, and the oldest becomes the default.
 */
async function removeLines(transaction: Transaction<Tables>, workspaceId: number): Promise<void> {
  const own = (kind: string) => sql`(select key from demo_row where workspace_id = ${workspaceId} and kind = ${kind})`;
  await sql`delete from phone_number where workspace_id = ${workspaceId} and id::text in ${own('number')}`.execute(
    transaction,
  );
  await sql`update phone_number set destination_kind = 'menu', destination_id = null
    where workspace_id = ${workspaceId} and (destination_kind, destination_id::text) in (
      select unnest(case kind when 'menu' then array['menu', 'queue'] else array['agent'] end), key
      from demo_row where workspace_id = ${workspaceId} and kind in ('menu', 'agent'))`.execute(transaction);
  await sql`update phone_number set is_default = true where id = (
      select min(id) from phone_number where workspace_id = ${workspaceId}
    ) and not exists (select from phone_number where workspace_id = ${workspaceId} and is_default)`.execute(
    transaction,
  );
  // Of articles the row itself tells whether someone has changed it.
  await sql`delete from article
    where workspace_id = ${workspaceId} and id::text in ${own('article')} and revision = 1`.execute(transaction);
  await sql`delete from language where workspace_id = ${workspaceId} and code in ${own('language')}`.execute(
    transaction,
  );
  await sql`update api_token set revoked_at = now()
    where workspace_id = ${workspaceId} and by_setting and revoked_at is null`.execute(transaction);
}

/** Deletes the agents. One who has done something that the audit log names stays, locked out. */
async function removeAgents(
  transaction: Transaction<Tables>,
  workspaceId: number,
  ids: readonly number[],
): Promise<readonly Buffer[]> {
  const agents = sql`any(${ids}::bigint[])`;
  const { rows } = await sql<{ hash: Buffer }>`delete from session where agent_id = ${agents} returning hash`.execute(
    transaction,
  );
  for (const table of ['sign_in_link', 'person_identity', 'choice', 'wrap_up', 'missed_call'] as const)
    await sql`delete from ${sql.table(table)} where agent_id = ${agents}`.execute(transaction);
  await sql`update menu set groups = (
      select jsonb_agg(jsonb_set(ring_group, '{agentIds}', (
        select coalesce(jsonb_agg(id order by place), '[]')
        from jsonb_array_elements(ring_group -> 'agentIds') with ordinality as each (id, place)
        where (id #>> '{}')::bigint <> all(${ids}::bigint[]))) order by place)
      from jsonb_array_elements(groups) with ordinality as each (ring_group, place))
    where workspace_id = ${workspaceId} and not deleted and groups <> '[]'`.execute(transaction);
  await sql`
    update agent set locked_at = now(), password_hash = null, may_call = false where id = ${agents} and ${NAMED}`.execute(
    transaction,
  );
  await sql`delete from agent where id = ${agents} and not ${NAMED}`.execute(transaction);
  return rows.map(({ hash }) => hash);
}

/** Whether the agent has acted, or made a token. */
const NAMED = sql`(exists (select from audit_entry where agent_id = agent.id and workspace_id = agent.workspace_id)
  or exists (select from api_token where made_by_agent = agent.id))`;
