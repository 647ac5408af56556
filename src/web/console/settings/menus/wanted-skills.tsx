/** Which skills the calls of a menu want of their agents. */
import { Link } from '@tanstack/react-router';
import { Plus, Trash2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { isSkilled, MAX_SKILL_LEVEL, MAX_WANTED_SKILLS } from '#domain/directory/skill.ts';
import type { MenuForm, WantedForm } from '#realtime/agent/menus-protocol.ts';
import { Button } from '../../parts/button.tsx';
import { ChoiceField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import type { SectionParts } from './section.tsx';
import { Fault, FieldGroup } from './section.tsx';

const LEVELS = Array.from({ length: MAX_SKILL_LEVEL }, (_, place) => place + 1);

/** The fields. */
export function WantedSkills({ form, all }: Pick<SectionParts, 'form' | 'all'>): ReactElement {
  const { value, set, faultAt } = form;
  const { skills } = value;
  const free = all.skills.filter(({ id }) => !skills.some((wanted) => wanted.skill_id === id));
  const [next] = free;
  const put = (place: number, wanted: WantedForm): void => set({ skills: skills.with(place, wanted) });
  return (
    <FieldGroup legend={say('menus.skills')}>
      <p className="text-sm text-quiet">
        {all.skills.length > 0 ? (
          say('menus.skillsAbout')
        ) : (
          <>
            {say('menus.skillsNone')}{' '}
            <Link to="/settings/skills" className="underline">
              {say('menus.skillName')}
            </Link>
          </>
        )}
      </p>
      {skills.map((wanted, place) => (
        <div key={wanted.skill_id} className="flex flex-wrap items-end gap-2">
          <div className="grow basis-40">
            <ChoiceField
              label={say('menus.skill', { place: place + 1 })}
              value={wanted.skill_id}
              error={faultAt(`/skills/${place}`)}
              onChange={({ target }) => put(place, { ...wanted, skill_id: Number(target.value) })}
            >
              {all.skills
                .filter(({ id }) => id === wanted.skill_id || free.some((each) => each.id === id))
                .map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
            </ChoiceField>
          </div>
          <ChoiceField
            label={say('menus.leastLevel')}
            value={wanted.least_level}
            onChange={({ target }) => put(place, { ...wanted, least_level: Number(target.value) })}
          >
            {LEVELS.map((level) => (
              <option key={level} value={level}>
                {level}
              </option>
            ))}
          </ChoiceField>
          <Button
            aria-label={say('menus.skillRemove', { place: place + 1 })}
            onClick={() => set({ skills: skills.toSpliced(place, 1) })}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      ))}
      {skills.length > 0 && ableIn(value, all) === 0 ? <Fault text={say('menus.skillsNobody')} /> : null}
      {next === undefined || skills.length >= MAX_WANTED_SKILLS ? null : (
        <Button
          className="self-start"
          onClick={() => set({ skills: [...skills, { skill_id: next.id, least_level: 1 }] })}
        >
          <Plus aria-hidden />
          {say('menus.skillAdd')}
        </Button>
      )}
    </FieldGroup>
  );
}

/** How many agents of the groups may be rung. */
function ableIn({ groups, skills }: MenuForm, { agents }: SectionParts['all']): number {
  const wanted = skills.map((each) => ({ skillId: each.skill_id, level: each.least_level }));
  const asked = new Set(groups.flatMap((group) => group.agent_ids));
  return agents.filter((agent) => asked.has(agent.id) && isSkilled(agent, wanted)).length;
}
