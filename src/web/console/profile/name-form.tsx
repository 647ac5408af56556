/** The own name, as callers and colleagues see it. */
import { useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { OwnName } from '#realtime/agent/profile-protocol.ts';
import { Button } from '../parts/button.tsx';
import { TextField } from '../parts/field.tsx';
import { textIn } from '../parts/form.ts';
import { say } from '../parts/language.ts';
import { sentenceOf } from '../parts/request.ts';
import { meQuery } from '../sign-in/session.ts';
import { profileQuery, rename } from './profile-query.ts';

/** The form. */
export function NameForm({ name }: { readonly name: OwnName }): ReactElement {
  const queries = useQueryClient();
  const [fault, setFault] = useState<string | null>(null);
  const [state, setState] = useState<'open' | 'saving' | 'saved'>('open');
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const next = { firstName: textIn(event, 'firstName'), lastName: textIn(event, 'lastName') };
    setState('saving');
    setFault(null);
    try {
      await rename(next);
      setState('saved');
      await Promise.all([queries.invalidateQueries(profileQuery), queries.invalidateQueries(meQuery)]);
    } catch (error) {
      setState('open');
      setFault(sentenceOf(error));
    }
  };
  const edited = (): void => setState('open');
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)} onChange={edited}>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={say('profile.firstName')}
          name="firstName"
          autoComplete="given-name"
          maxLength={200}
          defaultValue={name.firstName}
          error={fault}
        />
        <TextField
          label={say('profile.lastName')}
          name="lastName"
          autoComplete="family-name"
          maxLength={200}
          defaultValue={name.lastName}
        />
      </div>
      <div className="flex items-center gap-3">
        <Button type="submit" look="lead" disabled={state === 'saving'}>
          {say('profile.saveName')}
        </Button>
        <span role="status" id="name-saved" className="text-sm text-quiet">
          {state === 'saved' ? say('common.saved') : ''}
        </span>
      </div>
    </form>
  );
}
