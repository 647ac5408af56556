/** Signing in with a passkey alone: it proves who someone is, and that it is them. */
import { setTimeout } from 'node:timers/promises';
import type { PasskeyStore } from '#domain/identity/passkeys.ts';
import { PASSKEY_SECONDS } from '#domain/identity/passkeys.ts';
import type { SignedIn } from '#domain/identity/session.ts';
import type { Clock } from '#domain/ports/stores.ts';
import { authored } from '#background/author.ts';
import { addressKey } from '#http/network-address.ts';
import type { PasskeyChallenges, PasskeyFault, PasskeyParts } from '#http/passkeys.ts';
import { askForPasskey, credentialIdIn, judgePasskey, passkeyPlace } from '#http/passkeys.ts';
import { fieldsOf } from '#api/kit.ts';
import type { PasskeyAsked } from './factors-protocol.ts';
import type { SignInBrake } from './sign-in-brake.ts';

export type PasskeySignInParts = {
  readonly passkeys: Pick<PasskeyStore, 'find' | 'used'>;
  readonly challenges: PasskeyChallenges;
  readonly brake: SignInBrake;
  readonly clock: Clock;
  publicUrl(): string;
};

/** Why a passkey does not open. */
export type PasskeySignInFault = PasskeyFault | 'passkeys_unavailable' | 'passkey_malformed';

/** Both halves of it. */
export type PasskeySignIn = {
  ask(): Promise<PasskeyAsked | 'passkeys_unavailable'>;
  /** Who is in now; or why not, or after how long to try again. */
  prove(
    body: unknown,
    address: string,
  ): Promise<SignedIn | PasskeySignInFault | { readonly retryAfterSeconds: number }>;
};

/** What challenges are for. */
const PURPOSE = 'sign in';

/** Makes it. */
export function createPasskeySignIn({
  passkeys,
  challenges,
  brake,
  clock,
  publicUrl,
}: PasskeySignInParts): PasskeySignIn {
  const parts = (): PasskeyParts | null => {
    const place = passkeyPlace(publicUrl());
    return place === null ? null : { place, challenges, purpose: PURPOSE };
  };

  /** Whoever is unknown, locked or has used the passkey meanwhile is refused in the same words. */
  const judge = async (asked: PasskeyParts, response: unknown, id: Buffer, address: string) => {
    const known = await passkeys.find(id);
    if (known === null) return 'passkey_refused';
    const judged = await judgePasskey(asked, response, known);
    if (typeof judged === 'string') return judged;
    const { workspaceId, agentId } = known.me;
    const author = { door: 'page', workspaceId, agentId, tokenId: null, address, isRecorded: true } as const;
    const counter = { from: known.counter, to: judged.counter };
    const isNew = await authored(author, async () => passkeys.used(known.id, counter, clock.now()));
    return isNew ? known.me : 'passkey_refused';
  };

  return {
    async ask() {
      const asked = parts();
      if (asked === null) return 'passkeys_unavailable';
      return { options: await askForPasskey(asked, PASSKEY_SECONDS * 1000), origin: asked.place.origin };
    },
    async prove(body, address) {
      const asked = parts();
      if (asked === null) return 'passkeys_unavailable';
      const { response } = fieldsOf(body);
      const id = credentialIdIn(response);
      if (id === null) return 'passkey_malformed';
      // No one guesses a key: what is braked is the work that a stranger can cause.
      const guess = brake.begin(addressKey(address), 'passkeys');
      if ('retryAfterSeconds' in guess) return guess;
      await setTimeout(guess.waitMs);
      const judged = await judge(asked, response, id, address);
      if (typeof judged !== 'string') guess.letOff();
      return judged;
    },
  };
}
