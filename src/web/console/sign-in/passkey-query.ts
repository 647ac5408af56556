/** Signing in with a passkey: the browser asks its person, and the server judges the answer. */
import type { AuthenticationResponseJSON } from '@simplewebauthn/browser';
import { startAuthentication, WebAuthnError } from '@simplewebauthn/browser';
import { queryOptions } from '@tanstack/react-query';
import type { PasskeyAsked } from '#realtime/agent/factors-protocol.ts';
import { say } from '../parts/language.ts';
import { getJson, sendJson } from '../parts/request.ts';
import type { Me } from './session.ts';

/** What the server asks of a passkey; rejects where there are none. Each answer is good for one sign-in. */
export const askForPasskey = async (): Promise<PasskeyAsked> => getJson('/app/sign-in/passkey.json');

/** The same, for what the page offers by itself. */
export const passkeyQuery = queryOptions({
  queryKey: ['passkey'],
  queryFn: askForPasskey,
  retry: false,
  gcTime: 0,
});

/**
 * Signs in with a passkey that the person chooses: in a window of the browser, or, with `isOffered`, among what it
 * fills in. Null where they let it be, or where nothing could be offered.
 */
export async function signInWithPasskey({ options }: PasskeyAsked, isOffered: boolean): Promise<Me | null> {
  const response = await choosePasskey(options, isOffered);
  return response === null ? null : sendJson<Me>('POST', '/app/sign-in/passkey', { response });
}

async function choosePasskey(
  optionsJSON: PasskeyAsked['options'],
  isOffered: boolean,
): Promise<AuthenticationResponseJSON | null> {
  try {
    return await startAuthentication({ optionsJSON, useBrowserAutofill: isOffered });
  } catch (error) {
    // Browsers tell no one why: the person closed the window, had none, or waited. What no one asked for says nothing.
    const isLeft = error instanceof WebAuthnError || (error instanceof Error && error.name === 'NotAllowedError');
    if (isOffered || isLeft) return null;
    throw new Error(say('passkey.failed'), { cause: error });
  }
}
