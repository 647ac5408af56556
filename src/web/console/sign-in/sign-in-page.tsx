/** Signing in: email and password. Pasting and password managers work. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { CircleAlert } from 'lucide-react';
import type { FormEvent, ReactElement } from 'react';
import { useRef, useState } from 'react';
import logo from '../icon.svg?url';
import { Button } from '../parts/button.tsx';
import { TextField } from '../parts/field.tsx';
import { textIn } from '../parts/form.ts';
import { say } from '../parts/language.ts';
import { useTitle } from '../parts/title.ts';
import { ForgotLink } from './forgot-link.tsx';
import { meQuery, signIn } from './session.ts';

/** The page. Leads to where the person wanted to go. */
export function SignInPage(): ReactElement {
  useTitle(say('signIn.title'));
  const { next } = useSearch({ from: '/sign-in' });
  const queries = useQueryClient();
  const navigate = useNavigate();
  const password = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [isTrying, setTrying] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setTrying(true);
    setFault(null);
    try {
      queries.setQueryData(meQuery.queryKey, await signIn(textIn(event, 'email'), passwordIn(event)));
      await navigate({ to: next ?? '/desk', replace: true });
    } catch (error) {
      setFault(error instanceof TypeError ? say('common.noConnection') : messageOf(error));
      password.current?.select();
    } finally {
      setTrying(false);
    }
  };

  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-88 flex-col justify-center px-4 py-10">
      <img src={logo} alt="" width={44} height={44} className="mb-6" />
      <h1 className="text-2xl font-semibold">{say('signIn.title')}</h1>
      <p className="mt-1 mb-7 text-quiet">{say('signIn.about')}</p>
      <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        {fault === null ? null : (
          <p role="alert" className="flex gap-2.5 rounded-lg bg-danger-soft p-3 text-sm text-danger-ink">
            <CircleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0" />
            {fault}
          </p>
        )}
        <TextField label={say('signIn.email')} name="email" type="email" autoComplete="username" required autoFocus />
        <TextField
          ref={password}
          label={say('signIn.password')}
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
        <Button type="submit" look="lead" size="large" className="mt-2" disabled={isTrying}>
          {isTrying ? say('signIn.signingIn') : say('signIn.title')}
        </Button>
      </form>
      <ForgotLink />
    </main>
  );
}

/** As it was typed: space around it counts. */
function passwordIn(event: FormEvent<HTMLFormElement>): string {
  const value = new FormData(event.currentTarget).get('password');
  return typeof value === 'string' ? value : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : say('signIn.wrong');
}
