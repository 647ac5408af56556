/** The workspace itself: its name, and where its people are. For administrators. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import type { FormEvent, ReactElement } from 'react';
import type { WorkspaceView } from '#realtime/agent/workspace-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { TextField } from '../../parts/field.tsx';
import { Filled } from '../../parts/filled.tsx';
import { say } from '../../parts/language.ts';
import { LeaveGuard } from '../../parts/leave-guard.tsx';
import { SaveRow } from '../../parts/save-row.tsx';
import { Skeleton, Trouble } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { useForm } from '../../parts/use-form.ts';
import { meQuery } from '../../sign-in/session.ts';
import { DemoSection } from './demo-section.tsx';
import { ExportSection } from './export-section.tsx';
import { HandOverForm } from './hand-over-form.tsx';
import { SecondFactorRuleForm } from '../second-factor-rule-form.tsx';
import { changeWorkspace, workspaceQuery } from './workspace-query.ts';

const ZONES = Intl.supportedValuesOf('timeZone');

/** The page. */
export function WorkspacePage(): ReactElement {
  useTitle(say('settings.section.workspace'));
  const workspace = useQuery(workspaceQuery);
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-5 p-4 sm:p-6 lg:p-8">
      <h1 className="text-2xl font-semibold">{say('settings.section.workspace')}</h1>
      {workspace.isPending ? <Skeleton rows={3} label={say('workspace.loading')} /> : null}
      {workspace.isError ? (
        <Trouble title={say('workspace.trouble')} error={workspace.error} again={() => void workspace.refetch()} />
      ) : null}
      {workspace.isSuccess ? <Fields opened={workspace.data} /> : null}
      {workspace.isSuccess ? <SecondFactorRuleForm rule={workspace.data.second_factor} /> : null}
      {workspace.isSuccess ? <ExportSection /> : null}
      {workspace.isSuccess ? <HandOverForm opened={workspace.data} /> : null}
      {workspace.data?.has_demo === true ? <DemoSection /> : null}
    </div>
  );
}

function Fields({ opened }: { readonly opened: WorkspaceView }): ReactElement {
  const queries = useQueryClient();
  const form = useForm({ name: opened.name, time_zone: opened.time_zone });
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const isSaved = await form.submit(async ({ changes }) => {
      const { name, time_zone } = await changeWorkspace(changes);
      return { name, time_zone };
    });
    if (!isSaved) return;
    announce(say('workspace.savedSaid'));
    await Promise.all([queries.invalidateQueries(workspaceQuery), queries.invalidateQueries(meQuery)]);
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-5 rounded-2xl border border-line bg-surface p-5 shadow-shade"
      onSubmit={(event) => void save(event)}
    >
      <TextField
        label={say('profile.name')}
        help={say('workspace.nameHelp')}
        maxLength={200}
        value={form.value.name}
        onChange={({ target }) => form.set({ name: target.value })}
        error={form.faultAt('/name')}
      />
      <TextField
        label={say('workspace.zone')}
        help={say('workspace.zoneHelp')}
        list="workspace-zones"
        value={form.value.time_zone}
        onChange={({ target }) => form.set({ time_zone: target.value })}
        error={form.faultAt('/time_zone')}
      />
      <datalist id="workspace-zones">
        {ZONES.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <p className="text-sm text-quiet">
        <Filled
          says={(gap) => say('workspace.ways', { page: gap('page'), user: gap('user') })}
          gaps={{
            page: (
              <a className="inline-flex items-center gap-1 underline" href={`/w/${opened.subdomain}`} target="_blank">
                /w/{opened.subdomain}
                <ExternalLink aria-hidden className="size-3.5" />
              </a>
            ),
            user: <code>{opened.subdomain}</code>,
          }}
        />
      </p>
      <SaveRow form={form} />
      <LeaveGuard isDirty={form.isDirty} />
    </form>
  );
}
