/** A skill is named, given to agents, and deleted. */
import { useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactElement } from 'react';
import { MAX_SKILL_LEVEL, MAX_SKILL_NAME } from '#domain/directory/skill.ts';
import type { SkillView } from '#realtime/agent/skills-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { TextField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import type { Form } from '../../parts/use-form.ts';
import { useForm } from '../../parts/use-form.ts';
import { changeSkill, createSkill, deleteSkill, skillsQuery } from './skills-query.ts';

/** Who may have a skill. */
export type Holder = { readonly id: number; readonly name: string };

type Opened = { readonly isOpen: boolean; readonly close: () => void };

/** Asks for a name. */
export function NewSkill({ isOpen, close }: Opened): ReactElement {
  return (
    <Dialog title={say('skills.new')} description={say('skills.newAbout')} isOpen={isOpen} close={close}>
      <NewForm close={close} />
    </Dialog>
  );
}

function NewForm({ close }: Pick<Opened, 'close'>): ReactElement {
  const queries = useQueryClient();
  const form = useForm({ name: '' });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const isMade = await form.submit(async ({ value }) => {
      await createSkill(value.name);
      return value;
    });
    if (!isMade) return;
    await queries.invalidateQueries(skillsQuery);
    announce(say('workspace.savedSaid'));
    close();
  };
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <NameField form={form} />
      <Button type="submit" look="lead" size="large" disabled={form.isSending}>
        {say(form.isSending ? 'common.saving' : 'settings.create')}
      </Button>
    </form>
  );
}

/** The name, and what is wrong with it, or with the whole. */
function NameField<T extends { readonly name: string }>({ form }: { readonly form: Form<T> }): ReactElement {
  return (
    <TextField
      label={say('profile.name')}
      required
      autoFocus
      maxLength={MAX_SKILL_NAME}
      value={form.value.name}
      // The name is one of the form's own fields, whatever else it has.
      onChange={({ target }) => form.set({ name: target.value } as unknown as Partial<T>)}
      error={form.faultAt('/name') ?? form.fault}
    />
  );
}

type Edit = { readonly name: string; readonly levels: Readonly<Record<string, number | null>> };

/** The name, and who has it at which level. */
export function EditSkill({
  skill,
  agents,
  isOpen,
  close,
}: Opened & { readonly skill: SkillView; readonly agents: readonly Holder[] }): ReactElement {
  return (
    <Dialog
      title={say('skills.editName', { name: skill.name })}
      description={say('skills.levels', { max: MAX_SKILL_LEVEL })}
      isOpen={isOpen}
      close={close}
    >
      <EditForm skill={skill} agents={agents} close={close} />
    </Dialog>
  );
}

function EditForm({
  skill,
  agents,
  close,
}: Pick<Opened, 'close'> & { readonly skill: SkillView; readonly agents: readonly Holder[] }): ReactElement {
  const queries = useQueryClient();
  const held = new Map(skill.holders.map(({ agentId, level }) => [agentId, level]));
  const form = useForm<Edit>({
    name: skill.name,
    levels: Object.fromEntries(agents.map(({ id }) => [id, held.get(id) ?? null])),
  });
  const { levels } = form.value;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const isTaken = await form.submit(async ({ value }) => {
      const changed = agents
        .map(({ id }) => ({ agentId: id, level: value.levels[id] ?? null }))
        .filter(({ agentId, level }) => level !== (held.get(agentId) ?? null));
      await changeSkill(skill.id, { name: value.name, agents: changed });
      return value;
    });
    if (!isTaken) return;
    await queries.invalidateQueries(skillsQuery);
    announce(say('workspace.savedSaid'));
    close();
  };
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <NameField form={form} />
      <fieldset className="min-w-0">
        <legend className="mb-1.5 text-sm font-medium">{say('menus.agentsTitle')}</legend>
        <ul className="divide-y divide-line rounded-xl border border-line">
          {agents.map((agent) => (
            <li key={agent.id} className="flex items-center gap-3 px-3 py-2">
              <span className="min-w-0 grow truncate text-[0.9375rem]">{agent.name}</span>
              <LevelChoice
                label={say('skills.levelOf', { name: agent.name })}
                level={levels[agent.id] ?? null}
                choose={(level) => form.set({ levels: { ...levels, [agent.id]: level } })}
              />
            </li>
          ))}
        </ul>
      </fieldset>
      <Button type="submit" look="lead" size="large" disabled={form.isSending || !form.isDirty}>
        {say(form.isSending ? 'common.saving' : 'common.save')}
      </Button>
    </form>
  );
}

const LEVELS = Array.from({ length: MAX_SKILL_LEVEL }, (_, place) => place + 1);

function LevelChoice({
  label,
  level,
  choose,
}: {
  readonly label: string;
  readonly level: number | null;
  readonly choose: (level: number | null) => void;
}): ReactElement {
  return (
    <select
      aria-label={label}
      className="min-h-9 rounded-lg border border-edge bg-surface px-2 text-sm"
      value={level ?? ''}
      onChange={({ target }) => choose(target.value === '' ? null : Number(target.value))}
    >
      <option value="">{say('skills.lacks')}</option>
      {LEVELS.map((each) => (
        <option key={each} value={each}>
          {say('skills.level', { level: each })}
        </option>
      ))}
    </select>
  );
}

/** Says what it touches first. The server refuses while menus want it. */
export function DeleteSkill({ skill, isOpen, close }: Opened & { readonly skill: SkillView }): ReactElement {
  const queries = useQueryClient();
  return (
    <Confirm
      title={say('menus.deleteTitle', { name: skill.name })}
      description={say('skills.deleteAbout', { count: skill.holders.length })}
      word={say('menus.delete')}
      isOpen={isOpen}
      close={close}
      run={async () => {
        await deleteSkill(skill.id);
        await queries.invalidateQueries(skillsQuery);
      }}
    />
  );
}
