/** The sign-in provider: set, changed, removed. */
import { useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { DefaultRole } from '#domain/identity/provider.ts';
import { DEFAULT_ROLES, MAX_PROVIDER_NAME } from '#domain/identity/provider.ts';
import type { ProviderForm as Wire, ProviderSettingsView, ProviderView } from '#realtime/agent/provider-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { CheckField, ChoiceField, TextField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import { LeaveGuard } from '../../parts/leave-guard.tsx';
import { SaveRow } from '../../parts/save-row.tsx';
import type { Form } from '../../parts/use-form.ts';
import { useForm } from '../../parts/use-form.ts';
import { waysQuery } from '../../sign-in/ways.ts';
import { roleWords } from '../roles.ts';
import { providerQuery, putProvider, removeProvider } from './provider-query.ts';

/** What is typed. `client_secret`: empty leaves the one that is kept. `domains`: with commas or spaces between. */
type Typed = Omit<Wire, 'domains' | 'client_secret'> & { readonly domains: string; readonly client_secret: string };

/** The form. */
export function ProviderForm({ opened }: { readonly opened: ProviderSettingsView }): ReactElement {
  const queries = useQueryClient();
  const form = useForm<Typed>(typedOf(opened.provider));
  const [isRemoving, setRemoving] = useState(false);
  const keep = async (kept: ProviderSettingsView): Promise<void> => {
    queries.setQueryData(providerQuery.queryKey, kept);
    await queries.invalidateQueries(waysQuery);
  };
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const isSaved = await form.submit(async ({ value }) => {
      const kept = await putProvider(wireOf(value));
      await keep(kept);
      return typedOf(kept.provider);
    });
    if (isSaved) announce(say('workspace.savedSaid'));
  };
  const remove = async (): Promise<void> => {
    await keep(await removeProvider());
    announce(say('provider.removed'));
  };
  return (
    <form noValidate className="flex flex-col gap-5" onSubmit={(event) => void save(event)}>
      <ClientFields form={form} callback={opened.callback} hasSecret={opened.provider !== null} />
      <PeopleFields form={form} />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <SaveRow form={form} />
        {opened.provider === null ? null : (
          <Button look="quiet" onClick={() => setRemoving(true)}>
            {say('provider.removeDots')}
          </Button>
        )}
      </div>
      <LeaveGuard isDirty={form.isDirty} />
      <Confirm
        title={say('provider.removeTitle')}
        description={say('provider.removeAbout')}
        word={say('provider.remove')}
        isOpen={isRemoving}
        close={() => setRemoving(false)}
        run={remove}
      />
    </form>
  );
}

function ClientFields({
  form: { value, set, faultAt },
  callback,
  hasSecret,
}: {
  readonly form: Form<Typed>;
  readonly callback: string;
  readonly hasSecret: boolean;
}): ReactElement {
  return (
    <>
      <TextField
        label={say('provider.callback')}
        help={say('provider.callbackHelp')}
        readOnly
        value={callback}
        onFocus={({ target }) => target.select()}
      />
      <TextField
        label={say('provider.issuer')}
        help={say('provider.issuerHelp')}
        placeholder="https://accounts.google.com"
        value={value.issuer}
        onChange={({ target }) => set({ issuer: target.value })}
        error={faultAt('/issuer')}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          label={say('provider.clientId')}
          autoComplete="off"
          value={value.client_id}
          onChange={({ target }) => set({ client_id: target.value })}
          error={faultAt('/client_id')}
        />
        <TextField
          label={say('provider.clientSecret')}
          type="password"
          autoComplete="new-password"
          help={hasSecret ? say('provider.keepSecret') : undefined}
          value={value.client_secret}
          onChange={({ target }) => set({ client_secret: target.value })}
          error={faultAt('/client_secret')}
        />
      </div>
      <TextField
        label={say('provider.name')}
        help={say('provider.nameHelp', { name: value.name.trim() === '' ? '…' : value.name.trim() })}
        maxLength={MAX_PROVIDER_NAME}
        value={value.name}
        onChange={({ target }) => set({ name: target.value })}
        error={faultAt('/name')}
      />
    </>
  );
}

function PeopleFields({ form: { value, set, faultAt } }: { readonly form: Form<Typed> }): ReactElement {
  const isMade = value.unknown_people === 'made';
  return (
    <>
      <TextField
        label={say('provider.domains')}
        help={say('provider.domainsHelp')}
        placeholder="example.com"
        value={value.domains}
        onChange={({ target }) => set({ domains: target.value })}
        error={faultAt('/domains')}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <ChoiceField
          label={say('provider.unknown')}
          value={value.unknown_people}
          onChange={({ target }) => set({ unknown_people: target.value === 'made' ? 'made' : 'refused' })}
          error={faultAt('/unknown_people')}
        >
          <option value="refused">{say('provider.unknown.refused')}</option>
          <option value="made">{say('provider.unknown.made')}</option>
        </ChoiceField>
        {isMade ? (
          <ChoiceField
            label={say('provider.role')}
            value={value.default_role}
            onChange={({ target }) => set({ default_role: roleOf(target.value) })}
            error={faultAt('/default_role')}
          >
            {roleWords()
              .filter(([role]) => (DEFAULT_ROLES as readonly string[]).includes(role))
              .map(([role, word]) => (
                <option key={role} value={role}>
                  {word}
                </option>
              ))}
          </ChoiceField>
        ) : null}
      </div>
      <CheckField
        label={say('provider.passwords')}
        help={say('provider.passwordsHelp')}
        checked={value.password_open}
        onChange={({ target }) => set({ password_open: target.checked })}
      />
    </>
  );
}

function roleOf(text: string): DefaultRole {
  return DEFAULT_ROLES.find((role) => role === text) ?? 'agent';
}

function typedOf(provider: ProviderView | null): Typed {
  if (provider === null)
    return {
      issuer: '',
      client_id: '',
      client_secret: '',
      name: '',
      domains: '',
      unknown_people: 'refused',
      default_role: 'agent',
      password_open: true,
    };
  const { domains, updated_at: _at, ...rest } = provider;
  return { ...rest, domains: domains.join(', '), client_secret: '' };
}

function wireOf({ domains, client_secret, ...rest }: Typed): Wire {
  return {
    ...rest,
    domains: domains.split(/[\s,;]+/).filter((each) => each !== ''),
    ...(client_secret === '' ? {} : { client_secret }),
  };
}
