/**
 * REFER, and the NOTIFYs that say what came of it. Sources: RFC 3515, RFC 4488 (Refer-Sub), RFC 3892 (Referred-By), RFC
 * 6665.
 */
import { readNameAddr } from '../address/name-addr.ts';
import { parameterOf, readParameters } from '../address/parameters.ts';
import type { Uri } from '../address/uri.ts';
import { isSipUri, isTelUri, unescapeUri } from '../address/uri.ts';
import type { Header, SipRequest } from '../message/message.ts';
import { headerOf } from '../message/message.ts';
import { readHead } from '../message/read-head.ts';
import { phraseOf } from '../message/status.ts';
import { bodyOf } from '../message/write-message.ts';
import type { Replaces } from './replaces.ts';
import { readReplaces } from './replaces.ts';

/** Who is to be called, and how. */
export type Refer = {
  /** Without the header fields that it carried. */
  readonly target: Uri;
  /** The call that the new one takes the place of: an attended transfer. */
  readonly replaces: Replaces | null;
  readonly referredBy: string | null;
  /** Whether NOTIFYs are wanted: false after `Refer-Sub: false`. */
  readonly wantsNotify: boolean;
};

/**
 * Reads a REFER; or the status to refuse it with. What it refers to must be someone to call: no other method is done
 * for it.
 */
export function readRefer(
  request: SipRequest,
): { readonly ok: true; readonly refer: Refer } | { readonly ok: false; readonly status: 400 | 603 } {
  const address = readNameAddr(headerOf(request, 'Refer-To') ?? '');
  // A REFER without Refer-To, or with several, is answered 400 (section 2.4.2); several were refused when it was read.
  if (address === null) return { ok: false, status: 400 };
  const { uri } = address;
  const method = isSipUri(uri) ? parameterOf(uri.parameters, 'method') : null;
  if ((!isSipUri(uri) && !isTelUri(uri)) || (method !== null && method.toUpperCase() !== 'INVITE'))
    return { ok: false, status: 603 };
  const written = isSipUri(uri) ? (uri.headers.find(({ name }) => name === 'replaces')?.value ?? null) : null;
  const replaces = written === null ? null : readReplaces(unescapeUri(written));
  // A transfer whose Replaces cannot be read would ring someone who is already talking.
  if (written !== null && replaces === null) return { ok: false, status: 400 };
  const target = isSipUri(uri) ? { ...uri, headers: [] } : uri;
  const wantsNotify = (headerOf(request, 'Refer-Sub') ?? '').trim().toLowerCase() !== 'false';
  return { ok: true, refer: { target, replaces, referredBy: headerOf(request, 'Referred-By'), wantsNotify } };
}

/**
 * What a NOTIFY says of a transfer: fields and body. The last one, with a final status, ends the subscription. Source:
 * section 2.4.4.
 */
export function transferNotice(status: number): { readonly headers: readonly Header[]; readonly body: Uint8Array } {
  const state = status >= 200 ? 'terminated;reason=noresource' : 'active;expires=60';
  return {
    headers: [
      { name: 'Event', value: 'refer' },
      { name: 'Subscription-State', value: state },
      { name: 'Content-Type', value: 'message/sipfrag;version=2.0' },
    ],
    body: bodyOf(`SIP/2.0 ${status} ${phraseOf(status)}\r\n`),
  };
}

/** The status that a `message/sipfrag` body says; null where it begins with no status line. Source: RFC 3420. */
export function readSipfrag(body: Uint8Array): number | null {
  const { start } = readHead(DECODER.decode(body).trimEnd());
  return start?.kind === 'response' ? start.status : null;
}

const DECODER = new TextDecoder();

/**
 * Whether the subscription continues: Subscription-State of a NOTIFY (RFC 6665 section 4.1.3). Unknown words continue.
 */
function isOver(notify: SipRequest): boolean {
  const value = headerOf(notify, 'Subscription-State') ?? '';
  const semicolon = value.indexOf(';');
  return (semicolon === -1 ? value : value.slice(0, semicolon)).trim().toLowerCase() === 'terminated';
}

/**
 * How a transfer stands that we asked for. `unknown`: its subscription ended, and it was never said what came of it.
 */
export const TRANSFER_STATES = ['asked', 'accepted', 'trying', 'succeeded', 'failed', 'unknown'] as const;

/** One of them. */
export type TransferState = (typeof TRANSFER_STATES)[number];

/** What happens. `refused`: the REFER itself was answered 300 to 699. `silent`: nothing more came in time. */
export type TransferEvent =
  | 'agreed'
  | 'refused'
  | 'said_provisional'
  | 'said_success'
  | 'said_failure'
  | 'ended'
  | 'silent';

/**
 * state -> (what happens -> where it leads). A NOTIFY may come before the 202 (RFC 6665 section 4.1.2.4). What is
 * absent changes nothing.
 */
const TRANSFERRING = {
  asked: {
    agreed: 'accepted',
    refused: 'failed',
    said_provisional: 'trying',
    said_success: 'succeeded',
    said_failure: 'failed',
    ended: 'unknown',
    silent: 'failed',
  },
  accepted: {
    said_provisional: 'trying',
    said_success: 'succeeded',
    said_failure: 'failed',
    ended: 'unknown',
    silent: 'unknown',
  },
  trying: {
    said_provisional: 'trying',
    said_success: 'succeeded',
    said_failure: 'failed',
    ended: 'unknown',
    silent: 'unknown',
  },
  succeeded: {},
  failed: {},
  unknown: {},
} as const satisfies Record<TransferState, { readonly [E in TransferEvent]?: TransferState }>;

/** Where an event leads; the same state where it changes nothing. */
export function transferStep(state: TransferState, event: TransferEvent): TransferState {
  const row: { readonly [E in TransferEvent]?: TransferState } = TRANSFERRING[state];
  return row[event] ?? state;
}

/** What a NOTIFY of a transfer tells: its sipfrag first, then that its subscription is over. */
export function eventsOfNotify(notify: SipRequest): readonly TransferEvent[] {
  const status = readSipfrag(notify.body);
  const over: TransferEvent[] = isOver(notify) ? ['ended'] : [];
  if (status === null) return over;
  if (status < 200) return ['said_provisional', ...over];
  return [status < 300 ? 'said_success' : 'said_failure', ...over];
}

/**
 * Whether a NOTIFY is about a transfer; the id of a subscription, where one has several (RFC 3515 section 2.4.6), in
 * lower case.
 */
export function referIdOf(notify: SipRequest): { readonly id: string | null } | null {
  const value = headerOf(notify, 'Event') ?? '';
  const semicolon = value.indexOf(';');
  const end = semicolon === -1 ? value.length : semicolon;
  if (value.slice(0, end).trim().toLowerCase() !== 'refer') return null;
  return { id: parameterOf(readParameters(value, end) ?? [], 'id') };
}
