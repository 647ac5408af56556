/**
 * Who calls, as they say and as the network says. Whom to believe is decided elsewhere. Sources: RFC 3325, RFC 3323,
 * RFC 5806, RFC 3326.
 */
import { consistsOf, DIGITS, isToken, readNumber } from '../address/grammar.ts';
import type { NameAddr } from '../address/name-addr.ts';
import { readNameAddr } from '../address/name-addr.ts';
import type { Parameters } from '../address/parameters.ts';
import { parameterOf, readParameters } from '../address/parameters.ts';
import type { Uri } from '../address/uri.ts';
import { isSipUri, isTelUri, phoneDigits, unescapeUri } from '../address/uri.ts';
import type { HasHeaders, SipRequest } from '../message/message.ts';
import { headerOf, headersOf } from '../message/message.ts';

/** Who calls. */
export type Caller = {
  /** The address that was believed. */
  readonly address: NameAddr;
  /** Where it came from. */
  readonly source: 'asserted' | 'from';
  /** They do not want their number shown: it may be known, and is for the network alone. */
  readonly isWithheld: boolean;
};

/** The caller of a request: P-Asserted-Identity from whom we trust, else From. Source: RFC 3325 section 9.1. */
export function callerOf(request: SipRequest, isTrusted: boolean): Caller {
  const asserted = isTrusted ? (assertedOf(request)[0] ?? null) : null;
  const address = asserted ?? request.from;
  const asksForPrivacy = privacyOf(request).some((word) => ['id', 'user', 'header'].includes(word));
  return {
    address,
    source: asserted ? 'asserted' : 'from',
    // From says it even where the network knows better: that is what an anonymous From is for.
    isWithheld: asksForPrivacy || isAnonymous(request.from.uri),
  };
}

/**
 * The identities that a network asserts: "one or two", a SIP URI and a telephone number. Those that cannot be read are
 * left out.
 */
export function assertedOf(request: HasHeaders): NameAddr[] {
  return headersOf(request, 'P-Asserted-Identity').flatMap((value) => readNameAddr(value) ?? []);
}

/**
 * What the caller asks to be kept private, in lower case: "id", "user", "header", "session", "none", "critical".
 * Source: RFC 3323 section 4.2.
 */
export function privacyOf(request: HasHeaders): string[] {
  const words = (headerOf(request, 'Privacy') ?? '').split(';');
  return words.map((word) => word.trim().toLowerCase()).filter((word) => word !== '');
}

/** Whether a URI is the one of those who withhold theirs: RFC 3323 section 4.1.1.3, and "anonymous" at any host. */
function isAnonymous(uri: Uri): boolean {
  if (!isSipUri(uri)) return false;
  return uri.host.toLowerCase() === 'anonymous.invalid' || (uri.user ?? '').toLowerCase() === 'anonymous';
}

/**
 * The telephone number of a URI, with its "+" where it has one, without separators; null where it is none. A SIP URI's
 * user is one when it is digits, whether or not it says `user=phone`: carriers leave that out.
 */
export function numberOf(uri: Uri): string | null {
  if (isTelUri(uri)) return phoneDigits(uri);
  if (!isSipUri(uri) || uri.user === null) return null;
  const user = unescapeUri(uri.user);
  const semicolon = user.indexOf(';');
  const number = phoneDigits({
    scheme: 'tel',
    number: semicolon === -1 ? user : user.slice(0, semicolon),
    parameters: [],
  });
  return consistsOf(number.startsWith('+') ? number.slice(1) : number, DIGITS) ? number : null;
}

/** One diversion of a call: who it was for, and why it was not theirs. Source: RFC 5806. */
export type Diversion = { readonly address: NameAddr; readonly reason: string; readonly count: number };

const MAX_DIVERSIONS = 100;

/** The diversions, the last one first. Those that cannot be read are left out. */
export function diversionsOf(request: HasHeaders): Diversion[] {
  return headersOf(request, 'Diversion').flatMap((value) => {
    const address = readNameAddr(value);
    if (address === null) return [];
    const reason = parameterOf(address.parameters, 'reason')?.toLowerCase() ?? 'unknown';
    return {
      address,
      reason,
      count: readNumber(parameterOf(address.parameters, 'counter') ?? '', MAX_DIVERSIONS) ?? 1,
    };
  });
}

/** Why a request was sent, or a call ended: `Q.850;cause=16;text="Terminated"`. Source: RFC 3326. */
export type Reason = { readonly protocol: string; readonly cause: number | null; readonly text: string | null };

/** The reasons of a message, their protocol in upper case. Those that cannot be read are left out. */
export function reasonsOf(message: HasHeaders): Reason[] {
  return headersOf(message, 'Reason').flatMap((value) => {
    const semicolon = value.indexOf(';');
    const end = semicolon === -1 ? value.length : semicolon;
    const protocol = value.slice(0, end).trim().toUpperCase();
    const parameters: Parameters | null = readParameters(value, end);
    if (!isToken(protocol) || parameters === null) return [];
    const cause = readNumber(parameterOf(parameters, 'cause') ?? '', 999);
    return { protocol, cause, text: parameterOf(parameters, 'text') };
  });
}
