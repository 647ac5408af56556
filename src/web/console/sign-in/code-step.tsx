/** The second step of signing in: a code of the authenticator app, or a recovery code. */
import type { FormEvent, ReactElement } from 'react';
import { useRef, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { TextField } from '../parts/field.tsx';
import { textIn } from '../parts/form.ts';
import { say } from '../parts/language.ts';
import { codeOf, sentenceOf } from '../parts/request.ts';
import { useTitle } from '../parts/title.ts';
import type { SecondFactorWanted } from '#realtime/agent/factors-protocol.ts';
import { PasskeyButton } from './passkey-button.tsx';
import { Entrance, EntranceFault } from './entrance.tsx';
import type { Me } from './session.ts';
import { proveSecondFactor } from './session.ts';

type Way = 'app' | 'recovery';

const FIELDS = {
  app: { inputMode: 'numeric', autoComplete: 'one-time-code', maxLength: 10 },
  recovery: { autoComplete: 'off', autoCapitalize: 'characters', maxLength: 40 },
} as const;
const OTHER: Readonly<Record<Way, Way>> = { app: 'recovery', recovery: 'app' };

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
  useTitle(say('factor.step.app.title'));
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
  const other = OTHER[way];
  return (
    <Entrance title={say(`factor.step.${way}.title`)} about={say(`factor.step.${way}.about`)}>
      <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <EntranceFault fault={fault} />
        <TextField
          key={way}
          ref={field}
          label={say(`factor.step.${way}.label`)}
          name="code"
          required
          autoFocus
          {...FIELDS[way]}
        />
        <Button type="submit" look="lead" size="large" className="mt-2" disabled={isTrying}>
          {isTrying ? say('signIn.signingIn') : say('signIn.title')}
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
            {say(`factor.step.${other}.use`)}
          </Button>
          <Button look="quiet" size="small" onClick={() => back(null)}>
            {say('factor.back')}
          </Button>
        </div>
      </form>
    </Entrance>
  );
}
