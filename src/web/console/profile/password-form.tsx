/** Choosing a new password, which needs the present one. */
import { useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import { Button } from '../parts/button.tsx';
import { TextField } from '../parts/field.tsx';
import { say } from '../parts/language.ts';
import { codeOf, sentenceOf } from '../parts/request.ts';
import { changePassword, profileQuery } from './profile-query.ts';

/** What the server says about the new password; the rest is about the present one. */
const ABOUT_NEXT: readonly string[] = ['password_short', 'password_long'];

type Fault = { readonly field: 'present' | 'next'; readonly message: string };

/** The form. Password managers find the person's address in it. */
export function PasswordForm({ email }: { readonly email: string }): ReactElement {
  const queries = useQueryClient();
  const [fault, setFault] = useState<Fault | null>(null);
  const [state, setState] = useState<'open' | 'saving' | 'saved'>('open');
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    setState('saving');
    setFault(null);
    try {
      await changePassword({ present: typed(form, 'present'), next: typed(form, 'next') });
      form.reset();
      setState('saved');
      await queries.invalidateQueries(profileQuery);
    } catch (error) {
      setState('open');
      setFault({ field: ABOUT_NEXT.includes(codeOf(error)) ? 'next' : 'present', message: sentenceOf(error) });
    }
  };
  const faultOf = (field: Fault['field']): string | null => (fault?.field === field ? fault.message : null);
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)} onChange={() => setState('open')}>
      <input hidden readOnly name="username" autoComplete="username" value={email} />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={say('profile.presentPassword')}
          name="present"
          type="password"
          autoComplete="current-password"
          required
          error={faultOf('present')}
        />
        <TextField
          label={say('profile.newPassword')}
          name="next"
          type="password"
          autoComplete="new-password"
          minLength={8}
          maxLength={200}
          required
          help={say('profile.passwordRule', { count: 8 })}
          error={faultOf('next')}
        />
      </div>
      <div className="flex items-center gap-3">
        <Button type="submit" disabled={state === 'saving'}>
          {say('profile.changePassword')}
        </Button>
        <span role="status" id="password-saved" className="text-sm text-quiet">
          {state === 'saved' ? say('profile.passwordChanged') : ''}
        </span>
      </div>
    </form>
  );
}

/** As it was typed: space around a password counts. */
function typed(form: HTMLFormElement, name: Fault['field']): string {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value : '';
}
