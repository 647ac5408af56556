/** The second step of signing in: a code of the authenticator app, or a recovery code. */
import type { FormEvent, ReactElement } from 'react';
import { useRef, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { TextField } from '../parts/field.tsx';
import { textIn } from '../parts/form.ts';
import { codeOf, sentenceOf } from '../parts/request.ts';
import { useTitle } from '../parts/title.ts';
import type { SecondFactorWanted } from '#realtime/agent/factors-protocol.ts';
import { PasskeyButton } from './passkey-button.tsx';
import { Entrance, EntranceFault } from './entrance.tsx';
import type { Me } from './session.ts';
import { proveSecondFactor } from './session.ts';

type Way = 'app' | 'recovery';

const FIELDS = {
  app: { label: 'Code', inputMode: 'numeric', autoComplete: 'one-time-code', maxLength: 10 },
  recovery: { label: 'Recovery code', autoComplete: 'off', autoCapitalize: 'characters', maxLength: 40 },
} as const;
const ABOUT: Readonly<Record<Way, string>> = {
  app: 'from your authenticator app',
  recovery: 'one of those that you kept; each works once',
};
const OTHER: Readonly<Record<Way, readonly [way: Way, word: string]>> = {
  app: ['recovery', 'Use a recovery code'],
  recovery: ['app', 'Use a code of the app'],
};

/** The step. `back` leads to the password, with the reason where the server sends them there. */
export function CodeStep({
  wanted: { challenge, hasPasskeys },
  enter,
  back,
}: {
  readonly wanted: SecondFactorWanted['secondFactor'];
  readonly enter: (me: Me) => Promise<void>;
  readonly back: (reason: string | null) => void;
}): ReactElement {
  useTitle('Enter your code');
  const field = useRef<HTMLInputElement>(null);
  const [way, setWay] = useState<Way>('app');
  const [fault, setFault] = useState<string | null>(null);
  const [isTrying, setTrying] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setTrying(true);
    setFault(null);
    try {
      await enter(await proveSecondFactor({ challenge, code: textIn(event, 'code') }));
    } catch (error) {
      if (codeOf(error) === 'challenge_gone') return back(sentenceOf(error));
      setFault(sentenceOf(error));
      field.current?.select();
    }
    setTrying(false);
  };
  const [other, word] = OTHER[way];
  return (
    <Entrance title={way === 'app' ? 'Enter your code' : 'Enter a recovery code'} about={ABOUT[way]}>
      <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <EntranceFault fault={fault} />
        <TextField key={way} ref={field} name="code" required autoFocus {...FIELDS[way]} />
        <Button type="submit" look="lead" size="large" className="mt-2" disabled={isTrying}>
          {isTrying ? 'Signing in…' : 'Sign in'}
        </Button>
        {hasPasskeys ? <PasskeyButton enter={enter} fail={setFault} /> : null}
        <div className="flex flex-wrap justify-between gap-2">
          <Button
            look="quiet"
            size="small"
            onClick={() => {
              setFault(null);
              setWay(other);
            }}
          >
            {word}
          </Button>
          <Button look="quiet" size="small" onClick={() => back(null)}>
            Back
          </Button>
        </div>
      </form>
    </Entrance>
  );
}
