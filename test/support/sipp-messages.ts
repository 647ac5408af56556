/** Messages of sipp's scenarios. Source: RFC 3665 sections 3.1, 3.8 and 3.9. */
import { sends } from './sipp.ts';

const SDP = `
  v=0
  o=- 1 1 IN IP4 [local_ip]
  s=-
  c=IN IP4 [local_ip]
  t=0 0
  m=audio 9 RTP/AVP 0`;

/** What a client of sipp's sends. `method` has a CSeq of `number`; `extra` are further fields. */
export function clientSends(method: string, number = 1, user = 'us', extra = ''): string {
  const isInvite = method === 'INVITE';
  const isRepeated = method !== 'ACK';
  const to = isInvite || method === 'CANCEL' ? '' : '[peer_tag_param]';
  return sends(
    `${method} sip:${user}@[remote_ip]:[remote_port] SIP/2.0
    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch];rport
    From: <sip:sipp@[local_ip]>;tag=[call_number]
    To: <sip:${user}@[remote_ip]>${to}
    Call-ID: [call_id]
    CSeq: ${number} ${method}
    Contact: <sip:sipp@[local_ip]:[local_port];transport=[transport]>
    Max-Forwards: 70${extra === '' ? '' : `\n${extra}`}
    ${isInvite ? 'Content-Type: application/sdp\n' : ''}Content-Length: [len]
    ${isInvite ? SDP : ''}`,
    isRepeated,
  );
}

/** What a server of sipp's answers to the request that came last. */
export function serverSends(status: number, { isRepeated = false, extra = '', hasSdp = false } = {}): string {
  return sends(
    `SIP/2.0 ${status} Whatever
    [last_Via:]
    [last_From:]
    [last_To:]${status === 100 ? '' : ';tag=[call_number]'}
    [last_Call-ID:]
    [last_CSeq:]
    Contact: <sip:sipp@[local_ip]:[local_port];transport=[transport]>${extra === '' ? '' : `\n${extra}`}
    ${hasSdp ? 'Content-Type: application/sdp\n' : ''}Content-Length: [len]
    ${hasSdp ? SDP : ''}`,
    isRepeated,
  );
}
