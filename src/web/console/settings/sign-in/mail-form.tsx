/** The mail server: set, changed, removed. */
import { useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { MailSecurity } from '#domain/identity/mail.ts';
import type { MailServerView } from '#realtime/agent/mail-protocol.ts';
import { announce } from '../../frame/announcer.tsx';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { ChoiceField, NumberField, TextField } from '../../parts/field.tsx';
import { say } from '../../parts/language.ts';
import { LeaveGuard } from '../../parts/leave-guard.tsx';
import { SaveRow } from '../../parts/save-row.tsx';
import type { Form } from '../../parts/use-form.ts';
import { useForm } from '../../parts/use-form.ts';
import { mailServerQuery, putMailServer, removeMailServer } from './mail-query.ts';

/** What is typed. `password`: empty leaves the one that is kept. */
type Typed = {
  readonly host: string;
  readonly port: number | null;
  readonly security: MailSecurity;
  readonly username: string;
  readonly password: string;
  readonly from: string;
};

/** Kind of encryption -> its usual port. */
const PORT_OF: Readonly<Record<MailSecurity, number>> = { starttls: 587, tls: 465, none: 25 };
const SECURITIES = Object.keys(PORT_OF) as readonly MailSecurity[]; // Its own keys.
const PORTS = Object.values(PORT_OF);

/** The form; null: there is no mail server yet. */
export function MailForm({ opened }: { readonly opened: MailServerView | null }): ReactElement {
  const queries = useQueryClient();
  const form = useForm<Typed>(typedOf(opened));
  const [isRemoving, setRemoving] = useState(false);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const isSaved = await form.submit(async ({ value }) => {
      const kept = await putMailServer(wireOf(value));
      queries.setQueryData(mailServerQuery.queryKey, kept);
      return typedOf(kept.server);
    });
    if (isSaved) announce(say('workspace.savedSaid'));
  };
  const remove = async (): Promise<void> => {
    queries.setQueryData(mailServerQuery.queryKey, await removeMailServer());
    announce(say('mail.removed'));
  };
  return (
    <form noValidate className="flex flex-col gap-5" onSubmit={(event) => void save(event)}>
      <ServerFields form={form} />
      <LoginFields form={form} hasPassword={opened?.has_password === true} />
      <TextField
        label={say('mail.from')}
        type="email"
        help={say('mail.fromHelp')}
        placeholder="calls@example.com"
        value={form.value.from}
        onChange={({ target }) => form.set({ from: target.value })}
        error={form.faultAt('/from')}
      />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <SaveRow form={form} />
        {opened === null ? null : (
          <Button look="quiet" onClick={() => setRemoving(true)}>
            {say('provider.removeDots')}
          </Button>
        )}
      </div>
      <LeaveGuard isDirty={form.isDirty} />
      <Confirm
        title={say('mail.removeTitle')}
        description={say('mail.removeAbout')}
        word={say('provider.remove')}
        isOpen={isRemoving}
        close={() => setRemoving(false)}
        run={remove}
      />
    </form>
  );
}

function ServerFields({ form }: { readonly form: Form<Typed> }): ReactElement {
  const { value, set, faultAt } = form;
  const secure = (security: MailSecurity): void => {
    // A port that was typed stays; one that came with the choice before goes with it.
    const isUsual = value.port === null || PORTS.includes(value.port);
    set({ security, ...(isUsual ? { port: PORT_OF[security] } : {}) });
  };
  return (
    <>
      <div className="grid gap-5 sm:grid-cols-[1fr_8rem]">
        <TextField
          label={say('mail.server')}
          placeholder="smtp.example.com"
          value={value.host}
          onChange={({ target }) => set({ host: target.value })}
          error={faultAt('/host')}
        />
        <NumberField
          label={say('mail.port')}
          min={1}
          max={65_535}
          value={value.port}
          change={(port) => set({ port })}
          error={faultAt('/port')}
        />
      </div>
      <ChoiceField
        label={say('mail.encryption')}
        value={value.security}
        onChange={({ target }) => {
          const chosen = SECURITIES.find((each) => each === target.value);
          if (chosen !== undefined) secure(chosen);
        }}
        error={faultAt('/security')}
      >
        {SECURITIES.map((security) => (
          <option key={security} value={security}>
            {say(`mail.security.${security}`)}
          </option>
        ))}
      </ChoiceField>
    </>
  );
}

function LoginFields({
  form: { value, set, faultAt },
  hasPassword,
}: {
  readonly form: Form<Typed>;
  readonly hasPassword: boolean;
}): ReactElement {
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <TextField
        label={say('mail.username')}
        help={say('mail.usernameHelp')}
        autoComplete="off"
        value={value.username}
        onChange={({ target }) => set({ username: target.value })}
        error={faultAt('/username')}
      />
      <TextField
        label={say('mail.password')}
        type="password"
        autoComplete="new-password"
        help={hasPassword ? say('mail.keepPassword') : undefined}
        value={value.password}
        onChange={({ target }) => set({ password: target.value })}
        error={faultAt('/password')}
      />
    </div>
  );
}

function typedOf(server: MailServerView | null): Typed {
  if (server === null) return { host: '', port: 587, security: 'starttls', username: '', password: '', from: '' };
  const { host, port, security, username, from } = server;
  return { host, port, security, username: username ?? '', password: '', from };
}

function wireOf({ host, port, security, username, password, from }: Typed) {
  return {
    host: host.trim(),
    port: port ?? 0,
    security,
    username: username.trim() === '' ? null : username.trim(),
    from: from.trim(),
    ...(password === '' ? {} : { password }),
  };
}
