import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { MAX_SKILLS } from '#domain/directory/skill.ts';
import { testDatabase } from '../../test/support/database.ts';
import { createAdministration } from './administration.ts';
import { openDatabase } from './database.ts';

const fresh = await testDatabase();
const database = openDatabase(fresh.config, (error) => {
  throw error;
});
const { createSkill, changeSkill, deleteSkill } = createAdministration(database, () => undefined);
after(async () => {
  await database.close();
  await fresh.drop();
});
await database.pool.query(`
  insert into workspace (id, subdomain, name) values (1, 'one', 'One'), (2, 'two', 'Two');
  insert into agent (id, workspace_id, email) values (1, 1, 'a@example.com'), (2, 1, 'b@example.com'), (3, 2, 'c@example.com');
`);

async function made(name: string, workspaceId = 1): Promise<number> {
  const skill = await createSkill(workspaceId, name);
  return skill.ok ? skill.value.id : assert.fail(skill.refusal.code);
}

async function skillsOf(agentId: number): Promise<unknown> {
  const { rows } = await database.pool.query<{ skills: unknown }>('select skills from agent where id = $1', [agentId]);
  return rows[0]?.skills;
}

test('a skill is given, changed and taken by agent, and others keep theirs', async () => {
  const [french, billing] = [await made('French'), await made('Billing')];
  const give = async (skill: number, agentId: number, level: number | null) =>
    changeSkill(1, skill, { agents: [{ agentId, level }] });
  for (const [skill, agentId, level] of [
    [french, 1, 3],
    [billing, 1, 1],
    [french, 2, 5],
    [french, 1, 4],
  ] as const)
    assert.ok((await give(skill, agentId, level)).ok);
  assert.deepEqual(await skillsOf(1), [
    { skillId: french, level: 4 },
    { skillId: billing, level: 1 },
  ]);
  assert.ok((await give(french, 1, null)).ok);
  assert.deepEqual(await skillsOf(1), [{ skillId: billing, level: 1 }]);
  assert.deepEqual(await skillsOf(2), [{ skillId: french, level: 5 }]);
  assert.deepEqual(await give(french, 3, 1), { ok: false, refusal: { code: 'unknown' } }, 'an agent of a neighbor');
  assert.deepEqual(await changeSkill(2, french, { name: 'Theirs' }), { ok: false, refusal: { code: 'unknown' } });
  assert.ok((await deleteSkill(1, french)).ok);
  assert.deepEqual(await skillsOf(2), []);
});

test(`a workspace names ${MAX_SKILLS} skills and not one more`, async () => {
  for (let count = 0; count < MAX_SKILLS; count += 1) await made(`Skill ${count}`, 2);
  assert.deepEqual(await createSkill(2, 'One more'), { ok: false, refusal: { code: 'skills_full' } });
});
