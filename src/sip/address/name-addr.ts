/**
 * Addresses: `"Watson, Thomas" <sip:t.watson@example.org>;tag=4`. Source: RFC 3261 sections 20.10 and 25.1
 * (`name-addr`, `addr-spec`).
 */
import { isSpaceCode, TOKEN, LESS_THAN, QUOTE, endOfQuoted, quote, skipSpace, unquote } from './grammar.ts';
import type { Parameters } from './parameters.ts';
import { parameterOf, readParameters, writeParameters } from './parameters.ts';
import type { Uri } from './uri.ts';
import { readUri, writeUri } from './uri.ts';

/** Someone's address. The display name says what it says, without quotes; null where none is written. */
export type NameAddr = { readonly displayName: string | null; readonly uri: Uri; readonly parameters: Parameters };

/** Reads the whole text; null where it is no address. */
export function readNameAddr(text: string): NameAddr | null {
  const start = skipSpace(text, 0);
  const nameEnd = endOfDisplayName(text, start);
  if (nameEnd === -1) return null;
  if (text.charCodeAt(nameEnd) === LESS_THAN) return readBracketed(text, start, nameEnd);
  return nameEnd === start || text.charCodeAt(start) !== QUOTE ? readBare(text, start) : null;
}

/** The address as text. The URI always stands in brackets, so no parameter is taken for the URI's. */
export function writeNameAddr({ displayName, uri, parameters }: NameAddr): string {
  const name = displayName === null ? '' : `${quote(displayName)} `;
  return `${name}<${writeUri(uri)}>${writeParameters(parameters)}`;
}

/** The tag; null where there is none. Source: RFC 3261 section 19.3. */
export function tagOf(address: NameAddr): string | null {
  const tag = parameterOf(address.parameters, 'tag');
  return tag === '' ? null : tag;
}

/**
 * Where the display name ends: at the `<`, or where something stands that is no display name; -1 where a quote stays
 * open. Unquoted letters past ASCII break the grammar, are unambiguous, and are sent by real devices: they are read.
 */
function endOfDisplayName(text: string, start: number): number {
  if (text.charCodeAt(start) === QUOTE) {
    const end = endOfQuoted(text, start);
    return end === -1 ? -1 : skipSpace(text, end);
  }
  let at = start;
  while (at < text.length && isNameCode(text.charCodeAt(at))) at += 1;
  return at;
}

function isNameCode(code: number): boolean {
  return TOKEN[code] === 1 || isSpaceCode(code) || code >= 0x80;
}

function readBracketed(text: string, start: number, open: number): NameAddr | null {
  const close = text.indexOf('>', open);
  if (close === -1) return null;
  // Spaces within the brackets break the grammar: badaspec of RFC 4475.
  const uri = readUri(text.slice(open + 1, close));
  const parameters = readParameters(text, close + 1);
  if (uri === null || parameters === null) return null;
  const name = text.slice(start, open).trim();
  return { displayName: name === '' ? null : unquote(name), uri, parameters };
}

/** Without brackets, what follows a ";" belongs to the header field, and a "?" or "," may not stand: section 20.10. */
function readBare(text: string, start: number): NameAddr | null {
  const semicolon = text.indexOf(';', start);
  const end = semicolon === -1 ? text.length : semicolon;
  const written = text.slice(start, end).trim();
  if (written.includes('?') || written.includes(',')) return null;
  const uri = readUri(written);
  const parameters = readParameters(text, end);
  return uri === null || parameters === null ? null : { displayName: null, uri, parameters };
}
