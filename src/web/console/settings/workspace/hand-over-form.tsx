/** The queue to which callers of the voice agent move on who want a person. */
import type { ReactElement } from 'react';
import type { WorkspaceView } from '#realtime/agent/workspace-protocol.ts';
import { ChoiceField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import { SettingForm } from './setting-form.tsx';

/** The form. */
export function HandOverForm({ opened }: { readonly opened: WorkspaceView }): ReactElement {
  const { queues } = opened;
  return (
    <SettingForm opened={opened} settingsOf={({ hand_over_menu_id }) => ({ hand_over_menu_id })}>
      {({ value: { hand_over_menu_id: wanted }, set, faultAt }) => (
        <ChoiceField
          label={say('workspace.handOver')}
          help={say('workspace.handOverHelp')}
          value={wanted ?? ''}
          onChange={({ target }) => set({ hand_over_menu_id: target.value === '' ? null : Number(target.value) })}
          error={faultAt('/hand_over_menu_id')}
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
      )}
    </SettingForm>
  );
}
