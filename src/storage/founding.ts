/** The first workspace of an empty database. */
import type { FoundingStore } from '#domain/identity/founding.ts';
import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Makes the store. */
export function createFounding({ query }: Database): FoundingStore {
  return {
    async isEmpty() {
      const any = await query.selectFrom('workspace').select('id').limit(1).executeTakeFirst();
      return any === undefined;
    },
    async found({ workspace, owner }) {
      return query.transaction().execute(async (transaction) => {
        // Of two at once the second one waits here, and then finds the first one's.
        await sql`lock table workspace in share row exclusive mode`.execute(transaction);
        const any = await transaction.selectFrom('workspace').select('id').limit(1).executeTakeFirst();
        if (any !== undefined) return null;
        const { id: workspace_id } = await transaction
          .insertInto('workspace')
          .values({ name: workspace.name, subdomain: workspace.subdomain, time_zone: workspace.timeZone })
          .returning('id')
          .executeTakeFirstOrThrow();
        await transaction.insertInto('language').values({ workspace_id, code: 'en', enabled: true }).execute();
        const agent = await transaction
          .insertInto('agent')
          .values({
            workspace_id,
            email: owner.email,
            first_name: owner.firstName,
            last_name: owner.lastName,
            role: 'admin',
            password_hash: owner.passwordHash,
          })
          .returning('id')
          .executeTakeFirstOrThrow();
        return { workspaceId: workspace_id, agentId: agent.id, role: 'admin' };
      });
    },
  };
}
