/**
 * Requests that follow from another by rule: the ACK of a refusal, and CANCEL. Source: RFC 3261 sections 17.1.1.3 and
 * 9.1.
 */
import type { Header, SipRequest, SipResponse } from '../message/message.ts';
import { headerOf } from '../message/message.ts';
import type { Via } from '../message/via.ts';
import { writeVia } from '../message/via.ts';
import type { Writable } from '../message/write-message.ts';
import { NO_BODY } from '../message/write-message.ts';

/** A request ready to be written. */
export type WritableRequest = Writable & { readonly kind: 'request' };

/**
 * The ACK of a response of 300 to 699. "The To header field in the ACK MUST equal the To header field in the response
 * being acknowledged"; all else is the INVITE's.
 */
export function ackOf(invite: SipRequest, response: SipResponse): WritableRequest {
  return derive(invite, 'ACK', headerOf(response, 'To') ?? '');
}

/** The CANCEL of an INVITE. "The CANCEL request MUST NOT contain any Require or Proxy-Require header fields." */
export function cancelOf(invite: SipRequest): WritableRequest {
  return derive(invite, 'CANCEL', headerOf(invite, 'To') ?? '');
}

/**
 * "a single Via header field, and this MUST be equal to the top Via header field of the original request", and its
 * Route.
 */
function derive(invite: SipRequest, method: 'ACK' | 'CANCEL', to: string): WritableRequest {
  const headers: Header[] = [
    { name: 'Via', value: writeVia(invite.via) },
    { name: 'Max-Forwards', value: '70' },
    ...invite.headers.filter(({ name }) => name === 'Route'),
    ...invite.headers.filter(({ name }) => name === 'From'),
    { name: 'To', value: to },
    { name: 'Call-ID', value: invite.callId },
    { name: 'CSeq', value: `${invite.cseq.number} ${method}` },
  ];
  return { kind: 'request', method, uri: invite.uri, headers, body: NO_BODY };
}

/**
 * The request once more, with what its refusal asked for: credentials after 401 and 407, an interval after 422 and 423.
 * "This new request … SHOULD have the same value of the Call-ID, To, and From of the previous request, but the CSeq
 * should contain a new sequence number that is one higher" (section 8.1.3.5). Fields of these names are replaced; `via`
 * has a branch of its own.
 */
export function retryOf(request: SipRequest, via: Via, fields: readonly Header[]): WritableRequest {
  const { method, uri, body, cseq } = request;
  const replaced = new Set(fields.map(({ name }) => name));
  const kept = request.headers.filter(({ name }) => !replaced.has(name) && !COUNTED.includes(name));
  const headers: Header[] = [
    { name: 'Via', value: writeVia(via) },
    ...kept,
    { name: 'CSeq', value: `${cseq.number + 1} ${method}` },
    ...fields,
  ];
  return { kind: 'request', method, uri, headers, body };
}

/** What is made anew each time. */
const COUNTED: readonly string[] = ['Via', 'CSeq', 'Content-Length'];
