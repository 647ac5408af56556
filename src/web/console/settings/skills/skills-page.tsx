/** What agents can, and what menus want of them. For administrators. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { GraduationCap, Plus } from 'lucide-react';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { SkillView } from '#realtime/agent/skills-protocol.ts';
import { Button } from '../../parts/button.tsx';
import { Empty, Skeleton, Trouble } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { DeleteSkill, EditSkill, NewSkill } from './skill-dialogs.tsx';
import { skillsQuery } from './skills-query.ts';
import type { Holder } from './skills-words.ts';
import { agentsWord } from './skills-words.ts';

/** The page. */
export function SkillsPage(): ReactElement {
  useTitle('Skills');
  const list = useQuery(skillsQuery);
  const [isAdding, setAdding] = useState(false);
  const skills = list.data?.skills ?? [];
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="grow text-2xl font-semibold">Skills</h1>
        <Button look="lead" onClick={() => setAdding(true)}>
          <Plus aria-hidden />
          New skill
        </Button>
      </div>
      <p className="text-sm text-quiet">
        A menu that wants skills rings only agents who have them, the best first. Choose what it wants in{' '}
        <Link to="/settings/menus" className="underline">
          its own settings
        </Link>
        .
      </p>
      <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-shade">
        {list.isPending ? <Skeleton rows={4} label="Loading the skills" /> : null}
        {list.isError ? (
          <Trouble title="Couldn’t load the skills" error={list.error} again={() => void list.refetch()} />
        ) : null}
        {list.isSuccess && skills.length === 0 ? (
          <Empty icon={<GraduationCap />} title="No skills yet">
            Name what some agents can and others cannot: a language, a product, a license.
          </Empty>
        ) : null}
        <ul aria-label="Skills" className="divide-y divide-line">
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
          {agentsWord(skill.holders.length)}
          {skill.menus.length === 0 ? ' · no menu wants it' : ' · wanted by '}
          {skill.menus.map((menu, place) => (
            <span key={menu.id}>
              {place === 0 ? '' : ', '}
              <Link to="/settings/menus/$id" params={{ id: String(menu.id) }} className="underline">
                {menu.name}
              </Link>
            </span>
          ))}
        </p>
      </div>
      <Button size="small" aria-label={`Edit ${skill.name}`} onClick={() => setOpen('edit')}>
        Edit
      </Button>
      <Button size="small" look="quiet" aria-label={`Delete ${skill.name}`} onClick={() => setOpen('delete')}>
        Delete
      </Button>
      <EditSkill skill={skill} agents={agents} isOpen={open === 'edit'} close={close} />
      <DeleteSkill skill={skill} isOpen={open === 'delete'} close={close} />
    </li>
  );
}
