/** The start line and the header fields of a message. Source: RFC 3261 sections 7.1 to 7.3. */
import { isToken, readNumber, skipSpace, splitOutside, COMMA, isSpaceCode } from '../address/grammar.ts';
import type { Uri } from '../address/uri.ts';
import { isSipUri, readUri } from '../address/uri.ts';
import { SIP_LIMITS } from '../limits.ts';
import { fieldOf } from './header-names.ts';
import type { Header } from './message.ts';
import type { ReadingFault } from './refusal.ts';

/** The first line. */
export type StartLine =
  | { readonly kind: 'request'; readonly method: string; readonly uri: Uri }
  | { readonly kind: 'response'; readonly status: number; readonly reason: string };

/**
 * What was read, up to the first fault. The method stands as soon as it is known, so that the fault can be answered.
 */
export type Head = {
  readonly start: StartLine | null;
  readonly method: string | null;
  readonly headers: readonly Header[];
  readonly fault: ReadingFault | null;
};

/** Fields of which a broken list is refused; in any other, text that cannot be taken apart stays as it is. */
const STRICT_LISTS: readonly string[] = ['Via', 'Contact', 'Route', 'Record-Route'];

/**
 * Reads a head without its empty line. A fault in the start line is kept until the fields are read: its answer needs
 * them.
 */
export function readHead(text: string): Head {
  const lines = text.split('\r\n');
  const start = readStartLine(lines[0] ?? '');
  const { headers, fault } = readFields(lines);
  const method = start.kind === 'response' ? null : start.method;
  if (start.kind === 'fault') return { start: null, method, headers, fault: start.fault };
  return { start, method, headers, fault };
}

type StartFault = { readonly kind: 'fault'; readonly fault: ReadingFault; readonly method: string | null };

function readStartLine(line: string): StartLine | StartFault {
  return line.slice(0, 4).toUpperCase() === 'SIP/' ? readStatusLine(line) : readRequestLine(line);
}

/** `INVITE sip:bob@biloxi.com SIP/2.0`, with one space between: lwsstart and trws of RFC 4475 are refused. */
function readRequestLine(line: string): StartLine | StartFault {
  const parts = line.split(' ', 4);
  const [method = '', written = '', version = ''] = parts;
  if (!isToken(method)) return { kind: 'fault', fault: 'bad_start_line', method: null };
  if (parts.length !== 3 || version.slice(0, 4).toUpperCase() !== 'SIP/')
    return { kind: 'fault', fault: 'bad_start_line', method };
  if (version.slice(4) !== '2.0') return { kind: 'fault', fault: 'bad_version', method };
  const uri = readUri(written);
  // Header fields may not stand in a Request-URI (RFC 3261 section 19.1.1, table 1): escruri of RFC 4475.
  if (uri === null || (isSipUri(uri) && uri.headers.length > 0))
    return { kind: 'fault', fault: 'bad_request_uri', method };
  return { kind: 'request', method, uri };
}

/**
 * `SIP/2.0 200 OK`. The phrase may be empty (noreason of RFC 4475); its space is then missing from many devices' lines.
 */
function readStatusLine(line: string): StartLine | StartFault {
  const fault = { kind: 'fault', fault: 'bad_status', method: null } as const;
  const first = line.indexOf(' ');
  if (first === -1 || line.slice(4, first) !== '2.0') return fault;
  const second = line.indexOf(' ', first + 1);
  const digits = line.slice(first + 1, second === -1 ? line.length : second);
  const status = digits.length === 3 ? readNumber(digits, 699) : null;
  if (status === null || status < 100) return fault;
  return { kind: 'response', status, reason: second === -1 ? '' : line.slice(second + 1) };
}

function readFields(lines: readonly string[]): {
  readonly headers: readonly Header[];
  readonly fault: ReadingFault | null;
} {
  const headers: Header[] = [];
  let fault: ReadingFault | null = null;
  for (let at = 1; at < lines.length;) {
    const end = endOfField(lines, at);
    const found = addField(lines, at, end, headers);
    // Reading continues past a fault: what answers it stands in fields yet to come.
    fault ??= found;
    if (found === 'too_many_headers') break;
    at = end;
  }
  return { headers, fault };
}

/** Lines that begin with a space or a tab continue the one before. Source: RFC 3261 section 7.3.1. */
function endOfField(lines: readonly string[], at: number): number {
  let end = at + 1;
  while (end < lines.length && isSpaceCode((lines[end] ?? '').charCodeAt(0))) end += 1;
  return end;
}

function addField(lines: readonly string[], at: number, end: number, headers: Header[]): ReadingFault | null {
  const line = end === at + 1 ? (lines[at] ?? '') : unfold(lines, at, end);
  if (line.length > SIP_LIMITS.lineLength) return 'line_too_long';
  // Half a line end would be a whole one to the next machine, and what follows a field of its own.
  if (line.includes('\r') || line.includes('\n')) return 'bad_line_end';
  const colon = line.indexOf(':');
  const written = colon === -1 ? '' : line.slice(0, colon).trimEnd();
  const known = fieldOf(written);
  if (known === null && !isToken(written)) return 'bad_header';
  const { name, kind } = known ?? { name: written, kind: 'plain' };
  const value = line.slice(skipSpace(line, colon + 1)).trimEnd();
  if (kind === 'one' && headers.some((header) => header.name === name)) return 'repeated_header';
  const values = kind === 'list' && value.includes(',') ? splitOutside(value, COMMA) : [value];
  if (values === null && STRICT_LISTS.includes(name)) return 'bad_list';
  for (const each of values ?? [value]) if (each !== '' || values?.length === 1) headers.push({ name, value: each });
  return headers.length > SIP_LIMITS.headers ? 'too_many_headers' : null;
}

function unfold(lines: readonly string[], at: number, end: number): string {
  return lines
    .slice(at, end)
    .map((line) => line.trim())
    .join(' ');
}
