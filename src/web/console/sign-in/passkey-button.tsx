/** Signing in with a passkey: by a button, or by choosing one where the browser fills in the address. */
import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  WebAuthnAbortService,
} from '@simplewebauthn/browser';
import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';
import type { PasskeyAsked } from '#realtime/agent/factors-protocol.ts';
import { Button } from '../parts/button.tsx';
import { Filled } from '../parts/filled.tsx';
import { say } from '../parts/language.ts';
import { sentenceOf } from '../parts/request.ts';
import { askForPasskey, passkeyQuery, signInWithPasskey } from './passkey-query.ts';
import type { Me } from './session.ts';

/** The button; nothing where there can be no passkeys. `isOffered`: also among what the browser fills in. */
export function PasskeyButton({
  isOffered = false,
  enter,
  fail,
}: {
  readonly isOffered?: boolean;
  readonly enter: (me: Me) => Promise<void>;
  /** Told why it was refused; null when it is tried anew. */
  readonly fail: (fault: string | null) => void;
}): ReactElement | null {
  const { data: asked, refetch } = useQuery({ ...passkeyQuery, enabled: browserSupportsWebAuthn() });
  const [isTrying, setTrying] = useState(false);
  const prove = async (wanted: PasskeyAsked, isFilledIn: boolean): Promise<void> => {
    const me = await signInWithPasskey(wanted, isFilledIn);
    if (me !== null) await enter(me);
  };
  useEffect(() => {
    if (asked === undefined || !isOffered || isTrying || asked.origin !== location.origin) return;
    const offer = async (): Promise<void> => {
      if (await browserSupportsWebAuthnAutofill()) await prove(asked, true);
    };
    const offerAnew = async (error: unknown): Promise<void> => {
      fail(sentenceOf(error));
      await refetch();
    };
    offer().catch(offerAnew);
    // A page has one ceremony at a time: what is offered ends before the button begins another, and never afterwards.
    return () => WebAuthnAbortService.cancelCeremony();
  }, [asked, isOffered, isTrying]);
  if (asked === undefined) return null;
  if (asked.origin !== location.origin)
    return (
      <p className="text-sm text-quiet">
        <Filled
          says={(gap) => say('passkey.workAt', { origin: gap('origin') })}
          gaps={{
            origin: (
              <a className="underline" href={`${asked.origin}/app/sign-in`}>
                {asked.origin}
              </a>
            ),
          }}
        />
      </p>
    );
  const press = async (): Promise<void> => {
    setTrying(true);
    fail(null);
    try {
      await prove(await askForPasskey(), false);
    } catch (error) {
      fail(sentenceOf(error));
    }
    // What was offered may have been waiting for long.
    await refetch();
    setTrying(false);
  };
  return (
    <Button size="large" disabled={isTrying} onClick={() => void press()}>
      <KeyRound aria-hidden />
      {say('passkey.signIn')}
    </Button>
  );
}
