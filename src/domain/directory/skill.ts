/**
 * Skills: what agents can, and what a queue wants of those who take its calls: a language, a product, a license. Pure.
 */

/** How many skills a workspace may have, and a menu may want. */
export const MAX_SKILLS = 100;
export const MAX_WANTED_SKILLS = 10;
/** How long a skill's name may be. */
export const MAX_SKILL_NAME = 60;
/** The best an agent can be at something; 1 is the least. */
export const MAX_SKILL_LEVEL = 5;

/** A skill of the workspace. */
export type Skill = { readonly id: number; readonly name: string };

/** A skill at a level, 1 to `MAX_SKILL_LEVEL`: the one that an agent has, or the least that a queue wants. */
export type SkillLevel = { readonly skillId: number; readonly level: number };

/** Whether the agent has every skill that is wanted, at its least level or above. */
export function isSkilled(
  { skills }: { readonly skills: readonly SkillLevel[] },
  wanted: readonly SkillLevel[],
): boolean {
  return wanted.every(({ skillId, level }) => levelIn(skills, skillId) >= level);
}

/** How good the agent is at what is wanted: the sum of their levels. 0 where nothing is. */
export function skillRank(
  { skills }: { readonly skills: readonly SkillLevel[] },
  wanted: readonly SkillLevel[],
): number {
  return wanted.reduce((sum, { skillId }) => sum + levelIn(skills, skillId), 0);
}

function levelIn(skills: readonly SkillLevel[], skillId: number): number {
  return skills.find((each) => each.skillId === skillId)?.level ?? 0;
}

/** What is wrong with a list of skills: the first place, from 0, whose skill is not there or stands before. */
export function skillsFault(
  skills: readonly SkillLevel[],
  known: ReadonlySet<number>,
): { readonly fault: 'unknown' | 'twice'; readonly place: number } | null {
  for (const [place, { skillId }] of skills.entries()) {
    if (!known.has(skillId)) return { fault: 'unknown', place };
    if (skills.findIndex((each) => each.skillId === skillId) !== place) return { fault: 'twice', place };
  }
  return null;
}
