/** Writes the demo workspace into an empty database, once. */
import { sql } from 'kysely';
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

/** Writes the demo world if there is no workspace at all; answers whether it did. Safe on several nodes at once. */
export async function seedDemo({ query }: Database): Promise<boolean> {
  return query.transaction().execute(async (transaction) => {
    await sql`lock table workspace in share row exclusive mode`.execute(transaction);
    const anyone = await transaction.selectFrom('workspace').select('id').limit(1).executeTakeFirst();
    if (anyone !== undefined) return false;
    // What the demo begins with is no one's act.
    await sql`select set_config('patchbay.author', 'off', true)`.execute(transaction);
    const { agentsChooseNumber, ...workspace } = DEMO_WORKSPACE;
    const workspace_id = workspace.id;
    await transaction
      .insertInto('workspace')
      .values({ ...workspace, agents_choose_number: agentsChooseNumber })
      .execute();
    await transaction
      .insertInto('agent')
      .values(
        DEMO_AGENTS.map((agent) => ({
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
    await transaction
      .insertInto('ticket')
      .values(DEMO_TICKETS.map((ticket) => ({ id: ticket.id, workspace_id, contact_id: ticket.contactId })))
      .execute();
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
    await transaction
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
      .execute();
    await transaction
      .insertInto('language')
      .values(DEMO_LANGUAGES.map((language) => ({ ...language, workspace_id })))
      .execute();
    await transaction
      .insertInto('article')
      .values(DEMO_ARTICLES.map((article) => rowOf(workspace_id, article)))
      .execute();
    // The ids above were given, not counted: whatever comes next counts on from beyond them.
    for (const table of ['workspace', 'agent', 'contact', 'menu'] as const)
      await sql`select setval(pg_get_serial_sequence(${table}, 'id'), (select max(id) from ${sql.table(table)}))`.execute(
        transaction,
      );
    return true;
  });
}
