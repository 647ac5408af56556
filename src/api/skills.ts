/** Skills on the wire, and what is refused of them: for `/v1` and for the page of the settings alike. */
import { Type } from 'typebox';
import { MAX_SKILL_NAME } from '#domain/directory/skill.ts';
import { body } from './shapes.ts';

const skillName = Type.String({ minLength: 1, maxLength: MAX_SKILL_NAME, pattern: '\\S', examples: ['French'] });

/** A skill to be added. */
export const NewSkill = body({ name: skillName }, 'NewSkill');

/** Why a skill is not deleted; at most three of the menus are named. */
export function skillInUse(menus: readonly string[]): string {
  const named = menus.slice(0, 3).map((name) => `“${name}”`);
  const more = menus.length - named.length;
  const all = [...named, ...(more > 0 ? [`${more} more`] : [])];
  const last = all.pop() ?? '';
  const list = all.length === 0 ? last : `${all.join(', ')} and ${last}`;
  return `${list} ${menus.length === 1 ? 'wants' : 'want'} this skill. Take it from ${menus.length === 1 ? 'that menu' : 'those menus'} first.`;
}
