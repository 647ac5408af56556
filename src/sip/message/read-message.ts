/** Bytes to messages. Source: RFC 3261 sections 7, 18.3 and 20. */
import { isToken, readNumber, skipSpace, isSpaceCode } from '../address/grammar.ts';
import type { NameAddr } from '../address/name-addr.ts';
import { readNameAddr } from '../address/name-addr.ts';
import { SIP_LIMITS } from '../limits.ts';
import type { KnownHeader } from './header-names.ts';
import type { CSeq, Header, HasHeaders, SipMessage } from './message.ts';
import { headerOf } from './message.ts';
import type { Head } from './read-head.ts';
import { readHead } from './read-head.ts';
import type { ReadingFault, ReadingRefusal } from './refusal.ts';
import { refuseReading } from './refusal.ts';
import type { Via } from './via.ts';
import { readVia } from './via.ts';

/** What a datagram, or a piece of a stream, holds. A keep-alive is nothing but line ends (RFC 5626 section 4.4.1). */
export type Reading =
  | { readonly kind: 'message'; readonly message: SipMessage }
  | { readonly kind: 'refused'; readonly refusal: ReadingRefusal }
  | { readonly kind: 'keep_alive' };

const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });
const CR = 0x0d;
const LF = 0x0a;
const NUL = 0;
const NO_BODY = new Uint8Array(0);

/**
 * Reads a datagram. Without Content-Length the body ends with the datagram; what follows the body is dropped, and a
 * body that is shorter than promised is refused (RFC 3261 section 18.3). The body shares the datagram's memory.
 */
export function readDatagram(bytes: Uint8Array): Reading {
  if (bytes.length > SIP_LIMITS.messageBytes) return refused('too_long', null, []);
  const start = skipLineEnds(bytes, 0);
  if (start === bytes.length || isKeepAlive(bytes)) return { kind: 'keep_alive' };
  const end = endOfHead(bytes, start);
  if (end === -1) return readHeadOnly(bytes, start);
  const head = decodeHead(bytes, start, end);
  if (head === null) return refused('head_too_long', null, []);
  const length = readContentLength(head);
  const rest = bytes.subarray(end);
  if (typeof length === 'string') return refused(head.fault ?? length, head.method, head.headers);
  if (length !== null && length > rest.length)
    return refused(head.fault ?? 'body_too_short', head.method, head.headers);
  return readMessage(head, length === null ? rest : rest.subarray(0, length));
}

/** Reads what a head and its body say. */
export function readMessage(head: Head, body: Uint8Array): Reading {
  const { start, method, headers, fault } = head;
  if (fault !== null || start === null) return refused(fault ?? 'bad_start_line', method, headers);
  const common = readCommon(headers);
  if (typeof common === 'string') return refused(common, method, headers);
  const later = start.kind === 'request' ? checkRequest(start.method, common.cseq, headers) : checkFields(headers);
  if (later !== null) return refused(later, method, headers);
  return { kind: 'message', message: { ...start, headers, body: body.length === 0 ? NO_BODY : body, ...common } };
}

/** Where the first byte stands that is no line end. */
function skipLineEnds(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === CR || bytes[at] === LF) at += 1;
  return at;
}

/** Where the body begins, after the first empty line at or past `from`; -1 where there is none. */
export function endOfHead(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(CR, from); at !== -1; at = bytes.indexOf(CR, at + 1))
    if (bytes[at + 1] === LF && bytes[at + 2] === CR && bytes[at + 3] === LF) return at + 4;
  return -1;
}

/** The head between, its empty line included; null where it is longer than we read. */
export function decodeHead(bytes: Uint8Array, start: number, end: number): Head | null {
  return end - start > SIP_LIMITS.headBytes ? null : readHead(DECODER.decode(bytes.subarray(start, end - 4)));
}

/** Content-Length in bytes, null where it is absent, the fault where it is no number or stands twice. */
export function readContentLength(message: HasHeaders): number | null | ReadingFault {
  const value = headerOf(message, 'Content-Length');
  if (value === null) return null;
  return readNumber(value, Number.MAX_SAFE_INTEGER) ?? 'bad_content_length';
}

/** Two line ends, or the four bytes of zero that some devices send. */
function isKeepAlive(bytes: Uint8Array): boolean {
  return bytes.length <= 4 && bytes.every((byte) => byte === NUL);
}

/**
 * A datagram without an empty line. Real devices leave it out where no body follows, and the datagram's end stands for
 * it; a datagram that ends within a line was cut.
 */
function readHeadOnly(bytes: Uint8Array, start: number): Reading {
  const isWhole = bytes.at(-2) === CR && bytes.at(-1) === LF;
  const head = decodeHead(bytes, start, bytes.length + (isWhole ? 2 : 4));
  if (head === null) return refused('head_too_long', null, []);
  if (!isWhole) return refused('no_end', head.method, head.headers);
  const isPromised = (readContentLength(head) ?? 0) !== 0;
  return isPromised ? refused(head.fault ?? 'body_too_short', head.method, head.headers) : readMessage(head, NO_BODY);
}

function refused(fault: ReadingFault, method: string | null, headers: readonly Header[]): Reading {
  return { kind: 'refused', refusal: refuseReading(fault, method, headers) };
}

type CommonFields = {
  readonly via: Via;
  readonly from: NameAddr;
  readonly to: NameAddr;
  readonly callId: string;
  readonly cseq: CSeq;
};

/**
 * "A valid SIP request … MUST, at a minimum, contain the following header fields: To, From, CSeq, Call-ID,
 * Max-Forwards, and Via" (RFC 3261 section 8.1.1).
 */
function readCommon(headers: readonly Header[]): CommonFields | ReadingFault {
  const message = { headers };
  const via = required(message, 'Via', readVia, 'missing_via', 'bad_via');
  if (typeof via === 'string') return via;
  const from = required(message, 'From', readNameAddr, 'missing_from', 'bad_from');
  if (typeof from === 'string') return from;
  const to = required(message, 'To', readNameAddr, 'missing_to', 'bad_to');
  if (typeof to === 'string') return to;
  const callId = headerOf(message, 'Call-ID') ?? '';
  if (callId === '') return 'missing_call_id';
  const cseq = required(message, 'CSeq', readCSeq, 'missing_cseq', 'bad_cseq');
  return typeof cseq === 'string' ? cseq : { via, from, to, callId, cseq };
}

function required<T extends object>(
  message: HasHeaders,
  name: KnownHeader,
  read: (text: string) => T | null,
  missing: ReadingFault,
  bad: ReadingFault,
): T | ReadingFault {
  const value = headerOf(message, name);
  return value === null ? missing : (read(value) ?? bad);
}

const MAX_CSEQ = 2 ** 31 - 1;

function readCSeq(text: string): CSeq | null {
  let end = 0;
  while (end < text.length && !isSpaceCode(text.charCodeAt(end))) end += 1;
  const number = readNumber(text.slice(0, end), MAX_CSEQ);
  const method = text.slice(skipSpace(text, end));
  return number === null || !isToken(method) ? null : { number, method };
}

const MAX_FORWARDS = 255;

/** Max-Forwards may be missing: RFC 2543 did not know it (inv2543 of RFC 4475). */
function checkRequest(method: string, cseq: CSeq, headers: readonly Header[]): ReadingFault | null {
  // The method in CSeq has to be that of the request, with case (RFC 3261 sections 8.1.1.5 and 20.16).
  if (cseq.method !== method) return 'cseq_mismatch';
  const hops = headerOf({ headers }, 'Max-Forwards');
  if (hops !== null && readNumber(hops, MAX_FORWARDS) === null) return 'bad_max_forwards';
  return checkFields(headers);
}

/** Fields that are no use to anyone when they are broken. All others are read where they are needed. */
const CHECKED: ReadonlyMap<string, { readonly isFit: (value: string) => boolean; readonly fault: ReadingFault }> =
  new Map([
    ['Contact', { isFit: (value: string) => value === '*' || readNameAddr(value) !== null, fault: 'bad_contact' }],
    ['Route', { isFit: (value: string) => readNameAddr(value) !== null, fault: 'bad_route' }],
    ['Record-Route', { isFit: (value: string) => readNameAddr(value) !== null, fault: 'bad_route' }],
    ['Via', { isFit: (value: string) => readVia(value) !== null, fault: 'bad_via' }],
  ]);

function checkFields(headers: readonly Header[]): ReadingFault | null {
  let hops = 0;
  for (const { name, value } of headers) {
    // The topmost Via was read already.
    if (name === 'Via' && (hops += 1) === 1) continue;
    const check = CHECKED.get(name);
    if (check !== undefined && !check.isFit(value)) return check.fault;
  }
  return null;
}
