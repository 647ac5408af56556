/** What agents can, and what menus want of them. For administrators. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { GraduationCap, Plus } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { SkillView } from '#realtime/agent/skills-protocol.ts';
import { Button } from '../../parts/button.tsx';
import { Filled } from '../../parts/filled.tsx';
import { say } from '../../parts/language.ts';
import { Empty, Skeleton, Trouble } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import type { Holder } from './skill-dialogs.tsx';
import { DeleteSkill, EditSkill, NewSkill } from './skill-dialogs.tsx';
import { skillsQuery } from './skills-query.ts';

/** The page. */
export function SkillsPage(): ReactElement {
  useTitle(say('settings.section.skills'));
  const list = useQuery(skillsQuery);
  const [isAdding, setAdding] = useState(false);
  const skills = list.data?.skills ?? [];
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="grow text-2xl font-semibold">{say('settings.section.skills')}</h1>
        <Button look="lead" onClick={() => setAdding(true)}>
          <Plus aria-hidden />
          {say('skills.new')}
        </Button>
      </div>
      <p className="text-sm text-quiet">
        <Filled
          says={(gap) => say('skills.about', { settings: gap('settings') })}
          gaps={{
            settings: (
              <Link to="/settings/menus" className="underline">
                {say('skills.aboutLink')}
              </Link>
            ),
          }}
        />
      </p>
      <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-shade">
        {list.isPending ? <Skeleton rows={4} label={say('skills.loading')} /> : null}
        {list.isError ? (
          <Trouble title={say('skills.trouble')} error={list.error} again={() => void list.refetch()} />
        ) : null}
        {list.isSuccess && skills.length === 0 ? (
          <Empty icon={<GraduationCap />} title={say('skills.none')}>
            {say('skills.noneHelp')}
          </Empty>
        ) : null}
        <ul aria-label={say('settings.section.skills')} className="divide-y divide-line">
          {skills.map((skill) => (
            <Line key={skill.id} skill={skill} agents={list.data?.agents ?? []} />
          ))}
        </ul>
      </div>
      <NewSkill isOpen={isAdding} close={() => setAdding(false)} />
    </div>
  );
}

function Line({ skill, agents }: { readonly skill: SkillView; readonly agents: readonly Holder[] }): ReactElement {
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3.5">
      <div className="min-w-0 grow basis-40">
        <p className="truncate font-medium">{skill.name}</p>
        <p className="text-sm text-quiet">
          {say('skills.holders', { count: skill.holders.length })} ·{' '}
          {skill.menus.length === 0 ? (
            say('skills.noMenu')
          ) : (
            <Filled
              says={(gap) => say('skills.wantedBy', { menus: gap('menus') })}
              gaps={{ menus: <MenuLinks menus={skill.menus} /> }}
            />
          )}
        </p>
      </div>
      <Button size="small" aria-label={say('skills.editName', { name: skill.name })} onClick={() => setOpen('edit')}>
        {say('contacts.edit')}
      </Button>
      <Button
        size="small"
        look="quiet"
        aria-label={say('skills.deleteName', { name: skill.name })}
        onClick={() => setOpen('delete')}
      >
        {say('menus.delete')}
      </Button>
      <EditSkill skill={skill} agents={agents} isOpen={open === 'edit'} close={close} />
      <DeleteSkill skill={skill} isOpen={open === 'delete'} close={close} />
    </li>
  );
}

function MenuLinks({ menus }: { readonly menus: SkillView['menus'] }): ReactElement {
  return (
    <>
      {menus.map((menu, place) => (
        <span key={menu.id}>
          {place === 0 ? '' : ', '}
          <Link to="/settings/menus/$id" params={{ id: String(menu.id) }} className="underline">
            {menu.name}
          </Link>
        </span>
      ))}
    </>
  );
}
