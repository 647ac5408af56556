/** Of whom a second factor is required. */
import { useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactElement } from 'react';
import { SECOND_FACTOR_RULES } from '#domain/directory/second-factor-rule.ts';
import type { SecondFactorRule } from '#domain/directory/second-factor-rule.ts';
import { announce } from '../frame/announcer.tsx';
import { ChoiceField } from '../parts/field.tsx';
import { say } from '../parts/language.ts';
import { LeaveGuard } from '../parts/leave-guard.tsx';
import { SaveRow } from '../parts/save-row.tsx';
import { useForm } from '../parts/use-form.ts';
import { changeWorkspace, workspaceQuery } from './workspace/workspace-query.ts';

/** The form. */
export function SecondFactorRuleForm({ rule }: { readonly rule: SecondFactorRule }): ReactElement {
  const queries = useQueryClient();
  const form = useForm({ second_factor: rule });
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const isSaved = await form.submit(async ({ changes }) => {
      const { second_factor } = await changeWorkspace(changes);
      return { second_factor };
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
      <SaveRow form={form} />
      <LeaveGuard isDirty={form.isDirty} />
    </form>
  );
}
