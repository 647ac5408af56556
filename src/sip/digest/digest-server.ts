/** Asking for credentials and judging them. Source: RFC 3261 section 22.4, RFC 7616 sections 3.4.6 and 5. */
import type { SipRequest } from '../message/message.ts';
import { readUri } from '../address/uri.ts';
import { isSameUri } from '../address/same-uri.ts';
import type { DigestHash } from './algorithm.ts';
import { algorithmOf } from './algorithm.ts';
import type { AuthFields } from './auth-fields.ts';
import { readAuthFields } from './auth-fields.ts';
import type { Challenge, ChallengeStatus } from './challenge.ts';
import { credentialsFieldOf } from './challenge.ts';
import { digestResponse, secretOf, userHash, writeCount } from './digest-response.ts';

/** Whom a realm knows. */
export type DigestAccount = { readonly user: string; readonly password: string };

/**
 * What becomes of a request's credentials. `none`: it has none that we can judge, and is challenged. `stale`: they are
 * right and the nonce is not good any more, so the next challenge says so. `wrong`: challenged again, without that
 * word.
 */
export type Verdict = 'right' | 'none' | 'stale' | 'wrong';

/** What a server needs to judge. `accountOf` finds by user name. */
export type BodyValidator = {
  readonly status: ChallengeStatus;
  readonly realm: string;
  readonly hash: DigestHash;
  readonly accountOf: (matches: (user: string) => boolean) => DigestAccount | null;
  readonly nonces: NonceBook;
};

/** Judges a request. A nonce is counted only once its response was right: a stranger cannot use up another's. */
export function judge(request: SipRequest, { status, realm, hash, accountOf, nonces }: BodyValidator): Verdict {
  const value = credentialsFieldOf(request, status, realm);
  const fields = value === null ? null : readAuthFields(value);
  const algorithm = algorithmOf(fields?.get('algorithm') ?? null);
  if (fields === null || algorithm === null) return 'none';
  const { username = '', nonce = '', uri = '', response = '' } = Object.fromEntries(fields);
  const isHashed = fields.get('userhash') === 'true';
  const account = accountOf((user) => username === (isHashed ? userHash(hash, algorithm, user, realm) : user));
  const qop = readQopOf(fields);
  if (account === null || qop === 'wrong' || !isForRequest(uri, request)) return 'wrong';
  const secret = secretOf(hash, algorithm, account.user, realm, account.password);
  const cnonce = fields.get('cnonce') ?? null;
  const { method, body } = request;
  const expected = digestResponse(hash, secret, { algorithm, nonce, cnonce, method, uri, body, qop });
  if (!isEqual(expected, response.toLowerCase())) return 'wrong';
  return nonces.use(nonce, qop === null ? null : Number.parseInt(qop.count, 16)) ? 'right' : 'stale';
}

/** The challenges to put, one for each algorithm in this order: clients prefer the topmost (RFC 8760 section 2.3). */
export function challengesFor(
  { status, realm, nonces }: BodyValidator,
  algorithms: readonly string[],
  isStale: boolean,
): readonly Challenge[] {
  const nonce = nonces.issue();
  const qop = ['auth', 'auth-int'] as const;
  return algorithms.map((algorithm) => ({
    status,
    realm,
    nonce,
    opaque: null,
    algorithm,
    qop,
    isStale,
    wantsUserHash: false,
  }));
}

/** The nonces that are out, each with the highest count that was used. */
export type NonceBook = {
  readonly issue: () => string;
  /**
   * Takes a count, null from a client of RFC 2069; false where the nonce is unknown, too old, or has seen that count.
   */
  readonly use: (nonce: string, count: number | null) => boolean;
};

/** Nonces that are kept at most; the oldest goes first, and its owner is challenged again. */
export const MAX_NONCES = 10_000;

/** A book whose nonces live this many milliseconds. `random` gives a new unguessable word each time. */
export function createNonceBook(now: () => number, random: () => string, lifeMs: number): NonceBook {
  const book = new Map<string, { readonly until: number; readonly count: number }>();
  return {
    issue() {
      const nonce = random();
      book.set(nonce, { until: now() + lifeMs, count: 0 });
      for (const oldest of book.keys()) {
        if (book.size <= MAX_NONCES) break;
        book.delete(oldest);
      }
      return nonce;
    },
    use(nonce, count) {
      const known = book.get(nonce);
      if (known === undefined || known.until < now()) return false;
      // The count shows replays (RFC 7616 section 3.4); without one, a nonce serves once.
      const next = count ?? 1;
      if (next <= known.count) return false;
      book.set(nonce, { ...known, count: next });
      return true;
    },
  };
}

function readQopOf(
  fields: AuthFields,
): { readonly name: 'auth' | 'auth-int'; readonly count: string } | null | 'wrong' {
  const name = fields.get('qop');
  if (name === undefined) return null;
  const count = fields.get('nc') ?? '';
  const isCount = count.length === 8 && writeCount(Number.parseInt(count, 16)) === count.toLowerCase();
  const isKnown = name === 'auth' || name === 'auth-int';
  return isKnown && isCount && fields.has('cnonce') ? { name, count } : 'wrong';
}

/** The response protects this URI and no other: it has to be that of the request line (RFC 7616 section 3.4.6). */
function isForRequest(uri: string, request: SipRequest): boolean {
  const read = readUri(uri);
  return read !== null && isSameUri(read, request.uri);
}

/** Compares without telling by its time how much was right. */
function isEqual(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let at = 0; at < one.length; at += 1) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}
