/** Of whom a second factor is required. */
import type { ReactElement } from 'react';
import { SECOND_FACTOR_RULES } from '#domain/directory/second-factor-rule.ts';
import type { WorkspaceView } from '#realtime/agent/workspace-protocol.ts';
import { ChoiceField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import { SettingForm } from './setting-form.tsx';

/** The form. */
export function SecondFactorRuleForm({ opened }: { readonly opened: WorkspaceView }): ReactElement {
  return (
    <SettingForm opened={opened} settingsOf={({ second_factor }) => ({ second_factor })}>
      {(form) => (
        <ChoiceField
          label={say('factor.rule.label')}
          help={say('factor.rule.help')}
          value={form.value.second_factor}
          onChange={({ target }) => {
            const chosen = SECOND_FACTOR_RULES.find((each) => each === target.value);
            if (chosen !== undefined) form.set({ second_factor: chosen });
          }}
          error={form.faultAt('/second_factor')}
        >
          {SECOND_FACTOR_RULES.map((each) => (
            <option key={each} value={each}>
              {say(`factor.rule.${each}`)}
            </option>
          ))}
        </ChoiceField>
      )}
    </SettingForm>
  );
}
