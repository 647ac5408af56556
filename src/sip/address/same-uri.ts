/** When two URIs are the same. Source: RFC 3261 section 19.1.4; RFC 3966 section 4. */
import { UNRESERVED } from './grammar.ts';
import type { Parameters } from './parameters.ts';
import type { SipUri, TelUri, Uri } from './uri.ts';
import { isEscape, isSipUri, isTelUri, phoneDigits, writeUri } from './uri.ts';

/**
 * Parameters that one URI may not have alone: a URI that omits one does not match one that writes it out, even with its
 * default value. Every other parameter that only one has is ignored. Source: RFC 3261 section 19.1.4.
 */
const NEVER_ALONE = ['user', 'ttl', 'method', 'maddr', 'transport'] as const;

/** Whether two URIs are equivalent. */
export function isSameUri(one: Uri, other: Uri): boolean {
  if (isSipUri(one) && isSipUri(other)) return isSameSip(one, other);
  if (isTelUri(one) && isTelUri(other)) return isSameTel(one, other);
  return !isSipUri(one) && !isTelUri(one) && writeUri(one) === writeUri(other);
}

function isSameSip(one: SipUri, other: SipUri): boolean {
  return (
    // "A SIP and SIPS URI are never equivalent."
    one.scheme === other.scheme &&
    // "Comparison of the userinfo of SIP and SIPS URIs is case-sensitive"; all else is not.
    plain(one.user) === plain(other.user) &&
    plain(one.password) === plain(other.password) &&
    one.host.toLowerCase() === other.host.toLowerCase() &&
    // "A URI omitting the optional port component will not match a URI explicitly declaring port 5060."
    one.port === other.port &&
    haveSameParameters(one.parameters, other.parameters) &&
    haveSameHeaders(one.headers, other.headers)
  );
}

function isSameTel(one: TelUri, other: TelUri): boolean {
  const isSame = phoneDigits(one).toLowerCase() === phoneDigits(other).toLowerCase();
  return (
    isSame && one.parameters.length === other.parameters.length && haveSameHeaders(one.parameters, other.parameters)
  );
}

function haveSameParameters(one: Parameters, other: Parameters): boolean {
  const values = valuesOf(other);
  for (const { name, value } of one) {
    const matching = values.get(name);
    if (matching !== undefined && matching !== folded(value)) return false;
  }
  const mine = valuesOf(one);
  return NEVER_ALONE.every((name) => mine.has(name) === values.has(name));
}

/** "URI header components are never ignored. Any present header component MUST be present in both URIs and match." */
function haveSameHeaders(one: Parameters, other: Parameters): boolean {
  const values = valuesOf(other);
  return one.length === other.length && one.every(({ name, value }) => values.get(name) === folded(value));
}

function valuesOf(parameters: Parameters): ReadonlyMap<string, string> {
  return new Map(parameters.map(({ name, value }) => [plain(name) ?? '', folded(value)]));
}

function folded(value: string): string {
  return (plain(value) ?? '').toLowerCase();
}

/** "Characters other than those in the reserved set are equivalent to their "%" HEX HEX encoding." */
function plain(text: string | null): string | null {
  if (text === null || !text.includes('%')) return text;
  let written = '';
  for (let at = 0; at < text.length; at += 1) {
    if (!isEscape(text, at)) {
      written += text.charAt(at);
      continue;
    }
    const hex = text.slice(at + 1, at + 3).toUpperCase();
    const code = Number.parseInt(hex, 16);
    written += UNRESERVED[code] === 1 ? String.fromCharCode(code) : `%${hex}`;
    at += 2;
  }
  return written;
}
