/** What a server asks for. Source: RFC 7616 section 3.3, RFC 3261 sections 20.27, 20.44 and 22. */
import type { HasHeaders, Header, SipResponse } from '../message/message.ts';
import { headersOf } from '../message/message.ts';
import { algorithmOf } from './algorithm.ts';
import type { AuthField } from './auth-fields.ts';
import { readAuthFields, writeAuthFields } from './auth-fields.ts';

/**
 * A user agent asks by 401 and WWW-Authenticate, a proxy by 407 and Proxy-Authenticate; each has a field for the
 * answer.
 */
export const CHALLENGE_FIELDS = {
  401: { challenge: 'WWW-Authenticate', credentials: 'Authorization' },
  407: { challenge: 'Proxy-Authenticate', credentials: 'Proxy-Authorization' },
} as const;

/** The status of a challenge. */
export type ChallengeStatus = keyof typeof CHALLENGE_FIELDS;

/** One challenge. Its algorithm is one that we know. */
export type Challenge = {
  readonly status: ChallengeStatus;
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  /** As it was named; null where it was not, which means MD5. */
  readonly algorithm: string | null;
  /** Empty where the server knows RFC 2069 alone. */
  readonly qop: readonly Qop[];
  /** The nonce was too old, and the credentials were right otherwise. */
  readonly isStale: boolean;
  /** The user name is to be sent hashed. */
  readonly wantsUserHash: boolean;
};

/** What the response protects: the request line, or the body too. */
export type Qop = 'auth' | 'auth-int';

/** Whether a status asks for credentials. */
function isChallengeStatus(status: number): status is ChallengeStatus {
  return status === 401 || status === 407;
}

/**
 * The challenges of a response that we can answer: of each realm the strongest. RFC 8760 section 2.4 has a client take
 * the topmost that it supports unless a policy of its own decides; ours is that strength does, then order.
 */
export function challengesOf(response: SipResponse): readonly Challenge[] {
  const { status } = response;
  if (!isChallengeStatus(status)) return [];
  const strongest = new Map<string, Challenge>();
  for (const value of headersOf(response, CHALLENGE_FIELDS[status].challenge)) {
    const challenge = readChallenge(status, value);
    const before = challenge === null ? undefined : strongest.get(challenge.realm);
    if (challenge !== null && (before === undefined || rankOf(challenge) < rankOf(before)))
      strongest.set(challenge.realm, challenge);
  }
  return Array.from(strongest.values());
}

/**
 * Reads one challenge; null for another scheme, an algorithm or a qop that we do not know, and without realm or nonce.
 */
export function readChallenge(status: ChallengeStatus, value: string): Challenge | null {
  const fields = readAuthFields(value);
  const realm = fields?.get('realm');
  const nonce = fields?.get('nonce');
  if (fields === null || realm === undefined || nonce === undefined) return null;
  const algorithm = fields.get('algorithm') ?? null;
  const offered = fields.get('qop');
  const qop = readQop(offered ?? '');
  if (algorithmOf(algorithm) === null || (offered !== undefined && qop.length === 0)) return null;
  return {
    status,
    realm,
    nonce,
    opaque: fields.get('opaque') ?? null,
    algorithm,
    qop,
    isStale: fields.get('stale')?.toLowerCase() === 'true',
    wantsUserHash: fields.get('userhash')?.toLowerCase() === 'true',
  };
}

/** The field that puts a challenge to someone. */
export function writeChallenge(challenge: Challenge): Header {
  const { realm, nonce, opaque, algorithm, qop, isStale, wantsUserHash } = challenge;
  const fields: AuthField[] = [
    ['realm', realm, 'quoted'],
    ['nonce', nonce, 'quoted'],
  ];
  if (opaque !== null) fields.push(['opaque', opaque, 'quoted']);
  if (isStale) fields.push(['stale', 'true', 'plain']);
  if (algorithm !== null) fields.push(['algorithm', algorithm, 'plain']);
  if (qop.length > 0) fields.push(['qop', qop.join(','), 'quoted']);
  if (wantsUserHash) fields.push(['userhash', 'true', 'plain']);
  return { name: CHALLENGE_FIELDS[challenge.status].challenge, value: writeAuthFields(fields) };
}

/** The credentials that a request brings for the realm, as they stand; null where it brings none. */
export function credentialsFieldOf(request: HasHeaders, status: ChallengeStatus, realm: string): string | null {
  const values = headersOf(request, CHALLENGE_FIELDS[status].credentials);
  return values.find((value) => readAuthFields(value)?.get('realm') === realm) ?? null;
}

function rankOf({ algorithm }: Challenge): number {
  return algorithmOf(algorithm)?.rank ?? Number.POSITIVE_INFINITY;
}

function readQop(text: string): Qop[] {
  return text.split(',').flatMap((word): Qop[] => {
    const name = word.trim().toLowerCase();
    return name === 'auth' || name === 'auth-int' ? [name] : [];
  });
}
