/**
 * Messages out of a stream (TCP, TLS), where Content-Length says where each ends. Source: RFC 3261 sections 7.5 and
 * 18.3.
 */
import { SIP_LIMITS } from '../limits.ts';
import type { Head } from './read-head.ts';
import type { Reading } from './read-message.ts';
import { decodeHead, endOfHead, readContentLength, readMessage } from './read-message.ts';
import type { ReadingFault } from './refusal.ts';
import { refuseReading } from './refusal.ts';

/**
 * What a stream brought. `broken` is the last: where the next message begins is unknown, and the connection must be
 * closed.
 */
export type StreamReading = Reading | { readonly kind: 'broken' };

/** Reads one connection. */
export type StreamReader = {
  /** Takes what has come, of any size, and returns what is complete by it. Keeps at most one message's bytes. */
  readonly push: (bytes: Uint8Array) => StreamReading[];
};

const CR = 0x0d;
const LF = 0x0a;
const FIRST_ROOM = 4096;

/**
 * Faults of a head that may have hidden a second Content-Length: two readers would not agree where the next message
 * begins.
 */
const UNFRAMED: readonly ReadingFault[] = [
  'repeated_header',
  'bad_header',
  'bad_line_end',
  'line_too_long',
  'too_many_headers',
];

/** What is awaited: line ends or a message, the rest of a head, or a body. */
type Phase =
  | { readonly of: 'start' }
  | { readonly of: 'head' }
  | { readonly of: 'body'; readonly head: Head; readonly length: number };

/** A reader for a new connection. */
export function createStreamReader(): StreamReader {
  const room = createRoom();
  let phase: Phase = { of: 'start' };
  let isBroken = false;

  const step = (found: StreamReading[]): boolean => {
    switch (phase.of) {
      case 'start':
        return skipToMessage();
      case 'head':
        return readOneHead(found);
      case 'body':
        return readOneBody(phase.head, phase.length, found);
      default:
        return phase satisfies never;
    }
  };

  /**
   * "Implementations … MUST ignore any CRLF appearing before the start-line" (section 7.5); two of them are a ping (RFC
   * 5626).
   */
  const skipToMessage = (): boolean => {
    const { bytes } = room.held();
    if (bytes.length === 0) return false;
    if (bytes[0] !== CR && bytes[0] !== LF) phase = { of: 'head' };
    else room.take(1);
    return true;
  };

  const readOneHead = (found: StreamReading[]): boolean => {
    const { bytes, searched } = room.held();
    const end = endOfHead(bytes, searched);
    if (end === -1 && bytes.length <= SIP_LIMITS.headBytes) return room.searchedAll();
    const head = end === -1 ? null : decodeHead(bytes, 0, end);
    if (head === null) return breakOff('head_too_long', null, found);
    room.take(end);
    // "The Content-Length header field MUST be used with stream oriented transports" (section 18.3).
    const length = readContentLength(head) ?? 'missing_content_length';
    if (typeof length === 'string') return breakOff(head.fault ?? length, head, found);
    if (head.fault !== null && UNFRAMED.includes(head.fault)) return breakOff(head.fault, head, found);
    if (length > SIP_LIMITS.messageBytes - end) return breakOff(head.fault ?? 'too_long', head, found);
    phase = { of: 'body', head, length };
    return true;
  };

  const readOneBody = (head: Head, length: number, found: StreamReading[]): boolean => {
    if (room.held().bytes.length < length) return false;
    found.push(readMessage(head, room.take(length)));
    phase = { of: 'start' };
    return true;
  };

  const breakOff = (fault: ReadingFault, head: Head | null, found: StreamReading[]): false => {
    isBroken = true;
    found.push({ kind: 'refused', refusal: refuseReading(fault, head?.method ?? null, head?.headers ?? []) });
    found.push({ kind: 'broken' });
    room.clear();
    return false;
  };

  return {
    push(bytes) {
      const found: StreamReading[] = [];
      if (isBroken) return found;
      if (phase.of === 'start' && isPing(bytes)) found.push({ kind: 'keep_alive' });
      room.put(bytes);
      while (step(found)) if (isBroken) break;
      return found;
    },
  };
}

/** A double line end between messages. One that arrives in two pieces is no ping to us: its sender asks again. */
function isPing(bytes: Uint8Array): boolean {
  return bytes.length === 4 && bytes[0] === CR && bytes[1] === LF && bytes[2] === CR && bytes[3] === LF;
}

/** The bytes that wait for more. Each byte is looked at once, however slowly a message comes. */
function createRoom(): {
  held: () => { readonly bytes: Uint8Array; readonly searched: number };
  put: (bytes: Uint8Array) => void;
  take: (count: number) => Uint8Array;
  searchedAll: () => false;
  clear: () => void;
} {
  let buffer = new Uint8Array(0);
  let start = 0;
  let end = 0;
  let searched = 0;
  return {
    held: () => ({ bytes: buffer.subarray(start, end), searched }),
    put(bytes) {
      if (end + bytes.length > buffer.length) {
        const size = end - start + bytes.length;
        const larger = new Uint8Array(Math.max(FIRST_ROOM, buffer.length > size ? size : 2 * size));
        larger.set(buffer.subarray(start, end));
        [buffer, start, end] = [larger, 0, end - start];
      }
      buffer.set(bytes, end);
      end += bytes.length;
    },
    take(count) {
      const taken = buffer.subarray(start, start + count);
      start += count;
      searched = 0;
      // What was taken is the message's own from now on: nothing is written over it.
      if (start === end) [buffer, start, end] = [new Uint8Array(0), 0, 0];
      return taken;
    },
    searchedAll() {
      searched = Math.max(0, end - start - 3);
      return false;
    },
    clear() {
      [buffer, start, end, searched] = [new Uint8Array(0), 0, 0, 0];
    },
  };
}
