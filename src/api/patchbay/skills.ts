/** Skills: what agents can, and queues want of them. Who has one stands with the agents. */
import { Type } from 'typebox';
import type { Skill } from '#domain/directory/skill.ts';
import type { Route } from '#http/surface.ts';
import { id, text } from '../shapes.ts';
import { NewSkill } from '../skills.ts';
import { listed, page, PAGE_QUERY, pageOf } from './lists.ts';
import type { Desk } from './operation.ts';
import { administered, DELETED, operation } from './operation.ts';

const SkillObject = Type.Object({ id, name: text }, { title: 'Skill' });

/** A skill. */
export function writeSkill({ id: skillId, name }: Skill): object {
  return { id: skillId, name };
}

/** The routes of skills. */
export function skillRoutes(desk: Desk): Route[] {
  const { engine, administration } = desk;
  return [
    operation(desk, {
      method: 'GET',
      path: '/v1/skills',
      operationId: 'listSkills',
      summary: 'List skills',
      description: 'Which agents have one stands with the agents, which menus want one with the menus.',
      tag: 'Skills',
      query: PAGE_QUERY,
      answers: { 200: pageOf(SkillObject) },
      handle: async (ask) => {
        const { skills } = await engine.directory.load(ask.workspaceId);
        return page(desk, ask, listed(skills, writeSkill));
      },
    }),
    operation(desk, {
      method: 'POST',
      path: '/v1/skills',
      operationId: 'createSkill',
      summary: 'Create a skill',
      tag: 'Skills',
      body: NewSkill,
      answers: { 201: SkillObject },
      handle: async (ask) => {
        const made = await administration.createSkill(ask.workspaceId, ask.body.name.trim());
        return administered(desk, ask, made, writeSkill, 201);
      },
    }),
    operation(desk, {
      method: 'PATCH',
      path: '/v1/skills/:id',
      operationId: 'updateSkill',
      summary: 'Rename a skill',
      tag: 'Skills',
      body: NewSkill,
      answers: { 200: SkillObject },
      refusals: [409],
      handle: async (ask) => {
        const change = { name: ask.body.name.trim() };
        return administered(desk, ask, await administration.changeSkill(ask.workspaceId, ask.id, change), writeSkill);
      },
    }),
    operation(desk, {
      method: 'DELETE',
      path: '/v1/skills/:id',
      operationId: 'deleteSkill',
      summary: 'Delete a skill',
      description: 'Agents lose it. Refused while a menu wants it, because its calls would then go to anyone.',
      tag: 'Skills',
      answers: DELETED,
      refusals: [409],
      handle: async (ask) => {
        const deleted = await administration.deleteSkill(ask.workspaceId, ask.id);
        return deleted.ok ? { status: 204 } : administered(desk, ask, deleted, () => ({}));
      },
    }),
  ];
}
