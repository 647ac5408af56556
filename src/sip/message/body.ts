/**
 * What a body is made of: its type, and the parts of a multipart. Source: RFC 3261 section 7.4, RFC 5621, RFC 2046
 * section 5.1.
 */
import { isToken } from '../address/grammar.ts';
import type { Parameters } from '../address/parameters.ts';
import { parameterOf, readParameters } from '../address/parameters.ts';
import { SIP_LIMITS } from '../limits.ts';
import type { HasHeaders } from './message.ts';
import { headerOf } from './message.ts';
import { readHead } from './read-head.ts';

/** `application/sdp` in lower case, and its parameters. */
export type ContentType = { readonly type: string; readonly parameters: Parameters };

/** A body and what it is. */
export type BodyPart = { readonly type: string; readonly bytes: Uint8Array };

/** Reads `type/subtype;parameters`; null where it is none. */
export function readContentType(text: string): ContentType | null {
  const semicolon = text.indexOf(';');
  const end = semicolon === -1 ? text.length : semicolon;
  const type = text.slice(0, end).trim().toLowerCase();
  const [kind = '', subtype = '', ...more] = type.split('/', 3).map((word) => word.trim());
  const parameters = readParameters(text, end);
  if (!isToken(kind) || !isToken(subtype) || more.length > 0 || parameters === null) return null;
  return { type: `${kind}/${subtype}`, parameters };
}

/**
 * The body of a message, or the parts it has where it is a multipart. Empty where there is none, or it cannot be read.
 */
export function partsOf(message: HasHeaders & { readonly body: Uint8Array }): readonly BodyPart[] {
  const parts: BodyPart[] = [];
  if (message.body.length > 0) collect(headerOf(message, 'Content-Type'), message.body, 0, parts);
  return parts;
}

/** The first part of the type; null where there is none. */
export function partOf(message: HasHeaders & { readonly body: Uint8Array }, type: string): Uint8Array | null {
  return partsOf(message).find((part) => part.type === type)?.bytes ?? null;
}

/** Limits: a multipart within multiparts is not opened past the nesting, and its parts past the count are dropped. */
function collect(contentType: string | null, bytes: Uint8Array, depth: number, parts: BodyPart[]): void {
  const read = contentType === null ? null : readContentType(contentType);
  if (read === null || parts.length === SIP_LIMITS.parts) return;
  const boundary = parameterOf(read.parameters, 'boundary');
  if (!read.type.startsWith('multipart/') || boundary === null || boundary === '') {
    parts.push({ type: read.type, bytes });
    return;
  }
  if (depth === SIP_LIMITS.nesting) return;
  // One byte a character, so that places in the text are places in the bytes.
  const text = LATIN1.decode(bytes);
  const delimiter = `--${boundary}`;
  let start = startOfPart(text, text.startsWith(delimiter) ? 0 : text.indexOf(`\r\n${delimiter}`) + 2, delimiter);
  while (start !== -1 && parts.length < SIP_LIMITS.parts) {
    const end = text.indexOf(`\r\n${delimiter}`, start);
    if (end === -1) return;
    openPart(text.slice(start, end), bytes.subarray(start, end), depth, parts);
    start = startOfPart(text, end + 2, delimiter);
  }
}

const LATIN1 = new TextDecoder('latin1');

/** Where the part behind the delimiter at `at` begins; -1 at the last one, which has two hyphens more. */
function startOfPart(text: string, at: number, delimiter: string): number {
  if (!text.startsWith(delimiter, at) || text.startsWith('--', at + delimiter.length)) return -1;
  const lineEnd = text.indexOf('\r\n', at + delimiter.length);
  return lineEnd === -1 ? -1 : lineEnd + 2;
}

function openPart(text: string, bytes: Uint8Array, depth: number, parts: BodyPart[]): void {
  const end = text.startsWith('\r\n') ? 0 : text.indexOf('\r\n\r\n');
  if (end === -1 || end > SIP_LIMITS.headBytes) return;
  // The reader of heads takes its first line for a start line, and keeps the fields whatever that is.
  const { headers } = readHead(`\r\n${text.slice(0, end)}`);
  collect(
    headerOf({ headers }, 'Content-Type') ?? 'text/plain',
    bytes.subarray(end === 0 ? 2 : end + 4),
    depth + 1,
    parts,
  );
}
