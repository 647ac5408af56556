/** Passkeys: what is asked of a browser, and whether what it answers is right (Web Authentication, Level 3). */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { lruOf } from './lru.ts';

/** What a browser is asked. */
export type PasskeyRequest = PublicKeyCredentialRequestOptionsJSON;
export type PasskeyCreation = PublicKeyCredentialCreationOptionsJSON;

/** Where passkeys work: `id` is the name they are bound to, `origin` the one address that the pages are opened at. */
export type PasskeyPlace = { readonly id: string; readonly origin: string };

/**
 * Where passkeys work for pages at the public address; null where they cannot: browsers allow them over https, or at
 * localhost, and bind them to a name, never to a number (section 5.4.2, `rp.id`).
 */
export function passkeyPlace(publicUrl: string): PasskeyPlace | null {
  const { protocol, hostname, origin } = new URL(publicUrl);
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
  const isName = isIP(hostname.replace(/^\[(.*)\]$/, '$1')) === 0;
  return isName && (protocol === 'https:' || isLocal) ? { id: hostname, origin } : null;
}

/** Challenges that work for their time, for what they were made for, and once. */
export type PasskeyChallenges = {
  make(purpose: string): Uint8Array<ArrayBuffer>;
  /** Whether it was made here for this, is in time and was not used. `challenge`: base64url. */
  isOpen(challenge: string, purpose: string): boolean;
  /** Uses it up; false where that was done before. */
  use(challenge: string): boolean;
};

/**
 * A challenge:
 *
 *      0            16             24             40
 *     +------------+--------------+--------------+
 *     | random     | ends at, ms  | MAC          |
 *     +------------+--------------+--------------+
 *
 * It carries its own end, so that strangers who ask for many cost no memory. Those that were used are remembered until
 * then, which takes a valid passkey each.
 */
const [RANDOM, TIME, MAC] = [16, 8, 16];
const MAX_USED = 100_000;

/** Makes them, with a key of this process; `now` in milliseconds. */
export function createPasskeyChallenges(seconds: number, now: () => number): PasskeyChallenges {
  const key = randomBytes(32);
  const used = lruOf<string, number>(MAX_USED);
  const macOf = (head: Buffer, purpose: string): Buffer =>
    createHmac('sha256', key).update(head).update(purpose).digest().subarray(0, MAC);
  return {
    make(purpose) {
      const head = Buffer.concat([randomBytes(RANDOM), Buffer.alloc(TIME)]);
      head.writeBigUInt64BE(BigInt(Math.round(now() + seconds * 1000)), RANDOM);
      return new Uint8Array(Buffer.concat([head, macOf(head, purpose)]));
    },
    isOpen(challenge, purpose) {
      const bytes = Buffer.from(challenge, 'base64url');
      if (bytes.length !== RANDOM + TIME + MAC || used.has(challenge)) return false;
      const head = bytes.subarray(0, RANDOM + TIME);
      if (!timingSafeEqual(bytes.subarray(RANDOM + TIME), macOf(head, purpose))) return false;
      return Number(head.readBigUInt64BE(RANDOM)) > now();
    },
    use(challenge) {
      if (used.has(challenge)) return false;
      used.set(challenge, now());
      return true;
    },
  };
}

/** What a device made. */
export type MadePasskey = {
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
};

/** Why an answer is not taken: it came too late or twice, or it is not right. */
export type PasskeyFault = 'challenge_gone' | 'passkey_refused';

export type PasskeyParts = {
  readonly place: PasskeyPlace;
  readonly challenges: PasskeyChallenges;
  readonly purpose: string;
};

/** Asks for a new passkey of someone, which its device unlocks by itself (a fingerprint, a face, a PIN). */
export async function askForNewPasskey(
  { place, challenges, purpose }: PasskeyParts,
  person: { readonly handle: string; readonly email: string; readonly name: string },
  known: readonly Pick<MadePasskey, 'credentialId' | 'transports'>[],
  timeout: number,
): Promise<PasskeyCreation> {
  return generateRegistrationOptions({
    rpName: 'Patchbay',
    rpID: place.id,
    userID: new TextEncoder().encode(person.handle),
    userName: person.email,
    userDisplayName: person.name,
    challenge: challenges.make(purpose),
    timeout,
    attestationType: 'none',
    excludeCredentials: known.map(described),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** Asks for any passkey of this place. */
export async function askForPasskey(
  { place, challenges, purpose }: PasskeyParts,
  timeout: number,
): Promise<PasskeyRequest> {
  return generateAuthenticationOptions({
    rpID: place.id,
    challenge: challenges.make(purpose),
    timeout,
    userVerification: 'required',
  });
}

/** Reads a new passkey off an answer; the challenge is used up. */
export async function readNewPasskey(parts: PasskeyParts, response: unknown): Promise<MadePasskey | PasskeyFault> {
  const judge = judgeChallenge(parts);
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      // The library reads what a browser sends, and throws at what it is not.
      response: response as RegistrationResponseJSON,
      expectedChallenge: judge.expect,
      expectedOrigin: parts.place.origin,
      expectedRPID: parts.place.id,
      requireUserVerification: true,
    });
    if (!verified || !judge.use()) return judge.fault();
    const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
    return {
      credentialId: Buffer.from(id, 'base64url'),
      publicKey: Buffer.from(publicKey),
      counter,
      transports: transports.filter((each) => /^[a-z-]{1,20}$/.test(each)).slice(0, 10),
    };
  } catch {
    return judge.fault();
  }
}

/** Whether the answer is of this passkey and its person; answers its counter now. The challenge is used up. */
export async function judgePasskey(
  parts: PasskeyParts,
  response: unknown,
  { credentialId, publicKey, counter, transports }: MadePasskey,
): Promise<{ readonly counter: number } | PasskeyFault> {
  const judge = judgeChallenge(parts);
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as AuthenticationResponseJSON, // As above.
      expectedChallenge: judge.expect,
      expectedOrigin: parts.place.origin,
      expectedRPID: parts.place.id,
      credential: { ...described({ credentialId, transports }), publicKey: new Uint8Array(publicKey), counter },
      requireUserVerification: true,
    });
    return verified && judge.use() ? { counter: authenticationInfo.newCounter } : judge.fault();
  } catch {
    return judge.fault();
  }
}

/** The id of the passkey that an answer says it is of; null where it is no answer of a browser. */
export function credentialIdIn(response: unknown): Buffer | null {
  if (response === null || typeof response !== 'object' || !('id' in response)) return null;
  const { id } = response;
  return typeof id === 'string' && /^[\w-]{1,1364}$/.test(id) ? Buffer.from(id, 'base64url') : null;
}

function judgeChallenge({ challenges, purpose }: PasskeyParts) {
  let [held, isGone] = ['', false];
  return {
    expect(challenge: string): boolean {
      held = challenge;
      isGone = !challenges.isOpen(challenge, purpose);
      return !isGone;
    },
    use(): boolean {
      isGone = !challenges.use(held);
      return !isGone;
    },
    fault: (): PasskeyFault => (isGone ? 'challenge_gone' : 'passkey_refused'),
  };
}

function described({ credentialId, transports }: Pick<MadePasskey, 'credentialId' | 'transports'>) {
  return { id: credentialId.toString('base64url'), transports: [...transports] };
}
