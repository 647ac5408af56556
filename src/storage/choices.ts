/** Outbound calls that wait for their agent to choose a number. */
import type { Choice, ChoiceStore } from '#domain/ports/live-stores.ts';
import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

/** Makes the store. */
export function createChoices({ query }: Database): ChoiceStore {
  return {
    async add(choice) {
      const row = await query
        .insertInto('choice')
        .values({
          workspace_id: choice.workspaceId,
          agent_id: choice.agentId,
          origin: choice.origin,
          ticket_id: choice.ticketId,
          number: choice.number,
          contact_numbers: [...choice.contactNumbers],
          lang: choice.lang,
          request_key: choice.requestKey,
          created_at: choice.createdAt,
        })
        .onConflict((conflict) =>
          conflict
            .columns(['workspace_id', 'request_key'])
            .where('request_key', 'is not', null)
            .doUpdateSet({ request_key: choice.requestKey }),
        )
        .returningAll()
        .executeTakeFirstOrThrow();
      return readChoice(row);
    },
    async byId(workspaceId, id) {
      const row = await query
        .selectFrom('choice')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : readChoice(row);
    },
    async remove(workspaceId, id) {
      const done = await query
        .deleteFrom('choice')
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      return done.numDeletedRows > 0n;
    },
    async since(workspaceId, at) {
      const rows = await query
        .selectFrom('choice')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('created_at', '>=', at)
        .orderBy('id')
        .execute();
      return rows.map(readChoice);
    },
  };
}

function readChoice(row: Selectable<Tables['choice']>): Choice {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    agentId: row.agent_id,
    // The table's check admits these two alone.
    origin: row.origin as Choice['origin'],
    ticketId: row.ticket_id,
    number: row.number,
    contactNumbers: row.contact_numbers,
    lang: row.lang,
    requestKey: row.request_key,
    createdAt: row.created_at,
  };
}
