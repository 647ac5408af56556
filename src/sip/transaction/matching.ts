/** Which transaction a message belongs to, as a key. Source: RFC 3261 sections 17.1.3, 17.2.3, 9.2 and 8.2.2.2. */
import { tagOf } from '../address/name-addr.ts';
import { writeUri } from '../address/uri.ts';
import type { SipMessage, SipRequest } from '../message/message.ts';
import { branchOf, writeVia } from '../message/via.ts';

/**
 * The key of a client transaction: the branch of the topmost Via, and the method of CSeq, "since a CANCEL request
 * constitutes a different transaction, but shares the same value of the branch parameter". Null for a response whose
 * branch is not ours.
 */
export function clientKeyOf(message: SipMessage): string | null {
  const branch = branchOf(message.via);
  return branch === null ? null : `${branch}|${message.cseq.method}`;
}

/** The key of a server transaction: branch, sent-by and method; an ACK belongs to its INVITE. */
export function serverKeyOf(request: SipRequest): string {
  return keyFor(request, request.method === 'ACK' ? 'INVITE' : request.method);
}

/**
 * The key of the INVITE that a CANCEL is for: its own matching, "assuming that the request method is anything but
 * CANCEL or ACK" (section 9.2).
 */
export function keyOfCancelled(cancel: SipRequest): string {
  return keyFor(cancel, 'INVITE');
}

/**
 * What two requests share that came to us along two ways. A second one while the first is under way is answered 482: it
 * has no To tag, and the same From tag, Call-ID and CSeq in another transaction (section 8.2.2.2). Null for a request
 * within a dialog.
 */
export function mergeKeyOf(request: SipRequest): string | null {
  if (tagOf(request.to) !== null || request.method === 'ACK' || request.method === 'CANCEL') return null;
  return `${tagOf(request.from) ?? ''}|${request.callId}|${request.cseq.number}|${request.cseq.method}`;
}

function keyFor(request: SipRequest, method: string): string {
  const { via, uri, from, callId, cseq } = request;
  const branch = branchOf(via);
  const sentBy = `${via.host.toLowerCase()}:${via.port ?? ''}`;
  if (branch !== null) return `${branch}|${sentBy}|${method}`;
  // A client of RFC 2543 keeps nothing unique. Request-URI, From tag, Call-ID, CSeq and the topmost Via are compared;
  // To is not, as the ACK has the tag of our response, which the INVITE had not.
  return `2543|${writeUri(uri)}|${tagOf(from) ?? ''}|${callId}|${cseq.number}|${writeVia(via)}|${method}`;
}
