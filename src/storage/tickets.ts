/** Tickets of the customer's CRM, as their administrator points them at contacts. */
import type { Administration } from '#domain/directory/administration.ts';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { judged, Refused } from './judged.ts';

type Tickets = Pick<Administration, 'tickets' | 'putTicket' | 'deleteTicket'>;

/** Makes their part of the administration. */
export function administerTickets({ query }: Database): Tickets {
  return {
    async tickets(workspaceId, { beyond, limit }) {
      const rows = await query
        .selectFrom('ticket')
        .select(['id', 'contact_id', 'url'])
        .where('workspace_id', '=', workspaceId)
        .$if(beyond !== null, (each) => each.where('id', '>', beyond ?? ''))
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ id: row.id, contactId: row.contact_id, url: row.url }));
    },
    putTicket: async (workspaceId, { id, contactId, url }) =>
      judged(async () => {
        const { rows } = await sql<{ isNew: boolean }>`
          insert into ticket (workspace_id, id, contact_id, url)
          select workspace_id, ${id}, id, ${url} from contact where workspace_id = ${workspaceId} and id = ${contactId}
          on conflict (workspace_id, id) do update set contact_id = excluded.contact_id, url = excluded.url
          returning xmax = 0 as "isNew"`.execute(query);
        const [written] = rows;
        if (written === undefined) throw new Refused({ code: 'ticket_contact_unknown' });
        return written;
      }),
    async deleteTicket(workspaceId, id) {
      const { numDeletedRows } = await query
        .deleteFrom('ticket')
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}
