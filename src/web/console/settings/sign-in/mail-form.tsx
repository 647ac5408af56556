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

const SECURITY: Readonly<Record<MailSecurity, readonly [words: string, port: number]>> = {
  starttls: ['STARTTLS, usually port 587', 587],
  tls: ['TLS from the beginning, usually port 465', 465],
  none: ['None, without a user name', 25],
};
const PORTS = Object.values(SECURITY).map(([, port]) => port);

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
    if (isSaved) announce('Saved.');
  };
  const remove = async (): Promise<void> => {
    queries.setQueryData(mailServerQuery.queryKey, await removeMailServer());
    announce('The mail server was removed.');
  };
  return (
    <form noValidate className="flex flex-col gap-5" onSubmit={(event) => void save(event)}>
      <ServerFields form={form} />
      <LoginFields form={form} hasPassword={opened?.has_password === true} />
      <TextField
        label="From"
        type="email"
        help="The address that mail comes from. The mail server must let this user send from it."
        placeholder="calls@example.com"
        value={form.value.from}
        onChange={({ target }) => form.set({ from: target.value })}
        error={form.faultAt('/from')}
      />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <SaveRow form={form} />
        {opened === null ? null : (
          <Button look="quiet" onClick={() => setRemoving(true)}>
            Remove…
          </Button>
        )}
      </div>
      <LeaveGuard isDirty={form.isDirty} />
      <Confirm
        title="Remove the mail server?"
        description="Links are handed on by hand then, and nobody can ask for a new password by mail. What waits to be sent is given up."
        word="Remove"
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
    set({ security, ...(isUsual ? { port: SECURITY[security][1] } : {}) });
  };
  return (
    <>
      <div className="grid gap-5 sm:grid-cols-[1fr_8rem]">
        <TextField
          label="Mail server"
          placeholder="smtp.example.com"
          value={value.host}
          onChange={({ target }) => set({ host: target.value })}
          error={faultAt('/host')}
        />
        <NumberField
          label="Port"
          min={1}
          max={65_535}
          value={value.port}
          change={(port) => set({ port })}
          error={faultAt('/port')}
        />
      </div>
      <ChoiceField
        label="Encryption"
        value={value.security}
        onChange={({ target }) => {
          const chosen = (Object.keys(SECURITY) as MailSecurity[]).find((each) => each === target.value);
          if (chosen !== undefined) secure(chosen);
        }}
        error={faultAt('/security')}
      >
        {Object.entries(SECURITY).map(([security, [words]]) => (
          <option key={security} value={security}>
            {words}
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
        label="User name"
        help="Empty: the mail server asks for none."
        autoComplete="off"
        value={value.username}
        onChange={({ target }) => set({ username: target.value })}
        error={faultAt('/username')}
      />
      <TextField
        label="Password"
        type="password"
        autoComplete="new-password"
        help={hasPassword ? 'Leave it empty to keep the present one.' : undefined}
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
