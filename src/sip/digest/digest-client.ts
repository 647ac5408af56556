/** Answering challenges. Source: RFC 3261 section 22, RFC 7616 section 3.4, RFC 8760. */
import type { Header, HasHeaders } from '../message/message.ts';
import type { DigestHash } from './algorithm.ts';
import { algorithmOf } from './algorithm.ts';
import type { AuthField, AuthFields } from './auth-fields.ts';
import { readAuthFields, writeAuthFields } from './auth-fields.ts';
import type { Challenge, Qop } from './challenge.ts';
import { CHALLENGE_FIELDS, credentialsFieldOf } from './challenge.ts';
import { digestResponse, secretOf, userHash, writeCount } from './digest-response.ts';

/** Who answers, and what it takes. */
export type DigestUser = {
  readonly user: string;
  readonly password: string;
  readonly hash: DigestHash;
  /** A new random word each time: at least 64 bits. */
  readonly cnonce: () => string;
};

/**
 * A challenge once answered, and how often its nonce was used. It may be used again without being asked (section 22.3).
 */
export type Remembered = { readonly challenge: Challenge; readonly count: number };

/** Challenges by realm, the newest of each. */
export type DigestMemory = readonly Remembered[];

/** What a request protects. */
export type Protected = { readonly method: string; readonly uri: string; readonly body: Uint8Array };

/** Realms that are remembered at most: one for each proxy on the way. */
export const MAX_REALMS = 8;

/**
 * The memory once these challenges have come. A nonce that is already known keeps counting: a count is never used
 * twice.
 */
export function remember(memory: DigestMemory, challenges: readonly Challenge[]): DigestMemory {
  const kept = memory.filter(({ challenge }) => !challenges.some((each) => isSameRealm(each, challenge)));
  const come = challenges.map((challenge) => {
    const known = memory.find((each) => isSameRealm(each.challenge, challenge));
    return { challenge, count: known?.challenge.nonce === challenge.nonce ? known.count : 0 };
  });
  return [...come, ...kept].slice(0, MAX_REALMS);
}

/** The credentials for a request, one field for each realm, and the memory with each nonce counted up. */
export function credentialsFor(
  memory: DigestMemory,
  request: Protected,
  who: DigestUser,
): { readonly memory: DigestMemory; readonly headers: readonly Header[] } {
  const used = memory.map(({ challenge, count }) => ({ challenge, count: count + 1 }));
  return { memory: used, headers: used.map(({ challenge, count }) => write(challenge, count, request, who)) };
}

/**
 * Whether a request that was challenged is worth sending again. Credentials that were just rejected are not tried
 * again, unless the nonce was stale (section 22). Servers replace an old nonce without saying "stale", so a new one is
 * taken for that when the old one had served before.
 */
export function mayAnswer(sent: HasHeaders, challenges: readonly Challenge[], memory: DigestMemory): boolean {
  return challenges.length > 0 && challenges.every((challenge) => isNews(sent, challenge, memory));
}

function isNews(sent: HasHeaders, challenge: Challenge, memory: DigestMemory): boolean {
  const fields = fieldsFor(sent, challenge);
  if (fields === null || challenge.isStale) return true;
  return hasServed(fields, challenge, memory) && fields.get('nonce') !== challenge.nonce;
}

/** Whether the request has credentials whose nonce had served before. */
export function isReused(sent: HasHeaders, memory: DigestMemory): boolean {
  return memory.some(({ challenge }) => {
    const fields = fieldsFor(sent, challenge);
    return fields !== null && hasServed(fields, challenge, memory);
  });
}

function fieldsFor(sent: HasHeaders, { status, realm }: Challenge): AuthFields | null {
  const value = credentialsFieldOf(sent, status, realm);
  return value === null ? null : readAuthFields(value);
}

/**
 * Whether the nonce of credentials had served before: their count is past 1. A server without qop is sent no count, so
 * ours says it, or that another nonce has taken its place meanwhile.
 */
function hasServed(fields: AuthFields, challenge: Challenge, memory: DigestMemory): boolean {
  const written = fields.get('nc');
  if (written !== undefined) return written !== writeCount(1);
  const known = memory.find((each) => isSameRealm(each.challenge, challenge));
  return known === undefined || known.challenge.nonce !== fields.get('nonce') || known.count > 1;
}

function isSameRealm(one: Challenge, other: Challenge): boolean {
  return one.status === other.status && one.realm === other.realm;
}

function write(challenge: Challenge, count: number, request: Protected, who: DigestUser): Header {
  const { realm, nonce, opaque } = challenge;
  const algorithm = algorithmOf(challenge.algorithm);
  if (algorithm === null) throw new Error('A challenge whose algorithm is unknown was remembered.');
  // "auth" wherever it is offered: a server that rewrites a body would break "auth-int".
  const name: Qop | null = challenge.qop.includes('auth') ? 'auth' : (challenge.qop[0] ?? null);
  // A session key has the client's nonce in it even where the server knows no qop.
  const cnonce = name === null && !algorithm.isSession ? null : who.cnonce();
  const qop = name === null ? null : { name, count: writeCount(count) };
  const secret = secretOf(who.hash, algorithm, who.user, realm, who.password);
  const response = digestResponse(who.hash, secret, { ...request, algorithm, nonce, cnonce, qop });
  const user = challenge.wantsUserHash ? userHash(who.hash, algorithm, who.user, realm) : who.user;
  const fields: AuthField[] = [
    ['username', user, 'quoted'],
    ['realm', realm, 'quoted'],
    ['nonce', nonce, 'quoted'],
    ['uri', request.uri, 'quoted'],
    ['response', response, 'quoted'],
  ];
  if (challenge.algorithm !== null) fields.push(['algorithm', challenge.algorithm, 'plain']);
  if (opaque !== null) fields.push(['opaque', opaque, 'quoted']);
  if (qop !== null) fields.push(['qop', qop.name, 'plain'], ['nc', qop.count, 'plain']);
  if (cnonce !== null) fields.push(['cnonce', cnonce, 'quoted']);
  if (challenge.wantsUserHash) fields.push(['userhash', 'true', 'plain']);
  return { name: CHALLENGE_FIELDS[challenge.status].credentials, value: writeAuthFields(fields) };
}
