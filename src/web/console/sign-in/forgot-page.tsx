/** Asking for a link to choose a new password. It does not say whether anyone has the address. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { MailCheck } from 'lucide-react';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import logo from '../icon.svg?url';
import { Button } from '../parts/button.tsx';
import { TextField } from '../parts/field.tsx';
import { Filled } from '../parts/filled.tsx';
import { textIn } from '../parts/form.ts';
import { say } from '../parts/language.ts';
import { sentenceOf } from '../parts/request.ts';
import { useTitle } from '../parts/title.ts';
import { forgot, waysQuery } from './ways.ts';

/** The page. */
export function ForgotPage(): ReactElement {
  useTitle(say('forgot.title'));
  const ways = useQuery(waysQuery);
  const [asked, setAsked] = useState<string | null>(null);
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-88 flex-col justify-center px-4 py-10">
      <img src={logo} alt="" width={44} height={44} className="mb-6" />
      <h1 className="mb-2 text-2xl font-semibold">{say('forgot.title')}</h1>
      {ways.data?.hasMail === false ? (
        <p className="text-quiet">{say('forgot.noMail')}</p>
      ) : asked === null ? (
        <AskForm done={setAsked} />
      ) : (
        <Asked email={asked} />
      )}
      <p className="mt-6 text-sm">
        <Link to="/sign-in" search={{}} className="underline">
          {say('forgot.back')}
        </Link>
      </p>
    </main>
  );
}

function AskForm({ done }: { readonly done: (email: string) => void }): ReactElement {
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const email = textIn(event, 'email');
    setSending(true);
    setFault(null);
    try {
      await forgot(email);
      done(email);
    } catch (error) {
      setFault(sentenceOf(error));
      setSending(false);
    }
  };
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <p className="mb-1 text-quiet">{say('forgot.about')}</p>
      <TextField
        label={say('signIn.email')}
        name="email"
        type="email"
        autoComplete="username"
        required
        autoFocus
        error={fault}
      />
      <Button type="submit" look="lead" size="large" disabled={isSending}>
        {isSending ? say('forgot.sending') : say('forgot.send')}
      </Button>
    </form>
  );
}

function Asked({ email }: { readonly email: string }): ReactElement {
  return (
    <div role="status" className="flex gap-3">
      <MailCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-accent-ink" />
      <p className="wrap-anywhere">
        <Filled
          says={(gap) => say('forgot.asked', { email: gap('email') })}
          gaps={{ email: <strong>{email}</strong> }}
        />
      </p>
    </div>
  );
}
