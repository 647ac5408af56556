/**
 * URIs of SIP.
 *
 * ```text
 *  sip:alice:secret@atlanta.example.com:5060;transport=tcp?subject=project
 *  └┬┘ └─┬─┘ └─┬──┘ └────────┬────────┘ └┬─┘ └─────┬─────┘ └─────┬───────┘
 * scheme user password      host        port   parameters     headers
 *
 *  tel:+1-201-555-0123;phone-context=example.com
 * ```
 *
 * Source: RFC 3261 section 19.1, RFC 3966 (tel).
 */
import { ALPHANUMERICS, consistsOf, HEX, setOf } from './grammar.ts';
import type { HostPort } from './host.ts';
import { readHostPort, writeHostPort } from './host.ts';
import type { Parameter, Parameters } from './parameters.ts';
import { writeParameters } from './parameters.ts';
import { SIP_LIMITS } from '../limits.ts';

/**
 * A SIP or SIPS URI. Everything is as it was written, escapes too, save that the parameters' names are in lower case.
 */
export type SipUri = HostPort & {
  readonly scheme: 'sip' | 'sips';
  readonly user: string | null;
  readonly password: string | null;
  readonly parameters: Parameters;
  readonly headers: Parameters;
};

/** A telephone number, as it was written; see `phoneDigits`. Source: RFC 3966. */
export type TelUri = { readonly scheme: 'tel'; readonly number: string; readonly parameters: Parameters };

/** A URI of any other scheme, its scheme in lower case. Parsers must not fail on it (RFC 4475 section 3.3.4). */
export type OtherUri = { readonly scheme: string; readonly rest: string };

/** Any URI. `isSipUri` and `isTelUri` tell them apart. */
export type Uri = SipUri | TelUri | OtherUri;

/** Whether the URI is one of SIP or SIPS. */
export function isSipUri(uri: Uri): uri is SipUri {
  return 'host' in uri;
}

/** Whether the URI is a telephone number. */
export function isTelUri(uri: Uri): uri is TelUri {
  return 'number' in uri;
}

const SCHEME = setOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.');
/** What ends a URI, or may not stand in one. */
const FORBIDDEN = setOf('<>"\\');
const NUMBER = setOf('+0123456789abcdefABCDEF*#-.()');

/** Reads the whole text; null where it is no URI, or one of SIP or tel that breaks its grammar. */
export function readUri(text: string): Uri | null {
  const colon = text.indexOf(':');
  if (colon < 1 || !isVisible(text)) return null;
  const written = text.slice(0, colon);
  if (!consistsOf(written, SCHEME) || ALPHANUMERICS[written.charCodeAt(0)] !== 1) return null;
  const scheme = written.toLowerCase();
  const rest = text.slice(colon + 1);
  if (scheme === 'sip' || scheme === 'sips') return readSip(scheme, rest);
  if (scheme === 'tel') return readTel(rest);
  return rest === '' ? null : { scheme, rest };
}

/** The URI as text. */
export function writeUri(uri: Uri): string {
  if (isTelUri(uri)) return `tel:${uri.number}${writeParameters(uri.parameters)}`;
  if (!isSipUri(uri)) return `${uri.scheme}:${uri.rest}`;
  const password = uri.password === null ? '' : `:${uri.password}`;
  const user = uri.user === null ? '' : `${uri.user}${password}@`;
  const headers = uri.headers.map(({ name, value }) => `${name}=${value}`).join('&');
  const tail = `${writeParameters(uri.parameters)}${headers === '' ? '' : `?${headers}`}`;
  return `${uri.scheme}:${user}${writeHostPort(uri)}${tail}`;
}

/** A SIP URI of these parts, without parameters. `user` is what it says: what must be escaped is. */
export function sipUri(user: string | null, host: string, port: number | null = null): SipUri {
  const written = user === null ? null : escapeUser(user);
  return { scheme: 'sip', user: written, password: null, host, port, parameters: [], headers: [] };
}

/** The number without visual separators, with its "+" where it has one. Source: RFC 3966 section 5.1.1. */
export function phoneDigits(uri: TelUri): string {
  let digits = '';
  for (const character of uri.number) if (!'-.()'.includes(character)) digits += character;
  return digits;
}

/** What the text says once its escapes are undone. Bytes that are no UTF-8 become U+FFFD. */
export function unescapeUri(text: string): string {
  if (!text.includes('%')) return text;
  const bytes: number[] = [];
  let from = 0;
  for (let at = text.indexOf('%'); at !== -1; at = text.indexOf('%', at + 1)) {
    if (!isEscape(text, at)) continue;
    bytes.push(...ENCODER.encode(text.slice(from, at)), Number.parseInt(text.slice(at + 1, at + 3), 16));
    from = at + 3;
  }
  bytes.push(...ENCODER.encode(text.slice(from)));
  return DECODER.decode(Uint8Array.from(bytes));
}

/** Whether a "%" with its two digits stands at `at`. */
export function isEscape(text: string, at: number): boolean {
  return text.charAt(at) === '%' && HEX[text.charCodeAt(at + 1)] === 1 && HEX[text.charCodeAt(at + 2)] === 1;
}

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });
const USER = setOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()&=+$,;?/");

function escapeUser(user: string): string {
  let written = '';
  for (const byte of ENCODER.encode(user)) {
    const isPlain = USER[byte] === 1;
    written += isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return written;
}

/**
 * Without spaces, controls, brackets or quotes, and every "%" with its digits. Other characters are kept, though
 * unescaped.
 */
function isVisible(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code <= 0x20 || code === 0x7f || FORBIDDEN[code] === 1) return false;
    if (code === 0x25 && !isEscape(text, at)) return false;
  }
  return true;
}

function readSip(scheme: 'sip' | 'sips', rest: string): SipUri | null {
  // "@" stands once: in every other place it is escaped, while ";", "?" and "/" may stand in the user (RFC 4475,
  // semiuri).
  const at = rest.indexOf('@');
  const user = at === -1 ? null : readUser(rest.slice(0, at));
  if (at !== -1 && (user === null || rest.includes('@', at + 1))) return null;
  const question = rest.indexOf('?', at + 1);
  const end = question === -1 ? rest.length : question;
  const semicolon = rest.indexOf(';', at + 1);
  const hostEnd = semicolon === -1 || semicolon > end ? end : semicolon;
  const hostPort = readHostPort(rest.slice(at + 1, hostEnd));
  const parameters = readUriParameters(rest.slice(hostEnd, end));
  const headers = question === -1 ? [] : readPairs(rest.slice(question + 1), '&');
  if (hostPort === null || parameters === null || headers === null) return null;
  return { scheme, user: user?.user ?? null, password: user?.password ?? null, ...hostPort, parameters, headers };
}

function readUser(text: string): { readonly user: string; readonly password: string | null } | null {
  const colon = text.indexOf(':');
  const user = colon === -1 ? text : text.slice(0, colon);
  return user === '' ? null : { user, password: colon === -1 ? null : text.slice(colon + 1) };
}

function readTel(rest: string): TelUri | null {
  const semicolon = rest.indexOf(';');
  const number = semicolon === -1 ? rest : rest.slice(0, semicolon);
  const parameters = readUriParameters(semicolon === -1 ? '' : rest.slice(semicolon));
  return parameters === null || !consistsOf(number, NUMBER) ? null : { scheme: 'tel', number, parameters };
}

/** `;name=value;flag`, or nothing. */
function readUriParameters(text: string): Parameters | null {
  return text === '' ? [] : readPairs(text.slice(1), ';');
}

function readPairs(text: string, separator: string): Parameters | null {
  const pairs: Parameter[] = [];
  for (const part of text.split(separator, SIP_LIMITS.parameters + 1)) {
    const equals = part.indexOf('=');
    const name = (equals === -1 ? part : part.slice(0, equals)).toLowerCase();
    if (name === '' || pairs.length === SIP_LIMITS.parameters) return null;
    pairs.push({ name, value: equals === -1 ? '' : part.slice(equals + 1) });
  }
  return pairs;
}
