/** Skills, as their administrator names them and gives them to agents: one change at a time, as with menus. */
import type { Administration, SkillHolders } from '#domain/directory/administration.ts';
import type { SkillLevel } from '#domain/directory/skill.ts';
import { MAX_SKILLS, skillsFault } from '#domain/directory/skill.ts';
import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { Changed } from './judged.ts';
import { holdWorkspace, judged, Refused } from './judged.ts';
import type { Tables } from './tables.ts';

type Skills = Pick<Administration, 'createSkill' | 'changeSkill' | 'deleteSkill'>;

/** Makes their part of the administration. */
export function administerSkills({ query }: Database, changed: Changed): Skills {
  const change = async <T>(workspaceId: number, work: (transaction: Transaction<Tables>) => Promise<T>) =>
    judged(async () => {
      const value = await query.transaction().execute(async (transaction) => {
        await holdWorkspace(transaction, workspaceId);
        return work(transaction);
      });
      changed(workspaceId);
      return value;
    });
  return {
    createSkill: async (workspaceId, name) =>
      change(workspaceId, async (transaction) => {
        if ((await skillIdsOf(transaction, workspaceId)).size >= MAX_SKILLS) throw new Refused({ code: 'skills_full' });
        const row = { workspace_id: workspaceId, name };
        return transaction.insertInto('skill').values(row).returning(['id', 'name']).executeTakeFirstOrThrow();
      }),
    changeSkill: async (workspaceId, id, { name, agents = [] }) =>
      change(workspaceId, async (transaction) => {
        const skill = await transaction
          .updateTable('skill')
          .set(({ ref }) => ({ name: name ?? ref('name') }))
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', id)
          .returning(['id', 'name'])
          .executeTakeFirst();
        if (skill === undefined) throw new Refused({ code: 'unknown' });
        if ((await give(transaction, workspaceId, id, agents)) !== agents.length)
          throw new Refused({ code: 'unknown' });
        return skill;
      }),
    deleteSkill: async (workspaceId, id) =>
      change(workspaceId, async (transaction) => {
        const menus = await transaction
          .selectFrom('menu')
          .select('name')
          .where('workspace_id', '=', workspaceId)
          .where('deleted', '=', false)
          .where(sql<boolean>`skills @> ${JSON.stringify([{ skillId: id }])}::jsonb`)
          .orderBy('name')
          .execute();
        if (menus.length > 0) throw new Refused({ code: 'skill_in_use', menus: menus.map((menu) => menu.name) });
        const holders = await transaction
          .selectFrom('agent')
          .select('id')
          .where('workspace_id', '=', workspaceId)
          .where(sql<boolean>`skills @> ${JSON.stringify([{ skillId: id }])}::jsonb`)
          .execute();
        const taken = holders.map((agent) => ({ agentId: agent.id, level: null }));
        await give(transaction, workspaceId, id, taken);
        const { numDeletedRows } = await transaction
          .deleteFrom('skill')
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', id)
          .executeTakeFirst();
        if (numDeletedRows === 0n) throw new Refused({ code: 'unknown' });
        return null;
      }),
  };
}

/**
 * Gives the agents the skill at their levels, or takes it from them; answers how many of them are there. Their rows are
 * locked in the order in which calls reserve them.
 */
async function give(
  transaction: Transaction<Tables>,
  workspaceId: number,
  skillId: number,
  agents: SkillHolders,
): Promise<number> {
  if (agents.length === 0) return 0;
  const { numAffectedRows } = await sql`
    with wish as (
      select * from jsonb_to_recordset(${JSON.stringify(agents)}::jsonb) as wish ("agentId" bigint, level integer)
    ), held as (
      select id, skills from agent where workspace_id = ${workspaceId} and id in (select "agentId" from wish)
      order by id for no key update
    )
    update agent set skills = (
      select coalesce(jsonb_agg(each order by (each ->> 'skillId')::bigint), '[]') from (
        select each from jsonb_array_elements(held.skills) as each where (each ->> 'skillId')::bigint <> ${skillId}
        union all select jsonb_build_object('skillId', ${skillId}::bigint, 'level', wish.level) where wish.level is not null
      ) as kept
    )
    from held join wish on wish."agentId" = held.id where agent.id = held.id`.execute(transaction);
  return Number(numAffectedRows ?? 0n);
}

/** The ids of the workspace's skills. */
export async function skillIdsOf(transaction: Transaction<Tables>, workspaceId: number): Promise<ReadonlySet<number>> {
  const rows = await transaction.selectFrom('skill').select('id').where('workspace_id', '=', workspaceId).execute();
  return new Set(rows.map(({ id }) => id));
}

/** Refuses skills of an agent that the workspace does not have, or that stand there twice. It is held by then. */
export async function judgeAgentSkills(
  transaction: Transaction<Tables>,
  workspaceId: number,
  skills: readonly SkillLevel[],
): Promise<void> {
  const found = skillsFault(skills, await skillIdsOf(transaction, workspaceId));
  if (found !== null) throw new Refused({ code: `agent_skill_${found.fault}`, place: found.place });
}
