/** Agents, as their administrator changes them. Their status is the engine's matter. */
import type { Administration, AgentDraft } from '#domain/directory/administration.ts';
import type { SkillLevel } from '#domain/directory/skill.ts';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { readAgent } from './directory.ts';
import type { Changed } from './judged.ts';
import { holdWorkspace, judged, present, Refused } from './judged.ts';
import { judgeAgentSkills } from './skills.ts';
import type { Tables } from './tables.ts';

type Agents = Pick<Administration, 'createAgent' | 'changeAgent'>;

/** Someone signs in as the agent, is invited to, or is locked out. */
const IS_PERSON = sql`(password_hash is not null or locked_at is not null
  or exists (select from sign_in_link l where l.agent_id = agent.id)
  or exists (select from person_identity i where i.agent_id = agent.id))`;

/** Makes their part of the administration. */
export function administerAgents({ query }: Database, changed: Changed): Agents {
  const isThere = async (workspaceId: number, id: number): Promise<boolean> => {
    const agent = query.selectFrom('agent').select('id').where('workspace_id', '=', workspaceId).where('id', '=', id);
    return (await agent.executeTakeFirst()) !== undefined;
  };
  /** A change that brings skills is one of the workspace's structure: none of them is deleted meanwhile. */
  const withSkills = async <T>(
    workspaceId: number,
    skills: readonly SkillLevel[] | undefined,
    work: (transaction: Kysely<Tables>) => Promise<T>,
  ): Promise<T> => {
    if (skills === undefined || skills.length === 0) return work(query);
    return query.transaction().execute(async (transaction) => {
      await holdWorkspace(transaction, workspaceId);
      await judgeAgentSkills(transaction, workspaceId, skills);
      return work(transaction);
    });
  };
  return {
    createAgent: async (workspaceId, draft) =>
      judged(async () => {
        const row = await withSkills(workspaceId, draft.skills, async (transaction) =>
          transaction
            .insertInto('agent')
            .values({ workspace_id: workspaceId, ...columns(draft), email: draft.email })
            .returningAll()
            .executeTakeFirstOrThrow(),
        );
        changed(workspaceId);
        return readAgent(row);
      }),
    changeAgent: async (workspaceId, id, change) =>
      judged(async () => {
        const row = await withSkills(workspaceId, change.skills, async (transaction) =>
          transaction
            .updateTable('agent')
            .set(columns(change))
            .where('workspace_id', '=', workspaceId)
            .where('id', '=', id)
            .$if(change.simulated === true, (each) => each.where(sql<boolean>`not ${IS_PERSON}`))
            .returningAll()
            .executeTakeFirst(),
        );
        if (row === undefined)
          throw new Refused({ code: (await isThere(workspaceId, id)) ? 'agent_is_person' : 'unknown' });
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
    assist: change.assist,
    skills: change.skills === undefined ? undefined : JSON.stringify(change.skills),
  });
}
