/** Sessions as a browser carries them: the cookie, its token, and whether a request comes from our own pages. */
import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';
import { hashToken } from './auth.ts';

/** 256 random bits. */
const TOKEN_BYTES = 32;

/** A new session's token, and what is stored of it. */
export function newSessionToken(): { readonly token: string; readonly hash: Buffer } {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  return { token, hash: hashToken(token) };
}

/**
 * The cookie's name. `__Host-` pins it to this host, to https and to the whole path (RFC 6265bis, section 4.1.3.2);
 * plain http, which only loopback should use, cannot have it.
 */
function cookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-patchbay' : 'patchbay';
}

/** `Set-Cookie` for a session; an empty token takes the cookie away. */
export function writeSessionCookie(publicUrl: string, token: string, seconds: number): string {
  const secure = publicUrl.startsWith('https:');
  const name = cookieName(publicUrl);
  return stringifySetCookie({
    name,
    value: token,
    path: '/',
    maxAge: seconds,
    httpOnly: true,
    sameSite: 'lax',
    secure,
  });
}

/** The hash of the session's token in the request; null when there is none, or it is not one of ours. */
export function readSessionCookie(headers: IncomingHttpHeaders, publicUrl: string): Buffer | null {
  const token = parseCookie(headers.cookie ?? '')[cookieName(publicUrl)] ?? '';
  return /^[\w-]{43}$/.test(token) ? hashToken(token) : null;
}

/**
 * Whether the request may change something in the name of the user whose cookie it carries. A browser says where it
 * comes from; what says nothing is no browser, and carries no one's cookie unasked. Source: Fetch Metadata,
 * `Sec-Fetch-Site`; RFC 6454, `Origin`.
 */
export function isFromOurPages(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return headers.origin === undefined || isOurOrigin(headers, publicUrl);
}

/**
 * Whether the `Origin` is there and ours: the address that was asked, or the public one. WebSockets always carry it.
 */
export function isOurOrigin(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const { origin, host } = headers;
  if (origin === undefined || !URL.canParse(origin)) return false;
  return origin === publicUrl || (host !== undefined && new URL(origin).host === host.toLowerCase());
}
