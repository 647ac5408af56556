/**
 * What follows a call, and what agents call themselves: how long agents have, and what they choose from. For
 * administrators.
 */
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { OwnStatus } from '#domain/directory/own-statuses.ts';
import type { WrapUpRules } from '#domain/directory/wrap-up-rules.ts';
import { MAX_DISPOSITIONS, MAX_TAGS, MAX_WRAP_UP_SECONDS } from '#domain/directory/wrap-up-rules.ts';
import { announce } from '../frame/announcer.tsx';
import { Button } from '../parts/button.tsx';
import { AreaField, CheckField, NumberField } from '../parts/field.tsx';
import { LeaveGuard } from '../parts/leave-guard.tsx';
import type { FieldFault } from '../parts/request.ts';
import { fieldFaults, getJson, sendJson, sentenceOf } from '../parts/request.ts';
import { Skeleton, Trouble } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';
import { StatusFields } from './status-fields.tsx';

/** What the server keeps. */
type Stored = WrapUpRules & { readonly statuses: readonly OwnStatus[] };

const wrapUpQuery = queryOptions({
  queryKey: ['wrap-up'],
  queryFn: async () => getJson<Stored>('/app/wrap-up.json'),
});

/** The page. */
export function WrapUpPage(): ReactElement {
  useTitle('Statuses and wrap-up');
  const rules = useQuery(wrapUpQuery);
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <h1 className="text-2xl font-semibold">Statuses and wrap-up</h1>
      <div className="rounded-2xl border border-line bg-surface p-5 shadow-shade">
        {rules.isPending ? <Skeleton rows={4} label="Loading the rules" /> : null}
        {rules.isError ? (
          <Trouble title="Couldn’t load the rules" error={rules.error} again={() => void rules.refetch()} />
        ) : null}
        {rules.data === undefined ? null : <Form stored={rules.data} />}
      </div>
    </div>
  );
}

/** The rules as they are typed: a name a line. */
type Typed = {
  readonly seconds: number | null;
  readonly isEndless: boolean;
  readonly isRequired: boolean;
  readonly dispositions: string;
  readonly tags: string;
  readonly statuses: readonly OwnStatus[];
};

function typedOf({ seconds, dispositions, isDispositionRequired, tags, statuses }: Stored): Typed {
  return {
    seconds: seconds ?? 60,
    isEndless: seconds === null,
    isRequired: isDispositionRequired,
    dispositions: dispositions.join('\n'),
    tags: tags.join('\n'),
    statuses,
  };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** What is typed, what is wrong with it, and how it is saved. */
function useWrapUpForm(stored: Stored) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState(() => typedOf(stored));
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const change = (next: Partial<Typed>): void => setTyped((before) => ({ ...before, ...next }));
  const isDirty = JSON.stringify(typed) !== JSON.stringify(typedOf(stored));

  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setSaving(true);
    setFaults([]);
    setFailure(null);
    try {
      const saved = await sendJson<Stored>('PATCH', '/app/wrap-up.json', {
        seconds: typed.isEndless ? null : typed.seconds,
        dispositions: linesOf(typed.dispositions),
        isDispositionRequired: typed.isRequired,
        tags: linesOf(typed.tags),
        statuses: typed.statuses,
      });
      queries.setQueryData(wrapUpQuery.queryKey, saved);
      setTyped(typedOf(saved));
      announce('Saved.');
    } catch (error) {
      setFaults(fieldFaults(error));
      if (fieldFaults(error).length === 0) setFailure(sentenceOf(error));
    }
    setSaving(false);
  };
  return { typed, change, faults, failure, isSaving, isDirty, save };
}

function Form({ stored }: { readonly stored: Stored }): ReactElement {
  const { typed, change, faults, failure, isSaving, isDirty, save } = useWrapUpForm(stored);
  return (
    <form className="flex flex-col gap-5" onSubmit={(event) => void save(event)}>
      <LeaveGuard isDirty={isDirty} />
      <CheckField
        label="Agents finish it themselves"
        help="Without it, wrap-up ends by itself after the time below."
        checked={typed.isEndless}
        onChange={({ target }) => change({ isEndless: target.checked })}
      />
      {typed.isEndless ? null : (
        <NumberField
          label="Time after a call, in seconds"
          help="0: agents are available at once."
          min={0}
          max={MAX_WRAP_UP_SECONDS}
          required
          value={typed.seconds}
          change={(seconds) => change({ seconds })}
          error={failure}
        />
      )}
      <AreaField
        label="Dispositions"
        help={`What a call came to, one a line; ${MAX_DISPOSITIONS} at most. Calls keep what they have when you change the list.`}
        rows={6}
        value={typed.dispositions}
        onChange={({ target }) => change({ dispositions: target.value })}
        error={faultIn(faults, 'dispositions', linesOf(typed.dispositions))}
      />
      <CheckField
        label="A disposition is required"
        help="Wrap-up does not end without one, however much time has passed."
        checked={typed.isRequired}
        onChange={({ target }) => change({ isRequired: target.checked })}
      />
      <AreaField
        label="Tags"
        help={`One a line; ${MAX_TAGS} at most. Agents mark a call with any number of them.`}
        rows={6}
        value={typed.tags}
        onChange={({ target }) => change({ tags: target.value })}
        error={faultIn(faults, 'tags', linesOf(typed.tags))}
      />
      <StatusFields statuses={typed.statuses} change={(statuses) => change({ statuses })} faults={faults} />
      {failure !== null && typed.isEndless ? (
        <p role="alert" className="text-sm text-danger-ink">
          {failure}
        </p>
      ) : null}
      <Button type="submit" look="lead" size="large" className="self-start" disabled={isSaving || !isDirty}>
        {isSaving ? 'Saving…' : 'Save'}
      </Button>
    </form>
  );
}

/** What is wrong with a list, with the line that it is about. */
function faultIn(faults: readonly FieldFault[], list: string, lines: readonly string[]): string | null {
  const fault = faults.find(({ pointer }) => pointer === `/${list}` || pointer.startsWith(`/${list}/`));
  if (fault === undefined) return null;
  const line = lines[Number(fault.pointer.split('/')[2] ?? Number.NaN)];
  return line === undefined ? `The list ${fault.detail}.` : `“${line}” ${fault.detail}.`;
}
