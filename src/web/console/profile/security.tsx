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
  if (factors.isPending) return <Skeleton rows={2} label="Loading your second factor" />;
  if (factors.isError)
    return (
      <Trouble title="Your second factor cannot be shown" error={factors.error} again={() => void factors.refetch()} />
    );
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
    announce('One-time codes are off.');
    shut();
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <div className="min-w-0 grow basis-56">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          One-time codes <Mark tone={hasCodes ? 'good' : 'calm'}>{hasCodes ? 'On' : 'Off'}</Mark>
        </p>
        <p className="text-sm text-quiet">
          {hasCodes
            ? `Of an authenticator app. ${recoveryCodesLeft === 1 ? '1 recovery code' : `${recoveryCodesLeft} recovery codes`} left.`
            : 'A code of an authenticator app is asked for after your password.'}
          {isRequired ? ' Your workspace requires a second factor.' : ''}
        </p>
      </div>
      {hasCodes ? (
        <>
          <Button onClick={() => setOpen('renew')}>New recovery codes</Button>
          {isRequired && factors.passkeys === 0 ? null : <Button onClick={() => setOpen('off')}>Switch off</Button>}
        </>
      ) : (
        <Button look="lead" onClick={() => setOpen('set_up')}>
          Set up
        </Button>
      )}
      <Dialog title="Set up one-time codes" isOpen={open === 'set_up'} close={shut}>
        <CodesSetUp needsPassword={factors.hasPassword} done={(codes) => void show(codes)} />
      </Dialog>
      <Dialog
        title="Switch one-time codes off"
        description="Your password alone signs you in then. Your recovery codes end."
        isOpen={open === 'off'}
        close={shut}
      >
        <ProofForm word="Switch off" hasPassword={factors.hasPassword} run={switchOff} />
      </Dialog>
      <Dialog
        title="New recovery codes"
        description="The ones that you have end."
        isOpen={open === 'renew'}
        close={shut}
      >
        <ProofForm
          word="Create codes"
          hasPassword={factors.hasPassword}
          run={async (proof) => show((await renewRecoveryCodes(proof)).recoveryCodes)}
        />
      </Dialog>
      <Dialog title="Your recovery codes" isOpen={open !== null && typeof open === 'object'} close={shut}>
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
        label={way === 'password' ? 'Your password' : 'Code of your app'}
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
            {way === 'password' ? 'Use a code' : 'Use the password'}
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
