/** Requests of ours on their way out: with a Via and a place to be answered at. */
import type { Header, SipRequest } from '#sip/message/message.ts';
import { readDatagram } from '#sip/message/read-message.ts';
import type { Via } from '#sip/message/via.ts';
import { writeVia } from '#sip/message/via.ts';
import { writeMessage } from '#sip/message/write-message.ts';
import type { WritableRequest } from '#sip/transaction/derived-requests.ts';

/** What we wrote, as those who receive it read it. What they would refuse is a fault of ours, and throws. */
export function asRequest(request: WritableRequest): SipRequest {
  const reading = readDatagram(writeMessage(request));
  if (reading.kind === 'message' && reading.message.kind === 'request') return reading.message;
  throw new Error(
    `A ${request.method} of ours cannot be read: ${reading.kind === 'refused' ? reading.refusal.fault : reading.kind}.`,
  );
}

/** The request with this hop on top, and no other: we are where it begins. */
export function withHop(request: WritableRequest, via: Via): WritableRequest {
  const others = request.headers.filter(({ name }) => name !== 'Via');
  return { ...request, headers: [{ name: 'Via', value: writeVia(via) }, ...others] };
}

/** The request with these fields in place of those of their names, at its end. */
export function withFields(request: WritableRequest, fields: readonly Header[]): WritableRequest {
  const names = new Set(fields.map(({ name }) => name));
  return { ...request, headers: [...request.headers.filter(({ name }) => !names.has(name)), ...fields] };
}

/** The request without the fields of these names. */
export function withoutFields(request: SipRequest, names: readonly string[]): SipRequest {
  return { ...request, headers: request.headers.filter(({ name }) => !names.includes(name)) };
}
