/** Dialogs as values: two user agents that know each other by two tags and a Call-ID. Source: RFC 3261 section 12. */
import { readNameAddr, tagOf } from '../address/name-addr.ts';
import type { Uri } from '../address/uri.ts';
import { isSipUri } from '../address/uri.ts';
import type { HasHeaders, SipRequest, SipResponse } from '../message/message.ts';
import { headerOf, headersOf } from '../message/message.ts';

/** One end's view of a dialog. */
export type Dialog = {
  readonly role: 'uac' | 'uas';
  readonly state: DialogState;
  readonly callId: string;
  readonly localTag: string;
  /** Null for a peer of RFC 2543, which has none (section 12.1.2). */
  readonly remoteTag: string | null;
  /** Our From and their To, as they stand in requests that we send, with their tags. */
  readonly local: string;
  readonly remote: string;
  readonly remoteTarget: Uri;
  /** The proxies that asked to stay on the way, in the order in which our requests pass them. */
  readonly routeSet: readonly string[];
  /** The CSeq number of our last request, null before the first. */
  readonly localSequence: number | null;
  /** Theirs. */
  readonly remoteSequence: number | null;
  /** Began by a SIPS URI over TLS. */
  readonly isSecure: boolean;
};

/** The states of a dialog. */
export const DIALOG_STATES = ['early', 'confirmed', 'terminated'] as const;

/** One of them. */
export type DialogState = (typeof DIALOG_STATES)[number];

/** What moves a dialog. `lost`: a request within it was answered 408 or 481, or not at all (section 12.2.1.2). */
export type DialogEvent = 'provisional' | 'success' | 'failure' | 'bye' | 'lost';

/**
 * state -> (what happens -> where it leads). What is absent changes nothing: a late 180 after the 200, or the refusal
 * of a re-INVITE, which leaves the dialog as it was (section 14.1). Sources: sections 12.1, 12.3, 13.2.2 and 15.
 */
const DIALOG_LIFE = {
  early: {
    provisional: 'early',
    success: 'confirmed',
    failure: 'terminated',
    // "The caller's UA MAY send a BYE for either confirmed or early dialogs" (section 15).
    bye: 'terminated',
    lost: 'terminated',
  },
  confirmed: { success: 'confirmed', bye: 'terminated', lost: 'terminated' },
  terminated: {},
} as const satisfies Record<DialogState, { readonly [E in DialogEvent]?: DialogState }>;

/** The dialog after an event; the same where the event changes nothing. */
export function moved(dialog: Dialog, event: DialogEvent): Dialog {
  const row: { readonly [E in DialogEvent]?: DialogState } = DIALOG_LIFE[dialog.state];
  const state = row[event] ?? dialog.state;
  return state === dialog.state ? dialog : { ...dialog, state };
}

/**
 * Whether the answer to a request within a dialog ends it: "481 … or 408", and none at all is 408 (sections 12.2.1.2
 * and 8.1.3.1).
 */
export function endsDialog(status: number): boolean {
  return status === 481 || status === 408;
}

/**
 * The dialog that our response begins, with our tag; null where the request has no Contact to send to. Source: section
 * 12.1.1.
 */
export function dialogOfRequest(request: SipRequest, localTag: string, state: DialogState): Dialog | null {
  const remoteTarget = contactOf(request);
  if (remoteTarget === null) return null;
  const to = headerOf(request, 'To') ?? '';
  return {
    role: 'uas',
    state,
    callId: request.callId,
    localTag,
    remoteTag: tagOf(request.from),
    local: tagOf(request.to) === null ? `${to};tag=${localTag}` : to,
    remote: headerOf(request, 'From') ?? '',
    remoteTarget,
    // "The route set MUST be set to the list of URIs in the Record-Route header field from the request, taken in
    // order".
    routeSet: headersOf(request, 'Record-Route'),
    localSequence: null,
    remoteSequence: request.cseq.number,
    isSecure: isSecure(request, remoteTarget),
  };
}

/**
 * The dialog that a response to our request begins: early by a 101 to 199 with a tag, confirmed by a 2xx. Null for any
 * other, and where it has no Contact. Source: section 12.1.2.
 */
export function dialogOfResponse(request: SipRequest, response: SipResponse): Dialog | null {
  const remoteTarget = contactOf(response);
  const remoteTag = tagOf(response.to);
  const isSuccess = response.status >= 200 && response.status < 300;
  const isEarly = response.status > 100 && response.status < 200 && remoteTag !== null;
  if (remoteTarget === null || (!isSuccess && !isEarly)) return null;
  return {
    role: 'uac',
    state: isSuccess ? 'confirmed' : 'early',
    callId: request.callId,
    localTag: tagOf(request.from) ?? '',
    remoteTag,
    local: headerOf(request, 'From') ?? '',
    remote: headerOf(response, 'To') ?? '',
    remoteTarget,
    // "… taken in reverse order and preserving all URI parameters."
    routeSet: headersOf(response, 'Record-Route').toReversed(),
    localSequence: request.cseq.number,
    remoteSequence: null,
    isSecure: isSecure(request, remoteTarget),
  };
}

/** What tells dialogs apart: Call-ID, our tag, their tag. */
export function dialogKey({ callId, localTag, remoteTag }: Pick<Dialog, 'callId' | 'localTag' | 'remoteTag'>): string {
  return `${callId}|${localTag}|${remoteTag ?? ''}`;
}

/** The key of the dialog that a request which came to us is within; null where it has no To tag. */
export function dialogKeyOfRequest(request: SipRequest): string | null {
  const localTag = tagOf(request.to);
  return localTag === null ? null : dialogKey({ callId: request.callId, localTag, remoteTag: tagOf(request.from) });
}

/** The key of the dialog that a response which came to us is within. */
export function dialogKeyOfResponse(response: SipResponse): string {
  const localTag = tagOf(response.from) ?? '';
  return dialogKey({ callId: response.callId, localTag, remoteTag: tagOf(response.to) });
}

/** What becomes of a request within a dialog: the dialog afterwards, or the status to refuse it with. */
export type Received =
  | { readonly ok: true; readonly dialog: Dialog }
  | { readonly ok: false; readonly status: 481 | 500 };

/**
 * Takes a request within the dialog. "If … the sequence number of the request is lower than the remote sequence number,
 * the request is out of order and MUST be rejected with a 500" (section 12.2.2); ACK and CANCEL have the number of
 * their INVITE.
 */
export function receiveWithin(dialog: Dialog, request: SipRequest): Received {
  const { method, cseq } = request;
  if (method === 'ACK' || method === 'CANCEL') return { ok: true, dialog };
  if (dialog.state === 'terminated') return { ok: false, status: 481 };
  if (dialog.remoteSequence !== null && cseq.number < dialog.remoteSequence) return { ok: false, status: 500 };
  const counted = refreshTarget({ ...dialog, remoteSequence: cseq.number }, method, request);
  return { ok: true, dialog: method === 'BYE' ? moved(counted, 'bye') : counted };
}

/** Takes a 2xx to our request within the dialog: its Contact is where they are now (section 12.2.1.2). */
export function refreshedBy(dialog: Dialog, response: SipResponse): Dialog {
  const isSuccess = response.status >= 200 && response.status < 300;
  return isSuccess ? refreshTarget(dialog, response.cseq.method, response) : dialog;
}

/**
 * Takes a 2xx to the INVITE that began the dialog. "If the dialog identifier in the 2xx response matches … an existing
 * dialog, … the route set for the dialog MUST be recomputed based on the 2xx response" (section 13.2.2.4).
 */
export function confirmedBy(dialog: Dialog, response: SipResponse): Dialog {
  const routeSet = headersOf(response, 'Record-Route').toReversed();
  return { ...moved(dialog, 'success'), routeSet, remoteTarget: contactOf(response) ?? dialog.remoteTarget };
}

/**
 * Requests whose Contact moves the remote target. Sources: RFC 3261 section 12.2, RFC 3311 section 5.1, RFC 6665
 * section 4.4.
 */
const TARGET_REFRESHING: readonly string[] = ['INVITE', 'UPDATE', 'SUBSCRIBE', 'NOTIFY', 'REFER'];

function refreshTarget(dialog: Dialog, method: string, message: HasHeaders): Dialog {
  const remoteTarget = TARGET_REFRESHING.includes(method) ? contactOf(message) : null;
  return remoteTarget === null ? dialog : { ...dialog, remoteTarget };
}

function contactOf(message: HasHeaders): Uri | null {
  const value = headerOf(message, 'Contact');
  return value === null ? null : (readNameAddr(value)?.uri ?? null);
}

function isSecure({ via, uri }: SipRequest, target: Uri): boolean {
  return via.transport === 'TLS' && isSipUri(uri) && uri.scheme === 'sips' && target.scheme === 'sips';
}
