/** Signing in: email and password, then the second factor where there is one. Pasting and password managers work. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { FormEvent, ReactElement } from 'react';
import { useRef, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { TextField } from '../parts/field.tsx';
import { textIn, typedIn } from '../parts/form.ts';
import { say } from '../parts/language.ts';
import { sentenceOf } from '../parts/request.ts';
import { useTitle } from '../parts/title.ts';
import { ForgotLink } from './forgot-link.tsx';
import type { SecondFactorWanted } from '#realtime/agent/factors-protocol.ts';
import { PasskeyButton } from './passkey-button.tsx';
import { PasskeyStep } from './passkey-step.tsx';
import { ProviderButton } from './provider-button.tsx';
import { CodeStep } from './code-step.tsx';
import { Entrance, EntranceFault } from './entrance.tsx';
import type { Me } from './session.ts';
import { meQuery, signIn } from './session.ts';

/** The page. Leads to where the person wanted to go. */
export function SignInPage(): ReactElement {
  const { next } = useSearch({ from: '/sign-in' });
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [wanted, setWanted] = useState<SecondFactorWanted['secondFactor'] | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const enter = async (me: Me): Promise<void> => {
    queries.setQueryData(meQuery.queryKey, me);
    await navigate({ to: next ?? '/desk', replace: true });
  };
  const back = (reason: string | null): void => {
    setWanted(null);
    setFault(reason);
  };
  if (wanted === null) return <PasswordStep fault={fault} setFault={setFault} enter={enter} ask={setWanted} />;
  return wanted.hasCodes ? (
    <CodeStep wanted={wanted} enter={enter} back={back} />
  ) : (
    <PasskeyStep enter={enter} back={back} />
  );
}

function PasswordStep({
  fault,
  setFault,
  enter,
  ask,
}: {
  readonly fault: string | null;
  readonly setFault: (fault: string | null) => void;
  readonly enter: (me: Me) => Promise<void>;
  readonly ask: (wanted: SecondFactorWanted['secondFactor']) => void;
}): ReactElement {
  useTitle(say('signIn.title'));
  const password = useRef<HTMLInputElement>(null);
  const [isTrying, setTrying] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setTrying(true);
    setFault(null);
    try {
      const answer = await signIn(textIn(event, 'email'), typedIn(event, 'password'));
      if ('secondFactor' in answer) ask(answer.secondFactor);
      else await enter(answer);
    } catch (error) {
      setFault(sentenceOf(error));
      password.current?.select();
    } finally {
      setTrying(false);
    }
  };
  return (
    <Entrance title={say('signIn.title')} about={say('signIn.about')}>
      <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <EntranceFault fault={fault} />
        <TextField
          label={say('signIn.email')}
          name="email"
          type="email"
          autoComplete="username webauthn"
          required
          autoFocus
        />
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
        <PasskeyButton isOffered enter={enter} fail={setFault} />
      </form>
      <ForgotLink />
      <ProviderButton />
    </Entrance>
  );
}
