/** A new trunk: whose it is, and what only its customer knows. Everything else begins as the provider documents it. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { FormEvent, ReactElement } from 'react';
import { PRESET_FACTS } from '#domain/directory/trunk-presets.ts';
import { TRUNK_PRESETS } from '#domain/directory/trunk.ts';
import { announce } from '../../frame/announcer.tsx';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { ChoiceField, TextField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import { useForm } from '../../parts/use-form.ts';
import type { NewTrunk } from './trunks-query.ts';
import { addTrunk, trunksQuery } from './trunks-query.ts';

type Asked = Pick<NewTrunk, 'name' | 'preset'> & {
  readonly host: string;
  readonly username: string;
  readonly password: string;
};

const BEGIN: Asked = { name: 'Twilio', preset: 'twilio', host: '', username: '', password: '' };

/** The dialog; the trunk's own page opens once it is made. */
export function NewTrunkDialog({
  isOpen,
  close,
}: {
  readonly isOpen: boolean;
  readonly close: () => void;
}): ReactElement {
  return (
    <Dialog title={say('trunks.new')} description={say('trunks.newAbout')} isOpen={isOpen} close={close}>
      <NewTrunkForm close={close} />
    </Dialog>
  );
}

function NewTrunkForm({ close }: { readonly close: () => void }): ReactElement {
  const form = useForm<Asked>(BEGIN);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { value, set, faultAt } = form;
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    let id = 0;
    const isAdded = await form.submit(async ({ value: asked }) => {
      ({ id } = await addTrunk(trunkOf(asked)));
      return BEGIN;
    });
    if (!isAdded) return;
    announce(say('trunks.added'));
    close();
    await queries.invalidateQueries(trunksQuery);
    await navigate({ to: '/settings/trunks/$id', params: { id: String(id) } });
  };
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void add(event)}>
      <ProviderField value={value} set={set} />
      <TextField
        label={say('profile.name')}
        maxLength={100}
        value={value.name}
        error={faultAt('/name')}
        onChange={({ target }) => set({ name: target.value })}
      />
      <TextField
        label={say('trunks.host')}
        autoComplete="off"
        spellCheck={false}
        placeholder={PRESET_FACTS[value.preset].hostExample}
        value={value.host}
        error={faultAt('/host')}
        onChange={({ target }) => set({ host: target.value.trim() })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={say('trunks.username')}
          autoComplete="off"
          spellCheck={false}
          value={value.username}
          error={faultAt('/username')}
          onChange={({ target }) => set({ username: target.value })}
        />
        <TextField
          label={say('mail.password')}
          type="password"
          autoComplete="new-password"
          value={value.password}
          error={faultAt('/password')}
          onChange={({ target }) => set({ password: target.value })}
        />
      </div>
      {form.fault === null || form.faultAt('') !== null ? null : (
        <p role="alert" className="text-sm text-danger-ink">
          {form.fault}
        </p>
      )}
      <Button type="submit" look="lead" size="large" disabled={form.isSending}>
        {say(form.isSending ? 'trunks.adding' : 'trunks.add')}
      </Button>
    </form>
  );
}

function ProviderField({
  value,
  set,
}: {
  readonly value: Asked;
  readonly set: (change: Partial<Asked>) => void;
}): ReactElement {
  return (
    <ChoiceField
      label={say('trunks.provider')}
      help={say(`trunks.presetAbout.${value.preset}`)}
      value={value.preset}
      onChange={({ target }) => {
        const preset = TRUNK_PRESETS.find((each) => each === target.value) ?? 'pbx';
        // A name that was not chosen by hand follows the provider.
        const isOwn = TRUNK_PRESETS.every((each) => value.name !== wordOf(each));
        set({ preset, host: PRESET_FACTS[preset].settings.host, ...(isOwn ? {} : { name: wordOf(preset) }) });
      }}
    >
      {TRUNK_PRESETS.map((preset) => (
        <option key={preset} value={preset}>
          {say(`trunks.preset.${preset}`)}
        </option>
      ))}
    </ChoiceField>
  );
}

/** What a trunk of the preset is called until it is called otherwise. */
function wordOf(preset: Asked['preset']): string {
  const words = {
    twilio: 'Twilio',
    vonage: 'Vonage',
    telnyx: 'Telnyx',
    signalwire: 'SignalWire',
    registering: say('trunks.providerName'),
    pbx: say('trunks.pbxName'),
  } as const satisfies Record<Asked['preset'], string>;
  return words[preset];
}

function trunkOf({ name, preset, host, username, password }: Asked): NewTrunk {
  return {
    name,
    preset,
    ...(host === '' ? {} : { host }),
    username: username === '' ? null : username,
    password: password === '' ? null : password,
  };
}
