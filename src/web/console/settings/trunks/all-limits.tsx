/** What all trunks together may be used for. */
import { useQuery } from '@tanstack/react-query';
import type { FormEvent, ReactElement } from 'react';
import type { TrunkLimitsForm } from '#realtime/agent/trunks-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { LeaveGuard } from '../../parts/leave-guard.tsx';
import { SaveRow } from '../../parts/save-row.tsx';
import { Skeleton, Trouble } from '../../parts/states.tsx';
import { useForm } from '../../parts/use-form.ts';
import { Section } from '../menus/section.tsx';
import { Limits } from './limit-fields.tsx';
import { changeLimits, limitsQuery } from './trunks-query.ts';

/** The section below the list. */
export function AllLimits(): ReactElement {
  const limits = useQuery(limitsQuery);
  if (limits.isPending) return <Skeleton rows={3} label="Loading the limits" />;
  if (limits.isError)
    return <Trouble title="Couldn’t load the limits" error={limits.error} again={() => void limits.refetch()} />;
  return <Fields opened={limits.data} />;
}

function Fields({ opened }: { readonly opened: TrunkLimitsForm }): ReactElement {
  const form = useForm(opened);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await form.submit(async ({ changes }) => changeLimits(changes))) announce('Saved.');
  };
  return (
    <form noValidate onSubmit={(event) => void save(event)}>
      <Section
        title="Limits of all trunks together"
        about="They hold besides those of each trunk, for calls that go out."
      >
        <Limits
          value={form.value}
          others="those of your own numbers"
          faultAt={(name) => form.faultAt(`/${name}`)}
          change={form.set}
        />
        <SaveRow form={form} word="Save limits" />
      </Section>
      <LeaveGuard isDirty={form.isDirty} />
    </form>
  );
}
