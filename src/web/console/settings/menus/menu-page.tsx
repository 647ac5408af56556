/** One menu, filled in and stored. What is refused stands beside its field. For administrators. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { FormEvent, ReactElement } from 'react';
import { useRef, useState } from 'react';
import type { MenuForm, MenusView } from '#realtime/agent/menus-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { Button, buttonClass } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { say } from '../../parts/language.ts';
import { LeaveGuard } from '../../parts/leave-guard.tsx';
import { Nowhere, Skeleton, Trouble } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import type { Form } from '../../parts/use-form.ts';
import { useForm } from '../../parts/use-form.ts';
import { cleanedRules } from '../wrap-up-fields.tsx';
import { AgentsSection } from './agents-section.tsx';
import { BasicsSection } from './basics-section.tsx';
import { HoursSection } from './hours-section.tsx';
import { changeMenu, createMenu, deleteMenu, menusQuery } from './menus-query.ts';
import { TestLink } from './menus-page.tsx';
import type { SectionParts } from './section.tsx';
import { RecordingSection, RulesSection } from './rules-section.tsx';
import { SimulateCall } from './simulate-call.tsx';
import { formOf, newMenu, wayTo } from './tree.ts';
import { WrapUpSection } from './wrap-up-section.tsx';

/** The page of a menu that is stored. */
export function MenuPage(): ReactElement {
  const { id } = useParams({ from: '/frame/settings/menus/$id' });
  return (
    <Loaded>
      {(all) => {
        const menu = all.menus.find((each) => String(each.id) === id);
        return menu === undefined ? (
          <Nowhere title={say('menus.notFound')}>
            <Link to="/settings/menus" className={buttonClass('plain', 'medium')}>
              {say('menus.toMenus')}
            </Link>
          </Nowhere>
        ) : (
          <Editor key={menu.id} all={all} id={menu.id} opened={formOf(menu)} />
        );
      }}
    </Loaded>
  );
}

/** The page of a menu that is being made. */
export function NewMenuPage(): ReactElement {
  const { below } = useSearch({ from: '/frame/settings/menus/new' });
  return (
    <Loaded>
      {(all) => {
        const parent = all.menus.find((each) => each.id === below)?.id ?? null;
        return <Editor key="new" all={all} id={null} opened={newMenu(all.menus, parent)} />;
      }}
    </Loaded>
  );
}

function Loaded({ children }: { readonly children: (all: MenusView) => ReactElement }): ReactElement {
  const list = useQuery(menusQuery);
  if (list.isPending) return <Skeleton label={say('menus.loadingOne')} />;
  if (list.isError)
    return <Trouble title={say('menus.troubleOne')} error={list.error} again={() => void list.refetch()} />;
  return children(list.data);
}

function Editor({
  all,
  id,
  opened,
}: {
  readonly all: MenusView;
  readonly id: number | null;
  readonly opened: MenuForm;
}): ReactElement {
  const form = useForm(opened);
  const title = id === null ? say('menus.new') : form.value.name || say('menus.menu');
  useTitle(title);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const element = useRef<HTMLFormElement>(null);
  const [made, setMade] = useState<number | null>(null);

  const save = async (): Promise<void> => {
    let stored = id;
    const isStored = await form.submit(async ({ value, changes }) => {
      const menu = id === null ? await createMenu(cleaned(value)) : await changeMenu(id, cleaned(changes));
      stored = menu.id;
      return formOf(menu);
    });
    if (!isStored) {
      // The first field that is not as it should be, once it is drawn so.
      requestAnimationFrame(() => {
        const wrong = element.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
        wrong?.focus({ preventScroll: true });
        wrong?.scrollIntoView({ block: 'center' });
      });
      return;
    }
    announce(say('workspace.savedSaid'));
    await queries.invalidateQueries(menusQuery);
    if (id === null && stored !== null) setMade(stored);
  };
  // Once the form is drawn as saved, so that leaving it asks nothing.
  if (made !== null) return <Go to={made} />;

  const parts: SectionParts = { form, all, id };
  return (
    <form
      ref={element}
      noValidate
      className="mx-auto flex w-full max-w-4xl flex-col gap-5 p-4 sm:p-6 lg:p-8"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void save();
      }}
    >
      <Link
        to="/settings/menus"
        className="inline-flex items-center gap-1.5 self-start text-sm text-quiet hover:text-ink"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {say('settings.section.menus')}
      </Link>
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="min-w-0 grow truncate text-2xl font-semibold">{title}</h1>
        <TestLink way={id === null ? [] : wayTo(all.menus, id)} />
        {id === null ? null : <SimulateCall menuId={id} />}
        {id === null ? null : (
          <Delete id={id} name={opened.name} gone={() => void navigate({ to: '/settings/menus' })} />
        )}
      </div>
      <BasicsSection {...parts} />
      <AgentsSection {...parts} />
      <HoursSection {...parts} />
      <RulesSection {...parts} />
      <WrapUpSection {...parts} />
      <RecordingSection {...parts} />
      <SaveBar form={form} isNew={id === null} />
      <LeaveGuard isDirty={form.isDirty} />
    </form>
  );
}

/** Lines of the lists that have nothing in them are not sent. */
function cleaned<Fields extends Partial<MenuForm>>(menu: Fields): Fields {
  return menu.wrap_up == null ? menu : { ...menu, wrap_up: cleanedRules(menu.wrap_up) };
}

function Go({ to }: { readonly to: number }): null {
  const navigate = useNavigate();
  const isGone = useRef(false);
  if (!isGone.current) {
    isGone.current = true;
    queueMicrotask(() => void navigate({ to: '/settings/menus/$id', params: { id: String(to) }, replace: true }));
  }
  return null;
}

/** There while there is something to save, or it was refused. */
function SaveBar({ form, isNew }: { readonly form: Form<MenuForm>; readonly isNew: boolean }): ReactElement | null {
  if (!form.isDirty && !isNew && !form.isSending && form.fault === null) return null;
  return (
    <div className="sticky bottom-36 z-10 flex flex-wrap items-center gap-2 rounded-2xl border border-line bg-raised p-3 shadow-lift md:-bottom-12">
      <p
        role="status"
        id="save-state"
        className={`grow text-sm ${form.fault === null ? 'text-quiet' : 'text-danger-ink'}`}
      >
        {form.fault ?? (form.isDirty ? say('common.notSaved') : '')}
      </p>
      <Button disabled={!form.isDirty || form.isSending} onClick={form.reset}>
        {say('common.discard')}
      </Button>
      <Button type="submit" look="lead" disabled={form.isSending || (!form.isDirty && !isNew)}>
        {form.isSending ? say('common.saving') : say('common.save')}
      </Button>
    </div>
  );
}

function Delete({
  id,
  name,
  gone,
}: {
  readonly id: number;
  readonly name: string;
  readonly gone: () => void;
}): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const queries = useQueryClient();
  return (
    <>
      <Button onClick={() => setOpen(true)}>{say('menus.delete')}</Button>
      <Confirm
        title={say('menus.deleteTitle', { name })}
        description={say('menus.deleteAbout')}
        word={say('menus.delete')}
        isOpen={isOpen}
        close={() => setOpen(false)}
        run={async () => {
          await deleteMenu(id);
          await queries.invalidateQueries(menusQuery);
          gone();
        }}
      />
    </>
  );
}
