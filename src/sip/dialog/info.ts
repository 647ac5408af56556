/** Keys that come as INFO. Sources: RFC 6086, and `application/dtmf-relay`, which devices send and no RFC has. */
import { consistsOf, readNumber, setOf } from '../address/grammar.ts';
import { partOf } from '../message/body.ts';
import type { Header, SipRequest } from '../message/message.ts';
import { hasHeader } from '../message/message.ts';
import { bodyOf } from '../message/write-message.ts';

/** A key, and how long it was held: milliseconds, null where it is not said. */
export type InfoKey = { readonly key: string; readonly durationMs: number | null };

/** How long a key is said to be held that we press. Milliseconds. */
const PRESSED_MS = 160;

const KEYS = setOf('0123456789*#ABCD');
/**
 * Ten and eleven stand for "*" and "#", twelve to fifteen for A to D: the events of RFC 4733, which some devices write
 * here.
 */
const BY_EVENT = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#', 'A', 'B', 'C', 'D'] as const;
const MAX_BODY = 256;
const MAX_DURATION = 60_000;
const DECODER = new TextDecoder();

/** The key that an INFO says; null where it says none. */
export function keyOfInfo(info: SipRequest): InfoKey | null {
  const relay = partOf(info, 'application/dtmf-relay');
  if (relay !== null) return relay.length > MAX_BODY ? null : readRelay(DECODER.decode(relay));
  const bare = partOf(info, 'application/dtmf');
  const key = bare === null || bare.length > MAX_BODY ? null : readKey(DECODER.decode(bare));
  return key === null ? null : { key, durationMs: null };
}

/**
 * What an INFO without a key is answered: 469 for a package, as we know none (RFC 6086 section 4.2.2); 200 for any
 * other.
 */
export function statusOfInfo(info: SipRequest): 200 | 469 {
  return hasHeader(info, 'Info-Package') ? 469 : 200;
}

/** `Signal=5` and `Duration=160`, a line each, in any order and case. */
function readRelay(text: string): InfoKey | null {
  let key: string | null = null;
  let durationMs: number | null = null;
  for (const line of text.split('\n')) {
    const equals = line.indexOf('=');
    const name = line.slice(0, Math.max(0, equals)).trim().toLowerCase();
    const value = line.slice(equals + 1).trim();
    if (name === 'signal') key = readKey(value);
    if (name === 'duration') durationMs = readNumber(value, MAX_DURATION);
  }
  return key === null ? null : { key, durationMs };
}

function readKey(text: string): string | null {
  const written = text.trim().toUpperCase();
  if (written.length === 1) return consistsOf(written, KEYS) ? written : null;
  const event = written.length === 2 ? readNumber(written, BY_EVENT.length - 1) : null;
  return event === null || event < 10 ? null : (BY_EVENT[event] ?? null);
}

/** The fields and the body of an INFO that says a key. */
export function infoOfKey(key: string): { readonly headers: readonly Header[]; readonly body: Uint8Array } {
  return {
    headers: [{ name: 'Content-Type', value: 'application/dtmf-relay' }],
    body: bodyOf(`Signal=${key}\r\nDuration=${PRESSED_MS}\r\n`),
  };
}
