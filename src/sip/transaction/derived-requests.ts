/**
 * Requests that follow from another by rule: the ACK of a refusal, and CANCEL. Source: RFC 3261 sections 17.1.1.3 and
 * 9.1.
 */
import type { Header, SipRequest, SipResponse } from '../message/message.ts';
import { headerOf } from '../message/message.ts';
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
