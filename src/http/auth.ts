/** Reads credentials off a request. What they are worth is the token store's matter. */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Longer tokens are no one's. */
const MAX_TOKEN = 512;

/**
 * The token of `Authorization: Bearer …`; null when there is none. The scheme's case does not matter (RFC 9110, section
 * 11.1).
 */
export function readBearer(authorization: string | undefined): string | null {
  const token = /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
  return token === undefined || token.length > MAX_TOKEN ? null : token;
}

/** User and password of `Authorization: Basic …` (RFC 7617); null when there are none. */
export function readBasic(authorization: string | undefined): { user: string; password: string } | null {
  const encoded = /^basic +([A-Za-z0-9+/_-]+=*) *$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined || encoded.length > 2 * MAX_TOKEN) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? null : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** The user of `Authorization: Basic …` without a password, as some clients send a token; null otherwise. */
export function readLoneUser(authorization: string | undefined): string | null {
  const credentials = readBasic(authorization);
  return credentials?.password === '' ? credentials.user : null;
}

/** What is stored of a token: its SHA-256. Tokens are random and long, so a slow hash would add nothing. */
export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

/** Whether two hashes are the same, in constant time. */
export function sameHash(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A new API token: 192 random bits behind a prefix that secret scanners can look for. */
export function newToken(): string {
  return `pb_${randomBytes(24).toString('base64url')}`;
}
