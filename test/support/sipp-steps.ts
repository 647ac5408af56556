/** Steps of sipp's scenarios for calls over a trunk: what it sends, and what it waits for. */

/**
 * A request of sipp's. `within`: in the dialog that was answered. An INVITE alone is sent again: nothing is lost
 * between the two, and sipp takes the answer to a second REFER or INFO of a busy machine for one out of turn.
 */
export function send(
  method: string,
  cseq: number,
  { headers = [], body = '', within = true, branch = '[branch]' }: Partial<SendOptions> = {},
): string {
  const to = within ? '[peer_tag_param]' : '';
  const lines = [
    `${method} ${within ? '[next_url]' : 'sip:[service]@[remote_ip]:[remote_port]'} SIP/2.0`,
    `Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=${branch}`,
    'From: <sip:+14155550123@[local_ip]>;tag=caller-[call_number]',
    `To: <sip:[service]@[remote_ip]>${to}`,
    'Call-ID: [call_id]',
    `CSeq: ${cseq} ${method}`,
    'Contact: <sip:sipp@[local_ip]:[local_port]>',
    'Max-Forwards: 70',
    ...headers,
    'Content-Length: [len]',
    '',
    body,
  ];
  return `<send${method === 'INVITE' ? ' retrans="500"' : ''}><![CDATA[\n${lines.join('\n')}\n]]></send>`;
}

type SendOptions = {
  readonly headers: readonly string[];
  readonly body: string;
  readonly within: boolean;
  /** `[branch-3]` is that of the message three lines before: an ACK of a refusal has its INVITE's. */
  readonly branch: string;
};

/** A response of sipp's, to the request that came last. */
export function answer(
  status: string,
  {
    headers = [],
    body = '',
    tag = 'callee-[call_number]',
  }: { headers?: readonly string[]; body?: string; tag?: string } = {},
): string {
  const lines = [
    `SIP/2.0 ${status}`,
    '[last_Via:]',
    '[last_From:]',
    `[last_To:]${tag === '' ? '' : `;tag=${tag}`}`,
    '[last_Call-ID:]',
    '[last_CSeq:]',
    'Contact: <sip:sipp@[local_ip]:[local_port]>',
    ...headers,
    'Content-Length: [len]',
    '',
    body,
  ];
  return `<send><![CDATA[\n${lines.join('\n')}\n]]></send>`;
}

/** sipp waits for a response. What must stand in it is a regular expression. */
export function hears(status: number, says: string | null = null, isOptional = false): string {
  return `<recv response="${status}"${isOptional ? ' optional="true"' : ' rrs="true"'}>${saying(says)}</recv>`;
}

/** sipp waits for a request. */
export function isAsked(method: string, says: string | null = null): string {
  return `<recv request="${method}" rrs="true">${saying(says)}</recv>`;
}

/** sipp waits for an INVITE, and keeps its way for answers that come after other requests: `VIA_OF_INVITE`. */
export function isCalled(): string {
  return `<recv request="INVITE" rrs="true"><action><ereg regexp=".*" search_in="hdr" header="Via:" assign_to="via"/></action></recv>`;
}

/** What an answer repeats of its request. */
const REPEATED = ['Via', 'From', 'To', 'CSeq'] as const;

/**
 * sipp waits for an INVITE within the dialog, in which a regular expression must stand, and keeps what its answer
 * repeats, which may come after other messages: `ofReinvite`.
 */
export function isReinvited(says: string): string {
  const kept = REPEATED.map(
    (name) => `<ereg regexp=".*" search_in="hdr" header="${name}:" assign_to="re${name}"/>`,
  ).join('');
  return isAsked('INVITE', says).replace('<action>', `<action>${kept}`);
}

/** An answer of sipp's that is one to the INVITE which `isReinvited` took. */
export function ofReinvite(text: string): string {
  return REPEATED.reduce((made, name) => made.replace(`[last_${name}:]`, `${name}: [$re${name}]`), text);
}

/** sipp waits for a REFER, and keeps who is who for its NOTIFYs. What must stand in it is a regular expression. */
export function isReferred(says: string): string {
  const kept = [
    ['From:', 'house'],
    ['To:', 'own'],
  ].map(([header, name]) => `<ereg regexp=".*" search_in="hdr" header="${header}" assign_to="${name}"/>`);
  return isAsked('REFER', says).replace('<action>', `<action>${kept.join('')}`);
}

/** sipp says how the transfer stands that it was asked for by the REFER that `isReferred` took. */
export function notifies(cseq: number, status: string, state: string): string {
  const lines = [
    'NOTIFY [next_url] SIP/2.0',
    'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
    'From: [$own]',
    'To: [$house]',
    'Call-ID: [call_id]',
    `CSeq: ${cseq} NOTIFY`,
    'Contact: <sip:sipp@[local_ip]:[local_port]>',
    'Max-Forwards: 70',
    'Event: refer',
    `Subscription-State: ${state}`,
    'Content-Type: message/sipfrag;version=2.0',
    'Content-Length: [len]',
    '',
    `SIP/2.0 ${status}`,
    '',
  ];
  return `<send retrans="500"><![CDATA[\n${lines.join('\n')}\n]]></send>`;
}

/** The Via of the INVITE that `isCalled` took. */
export const VIA_OF_INVITE = 'Via: [$via]';

let checks = 0;

function saying(says: string | null): string {
  if (says === null) return '';
  checks += 1;
  const found = `found${checks}`;
  return `<action><ereg regexp="${says.replaceAll('"', '&quot;').replaceAll('<', '&lt;')}" search_in="msg" check_it="true" assign_to="${found}"/><log message="[$${found}]"/></action>`;
}

/** sipp does nothing for so long. Milliseconds. */
export function waits(milliseconds: number): string {
  return `<pause milliseconds="${milliseconds}"/>`;
}

/** sipp's own description of sound: PCMU and keys. */
export function sound(more: readonly string[] = []): string {
  return [
    'v=0',
    'o=sipp 1 1 IN IP[media_ip_type] [media_ip]',
    's=-',
    'c=IN IP[media_ip_type] [media_ip]',
    't=0 0',
    'm=audio [media_port] RTP/AVP 0 101',
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:101 telephone-event/8000',
    ...more,
    '',
  ].join('\n');
}

/** The field of a body that describes sound. */
export const SDP = 'Content-Type: application/sdp';
