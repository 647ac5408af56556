/** Writes the demo workspace into an empty database, or its world into the workspace that someone founds there. */
import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import type { DemoAgent } from '#domain/directory/demo.ts';
import { DEMO_ARTICLES } from '#domain/voice-agent/demo-articles.ts';
import {
  DEMO_AGENTS,
  DEMO_CONTACTS,
  DEMO_LANGUAGES,
  DEMO_MENUS,
  DEMO_NUMBERS,
  DEMO_TICKETS,
  DEMO_WORKSPACE,
} from '#domain/directory/demo.ts';
import { rowOf } from './articles.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

/** Writes the demo world if there is no workspace at all; answers whether it did. Safe on several nodes at once. */
export async function seedDemo({ query }: Database): Promise<boolean> {
  return query.transaction().execute(async (transaction) => {
    await sql`lock table workspace in share row exclusive mode`.execute(transaction);
    const anyone = await transaction.selectFrom('workspace').select('id').limit(1).executeTakeFirst();
    if (anyone !== undefined) return false;
    // What the demo begins with is no one's act.
    await sql`select set_config('patchbay.author', 'off', true)`.execute(transaction);
    const { agentsChooseNumber, ...workspace } = DEMO_WORKSPACE;
    await transaction
      .insertInto('workspace')
      .values({ ...workspace, agents_choose_number: agentsChooseNumber })
      .execute();
    await writeDemoWorld(transaction, DEMO_AGENTS);
    await countOn(transaction);
    await mark(transaction, 'workspace', [workspace.id]);
    return true;
  });
}

/**
 * Writes the demo's agents, contacts, menus, numbers and languages into workspace 1, which has none of them yet, and
 * notes which rows they are. Their ids are given, as the vendors' documents print them.
 */
export async function writeDemoWorld(transaction: Transaction<Tables>, agents: readonly DemoAgent[]): Promise<void> {
  await writeAgents(transaction, agents);
  await writeContacts(transaction);
  await writeMenus(transaction);
  const numbers = await transaction
    .insertInto('phone_number')
    .values(
      DEMO_NUMBERS.map(({ number, display, isDefault, destination }) => ({
        workspace_id,
        number,
        display,
        is_default: isDefault,
        destination_kind: destination.kind,
      })),
    )
    .returning('id')
    .execute();
  await mark(
    transaction,
    'number',
    numbers.map(({ id }) => id),
  );
  const articles = await transaction
    .insertInto('article')
    .values(DEMO_ARTICLES.map((article) => rowOf(workspace_id, article)))
    .returning('id')
    .execute();
  await mark(
    transaction,
    'article',
    articles.map(({ id }) => id),
  );
  await transaction
    .insertInto('language')
    .values(DEMO_LANGUAGES.map((language) => ({ ...language, workspace_id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  // Every workspace speaks English; the others are the demo's.
  await mark(
    transaction,
    'language',
    DEMO_LANGUAGES.filter(({ enabled }) => !enabled).map(({ code }) => code),
  );
}

/** Given ids are not counted: whatever comes next counts on from beyond them. */
export async function countOn(transaction: Transaction<Tables>): Promise<void> {
  for (const table of ['workspace', 'agent', 'contact', 'menu'] as const)
    await sql`select setval(pg_get_serial_sequence(${table}, 'id'), (select max(id) from ${sql.table(table)}))`.execute(
      transaction,
    );
}

const workspace_id = DEMO_WORKSPACE.id;

async function mark(
  transaction: Transaction<Tables>,
  kind: 'workspace' | 'agent' | 'contact' | 'menu' | 'number' | 'language' | 'article',
  keys: readonly (number | string)[],
): Promise<void> {
  await transaction
    .insertInto('demo_row')
    .values(keys.map((key) => ({ workspace_id, kind, key: String(key) })))
    .execute();
}

async function writeAgents(transaction: Transaction<Tables>, agents: readonly DemoAgent[]): Promise<void> {
  await transaction
    .insertInto('agent')
    .values(
      agents.map((agent) => ({
        id: agent.id,
        uid: agent.uid,
        workspace_id,
        email: agent.email,
        first_name: agent.firstName,
        last_name: agent.lastName,
        avatar_url: agent.avatarUrl,
        may_call: agent.mayCall,
        status: agent.status,
        capacity: agent.capacity,
        simulated: agent.simulated,
      })),
    )
    .execute();
  await mark(
    transaction,
    'agent',
    agents.map(({ id }) => id),
  );
}

async function writeContacts(transaction: Transaction<Tables>): Promise<void> {
  await transaction
    .insertInto('contact')
    .values(
      DEMO_CONTACTS.map(({ outContactId, ...contact }) => ({
        ...contact,
        workspace_id,
        role: 'user',
        out_contact_id: outContactId,
        attributes: '{}',
      })),
    )
    .execute();
  await mark(
    transaction,
    'contact',
    DEMO_CONTACTS.map(({ id }) => id),
  );
  await transaction
    .insertInto('ticket')
    .values(DEMO_TICKETS.map((ticket) => ({ id: ticket.id, workspace_id, contact_id: ticket.contactId })))
    .execute();
}

async function writeMenus(transaction: Transaction<Tables>): Promise<void> {
  await transaction
    .insertInto('menu')
    .values(
      DEMO_MENUS.map((menu) => ({
        id: menu.id,
        workspace_id,
        name: menu.name,
        kind: menu.kind,
        position: menu.position,
        output_message: menu.outputMessage,
        redirected: menu.redirected,
        hours: menu.hours === null ? null : JSON.stringify(menu.hours),
        offer_type: menu.offerType,
        offer_seconds: menu.offerSeconds,
        groups: JSON.stringify(menu.groups),
        recording: menu.recording,
        deflection: menu.deflection,
        no_agents: JSON.stringify(menu.noAgents),
        long_wait: JSON.stringify(menu.longWait),
        over_capacity: JSON.stringify(menu.overCapacity),
      })),
    )
    .execute();
  await mark(
    transaction,
    'menu',
    DEMO_MENUS.map(({ id }) => id),
  );
}
