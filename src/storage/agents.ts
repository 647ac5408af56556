/** Agents, as their administrator changes them. Their status is the engine's matter. */
import type { Administration, AgentDraft } from '#domain/directory/administration.ts';
import type { Database } from './database.ts';
import { readAgent } from './directory.ts';
import type { Changed } from './judged.ts';
import { judged, present, Refused } from './judged.ts';

type Agents = Pick<Administration, 'createAgent' | 'changeAgent'>;

/** Makes their part of the administration. */
export function administerAgents({ query }: Database, changed: Changed): Agents {
  return {
    createAgent: async (workspaceId, draft) =>
      judged(async () => {
        const row = await query
          .insertInto('agent')
          .values({ workspace_id: workspaceId, ...columns(draft), email: draft.email })
          .returningAll()
          .executeTakeFirstOrThrow();
        changed(workspaceId);
        return readAgent(row);
      }),
    changeAgent: async (workspaceId, id, change) =>
      judged(async () => {
        const row = await query
          .updateTable('agent')
          .set(columns(change))
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) throw new Refused({ code: 'unknown' });
        changed(workspaceId);
        return readAgent(row);
      }),
  };
}

function columns(change: Partial<AgentDraft>) {
  return present({
    email: change.email,
    first_name: change.firstName,
    last_name: change.lastName,
    agent_number: change.agentNumber,
    avatar_url: change.avatarUrl,
    may_call: change.mayCall,
    capacity: change.capacity,
    simulated: change.simulated,
  });
}
