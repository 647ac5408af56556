/** The queue to which callers of the voice agent move on who want a person. */
import { useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactElement } from 'react';
import type { WorkspaceView } from '#realtime/agent/workspace-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { ChoiceField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import { LeaveGuard } from '../../parts/leave-guard.tsx';
import { SaveRow } from '../../parts/save-row.tsx';
import { useForm } from '../../parts/use-form.ts';
import { changeWorkspace, workspaceQuery } from './workspace-query.ts';

/** The form. */
export function HandOverForm({
  opened: { hand_over_menu_id: chosen, queues },
}: {
  readonly opened: Pick<WorkspaceView, 'hand_over_menu_id' | 'queues'>;
}): ReactElement {
  const queries = useQueryClient();
  const form = useForm({ hand_over_menu_id: chosen });
  const { hand_over_menu_id: wanted } = form.value;
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const isSaved = await form.submit(async ({ changes }) => {
      const { hand_over_menu_id } = await changeWorkspace(changes);
      return { hand_over_menu_id };
    });
    if (!isSaved) return;
    announce(say('workspace.savedSaid'));
    await queries.invalidateQueries(workspaceQuery);
  };
  return (
    <form
      className="flex flex-col gap-5 rounded-2xl border border-line bg-surface p-5 shadow-shade"
      onSubmit={(event) => void save(event)}
    >
      <ChoiceField
        label={say('workspace.handOver')}
        help={say('workspace.handOverHelp')}
        value={wanted ?? ''}
        onChange={({ target }) => form.set({ hand_over_menu_id: target.value === '' ? null : Number(target.value) })}
        error={form.faultAt('/hand_over_menu_id')}
      >
        <option value="">{say('workspace.handOverDefault')}</option>
        {queues.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        {wanted === null || queues.some(({ id }) => id === wanted) ? null : (
          <option value={wanted}>{say('numbers.gone')}</option>
        )}
      </ChoiceField>
      <SaveRow form={form} />
      <LeaveGuard isDirty={form.isDirty} />
    </form>
  );
}
