/** The workspace's phone numbers: where their calls go, and the trunk they are at. For administrators. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Phone } from 'lucide-react';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import { FIRST_MENUS } from '#domain/directory/destination.ts';
import type { NewNumber, NumberEdit, NumbersView, NumberView } from '#realtime/agent/lines-protocol.ts';
import { announce } from '../frame/announcer.tsx';
import { Button } from '../parts/button.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { TextField } from '../parts/field.tsx';
import { say } from '../parts/language.ts';
import { Mark } from '../parts/mark.tsx';
import { notify } from '../parts/notice.tsx';
import { sentenceOf } from '../parts/request.ts';
import { Empty, Skeleton, Trouble } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';
import { useForm } from '../parts/use-form.ts';
import { addNumber, changeNumber, numbersQuery, releaseNumber } from './lines-query.ts';
import { DestinationField, TrunkField } from './number-fields.tsx';

const NOTHING: NewNumber = { number: '', destination: FIRST_MENUS, trunkId: null };

/** The page. */
export function NumbersPage(): ReactElement {
  useTitle(say('settings.section.numbers'));
  const list = useQuery(numbersQuery);
  const queries = useQueryClient();
  const again = async (): Promise<void> => queries.invalidateQueries(numbersQuery);
  const hasTrunks = (list.data?.trunks.length ?? 0) > 0;
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <div>
        <h1 className="text-2xl font-semibold">{say('settings.section.numbers')}</h1>
        <p className="mt-1 text-sm text-quiet">
          {say('numbers.about')}
          {list.isSuccess && !hasTrunks ? ` ${say('numbers.simulated')}` : ''}
        </p>
      </div>
      {list.data === undefined ? null : <Add all={list.data} added={again} />}
      <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-shade">
        {list.isPending ? <Skeleton rows={3} label={say('numbers.loading')} /> : null}
        {list.isError ? (
          <Trouble title={say('numbers.trouble')} error={list.error} again={() => void list.refetch()} />
        ) : null}
        {list.isSuccess && list.data.numbers.length === 0 ? (
          <Empty icon={<Phone />} title={say('numbers.none')}>
            {say('numbers.noneHelp')}
          </Empty>
        ) : null}
        <ul aria-label={say('settings.section.numbers')} className="divide-y divide-line">
          {(list.data?.numbers ?? []).map((number) =>
            list.data === undefined ? null : <Line key={number.id} number={number} all={list.data} again={again} />,
          )}
        </ul>
      </div>
    </div>
  );
}

function Add({ all, added }: { readonly all: NumbersView; readonly added: () => Promise<void> }): ReactElement {
  const form = useForm<NewNumber>(NOTHING);
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const isAdded = await form.submit(async ({ value }) => {
      await addNumber(value);
      return NOTHING;
    });
    if (!isAdded) return;
    announce(say('numbers.added'));
    await added();
  };
  return (
    <form
      noValidate
      className="grid gap-4 rounded-2xl border border-line bg-surface p-5 shadow-shade sm:grid-cols-2 sm:items-start"
      onSubmit={(event) => void add(event)}
    >
      <TextField
        label={say('desk.number')}
        type="tel"
        inputMode="tel"
        autoComplete="off"
        placeholder="+1 339-219-5276"
        value={form.value.number}
        onChange={({ target }) => form.set({ number: target.value })}
        error={form.faultAt('/number')}
      />
      <DestinationField
        label={say('numbers.goTo')}
        all={all}
        destination={form.value.destination}
        choose={(destination) => form.set({ destination })}
        error={form.faultAt('/destination')}
      />
      {all.trunks.length === 0 ? null : (
        <TrunkField
          label={say('numbers.trunk')}
          all={all}
          trunkId={form.value.trunkId}
          choose={(trunkId) => form.set({ trunkId })}
          error={form.faultAt('/trunkId')}
        />
      )}
      <Button
        type="submit"
        look="lead"
        className="self-end justify-self-start"
        disabled={form.isSending || form.value.number === ''}
      >
        {say('numbers.add')}
      </Button>
    </form>
  );
}

type LineParts = { readonly number: NumberView; readonly all: NumbersView; readonly again: () => Promise<void> };

function Line({ number, all, again }: LineParts): ReactElement {
  const [isAsking, setAsking] = useState(false);
  const [isActing, setActing] = useState(false);
  const edit = async (change: NumberEdit, said: string): Promise<void> => {
    setActing(true);
    try {
      await changeNumber(number.id, change);
      announce(said);
    } catch (error) {
      notify(sentenceOf(error));
    }
    setActing(false);
    await again();
  };
  return (
    <li className="flex flex-col gap-3 px-4 py-3.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="min-w-0 grow font-medium tabular-nums">{number.number}</p>
        {number.isDefault ? <Mark tone="good">{say('numbers.default')}</Mark> : null}
        {number.isDefault || number.destination.kind === 'fin' ? null : (
          <Button
            size="small"
            disabled={isActing}
            aria-label={say('numbers.makeDefaultOne', { number: number.number })}
            onClick={() => void edit({ isDefault: true }, say('numbers.isDefault'))}
          >
            {say('numbers.makeDefault')}
          </Button>
        )}
        <Button
          size="small"
          aria-label={say('numbers.releaseOne', { number: number.number })}
          onClick={() => setAsking(true)}
        >
          {say('numbers.release')}
        </Button>
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <DestinationField
          label={say('numbers.goTo')}
          aria-label={say('numbers.callsOf', { number: number.number })}
          all={all}
          disabled={isActing}
          destination={number.destination}
          choose={(destination) => void edit({ destination }, say('numbers.goThere'))}
          error={null}
        />
        {all.trunks.length === 0 ? null : (
          <TrunkField
            label={say('numbers.trunk')}
            aria-label={say('numbers.trunkOf', { number: number.number })}
            all={all}
            disabled={isActing}
            trunkId={number.trunkId}
            choose={(trunkId) => void edit({ trunkId }, say('numbers.atTrunk'))}
            error={null}
          />
        )}
      </div>
      <Confirm
        title={say('numbers.releaseTitle', { number: number.number })}
        description={say('numbers.releaseAbout')}
        word={say('numbers.release')}
        isOpen={isAsking}
        close={() => setAsking(false)}
        run={async () => {
          await releaseNumber(number.id);
          await again();
        }}
      />
    </li>
  );
}
