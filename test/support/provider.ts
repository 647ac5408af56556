/**
 * A telephone provider for tests: it challenges, registers, answers and calls as providers document. It reads and
 * writes SIP as text, and computes digests by itself, so that nothing of ours judges what is ours.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Certificate } from './certificates.ts';
import type { ProviderTransport, Way } from './provider-ways.ts';
import { openWays } from './provider-ways.ts';

/** A message as it came. `fields`: by their names in lower case, all values. */
export type SipText = {
  readonly start: string;
  readonly fields: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
};

/** How it behaves. */
export type Manner = {
  readonly transport: ProviderTransport;
  /** What it shows over TLS. */
  readonly certificate: Certificate | null;
  /** With what it asks for credentials; null: it knows whom it knows by their address. */
  readonly challenge: 401 | 407 | null;
  readonly realm: string;
  readonly username: string;
  readonly password: string;
  /** A call that it refuses though its credentials are right: with this status. */
  refuses(invite: SipText): number | null;
  /** Its description, by the offer. */
  answer(offer: string): string;
  /** Besides, in its answer to an INVITE. */
  readonly answers: readonly string[];
};

/** It. */
export type Provider = {
  readonly port: number;
  /** Of the connections that were made to it, the names that were asked for (SNI). */
  readonly names: readonly (string | null)[];
  /** The next request of the method that it took, and those that it refused before. */
  took(method: string): Promise<{ readonly taken: SipText; readonly refused: readonly SipText[] }>;
  /** Calls; the final response, which is acknowledged, and how to hang up. */
  calls(to: number, call: { uri: string; headers: readonly string[]; body: string }): Promise<SipText>;
  /** Hangs its call up. */
  hangsUp(): Promise<SipText>;
  close(): Promise<void>;
};

type Waiting = { fits(message: SipText): boolean; resolve(message: SipText): void };

/** Opens it on a free port of loopback. */
export async function openProvider(manner: Manner): Promise<Provider> {
  const ways = await openWays(manner.transport, manner.certificate, (text, way) => {
    const message = read(text);
    if (message === null) return;
    if (!message.start.startsWith('SIP/2.0')) return take(message, way);
    if (!message.start.startsWith('SIP/2.0 1')) tell(message);
  });
  const { port } = ways;
  const own = manner.transport === 'UDP' ? '' : `;transport=${manner.transport.toLowerCase()}`;
  const contactField = `Contact: <sip:provider@127.0.0.1:${port}${own}>`;
  const nonce = randomBytes(8).toString('hex');
  const taken: SipText[] = [];
  const refused: SipText[] = [];
  const waiting: Waiting[] = [];
  const replies = new Map<string, string[]>();
  let call = { invite: '', response: null as SipText | null, way: null as Way | null };

  const reply = (request: SipText, way: Way, status: number, more: readonly string[] = [], body = ''): void => {
    const same = ['via', 'from', 'to', 'call-id', 'cseq'].flatMap((name) =>
      (request.fields[name] ?? []).map((value) =>
        name === 'to' && status > 100 && !value.includes(';tag=') ? `to: ${value};tag=provider` : `${name}: ${value}`,
      ),
    );
    const text = written(`SIP/2.0 ${status} Whatever`, [...same, ...more], body);
    replies.get(keyOf(request))?.push(text);
    way.send(text);
  };

  /** With what the request is refused; null: it is taken. */
  const refusalOf = (request: SipText, method: string): number | null => {
    const { challenge } = manner;
    if (challenge !== null && (method === 'INVITE' || method === 'REGISTER')) {
      const status = method === 'REGISTER' ? 401 : challenge;
      const given = request.fields[status === 401 ? 'authorization' : 'proxy-authorization']?.[0];
      if (given === undefined) return status;
      if (!isRight(given, method, { ...manner, nonce })) return 403;
    }
    return method === 'INVITE' ? manner.refuses(request) : null;
  };

  const take = (request: SipText, way: Way): void => {
    const [method = ''] = request.start.split(' ');
    if (method === 'ACK') return;
    // What is sent once more, because it was answered late, is answered once more.
    const before = replies.get(keyOf(request));
    if (before !== undefined) return before.forEach((text) => way.send(text));
    replies.set(keyOf(request), []);
    const status = refusalOf(request, method);
    const kept = { name: status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate' };
    if (status !== null) {
      refused.push(request);
      const asks = status === 401 || status === 407;
      return reply(
        request,
        way,
        status,
        asks ? [`${kept.name}: Digest realm="${manner.realm}", nonce="${nonce}", algorithm=MD5, qop="auth"`] : [],
      );
    }
    const isInvite = method === 'INVITE';
    const contact = isInvite ? [contactField, ...manner.answers] : [];
    const bound = method === 'REGISTER' ? [`Contact: ${request.fields['contact']?.[0]};expires=120`] : [];
    const body = isInvite ? manner.answer(request.body) : '';
    if (isInvite) reply(request, way, 180, contact.slice(0, 1));
    const type = body === '' ? [] : ['Content-Type: application/sdp'];
    reply(request, way, 200, [...contact, ...bound, ...type], body);
    tell(request);
  };

  const tell = (message: SipText): void => {
    const found = waiting.find(({ fits }) => fits(message));
    if (found === undefined) return void taken.push(message);
    waiting.splice(waiting.indexOf(found), 1);
    found.resolve(message);
  };

  const next = async (fits: Waiting['fits']): Promise<SipText> => {
    const found = taken.find(fits);
    if (found !== undefined) taken.splice(taken.indexOf(found), 1);
    return found ?? new Promise((resolve) => void waiting.push({ fits, resolve }));
  };

  const heads = (method: string, uri: string, cseq: number): readonly string[] => [
    `Via: SIP/2.0/${manner.transport} 127.0.0.1:${port};branch=z9hG4bK${randomBytes(6).toString('hex')};rport`,
    'Max-Forwards: 70',
    `CSeq: ${cseq} ${method}`,
  ];
  const answerTo = async (cseq: string): Promise<SipText> =>
    next(({ start, fields }) => start.startsWith('SIP/2.0 ') && fields['cseq']?.[0] === cseq);

  return {
    port,
    names: ways.names,
    async took(method) {
      const request = await next(({ start }) => start.startsWith(`${method} `));
      return { taken: request, refused: refused.splice(0) };
    },
    async calls(to, { uri, headers, body }) {
      const callId = `Call-ID: ${randomBytes(6).toString('hex')}@provider`;
      const way = await ways.to(to);
      const all = [callId, contactField, ...headers, 'Content-Type: application/sdp'];
      const fresh = heads('INVITE', uri, 1);
      way.send(written(`INVITE ${uri} SIP/2.0`, [...fresh, ...all], body));
      const response = await answerTo('1 INVITE');
      call = { invite: callId, response, way };
      const isTaken = response.start.startsWith('SIP/2.0 2');
      const target = isTaken ? targetOf(response) : uri;
      const via = isTaken ? heads('ACK', target, 1) : [fresh[0] ?? '', 'CSeq: 1 ACK'];
      way.send(written(`ACK ${target} SIP/2.0`, [...via, callId, ...partiesOf(response)], ''));
      return response;
    },
    async hangsUp() {
      const { response, invite, way } = call;
      if (response === null || way === null) throw new Error('There is no call.');
      const target = targetOf(response);
      const fields = [...heads('BYE', target, 2), invite, ...partiesOf(response)];
      way.send(written(`BYE ${target} SIP/2.0`, fields, ''));
      return answerTo('2 BYE');
    },
    close: ways.close,
  };
}

/** The rest of the digest is right where this is: RFC 2617 section 3.2.2. */
function isRight(
  given: string,
  method: string,
  { realm, username, password, nonce }: Manner & { nonce: string },
): boolean {
  const of = (name: string): string => new RegExp(`\\b${name}="?([^",]*)`, 'i').exec(given)?.[1] ?? '';
  const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
  const secret = md5(`${username}:${realm}:${password}`);
  const expected = md5([secret, nonce, of('nc'), of('cnonce'), of('qop'), md5(`${method}:${of('uri')}`)].join(':'));
  return of('username') === username && of('nonce') === nonce && of('response') === expected;
}

/** Of a request and its repetitions. */
function keyOf({ start, fields }: SipText): string {
  return `${start.split(' ')[0]} ${fields['via']?.[0]}`;
}

function targetOf({ fields }: SipText): string {
  return /<([^>]+)>/.exec(fields['contact']?.[0] ?? '')?.[1] ?? '';
}

function partiesOf({ fields }: SipText): readonly string[] {
  return [`From: ${fields['from']?.[0]}`, `To: ${fields['to']?.[0]}`];
}

function written(start: string, fields: readonly string[], body: string): string {
  return [start, ...fields, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}

/** Null: it only keeps the way open. */
function read(text: string): SipText | null {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [start = '', ...lines] = head.split('\r\n');
  if (start === '') return null;
  const fields: Record<string, string[]> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    (fields[name] ??= []).push(line.slice(colon + 1).trim());
  }
  return { start, fields, body: rest.join('\r\n\r\n') };
}
