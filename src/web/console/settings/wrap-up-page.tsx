/**
 * What follows a call, and what agents call themselves: how long agents have, and what they choose from. For
 * administrators.
 */
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { OwnStatus } from '#domain/directory/own-statuses.ts';
import type { WrapUpRules } from '#domain/directory/wrap-up-rules.ts';
import { announce } from '../frame/announcer.tsx';
import { Button } from '../parts/button.tsx';
import { say } from '../parts/language.ts';
import { LeaveGuard } from '../parts/leave-guard.tsx';
import type { FieldFault } from '../parts/request.ts';
import { fieldFaults, getJson, sendJson, sentenceOf } from '../parts/request.ts';
import { Skeleton, Trouble } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';
import { StatusFields } from './status-fields.tsx';
import { cleanedRules, WrapUpFields } from './wrap-up-fields.tsx';

/** What the server keeps. */
type Stored = WrapUpRules & { readonly statuses: readonly OwnStatus[] };

const wrapUpQuery = queryOptions({
  queryKey: ['wrap-up'],
  queryFn: async () => getJson<Stored>('/app/wrap-up.json'),
});

/** The page. */
export function WrapUpPage(): ReactElement {
  useTitle(say('settings.section.wrap-up'));
  const rules = useQuery(wrapUpQuery);
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <h1 className="text-2xl font-semibold">{say('settings.section.wrap-up')}</h1>
      <div className="rounded-2xl border border-line bg-surface p-5 shadow-shade">
        {rules.isPending ? <Skeleton rows={4} label={say('wrapUp.loading')} /> : null}
        {rules.isError ? (
          <Trouble title={say('wrapUp.trouble')} error={rules.error} again={() => void rules.refetch()} />
        ) : null}
        {rules.data === undefined ? null : <Form stored={rules.data} />}
      </div>
    </div>
  );
}

/** What is typed, what is wrong with it, and how it is saved. */
function useWrapUpForm(stored: Stored) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState(stored);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const change = (next: Partial<Stored>): void => setTyped((before) => ({ ...before, ...next }));
  const isDirty = JSON.stringify(typed) !== JSON.stringify(stored);

  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setSaving(true);
    setFaults([]);
    setFailure(null);
    try {
      const saved = await sendJson<Stored>('PATCH', '/app/wrap-up.json', cleanedRules(typed));
      queries.setQueryData(wrapUpQuery.queryKey, saved);
      setTyped(saved);
      announce(say('workspace.savedSaid'));
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
  // A time that is no number is refused as a whole.
  const secondsFault = typed.seconds === null ? null : failure;
  return (
    <form className="flex flex-col gap-5" onSubmit={(event) => void save(event)}>
      <LeaveGuard isDirty={isDirty} />
      <WrapUpFields
        rules={typed}
        change={change}
        faultIn={(field) => (field === 'seconds' ? secondsFault : null) ?? faultIn(faults, field, cleanedRules(typed))}
      />
      <StatusFields statuses={typed.statuses} change={(statuses) => change({ statuses })} faults={faults} />
      {failure !== null && secondsFault === null ? (
        <p role="alert" className="text-sm text-danger-ink">
          {failure}
        </p>
      ) : null}
      <Button type="submit" look="lead" size="large" className="self-start" disabled={isSaving || !isDirty}>
        {say(isSaving ? 'common.saving' : 'common.save')}
      </Button>
    </form>
  );
}

/** What is wrong with a field, with the line that it is about. */
function faultIn(
  faults: readonly FieldFault[],
  field: 'seconds' | 'dispositions' | 'tags',
  rules: WrapUpRules,
): string | null {
  const fault = faults.find(({ pointer }) => pointer === `/${field}` || pointer.startsWith(`/${field}/`));
  if (fault === undefined) return null;
  if (field === 'seconds') return say('wrapUp.timeFault', { fault: fault.detail });
  const line = rules[field][Number(fault.pointer.split('/')[2] ?? Number.NaN)];
  return line === undefined
    ? say('wrapUp.listFault', { fault: fault.detail })
    : say('wrapUp.lineFault', { line, fault: fault.detail });
}
