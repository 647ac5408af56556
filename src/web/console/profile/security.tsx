/** The own second factor: switched on and off, and its recovery codes. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactElement } from 'react';
import { useState } from 'react';
import type { FactorsView, OwnProofGiven } from '#realtime/agent/factors-protocol.ts';
import { announce } from '../frame/announcer.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/field.tsx';
import { textIn, typedIn } from '../parts/form.ts';
import { say } from '../parts/language.ts';
import { Mark } from '../parts/mark.tsx';
import { sentenceOf } from '../parts/request.ts';
import { Skeleton, Trouble } from '../parts/states.tsx';
import { CodesSetUp } from './codes-set-up.tsx';
import { endCodes, factorsQuery, renewRecoveryCodes } from './factors-query.ts';
import { profileQuery } from './profile-query.ts';
import { Passkeys } from './passkeys.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

type Open = 'set_up' | 'off' | 'renew' | { readonly recoveryCodes: readonly string[] } | null;

/** The section. */
export function Security(): ReactElement {
  const factors = useQuery(factorsQuery);
  if (factors.isPending) return <Skeleton rows={2} label={say('factor.loading')} />;
  if (factors.isError)
    return <Trouble title={say('factor.trouble')} error={factors.error} again={() => void factors.refetch()} />;
  return (
    <>
      <Codes factors={factors.data} />
      <Passkeys needsPassword={factors.data.hasPassword} />
    </>
  );
}

function Codes({ factors }: { readonly factors: FactorsView }): ReactElement {
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const { hasCodes, isRequired, recoveryCodesLeft } = factors;
  const shut = (): void => setOpen(null);
  const show = async (recoveryCodes: readonly string[]): Promise<void> => {
    setOpen({ recoveryCodes });
    await Promise.all([queries.invalidateQueries(factorsQuery), queries.invalidateQueries(profileQuery)]);
  };
  const switchOff = async (proof: OwnProofGiven): Promise<void> => {
    queries.setQueryData(factorsQuery.queryKey, await endCodes(proof));
    announce(say('factor.offSaid'));
    shut();
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <div className="min-w-0 grow basis-56">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {say('factor.codes')}{' '}
          <Mark tone={hasCodes ? 'good' : 'calm'}>{hasCodes ? say('factor.on') : say('factor.off')}</Mark>
        </p>
        <p className="text-sm text-quiet">
          {hasCodes ? say('factor.codesOn', { count: recoveryCodesLeft }) : say('factor.codesOff')}
          {isRequired ? ` ${say('factor.required')}` : ''}
        </p>
      </div>
      {hasCodes ? (
        <>
          <Button onClick={() => setOpen('renew')}>{say('factor.renew')}</Button>
          {isRequired && factors.passkeys === 0 ? null : (
            <Button onClick={() => setOpen('off')}>{say('factor.switchOff')}</Button>
          )}
        </>
      ) : (
        <Button look="lead" onClick={() => setOpen('set_up')}>
          {say('factor.setUp')}
        </Button>
      )}
      <Dialog title={say('factor.setUpTitle')} isOpen={open === 'set_up'} close={shut}>
        <CodesSetUp needsPassword={factors.hasPassword} done={(codes) => void show(codes)} />
      </Dialog>
      <Dialog
        title={say('factor.switchOffTitle')}
        description={say('factor.switchOffAbout')}
        isOpen={open === 'off'}
        close={shut}
      >
        <ProofForm word={say('factor.switchOff')} hasPassword={factors.hasPassword} run={switchOff} />
      </Dialog>
      <Dialog title={say('factor.renew')} description={say('factor.renewAbout')} isOpen={open === 'renew'} close={shut}>
        <ProofForm
          word={say('factor.create')}
          hasPassword={factors.hasPassword}
          run={async (proof) => show((await renewRecoveryCodes(proof)).recoveryCodes)}
        />
      </Dialog>
      <Dialog title={say('factor.yourRecoveryCodes')} isOpen={open !== null && typeof open === 'object'} close={shut}>
        <RecoveryCodes codes={open !== null && typeof open === 'object' ? open.recoveryCodes : []} close={shut} />
      </Dialog>
    </div>
  );
}

/** Proves that it is really them, by the password or by a code. */
function ProofForm({
  word,
  hasPassword,
  run,
}: {
  readonly word: string;
  readonly hasPassword: boolean;
  readonly run: (proof: OwnProofGiven) => Promise<void>;
}): ReactElement {
  const [way, setWay] = useState<'password' | 'code'>(hasPassword ? 'password' : 'code');
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setSending(true);
    setFault(null);
    try {
      await run(way === 'password' ? { password: typedIn(event, 'proof') } : { code: textIn(event, 'proof') });
    } catch (error) {
      setFault(sentenceOf(error));
    } finally {
      setSending(false);
    }
  };
  const kind = { password: { type: 'password', autoComplete: 'current-password' } as const, code: CODE_FIELD }[way];
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <TextField
        key={way}
        label={way === 'password' ? say('factor.yourPassword') : say('factor.codeOfApp')}
        name="proof"
        {...kind}
        required
        autoFocus
        error={fault}
      />
      <div className="flex flex-wrap justify-between gap-2">
        {hasPassword ? (
          <Button
            look="quiet"
            onClick={() => {
              setFault(null);
              setWay(way === 'password' ? 'code' : 'password');
            }}
          >
            {way === 'password' ? say('factor.useCode') : say('factor.usePassword')}
          </Button>
        ) : null}
        <Button type="submit" look="lead" className="ml-auto" disabled={isSending}>
          {word}
        </Button>
      </div>
    </form>
  );
}

const CODE_FIELD = { inputMode: 'numeric', autoComplete: 'one-time-code', maxLength: 10 } as const;
