/** The first workspace of an empty database. */
import type { FoundingStore } from '#domain/identity/founding.ts';
import { sql } from 'kysely';
import { DEMO_AGENTS, DEMO_OWNER_ID, DEMO_WORKSPACE } from '#domain/directory/demo.ts';
import type { Database } from './database.ts';
import { countOn, writeDemoWorld } from './seed.ts';

/** The ids of the demo's workspace, which the examples of the vendors' documents name. */
const AS_PRINTED = {
  id: DEMO_WORKSPACE.id,
  uid: DEMO_WORKSPACE.uid,
  agents_choose_number: DEMO_WORKSPACE.agentsChooseNumber,
};

/** Makes the store. */
export function createFounding({ query }: Database): FoundingStore {
  return {
    async isEmpty() {
      const any = await query.selectFrom('workspace').select('id').limit(1).executeTakeFirst();
      return any === undefined;
    },
    async found({ workspace, owner, hasDemo }) {
      return query.transaction().execute(async (transaction) => {
        // Of two at once the second one waits here, and then finds the first one's.
        await sql`lock table workspace in share row exclusive mode`.execute(transaction);
        const any = await transaction.selectFrom('workspace').select('id').limit(1).executeTakeFirst();
        if (any !== undefined) return null;
        const fields = { name: workspace.name, subdomain: workspace.subdomain, time_zone: workspace.timeZone };
        const { id: workspace_id } = await transaction
          .insertInto('workspace')
          .values(hasDemo ? { ...AS_PRINTED, ...fields } : fields)
          .returning('id')
          .executeTakeFirstOrThrow();
        await transaction.insertInto('language').values({ workspace_id, code: 'en', enabled: true }).execute();
        const agent = await transaction
          .insertInto('agent')
          .values({
            ...(hasDemo ? { id: DEMO_OWNER_ID } : {}),
            workspace_id,
            email: owner.email,
            first_name: owner.firstName,
            last_name: owner.lastName,
            role: 'admin',
            password_hash: owner.passwordHash,
          })
          .returning('id')
          .executeTakeFirstOrThrow();
        if (hasDemo) {
          // What the demo begins with is no one's act.
          await sql`select set_config('patchbay.author', 'off', true)`.execute(transaction);
          await writeDemoWorld(
            transaction,
            DEMO_AGENTS.filter(({ id }) => id !== DEMO_OWNER_ID),
          );
          await countOn(transaction);
        }
        return { workspaceId: workspace_id, agentId: agent.id, role: 'admin' };
      });
    },
  };
}
