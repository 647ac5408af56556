/** What all trunks together may be used for. */
import { useQuery } from '@tanstack/react-query';
import type { FormEvent, ReactElement } from 'react';
import type { TrunkLimitsForm } from '#realtime/agent/trunks-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { say } from '../../parts/language.ts';
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
  if (limits.isPending) return <Skeleton rows={3} label={say('trunks.allLimitsLoading')} />;
  if (limits.isError)
    return <Trouble title={say('trunks.allLimitsTrouble')} error={limits.error} again={() => void limits.refetch()} />;
  return <Fields opened={limits.data} />;
}

function Fields({ opened }: { readonly opened: TrunkLimitsForm }): ReactElement {
  const form = useForm(opened);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await form.submit(async ({ changes }) => changeLimits(changes))) announce(say('workspace.savedSaid'));
  };
  return (
    <form noValidate onSubmit={(event) => void save(event)}>
      <Section title={say('trunks.allLimits')} about={say('trunks.allLimitsAbout')}>
        <Limits
          value={form.value}
          countriesHelp={say('trunks.countriesAll')}
          faultAt={(name) => form.faultAt(`/${name}`)}
          change={form.set}
        />
        <SaveRow form={form} word={say('trunks.allLimitsSave')} />
      </Section>
      <LeaveGuard isDirty={form.isDirty} />
    </form>
  );
}
