/** The workspace itself: its name, and where its people are. For administrators. */
import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import type { ReactElement } from 'react';
import type { WorkspaceView } from '#realtime/agent/workspace-protocol.ts';
import { TextField } from '../../parts/field.tsx';
import { Filled } from '../../parts/filled.tsx';
import { say } from '../../parts/language.ts';
import { Skeleton, Trouble } from '../../parts/states.tsx';
import { useTitle } from '../../parts/title.ts';
import { DemoSection } from './demo-section.tsx';
import { ExportSection } from './export-section.tsx';
import { HandOverForm } from './hand-over-form.tsx';
import { SecondFactorRuleForm } from './second-factor-rule-form.tsx';
import { SettingForm } from './setting-form.tsx';
import { workspaceQuery } from './workspace-query.ts';

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
      {workspace.isSuccess ? <SecondFactorRuleForm opened={workspace.data} /> : null}
      {workspace.isSuccess ? <ExportSection /> : null}
      {workspace.isSuccess ? <HandOverForm opened={workspace.data} /> : null}
      {workspace.data?.has_demo === true ? <DemoSection /> : null}
    </div>
  );
}

function Fields({ opened }: { readonly opened: WorkspaceView }): ReactElement {
  return (
    <SettingForm opened={opened} settingsOf={({ name, time_zone }) => ({ name, time_zone })}>
      {(form) => (
        <>
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
              gaps={{ page: <CallerPageLink slug={opened.subdomain} />, user: <code>{opened.subdomain}</code> }}
            />
          </p>
        </>
      )}
    </SettingForm>
  );
}

function CallerPageLink({ slug }: { readonly slug: string }): ReactElement {
  return (
    <a className="inline-flex items-center gap-1 underline" href={`/w/${slug}`} target="_blank">
      /w/{slug}
      <ExternalLink aria-hidden className="size-3.5" />
    </a>
  );
}
