/** One trunk: how it does, a test of it, and everything that is set. For administrators. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { TrunkView } from '#realtime/agent/trunks-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { say } from '../../parts/language.ts';
import { LeaveGuard } from '../../parts/leave-guard.tsx';
import { Mark } from '../../parts/mark.tsx';
import { Nowhere, Skeleton, Trouble } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { useForm } from '../../parts/use-form.ts';
import { LimitFields } from './limit-fields.tsx';
import { TextMessageFields } from './text-fields.tsx';
import type { TrunkEdit } from './trunk-fields.tsx';
import { NumberFields, SoundFields, TransferFields, WayFields } from './trunk-fields.tsx';
import { TrunkTest } from './trunk-test.tsx';
import { foundWords } from './found-words.ts';
import { healthMark } from './trunk-words.ts';
import { changeTrunk, removeTrunk, trunksQuery } from './trunks-query.ts';

/** The page. */
export function TrunkPage(): ReactElement {
  useTitle(say('trunks.title'));
  const { id } = useParams({ strict: false });
  const list = useQuery(trunksQuery);
  const trunk = list.data?.trunks.find((each) => String(each.id) === id);
  if (list.isSuccess && trunk === undefined)
    return (
      <Nowhere title={say('trunks.notFound')}>
        <BackLink />
      </Nowhere>
    );
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <BackLink />
      {list.isPending ? <Skeleton rows={6} label={say('trunks.loadingOne')} /> : null}
      {list.isError && trunk === undefined ? (
        <Trouble title={say('trunks.troubleOne')} error={list.error} again={() => void list.refetch()} />
      ) : null}
      {trunk === undefined ? null : (
        <>
          <Head trunk={trunk} />
          <TrunkTest trunk={trunk} />
          <Edit key={trunk.id} trunk={trunk} />
        </>
      )}
    </div>
  );
}

function BackLink(): ReactElement {
  return (
    <Link
      to="/settings/trunks"
      className="inline-flex min-h-9 items-center gap-1.5 self-start text-sm text-quiet hover:text-ink [&_svg]:size-4"
    >
      <ArrowLeft aria-hidden />
      {say('settings.section.trunks')}
    </Link>
  );
}

function Head({ trunk }: { readonly trunk: TrunkView }): ReactElement {
  const [word, tone] = healthMark(trunk);
  const { fault } = trunk.health;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="min-w-0 text-2xl font-semibold break-words">{trunk.name}</h1>
        <Mark tone={tone}>{word}</Mark>
      </div>
      <p className="text-sm text-quiet">{say(`trunks.preset.${trunk.preset}`)}</p>
      {fault === null || !trunk.is_enabled ? null : (
        <p role="status" className="rounded-lg bg-danger-soft px-3 py-2 text-sm text-danger-ink">
          {foundWords(fault)}
        </p>
      )}
    </div>
  );
}

function Edit({ trunk }: { readonly trunk: TrunkView }): ReactElement {
  const form = useForm<TrunkEdit>(formOf(trunk));
  const queries = useQueryClient();
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const isSaved = await form.submit(async ({ changes }) => formOf(await changeTrunk(trunk.id, changes)));
    if (!isSaved) return;
    announce(say('workspace.savedSaid'));
    await queries.invalidateQueries(trunksQuery);
  };
  return (
    <form noValidate className="flex flex-col gap-5" onSubmit={(event) => void save(event)}>
      <LeaveGuard isDirty={form.isDirty} />
      <WayFields form={form} trunk={trunk} />
      <NumberFields form={form} />
      <SoundFields form={form} />
      <TransferFields form={form} />
      <LimitFields form={form} />
      <TextMessageFields form={form} trunk={trunk} />
      {form.fault === null ? null : (
        <p role="alert" className="text-sm text-danger-ink">
          {form.fault}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="lead" size="large" disabled={form.isSending || !form.isDirty}>
          {say(form.isSending ? 'common.saving' : 'common.save')}
        </Button>
        <Remove trunk={trunk} reset={form.reset} />
      </div>
    </form>
  );
}

function Remove({ trunk, reset }: { readonly trunk: TrunkView; readonly reset: () => void }): ReactElement {
  const [isAsking, setAsking] = useState(false);
  const navigate = useNavigate();
  const queries = useQueryClient();
  return (
    <>
      <Button look="quiet" size="large" onClick={() => setAsking(true)}>
        {say('trunks.remove')}
      </Button>
      <Confirm
        title={say('trunks.removeTitle', { name: trunk.name })}
        description={say('trunks.removeAbout')}
        word={say('menus.remove')}
        isOpen={isAsking}
        close={() => setAsking(false)}
        run={async () => {
          await removeTrunk(trunk.id);
          reset();
          await navigate({ to: '/settings/trunks' });
          await queries.invalidateQueries(trunksQuery);
        }}
      />
    </>
  );
}

/** What can be changed, without what only the server says. Its secrets are not known: empty is as they are. */
function formOf(trunk: TrunkView): TrunkEdit {
  const { id: _id, position: _position, created_at: _created, updated_at: _updated, ...rest } = trunk;
  const { has_password: _password, has_text_secret: _secret, health: _health, ...fields } = rest;
  return { ...fields, password: '', text_secret: '' };
}
