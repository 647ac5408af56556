/**
 * Changes to workspaces and who is in them. Whatever is unique is judged by the database, so that of two at once one is
 * refused.
 */
import type { Administration } from '#domain/directory/administration.ts';
import { administerAgents } from './agents.ts';
import { administerContacts } from './contacts.ts';
import type { Database } from './database.ts';
import { hasDemo, removeDemo } from './demo.ts';
import { readWorkspace } from './directory.ts';
import type { Changed } from './judged.ts';
import { judged, present } from './judged.ts';
import { administerMenus } from './menus.ts';
import { administerNumbers } from './numbers.ts';
import { createRetention } from './retention.ts';
import { administerSkills } from './skills.ts';
import { administerTickets } from './tickets.ts';

/** Makes the store; `ended` hears of sessions by their hash, once they are gone. */
export function createAdministration(
  database: Database,
  changed: Changed,
  ended: (hash: Buffer) => void = () => undefined,
): Administration {
  return {
    hasDemo: async (workspaceId) => hasDemo(database.query, workspaceId),
    removeDemo: async (workspaceId, asker) => removeDemo(database, workspaceId, asker, changed, ended),
    ...administerWorkspaces(database, changed),
    ...administerAgents(database, changed),
    ...administerNumbers(database, changed),
    ...administerContacts(database, changed),
    ...administerTickets(database),
    retention: createRetention(database),
    ...administerMenus(database, changed),
    ...administerSkills(database, changed),
    async putLanguage(workspaceId, { code, enabled }) {
      await database.query
        .insertInto('language')
        .values({ workspace_id: workspaceId, code, enabled })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'code']).doUpdateSet({ enabled }))
        .execute();
      changed(workspaceId);
    },
  };
}

type Workspaces = Pick<Administration, 'changeWorkspace' | 'openWorkspace'>;

function administerWorkspaces({ query }: Database, changed: Changed): Workspaces {
  return {
    async changeWorkspace(
      workspaceId,
      { name, timeZone, agentsChooseNumber, callBackCountries, wrapUp, ownStatuses, transcripts, ...more },
    ) {
      const row = await query
        .updateTable('workspace')
        .set(
          present({
            name,
            time_zone: timeZone,
            transcripts,
            second_factor: more.secondFactor,
            hand_over_menu_id: more.handOverMenuId,
            agents_choose_number: agentsChooseNumber,
            agent_statuses: ownStatuses === undefined ? undefined : JSON.stringify(ownStatuses),
            wrap_up: wrapUp === undefined ? undefined : JSON.stringify(wrapUp),
            call_back_countries:
              callBackCountries === undefined ? undefined : callBackCountries && [...callBackCountries],
          }),
        )
        .where('id', '=', workspaceId)
        .returningAll()
        .executeTakeFirstOrThrow();
      changed(workspaceId);
      return readWorkspace(row);
    },
    openWorkspace: async (draft, tokenHash) =>
      judged(async () =>
        query.transaction().execute(async (transaction) => {
          const row = await transaction
            .insertInto('workspace')
            .values({ subdomain: draft.subdomain, name: draft.name, agents_choose_number: draft.agentsChooseNumber })
            .returningAll()
            .executeTakeFirstOrThrow();
          const workspace_id = row.id;
          await transaction.insertInto('language').values({ workspace_id, code: 'en', enabled: true }).execute();
          const hash = Buffer.from(tokenHash);
          const token = { workspace_id, name: 'first', kind: 'staff', lookup: hash.subarray(0, 8), hash };
          await transaction.insertInto('api_token').values(token).execute();
          return readWorkspace(row);
        }),
      ),
  };
}
