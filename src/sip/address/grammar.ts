/**
 * Characters and small words of SIP, each read in one pass from left to right. Source: RFC 3261 section 25.1.
 *
 * No regular expression stands here: a pattern that backtracks lets a stranger spend our time.
 */

/** Tab and space; line ends are gone once a message was unfolded. */
const TAB = 0x09;
/** A space. */
const SPACE = 0x20;
/** `"` */
export const QUOTE = 0x22;
/** `\` */
const BACKSLASH = 0x5c;
/** `<` */
export const LESS_THAN = 0x3c;
/** `>` */
const GREATER_THAN = 0x3e;
/** `;` */
export const SEMICOLON = 0x3b;
/** `:` */
export const COLON = 0x3a;
/** `,` */
export const COMMA = 0x2c;
/** `=` */
export const EQUALS = 0x3d;

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * A set of ASCII characters: 1 at the code of each. A table, and not a function, because every byte of a message is
 * looked up.
 */
export type CharacterSet = Uint8Array;

/** The set of these characters. */
export function setOf(characters: string): CharacterSet {
  const members = new Uint8Array(128);
  for (const character of characters) members[character.charCodeAt(0)] = 1;
  return members;
}

/** `token`: names of methods, header fields, parameters. */
export const TOKEN = setOf(`${ALPHANUMERIC}-.!%*_+\`'~`);
/** `unreserved`: what stands for itself in a URI. */
export const UNRESERVED = setOf(`${ALPHANUMERIC}-_.!~*'()`);
/** A digit, a letter, a hyphen or a dot; "_" is no host name by the RFC, and stands in names of real machines. */
export const HOST_NAME = setOf(`${ALPHANUMERIC}-._`);
/** Decimal digits. */
export const DIGITS = setOf('0123456789');
/** Hexadecimal digits. */
export const HEX = setOf('0123456789abcdefABCDEF');
/** Letters and digits. */
export const ALPHANUMERICS = setOf(ALPHANUMERIC);

/** Whether every character of `text` is in the set, and there is at least one. */
export function consistsOf(text: string, set: CharacterSet): boolean {
  for (let at = 0; at < text.length; at += 1) if (set[text.charCodeAt(at)] !== 1) return false;
  return text.length > 0;
}

/** Whether `text` is a `token`. */
export function isToken(text: string): boolean {
  return consistsOf(text, TOKEN);
}

/** Whether this is a space or a tab. */
export function isSpaceCode(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** Where the next character stands that is neither space nor tab. */
export function skipSpace(text: string, at: number): number {
  let next = at;
  while (next < text.length && isSpaceCode(text.charCodeAt(next))) next += 1;
  return next;
}

/** A whole number of at most ten digits, up to `most`; null for anything else. */
export function readNumber(text: string, most: number): number | null {
  if (!consistsOf(text, DIGITS)) return null;
  // Leading zeros mean nothing: "Max-Forwards: 0068" is RFC 4475's.
  let start = 0;
  while (start < text.length - 1 && text.charCodeAt(start) === 0x30) start += 1;
  if (text.length - start > 10) return null;
  const value = Number(text.slice(start));
  return value <= most ? value : null;
}

/** `at` is the opening quote; the index after the closing one, -1 where there is none. */
export function endOfQuoted(text: string, at: number): number {
  for (let next = at + 1; next < text.length; next += 1) {
    const code = text.charCodeAt(next);
    if (code === BACKSLASH) next += 1;
    else if (code === QUOTE) return next + 1;
  }
  return -1;
}

/** What a quoted string says, without its quotes and backslashes; anything else as it is. */
export function unquote(text: string): string {
  if (text.charCodeAt(0) !== QUOTE) return text;
  const inner = text.slice(1, -1);
  if (!inner.includes('\\')) return inner;
  let said = '';
  for (let at = 0; at < inner.length; at += 1) {
    if (inner.charCodeAt(at) === BACKSLASH) at += 1;
    said += inner.charAt(at);
  }
  return said;
}

/** A quoted string that says `text`. Control characters are left out: they would end the header field. */
export function quote(text: string): string {
  let inner = '';
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < SPACE || code === 0x7f) continue;
    inner += code === QUOTE || code === BACKSLASH ? `\\${text.charAt(at)}` : text.charAt(at);
  }
  return `"${inner}"`;
}

/**
 * Takes a list apart at `separator`, outside quotes and angle brackets, trimmed. Null where a quote or a bracket stays
 * open. Source: RFC 3261 section 7.3.1.
 */
export function splitOutside(text: string, separator: number): string[] | null {
  const parts: string[] = [];
  let start = 0;
  let inBrackets = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE && !inBrackets) {
      const end = endOfQuoted(text, at);
      if (end === -1) return null;
      at = end - 1;
    } else if (code === LESS_THAN) inBrackets = true;
    else if (code === GREATER_THAN) inBrackets = false;
    else if (code === separator && !inBrackets) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  if (inBrackets) return null;
  parts.push(text.slice(start).trim());
  return parts;
}
