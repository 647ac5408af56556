/** Requests that we send within a dialog. Source: RFC 3261 sections 12.2.1.1 and 13.2.2.4. */
import { readNameAddr } from '../address/name-addr.ts';
import { parameterOf } from '../address/parameters.ts';
import type { SipUri, Uri } from '../address/uri.ts';
import { isSipUri, writeUri } from '../address/uri.ts';
import type { Header } from '../message/message.ts';
import type { Via } from '../message/via.ts';
import { writeVia } from '../message/via.ts';
import type { WritableRequest } from '../transaction/derived-requests.ts';
import type { Dialog } from './dialog.ts';

/** What a request says beside what the dialog gives it. */
export type Within = {
  readonly method: string;
  /** Our hop, with a branch of its own. */
  readonly via: Via;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
};

/** A request, and the dialog with it counted. */
export type SentWithin = { readonly dialog: Dialog; readonly request: WritableRequest };

/** The first number where a dialog has none yet. "MUST be less than 2**31", and leaves room above. */
const FIRST_SEQUENCE = 1;

/**
 * A request within the dialog, its CSeq one higher than the last. Contact is the caller's, where the method takes one.
 */
export function requestWithin(dialog: Dialog, within: Within): SentWithin {
  const number = dialog.localSequence === null ? FIRST_SEQUENCE : dialog.localSequence + 1;
  return { dialog: { ...dialog, localSequence: number }, request: write(dialog, within, number) };
}

/**
 * The ACK of a 2xx: "The sequence number of the CSeq header field MUST be the same as the INVITE being acknowledged",
 * and its branch is its own. It is kept and sent again for every 2xx that is repeated, and needs the INVITE's
 * credentials.
 */
export function ackWithin(dialog: Dialog, inviteNumber: number, within: Omit<Within, 'method'>): WritableRequest {
  return write(dialog, { ...within, method: 'ACK' }, inviteNumber);
}

/** Where a request of the dialog is sent first: the first proxy of the route set, else the target. */
export function nextHopOf(dialog: Dialog): Uri {
  const [first] = dialog.routeSet;
  return (first === undefined ? null : readNameAddr(first)?.uri) ?? dialog.remoteTarget;
}

function write(dialog: Dialog, within: Within, number: number): WritableRequest {
  const { uri, routes } = pathOf(dialog);
  const headers: Header[] = [
    { name: 'Via', value: writeVia(within.via) },
    { name: 'Max-Forwards', value: '70' },
    ...routes.map((value) => ({ name: 'Route', value })),
    { name: 'From', value: dialog.local },
    { name: 'To', value: dialog.remote },
    { name: 'Call-ID', value: dialog.callId },
    { name: 'CSeq', value: `${number} ${within.method}` },
    ...within.headers,
  ];
  return { kind: 'request', method: within.method, uri, headers, body: within.body };
}

/**
 * "If the route set is not empty, and the first URI in the route set contains the lr parameter …, the UAC MUST place
 * the remote target URI into the Request-URI"; a strict router of RFC 2543 wants itself there, and the target at the
 * end of Route.
 */
function pathOf({ routeSet, remoteTarget }: Dialog): { readonly uri: Uri; readonly routes: readonly string[] } {
  const [first, ...rest] = routeSet;
  const router = first === undefined ? null : (readNameAddr(first)?.uri ?? null);
  if (router === null || !isSipUri(router) || parameterOf(router.parameters, 'lr') !== null)
    return { uri: withoutHeaders(remoteTarget), routes: routeSet };
  return { uri: asRequestUri(router), routes: [...rest, `<${writeUri(remoteTarget)}>`] };
}

/**
 * "stripping any parameters that are not allowed in a Request-URI": table 1 of section 19.1.1 forbids method and
 * headers.
 */
function asRequestUri(uri: SipUri): SipUri {
  return { ...uri, headers: [], parameters: uri.parameters.filter(({ name }) => name !== 'method') };
}

function withoutHeaders(uri: Uri): Uri {
  return isSipUri(uri) ? asRequestUri(uri) : uri;
}
