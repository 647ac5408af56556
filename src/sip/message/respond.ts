/** Responses to requests. Source: RFC 3261 section 8.2.6. */
import { readNameAddr, tagOf } from '../address/name-addr.ts';
import type { Header, HasHeaders } from './message.ts';
import { phraseOf } from './status.ts';
import type { Via } from './via.ts';
import { writeVia } from './via.ts';
import type { Writable } from './write-message.ts';
import { NO_BODY } from './write-message.ts';

/** What a response says beside what it copies. */
export type Answer = {
  readonly status: number;
  /** The status's own phrase where it is null. */
  readonly reason: string | null;
  /** Added to To where it has no tag yet; null for 100, which takes none. */
  readonly toTag: string | null;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
};

/** An answer without fields or body of its own. */
export function plainAnswer(status: number, toTag: string | null, headers: readonly Header[] = []): Answer {
  return { status, reason: null, toTag, headers, body: NO_BODY };
}

/**
 * What every response copies, in the request's order: "The From field of the response MUST equal the From header field
 * of the request", likewise Call-ID, CSeq, and all Via. Record-Route is copied where the response may begin a dialog
 * (section 12.1.1).
 */
const COPIED: readonly string[] = ['Via', 'From', 'Call-ID', 'CSeq'];

/**
 * The response to a request, or to what is left of one that was refused. `via` is the stamped topmost hop; null keeps
 * it as it is.
 */
export function respond(
  request: HasHeaders,
  via: Via | null,
  answer: Answer,
): Writable & { readonly kind: 'response' } {
  const { status, toTag, body } = answer;
  const copied: Header[] = [];
  let hops = 0;
  for (const header of request.headers) {
    if (header.name === 'Via' && hops === 0 && via !== null) copied.push({ name: 'Via', value: writeVia(via) });
    else if (header.name === 'To')
      copied.push({ name: 'To', value: withTag(header.value, status === 100 ? null : toTag) });
    else if (COPIED.includes(header.name)) copied.push(header);
    else if (header.name === 'Record-Route' && status > 100 && status < 300) copied.push(header);
    // "any Timestamp header field present in the request MUST be copied into this 100 (Trying) response" (section
    // 8.2.6.1).
    else if (header.name === 'Timestamp' && status === 100) copied.push(header);
    if (header.name === 'Via') hops += 1;
  }
  const reason = answer.reason ?? phraseOf(status);
  return { kind: 'response', status, reason, headers: [...copied, ...answer.headers], body };
}

/**
 * "If a request contained a To tag …, the To header field in the response MUST equal that of the request"; else one is
 * added.
 */
function withTag(to: string, tag: string | null): string {
  if (tag === null) return to;
  const read = readNameAddr(to);
  if (read === null || tagOf(read) !== null) return to;
  // Without brackets a ";" after a URI belongs to the field, so the tag may stand behind either form.
  return `${to};tag=${tag}`;
}
