/** Some settings of the workspace that are saved together: a card with their fields, what is wrong, and Save. */
import { useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactElement, ReactNode } from 'react';
import type { WorkspaceForm, WorkspaceView } from '#realtime/agent/workspace-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { say } from '../../parts/language.ts';
import { LeaveGuard } from '../../parts/leave-guard.tsx';
import { SaveRow } from '../../parts/save-row.tsx';
import type { Form } from '../../parts/use-form.ts';
import { useForm } from '../../parts/use-form.ts';
import { meQuery } from '../../sign-in/session.ts';
import { changeWorkspace, workspaceQuery } from './workspace-query.ts';

/** The card. `settingsOf`: those that it is about; `children` draws their fields. */
export function SettingForm<Name extends keyof WorkspaceForm>({
  opened,
  settingsOf,
  children,
}: {
  readonly opened: WorkspaceView;
  readonly settingsOf: (workspace: WorkspaceView) => Pick<WorkspaceForm, Name>;
  readonly children: (form: Form<Pick<WorkspaceForm, Name>>) => ReactNode;
}): ReactElement {
  const queries = useQueryClient();
  const form = useForm(settingsOf(opened));
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const isSaved = await form.submit(async ({ changes }) => settingsOf(await changeWorkspace(changes)));
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
      {children(form)}
      <SaveRow form={form} />
      <LeaveGuard isDirty={form.isDirty} />
    </form>
  );
}
