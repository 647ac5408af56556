/** A far end for tests of the user agent: a socket on loopback that says what the test writes, and keeps what comes. */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import type { SipMessage, SipRequest, SipResponse } from '#sip/message/message.ts';
import { headerOf } from '#sip/message/message.ts';
import type { SipTrunk } from '#carriers/sip/sip-trunk.ts';
import { readSip, requestText } from './sip.ts';

/** The far end. */
export type SipPeer = {
  readonly address: string;
  readonly port: number;
  /** Bytes that came so far. */
  bytes(): number;
  /** The next request of the method; the test fails where it does not come within 2 s. */
  request(method: string): Promise<SipRequest>;
  /** The next response to a request of the method. */
  response(method: string): Promise<SipResponse>;
  /** Answers a request; an empty field is left out. */
  answer(request: SipRequest, status: number, fields?: Readonly<Record<string, string>>): void;
  /** Sends a request of ours to the port; fields replace those of the same name. */
  ask(port: number, method: string, fields?: Readonly<Record<string, string>>): void;
  send(port: number, bytes: string | Uint8Array): void;
  close(): Promise<void>;
};

/** Opens one at the address, at a free port. */
export async function openPeer(address = '127.0.0.1'): Promise<SipPeer> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => void socket.bind(0, address, resolve));
  const { port } = socket.address();
  const come: SipMessage[] = [];
  const waiting = new Set<() => void>();
  let bytes = 0;
  let branch = 0;
  const sources = new Map<SipMessage, number>();
  socket.on('message', (data, from) => {
    // What keeps the way through a NAT open is no message.
    if (data.equals(Buffer.from('\r\n\r\n'))) return;
    bytes += data.length;
    const message = readSip(data);
    sources.set(message, from.port);
    come.push(message);
    for (const each of waiting) each();
  });
  const take = async <T extends SipMessage>(fits: (message: SipMessage) => message is T, what: string): Promise<T> => {
    const deadline = AbortSignal.timeout(2000);
    for (;;) {
      const found = come.find(fits);
      if (found !== undefined) {
        come.splice(come.indexOf(found), 1);
        return found;
      }
      const more = Promise.withResolvers<null>();
      const wake = (): void => more.resolve(null);
      waiting.add(wake);
      deadline.addEventListener('abort', wake);
      await more.promise;
      waiting.delete(wake);
      assert.ok(!deadline.aborted, `${what} did not come, but ${come.map(nameOf).join(', ') || 'nothing'}`);
    }
  };
  return {
    address,
    port,
    bytes: () => bytes,
    request: async (method) =>
      take((each): each is SipRequest => each.kind === 'request' && each.method === method, method),
    response: async (method) =>
      take(
        (each): each is SipResponse => each.kind === 'response' && each.cseq.method === method,
        `A response to ${method}`,
      ),
    answer(request, status, fields = {}) {
      const to = headerOf(request, 'To') ?? '';
      const all = {
        Via: headerOf(request, 'Via') ?? '',
        From: headerOf(request, 'From') ?? '',
        To: to.includes('tag=') || status === 100 ? to : `${to};tag=far`,
        'Call-ID': request.callId,
        CSeq: headerOf(request, 'CSeq') ?? '',
        ...(status > 100 ? { Contact: `<sip:far@${address}:${port}>` } : {}),
        ...fields,
      };
      const head = Object.entries(all).flatMap(([name, value]) => (value === '' ? [] : [`${name}: ${value}`]));
      const text = [`SIP/2.0 ${status} Whatever`, ...head, 'Content-Length: 0', '', ''].join('\r\n');
      socket.send(text, sources.get(request) ?? 0, '127.0.0.1');
    },
    ask(to, method, fields = {}) {
      branch += 1;
      const own = { Via: `SIP/2.0/UDP ${address}:${port};branch=z9hG4bK-peer-${port}-${branch};rport` };
      const contact = { Contact: `<sip:far@${address}:${port}>`, uri: `sip:+15550100@127.0.0.1:${to}` };
      socket.send(requestText(method, { ...own, ...contact, ...fields }), to, '127.0.0.1');
    },
    send: (to, data) => socket.send(data, to, '127.0.0.1'),
    close: async () => new Promise<void>((resolve) => void socket.close(() => resolve())),
  };
}

/** A trunk that is at the peer. */
export function trunkAt({ address, port }: { address: string; port: number }, more: Partial<SipTrunk> = {}): SipTrunk {
  return {
    id: 1,
    host: address,
    port,
    transports: ['udp'],
    outboundProxy: null,
    username: null,
    password: null,
    registers: false,
    inboundAddresses: [],
    ...more,
  };
}

function nameOf(message: SipMessage): string {
  return message.kind === 'request' ? message.method : `${message.status} ${message.cseq.method}`;
}
