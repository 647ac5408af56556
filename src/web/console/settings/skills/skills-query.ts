/** Skills, asked of the server. */
import { queryOptions } from '@tanstack/react-query';
import type { Skill } from '#domain/directory/skill.ts';
import type { SkillEdit, SkillsView } from '#realtime/agent/skills-protocol.ts';
import { getJson, sendJson } from '../../parts/request.ts';

/** All skills, with who has them and which menus want them. */
export const skillsQuery = queryOptions({
  queryKey: ['skills'],
  queryFn: async () => getJson<SkillsView>('/app/skills.json'),
});

/** Names one more. */
export async function createSkill(name: string): Promise<Skill> {
  return sendJson<Skill>('POST', '/app/skills.json', { name });
}

/** Changes its name, and who has it. */
export async function changeSkill(id: number, edit: SkillEdit): Promise<Skill> {
  return sendJson<Skill>('PATCH', `/app/skills/${id}.json`, edit);
}

/** Deletes it; agents lose it. */
export async function deleteSkill(id: number): Promise<void> {
  await sendJson<object>('DELETE', `/app/skills/${id}.json`);
}
