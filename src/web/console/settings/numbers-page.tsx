/** The workspace's phone numbers. For administrators. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Phone } from 'lucide-react';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { NewNumber, NumberView } from '#realtime/agent/lines-protocol.ts';
import { announce } from '../frame/announcer.tsx';
import { Button } from '../parts/button.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { ChoiceField, TextField } from '../parts/field.tsx';
import { Mark } from '../parts/mark.tsx';
import { notify } from '../parts/notice.tsx';
import { sentenceOf } from '../parts/request.ts';
import { Empty, Skeleton, Trouble } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';
import { useForm } from '../parts/use-form.ts';
import { addNumber, makeDefault, numbersQuery, releaseNumber } from './lines-query.ts';

const LINE_WORDS = { queue: 'People answer', fin: 'Fin answers' } as const;
const NOTHING: NewNumber = { number: '', line: 'queue' };

/** The page. */
export function NumbersPage(): ReactElement {
  useTitle('Numbers');
  const list = useQuery(numbersQuery);
  const queries = useQueryClient();
  const again = async (): Promise<void> => queries.invalidateQueries(numbersQuery);
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <div>
        <h1 className="text-2xl font-semibold">Numbers</h1>
        <p className="mt-1 text-sm text-quiet">
          What callers dial, and what called people see. The simulator carries them: no telephone rings yet.
        </p>
      </div>
      <Add added={again} />
      <div className="overflow-hidden rounded-2xl border border-line bg-surface shadow-shade">
        {list.isPending ? <Skeleton rows={3} label="Loading the numbers" /> : null}
        {list.isError ? (
          <Trouble title="Couldn’t load the numbers" error={list.error} again={() => void list.refetch()} />
        ) : null}
        {list.isSuccess && list.data.numbers.length === 0 ? (
          <Empty icon={<Phone />} title="No numbers yet">
            Outgoing calls need one: add the number that people should see.
          </Empty>
        ) : null}
        <ul aria-label="Numbers" className="divide-y divide-line">
          {(list.data?.numbers ?? []).map((number) => (
            <Line key={number.id} number={number} again={again} />
          ))}
        </ul>
      </div>
    </div>
  );
}

function Add({ added }: { readonly added: () => Promise<void> }): ReactElement {
  const form = useForm<NewNumber>(NOTHING);
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const isAdded = await form.submit(async ({ value }) => {
      await addNumber(value);
      return NOTHING;
    });
    if (!isAdded) return;
    announce('Number added.');
    await added();
  };
  return (
    <form
      noValidate
      className="grid gap-4 rounded-2xl border border-line bg-surface p-5 shadow-shade sm:grid-cols-[1fr_12rem_auto] sm:items-start"
      onSubmit={(event) => void add(event)}
    >
      <TextField
        label="Number"
        type="tel"
        inputMode="tel"
        autoComplete="off"
        placeholder="+1 339-219-5276"
        value={form.value.number}
        onChange={({ target }) => form.set({ number: target.value })}
        error={form.faultAt('/number')}
      />
      <ChoiceField
        label="Line"
        value={form.value.line}
        onChange={({ target }) => form.set({ line: target.value === 'fin' ? 'fin' : 'queue' })}
        error={form.faultAt('/line')}
      >
        <option value="queue">{LINE_WORDS.queue}</option>
        <option value="fin">{LINE_WORDS.fin}</option>
      </ChoiceField>
      <Button type="submit" look="lead" className="sm:mt-6.5" disabled={form.isSending || form.value.number === ''}>
        Add
      </Button>
    </form>
  );
}

function Line({ number, again }: { readonly number: NumberView; readonly again: () => Promise<void> }): ReactElement {
  const [isAsking, setAsking] = useState(false);
  const [isActing, setActing] = useState(false);
  const choose = async (): Promise<void> => {
    setActing(true);
    await makeDefault(number.id).catch((error: unknown) => notify(sentenceOf(error)));
    setActing(false);
    await again();
  };
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
      <div className="min-w-0 grow">
        <p className="font-medium tabular-nums">{number.number}</p>
        <p className="text-sm text-quiet">{LINE_WORDS[number.line]}</p>
      </div>
      {number.isDefault ? <Mark tone="good">Default</Mark> : null}
      {number.isDefault || number.line === 'fin' ? null : (
        <Button
          size="small"
          disabled={isActing}
          aria-label={`Make ${number.number} the default`}
          onClick={() => void choose()}
        >
          Make default
        </Button>
      )}
      <Button size="small" aria-label={`Release ${number.number}`} onClick={() => setAsking(true)}>
        Release
      </Button>
      <Confirm
        title={`Release ${number.number}?`}
        description="Calls to it reach this workspace no longer, and no one can dial from it. Calls that were made stay as they are."
        word="Release"
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
