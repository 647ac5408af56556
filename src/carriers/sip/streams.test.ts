/** The user agent over TCP and TLS on loopback. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { sipUri } from '#sip/address/uri.ts';
import type { SipMessage, SipRequest } from '#sip/message/message.ts';
import { headerOf } from '#sip/message/message.ts';
import { createStreamReader } from '#sip/message/stream-reader.ts';
import { NO_BODY } from '#sip/message/write-message.ts';
import { createAuthority } from '../../../test/support/certificates.ts';
import type { ManualClock } from '../../../test/support/manual-clock.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { NO_DNS } from '../../../test/support/agent-world.ts';
import { requestText } from '../../../test/support/sip.ts';
import { openPeer, trunkAt } from '../../../test/support/sip-peer.ts';
import { until } from '../../../test/support/until.ts';
import type { SipNews } from './news.ts';
import type { Draft, Heard, Inbound } from './signalling.ts';
import type { SipTrunk } from './sip-trunk.ts';
import type { UserAgent } from './user-agent.ts';
import { createUserAgent } from './user-agent.ts';

const authority = createAuthority();
const own = authority.issue('patchbay.example.com');

let clock: ManualClock;
let agent: UserAgent;
let news: SipNews[];
let invites: Inbound[];
let withins: Inbound[];
const far: (() => void)[] = [];

beforeEach(async () => {
  clock = createManualClock(new Date(0));
  [news, invites, withins] = [[], [], []];
  agent = createUserAgent({
    clock,
    dns: { ...NO_DNS, addresses: async () => ({ records: ['127.0.0.1'], ttl: 60 }) },
    tell: (each) => void news.push(each),
    listening: (['UDP', 'TCP', 'TLS'] as const).map((transport) => ({ transport, address: '127.0.0.1', port: 0 })),
    publicAddress: null,
    tls: { authorities: [authority.certificate], own },
  });
  agent.on({
    invite: (inbound) => void invites.push(inbound),
    cancelled: () => undefined,
    acknowledged: () => undefined,
    unacknowledged: () => undefined,
    within: (inbound) => void withins.push(inbound),
    trunkOfDialog: () => null,
  });
  await agent.listen();
});

afterEach(async () => {
  await agent.close();
  for (const each of far.splice(0)) each();
});

/** What a connection brought, and who is at its other end. */
type Line = { readonly socket: Socket; readonly come: SipMessage[]; readonly pings: number[] };

function lineOf(socket: Socket): Line {
  const line: Line = { socket, come: [], pings: [] };
  const reader = createStreamReader();
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => {
    for (const each of reader.push(bytes)) {
      if (each.kind === 'message') line.come.push(each.message);
      if (each.kind === 'keep_alive') line.pings.push(bytes.length);
    }
  });
  return line;
}

/** A far end that takes connections, over TLS where it has a certificate. */
async function serve(tls: { certificate: string; key: string } | null = null) {
  const lines: Line[] = [];
  const take = (socket: Socket): void => void lines.push(lineOf(socket));
  const server: Server =
    tls === null ? createServer(take) : createTlsServer({ cert: tls.certificate, key: tls.key }, take);
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  far.push(() => {
    server.close();
    for (const { socket } of lines) socket.destroy();
  });
  // The server listens, so it has an address of the network.
  return { lines, port: (server.address() as AddressInfo).port };
}

const draft = (method: string, body: Uint8Array = NO_BODY): Draft => ({
  method,
  uri: sipUri('far', '127.0.0.1'),
  headers: [
    { name: 'From', value: '<sip:us@example.com>;tag=us' },
    { name: 'To', value: '<sip:far@example.com>' },
    { name: 'Call-ID', value: `call-${method}-${Math.random()}` },
    { name: 'CSeq', value: `1 ${method}` },
  ],
  body,
  contact: { user: 'us' },
});

function send(trunk: SipTrunk, method: string, body?: Uint8Array): Heard[] {
  const heard: Heard[] = [];
  agent.use([trunk]);
  agent.request(trunk, draft(method, body), (each) => void heard.push(each));
  return heard;
}

async function requestOn(line: Line, method: string): Promise<SipRequest> {
  return until(() => {
    const at = line.come.findIndex((each) => each.kind === 'request' && each.method === method);
    const [found] = at === -1 ? [] : line.come.splice(at, 1);
    return found?.kind === 'request' ? found : null;
  });
}

function answer({ socket }: Line, request: SipRequest, status: number): void {
  const copied = ['Via', 'From', 'To', 'Call-ID', 'CSeq'] as const;
  const head = copied.map((name) => `${name}: ${headerOf(request, name) ?? ''}${name === 'To' ? ';tag=far' : ''}`);
  socket.write(
    [`SIP/2.0 ${status} Whatever`, ...head, 'Contact: <sip:far@127.0.0.1>', 'Content-Length: 0', '', ''].join('\r\n'),
  );
}

const statusOf = (heard: Heard | undefined): number | string | undefined =>
  heard?.type === 'response' ? heard.response.status : heard?.reason;

test('requests over TCP share one connection, and say so in Via and Contact', async () => {
  const { lines, port } = await serve();
  const trunk = trunkAt({ address: '127.0.0.1', port }, { transports: ['tcp'] });
  for (let round = 0; round < 2; round += 1) {
    const heard = send(trunk, 'OPTIONS');
    const line = await until(() => lines[0] ?? null);
    const options = await requestOn(line, 'OPTIONS');
    assert.equal(options.via.transport, 'TCP');
    assert.equal(headerOf(options, 'Contact'), `<sip:us@127.0.0.1:${agent.portOf('TCP')};transport=tcp>`);
    answer(line, options, 200);
    await until(() => heard.length === 1);
  }
  assert.equal(lines.length, 1);
});

test('a connection that is lost fails what waits on it at once, and the next request makes another', async () => {
  const { lines, port } = await serve();
  const trunk = trunkAt({ address: '127.0.0.1', port }, { transports: ['tcp'] });
  const heard = send(trunk, 'OPTIONS');
  const first = await until(() => lines[0] ?? null);
  await requestOn(first, 'OPTIONS');
  first.socket.destroy();
  await until(() => heard.length === 1);
  assert.equal(statusOf(heard[0]), 'unreachable');
  send(trunk, 'OPTIONS');
  await requestOn(await until(() => lines[1] ?? null), 'OPTIONS');
});

test('where no one listens it is said at once', async () => {
  const { port } = await serve();
  for (const each of far.splice(0)) each();
  const heard = send(trunkAt({ address: '127.0.0.1', port }, { transports: ['tcp'] }), 'INVITE');
  await until(() => heard.length === 1);
  assert.deepEqual(heard[0], {
    type: 'failed',
    reason: 'unreachable',
    detail: `It refused the connection (TCP 127.0.0.1:${port}).`,
  });
});

test('a request over 1300 bytes takes TCP where the trunk has it, and the next small one UDP again', async () => {
  const peer = await openPeer();
  far.push(() => void peer.close());
  const server = createServer((socket) => void lines.push(lineOf(socket)));
  const lines: Line[] = [];
  server.listen(peer.port, '127.0.0.1');
  await once(server, 'listening');
  far.push(() => server.close());
  far.push(() => lines.forEach(({ socket }) => socket.destroy()));
  const trunk = trunkAt(peer, { transports: ['udp', 'tcp'] });
  const heard = send(trunk, 'OPTIONS', Buffer.alloc(1300, 'x'));
  const line = await until(() => lines[0] ?? null);
  answer(line, await requestOn(line, 'OPTIONS'), 200);
  await until(() => heard.length === 1);
  send(trunk, 'OPTIONS');
  await peer.request('OPTIONS');
  assert.deepEqual([news, peer.bytes() > 0], [[], true]);
});

test('each connection is asked every 30 s, answers when it is asked, and is given up when its far end stops answering', async () => {
  const { lines, port } = await serve();
  send(trunkAt({ address: '127.0.0.1', port }, { transports: ['tcp'] }), 'OPTIONS');
  const line = await until(() => lines[0] ?? null);
  await requestOn(line, 'OPTIONS');
  await clock.advance(30_000);
  await until(() => line.pings.length === 1);
  const pong = once(line.socket, 'data');
  line.socket.write('\r\n\r\n');
  assert.deepEqual((await pong)[0], Buffer.from('\r\n'));
  line.socket.write(`\r\n${requestText('OPTIONS')}`);
  await until(() => line.come.some(({ kind }) => kind === 'response'));
  const closed = once(line.socket, 'close');
  await clock.advance(60_000);
  await closed;
  assert.equal(agent.held().connections, 0);
});

/** The certificate of a far end -> what a request to it comes to, which never goes on in the clear. */
const CERTIFICATES = {
  'its own name': { of: () => authority.issue('trunk.example.com'), outcome: 200 },
  'another name': { of: () => authority.issue('other.example.com'), outcome: 'bad_certificate' },
  'its own name, but expired': { of: () => authority.issue('trunk.example.com', -1), outcome: 'bad_certificate' },
  'an authority that is not known': {
    of: () => createAuthority().issue('trunk.example.com'),
    outcome: 'bad_certificate',
  },
} as const;

for (const [what, { of, outcome }] of Object.entries(CERTIFICATES))
  test(`over TLS a trunk with a certificate of ${what} comes to ${outcome}`, async () => {
    const { lines, port } = await serve(of());
    const heard = send(trunkAt({ address: 'trunk.example.com', port }, { transports: ['tls', 'tcp'] }), 'OPTIONS');
    if (outcome === 200) {
      const line = await until(() => lines[0] ?? null);
      const options = await requestOn(line, 'OPTIONS');
      assert.equal(options.via.transport, 'TLS');
      assert.equal('servername' in line.socket && line.socket.servername, 'trunk.example.com');
      answer(line, options, 200);
    }
    await until(() => heard.length === 1);
    assert.equal(statusOf(heard[0]), outcome);
  });

/** A client of ours, as a trunk has it. */
async function dial(transport: 'TCP' | 'TLS', localAddress = '127.0.0.1'): Promise<Line> {
  const target = { host: '127.0.0.1', port: agent.portOf(transport) ?? assert.fail(), localAddress };
  const tls = { ca: [authority.certificate], servername: 'patchbay.example.com' };
  const socket = transport === 'TCP' ? connect(target) : connectTls({ ...tls, socket: connect(target) });
  far.push(() => socket.destroy());
  return lineOf(socket);
}

for (const transport of ['TCP', 'TLS'] as const)
  test(`a call comes in over ${transport}, in pieces, and what follows it takes the same connection`, async () => {
    const trunk = trunkAt({ address: '127.0.0.1', port: 9 });
    agent.use([trunk]);
    const line = await dial(transport);
    const text = requestText('INVITE', { Via: `SIP/2.0/${transport} 127.0.0.1:9;branch=z9hG4bK-in` });
    line.socket.write(text.slice(0, 40));
    line.socket.write(text.slice(40));
    const [inbound] = await until(() => (invites.length === 1 ? invites : null));
    assert.ok(inbound);
    agent.respond(inbound.key, { status: 486 });
    await until(() => line.come.some((each) => each.kind === 'response' && each.status === 486));
    const nextHop = sipUri('far', '127.0.0.1', 9);
    const hop = agent.viaFor(inbound.flow);
    const headers = [...draft('BYE').headers, { name: 'Max-Forwards', value: '70' }];
    const bye = { kind: 'request', method: 'BYE', uri: nextHop, headers, body: NO_BODY } as const;
    agent.within({ trunk, flow: inbound.flow, nextHop }, bye, () => undefined);
    assert.deepEqual((await requestOn(line, 'BYE')).via.transport, hop.transport);
  });

test('a stranger who connects is cut off without a byte, over TLS too', async () => {
  agent.use([trunkAt({ address: '127.0.0.1', port: 9 })]);
  for (const transport of ['TCP', 'TLS'] as const) {
    const socket = connect({ host: '127.0.0.1', port: agent.portOf(transport) ?? 0, localAddress: '127.0.0.2' });
    let bytes = 0;
    socket.on('data', (data) => (bytes += data.length)).on('error', () => undefined);
    socket.write('OPTIONS sip:x@127.0.0.1 SIP/2.0\r\n\r\n');
    await until(() => socket.destroyed);
    assert.equal(bytes, 0);
  }
  assert.deepEqual(news, [{ type: 'strangers', count: 1 }]);
});

test('what is no SIP closes the connection, and a trunk that changes its host is connected to anew', async () => {
  const trunk = trunkAt({ address: '127.0.0.1', port: 9 });
  agent.use([trunk]);
  const { socket } = await dial('TCP');
  const closed = once(socket, 'close');
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await closed;
  const { lines, port } = await serve();
  send({ ...trunk, port, transports: ['tcp'] }, 'OPTIONS');
  const line = await until(() => lines[0] ?? null);
  const gone = once(line.socket, 'close');
  agent.use([{ ...trunk, host: '127.0.0.7' }]);
  await gone;
});
