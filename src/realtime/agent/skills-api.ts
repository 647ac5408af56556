/** Skills, for administrators at the console: `/app/skills.json` and `/app/skills/{id}.json`. */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { Administration, AdministrationRefusal } from '#domain/directory/administration.ts';
import { fullName } from '#domain/directory/agent.ts';
import { MAX_SKILL_LEVEL, MAX_SKILLS } from '#domain/directory/skill.ts';
import type { Directory } from '#domain/directory/workspace.ts';
import type { Role } from '#domain/identity/session.ts';
import type { EngineDoor } from '#engine/engine.ts';
import { createBodyValidator } from '#http/body-validator.ts';
import { body as bodyOf, id as idOf, orNull } from '#api/shapes.ts';
import { NewSkill, skillInUse } from '#api/skills.ts';
import type { PageAnswer, PageRouteParts } from './page-routes.ts';
import { createPageRoutes, Made } from './page-routes.ts';
import type { SkillsView } from './skills-protocol.ts';

export type SkillsApiParts = PageRouteParts & {
  readonly engine: Pick<EngineDoor, 'directory'>;
  readonly administration: Pick<Administration, 'createSkill' | 'changeSkill' | 'deleteSkill'>;
};

type Act = 'read' | 'change';

/** Act -> who may. */
const MAY = { read: ['admin'], change: ['admin'] } as const satisfies Record<Act, readonly Role[]>;

const FAULTS = {
  not_yours: [403, 'Only administrators change skills.'],
  unknown: [404, 'There is no such skill, or no such agent.'],
  taken: [409, 'There is a skill of this name already.'],
  skills_full: [409, `A workspace may have ${MAX_SKILLS} skills.`],
  skill_in_use: [409, 'Menus want this skill.'],
  refused: [409, 'This cannot be done as things stand.'],
} as const;

/** So many agents are given another level at once. */
const MAX_HOLDERS = 1000;
const SkillEditBody = bodyOf(
  {
    name: NewSkill.properties.name,
    agents: Type.Array(
      bodyOf({ agentId: idOf, level: orNull(Type.Integer({ minimum: 1, maximum: MAX_SKILL_LEVEL })) }, 'SkillHolder'),
      { maxItems: MAX_HOLDERS },
    ),
  },
  'SkillEdit',
);

/** Adds the routes. */
export function addSkillsApi(server: FastifyInstance, parts: SkillsApiParts): void {
  const { engine, administration } = parts;
  const serve = createPageRoutes(server, parts, MAY, FAULTS);

  serve('read', 'GET', '/app/skills.json', async ({ workspaceId }) => viewOf(await engine.directory.load(workspaceId)));

  const judgeNew = createBodyValidator(NewSkill);
  serve('change', 'POST', '/app/skills.json', async ({ workspaceId }, { body }) => {
    const errors = judgeNew(body);
    if (errors.length > 0) return { errors };
    const { name } = body as Static<typeof NewSkill>; // The judge has held it to this very schema.
    const made = await administration.createSkill(workspaceId, name.trim());
    return made.ok ? new Made(made.value) : refuse(made.refusal);
  });

  const judgeEdit = createBodyValidator(SkillEditBody);
  serve('change', 'PATCH', '/app/skills/:id.json', async ({ workspaceId }, { body }, id) => {
    const errors = judgeEdit(body);
    if (errors.length > 0) return { errors };
    const { name, agents } = body as Static<typeof SkillEditBody>; // Likewise.
    const changed = await administration.changeSkill(workspaceId, id, { name: name.trim(), agents });
    return changed.ok ? changed.value : refuse(changed.refusal);
  });

  serve('change', 'DELETE', '/app/skills/:id.json', async ({ workspaceId }, _request, id) => {
    const deleted = await administration.deleteSkill(workspaceId, id);
    return deleted.ok ? { id } : refuse(deleted.refusal);
  });
}

function viewOf({ skills, agents, menus }: Directory): SkillsView {
  const standing = [...menus.values()].filter((menu) => !menu.deleted);
  return {
    skills: skills.map((skill) => ({
      ...skill,
      holders: [...agents.values()].flatMap((agent) => {
        const held = agent.skills.find(({ skillId }) => skillId === skill.id);
        return held === undefined ? [] : [{ agentId: agent.id, level: held.level }];
      }),
      menus: standing
        .filter((menu) => menu.skills.some(({ skillId }) => skillId === skill.id))
        .map(({ id, name }) => ({ id, name })),
    })),
    agents: [...agents.values()].map((agent) => ({ id: agent.id, name: fullName(agent) || agent.email })),
  };
}

function refuse(refusal: AdministrationRefusal): PageAnswer<keyof typeof FAULTS> {
  switch (refusal.code) {
    case 'taken':
      return { fault: 'taken', errors: [{ pointer: '/name', detail: FAULTS.taken[1] }] };
    case 'skill_in_use':
      return { fault: 'skill_in_use', message: skillInUse(refusal.menus) };
    case 'unknown':
    case 'skills_full':
      return refusal.code;
    default:
      return 'refused';
  }
}
