/** The account that sends text messages, where the trunk's provider does. */
import type { ReactElement } from 'react';
import { PRESET_FACTS } from '#domain/directory/trunk-presets.ts';
import type { TrunkView } from '#realtime/agent/trunks-protocol.ts';
import { TextField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import type { Form } from '../../parts/use-form.ts';
import { Section } from '../menus/section.tsx';
import type { TrunkEdit } from './trunk-fields.tsx';

/** Nothing for providers that send none. */
export function TextMessageFields({
  form,
  trunk,
}: {
  readonly form: Form<TrunkEdit>;
  readonly trunk: TrunkView;
}): ReactElement | null {
  const { value, set, faultAt } = form;
  const { text } = PRESET_FACTS[value.preset];
  if (text === null) return null;
  return (
    <Section title={say('trunks.text')} about={say('trunks.textAbout')}>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={text.account}
          spellCheck={false}
          autoComplete="off"
          value={value.text_account ?? ''}
          error={faultAt('/text_account')}
          onChange={({ target }) => set({ text_account: target.value.trim() === '' ? null : target.value.trim() })}
        />
        <TextField
          label={text.secret}
          type="password"
          autoComplete="new-password"
          placeholder={trunk.has_text_secret ? say('trunks.kept') : ''}
          value={value.text_secret}
          error={faultAt('/text_secret')}
          onChange={({ target }) => set({ text_secret: target.value })}
        />
      </div>
    </Section>
  );
}
