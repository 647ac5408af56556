/** Provisional responses that are acknowledged: 100rel, RSeq, RAck and PRACK. Source: RFC 3262. */
import { isSpaceCode, isToken, readNumber } from '../address/grammar.ts';
import type { HasHeaders, SipRequest, SipResponse } from '../message/message.ts';
import { headerOf, lists } from '../message/message.ts';
import type { Repeating } from './repeating.ts';
import { repeatProvisional } from './repeating.ts';

/** The option tag. */
const RELIABLE = '100rel';

/** Whether provisional responses to an INVITE must be reliable, may be, or may not. Source: section 3. */
export function reliabilityOf(invite: HasHeaders): 'required' | 'possible' | 'none' {
  if (lists(invite, 'Require', RELIABLE)) return 'required';
  return lists(invite, 'Supported', RELIABLE) ? 'possible' : 'none';
}

/** What a PRACK acknowledges: `776656 1 INVITE`. */
export type RAck = { readonly rseq: number; readonly number: number; readonly method: string };

const MAX_RSEQ = 2 ** 32 - 1;
/** From 1 to 2^31 - 1, chosen uniformly (section 3). */
const MAX_FIRST_RSEQ = 2 ** 31 - 1;

/** The first RSeq of an INVITE; `random` is from 0 up to 1. */
export function firstRSeq(random: number): number {
  return 1 + Math.floor(random * MAX_FIRST_RSEQ);
}

/** Reads RAck; null where it is none. */
export function readRAck(text: string): RAck | null {
  const [rseq, number, method = '', more] = wordsOf(text);
  const [first, second] = [readNumber(rseq ?? '', MAX_RSEQ), readNumber(number ?? '', MAX_RSEQ)];
  if (first === null || second === null || !isToken(method) || more !== undefined) return null;
  return { rseq: first, number: second, method };
}

/** The RAck of the PRACK for a reliable response; null where the response has no RSeq. */
export function rackOf(response: SipResponse): string | null {
  const rseq = rseqOf(response);
  return rseq === null ? null : `${rseq} ${response.cseq.number} ${response.cseq.method}`;
}

/** The reliable responses that we send to one INVITE: the last RSeq, and the one that waits for its PRACK. */
export type ReliableSender = { readonly rseq: number; readonly waiting: WaitingPrack | null };

/** A response that is sent again until it is acknowledged. */
export type WaitingPrack = { readonly rseq: number; readonly hasDescription: boolean; readonly repeating: Repeating };

/**
 * The next one to send; null while the last waits: a second is not sent before the first is acknowledged (section 3).
 * `first` is the RSeq of the first.
 */
export function sendReliable(
  before: ReliableSender | null,
  first: number,
  hasDescription: boolean,
  now: number,
): ReliableSender | null {
  if (before?.waiting) return null;
  const rseq = before === null ? first : before.rseq + 1;
  return { rseq, waiting: { rseq, hasDescription, repeating: repeatProvisional(now) } };
}

/**
 * Whether a 2xx has to wait for a PRACK: it does where the response that was not acknowledged yet has a session
 * description (section 5).
 */
export function holdsSuccess(sender: ReliableSender | null): boolean {
  return sender?.waiting?.hasDescription === true;
}

/**
 * Takes a PRACK: the sender without what it acknowledged, or the status to refuse it with: 481 where nothing waits for
 * it.
 */
export function acknowledge(
  sender: ReliableSender | null,
  invite: SipRequest,
  prack: SipRequest,
): { readonly ok: true; readonly sender: ReliableSender } | { readonly ok: false; readonly status: 400 | 481 } {
  const rack = readRAck(headerOf(prack, 'RAck') ?? '');
  if (rack === null) return { ok: false, status: 400 };
  const isOurs = rack.number === invite.cseq.number && rack.method === invite.method;
  if (sender === null || sender.waiting === null || !isOurs || rack.rseq !== sender.waiting.rseq)
    return { ok: false, status: 481 };
  return { ok: true, sender: { ...sender, waiting: null } };
}

/**
 * Whether a reliable response of theirs is in order, and is to be acknowledged. One that is repeated, or that skips a
 * number, "MUST NOT be acknowledged with a PRACK, and MUST NOT be processed further". `last` is null before the first.
 */
export function receiveReliable(last: number | null, response: SipResponse): number | null {
  const rseq = rseqOf(response);
  if (rseq === null || !lists(response, 'Require', RELIABLE)) return null;
  return last === null || rseq === last + 1 ? rseq : null;
}

function rseqOf(response: SipResponse): number | null {
  return readNumber(headerOf(response, 'RSeq') ?? '', MAX_RSEQ);
}

function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (let at = 0, from = 0; at <= text.length; at += 1) {
    if (at < text.length && !isSpaceCode(text.charCodeAt(at))) continue;
    if (at > from) words.push(text.slice(from, at));
    from = at + 1;
  }
  return words;
}
