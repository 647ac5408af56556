/** Requests of ours over UDP on loopback; their far end is a socket that says what each test writes. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { challengesFor, createNonceBook, judge } from '#sip/digest/digest-server.ts';
import { writeChallenge } from '#sip/digest/challenge.ts';
import { tagOf } from '#sip/address/name-addr.ts';
import { parameterOf } from '#sip/address/parameters.ts';
import { sipUri } from '#sip/address/uri.ts';
import { dialogOfResponse } from '#sip/dialog/dialog.ts';
import { ackWithin, nextHopOf, requestWithin } from '#sip/dialog/request-within.ts';
import { headerOf } from '#sip/message/message.ts';
import { NO_BODY } from '#sip/message/write-message.ts';
import type { AgentWorld } from '../../../test/support/agent-world.ts';
import { NO_DNS, openAgentWorld } from '../../../test/support/agent-world.ts';
import type { SipPeer } from '../../../test/support/sip-peer.ts';
import { trunkAt } from '../../../test/support/sip-peer.ts';
import { until } from '../../../test/support/until.ts';
import { digestHash, newWord } from './randomness.ts';
import type { SipResolver } from './resolver.ts';
import type { Draft, Heard, Place } from './signalling.ts';

let targets = NO_DNS;
let world: AgentWorld;
beforeEach(async () => {
  targets = NO_DNS;
  world = await openAgentWorld({
    naptr: async (domain) => targets.naptr(domain),
    srv: async (name) => targets.srv(name),
    addresses: async (host) => targets.addresses(host),
  });
});
afterEach(async () => world.close());

function draft(method: string, more: Partial<Draft> = {}): Draft {
  const headers = [
    { name: 'From', value: `<sip:us@example.com>;tag=${newWord()}` },
    { name: 'To', value: '<sip:+15550100@example.com>' },
    { name: 'Call-ID', value: newWord() },
    { name: 'CSeq', value: `7 ${method}` },
  ];
  const uri = sipUri('+15550100', '127.0.0.1', world.peer.port);
  return { method, uri, headers, body: NO_BODY, contact: { user: 'us' }, ...more };
}

/** Sends it; what was heard so far, and the next thing. */
function send(method: string, trunk = world.trunk, more: Partial<Draft> = {}) {
  const heard: Heard[] = [];
  const asked = world.agent.request(trunk, draft(method, more), (each) => void heard.push(each));
  const next = async (count = 1): Promise<Heard> => {
    await until(() => heard.length >= count);
    return heard[count - 1] ?? assert.fail();
  };
  return { ...asked, heard, next };
}

const statusOf = (heard: Heard): number | string => (heard.type === 'response' ? heard.response.status : heard.reason);

test('a request says where it comes from, and its response is heard', async () => {
  const { peer, port } = world;
  const sent = send('INVITE');
  const invite = await peer.request('INVITE');
  assert.equal(headerOf(invite, 'Contact'), `<sip:us@127.0.0.1:${port}>`);
  assert.deepEqual(
    [invite.via.host, invite.via.port, parameterOf(invite.via.parameters, 'rport')],
    ['127.0.0.1', port, ''],
  );
  peer.answer(invite, 180);
  assert.equal(statusOf(await sent.next(1)), 180);
  peer.answer(invite, 486);
  assert.equal(statusOf(await sent.next(2)), 486);
  assert.equal((await peer.request('ACK')).cseq.number, 7);
});

test('a request is sent again until it is answered, and fails when it never is', async () => {
  const { peer, clock } = world;
  const sent = send('OPTIONS');
  const first = await peer.request('OPTIONS');
  await clock.advance(500);
  assert.deepEqual((await peer.request('OPTIONS')).via, first.via);
  await clock.advance(1000);
  await peer.request('OPTIONS');
  await clock.advance(32_000);
  assert.equal(statusOf(await sent.next()), 'timeout');
  assert.deepEqual(world.agent.held(), { transactions: 0, requests: 0, answering: 0, connections: 0 });
});

const ANSWERS = {
  'is silent for 4 s': async (peer: SipPeer) => {
    await peer.request('INVITE');
    await world.clock.advance(4000);
  },
  'answers 503': async (peer: SipPeer) => peer.answer(await peer.request('INVITE'), 503),
} as const;

for (const [what, act] of Object.entries(ANSWERS))
  test(`where a target ${what}, the next is asked, and the first the next time`, async () => {
    const [one, other] = [await world.another('127.0.0.3'), await world.another('127.0.0.4')];
    const dns: SipResolver = {
      ...NO_DNS,
      srv: async () => ({
        records: [one, other].map(({ port }, at) => ({ priority: at, weight: 0, name: `n${at}.example.com`, port })),
        ttl: null,
      }),
      addresses: async (host) => ({ records: [host.startsWith('n0') ? one.address : other.address], ttl: 60 }),
    };
    targets = dns;
    const trunk = trunkAt(one, { host: 'example.com', port: null });
    const sent = send('INVITE', trunk);
    await act(one);
    const invite = await other.request('INVITE');
    other.answer(invite, 603);
    assert.equal(statusOf(await sent.next()), 603);
    send('INVITE', trunk);
    await other.request('INVITE');
  });

/** Judges what the peer is asked by the digest server of `src/sip`; resolves with the request once it is right. */
async function challenged(peer: SipPeer, method: string, nonces: ReturnType<typeof createNonceBook>) {
  const accountOf = () => ({ user: 'trunk', password: 'secret' });
  const validator = { status: 407, realm: 'peer', hash: digestHash, accountOf, nonces } as const;
  for (let rounds = 0; ; rounds += 1) {
    const request = await peer.request(method);
    const verdict = judge(request, validator);
    if (verdict === 'right') return { request, rounds };
    const [challenge] = challengesFor(validator, ['SHA-256'], false);
    const { name, value } = writeChallenge(challenge ?? assert.fail());
    peer.answer(request, 407, { [name]: value });
    if (method === 'INVITE') await peer.request('ACK');
  }
}

test('a challenge is answered with the same Call-ID and From tag and a CSeq one higher, and the nonce counts', async () => {
  const { peer, clock } = world;
  const trunk = { ...world.trunk, username: 'trunk', password: 'secret' };
  world.agent.use([trunk]);
  const nonces = createNonceBook(clock.elapsed, newWord, 10_000);
  const sent = send('INVITE', trunk);
  const { request, rounds } = await challenged(peer, 'INVITE', nonces);
  peer.answer(request, 486);
  const heard = await sent.next();
  assert.ok(heard.type === 'response');
  assert.deepEqual([rounds, request.cseq.number, heard.request.cseq.number], [1, 8, 8]);
  await peer.request('ACK');

  send('INVITE', trunk);
  const second = await challenged(peer, 'INVITE', nonces);
  assert.equal(second.rounds, 0);
  assert.match(headerOf(second.request, 'Proxy-Authorization') ?? '', /nc=00000002/);
  peer.answer(second.request, 486);

  await clock.advance(20_000);
  send('OPTIONS', trunk);
  assert.equal((await challenged(peer, 'OPTIONS', nonces)).rounds, 1, 'a new nonce is answered without the word stale');
});

test('a 403 for a nonce that was used before is asked once more without it', async () => {
  const { peer, clock } = world;
  const trunk = { ...world.trunk, username: 'trunk', password: 'secret' };
  const nonces = createNonceBook(clock.elapsed, newWord, 10_000);
  const sent = [send('OPTIONS', trunk)];
  peer.answer((await challenged(peer, 'OPTIONS', nonces)).request, 200);
  await sent[0]?.next();
  sent.push(send('OPTIONS', trunk));
  peer.answer(await peer.request('OPTIONS'), 403);
  const again = await peer.request('OPTIONS');
  assert.equal(headerOf(again, 'Proxy-Authorization'), null);
  peer.answer(again, 403);
  assert.equal(statusOf((await sent[1]?.next()) ?? assert.fail()), 403);
});

test('wrong credentials are not tried twice', async () => {
  const { peer, clock } = world;
  const sent = send('OPTIONS', { ...world.trunk, username: 'trunk', password: 'wrong' });
  const rounds = challenged(peer, 'OPTIONS', createNonceBook(clock.elapsed, newWord, 10_000));
  assert.equal(statusOf(await sent.next()), 407);
  rounds.catch(() => undefined);
});

test('CANCEL waits for a provisional response', async () => {
  const { peer } = world;
  const sent = send('INVITE');
  const invite = await peer.request('INVITE');
  sent.cancel();
  peer.answer(invite, 180);
  const cancel = await peer.request('CANCEL');
  assert.deepEqual(cancel.via, invite.via);
  peer.answer(cancel, 200);
  peer.answer(invite, 487);
  assert.equal(statusOf(await sent.next(2)), 487);
});

test('a 200 that crosses the CANCEL is acknowledged and hung up', async () => {
  const { peer } = world;
  const sent = send('INVITE');
  const invite = await peer.request('INVITE');
  peer.answer(invite, 180);
  await sent.next();
  sent.cancel();
  await peer.request('CANCEL');
  peer.answer(invite, 200);
  assert.equal((await peer.request('ACK')).cseq.number, invite.cseq.number);
  const bye = await peer.request('BYE');
  assert.deepEqual([bye.cseq.number, tagOf(bye.to)], [8, 'far']);
  assert.equal(statusOf(await sent.next(2)), 'cancelled');
});

test('a CANCEL that is answered by nothing ends the call after 32 s', async () => {
  const { peer, clock } = world;
  const sent = send('INVITE');
  peer.answer(await peer.request('INVITE'), 180);
  await sent.next();
  sent.cancel();
  await clock.advance(64_000);
  assert.equal(statusOf(await sent.next(2)), 'cancelled');
  assert.deepEqual(world.agent.held(), { transactions: 0, requests: 0, answering: 0, connections: 0 });
});

/** A call that the peer took: its dialog, and the place of what follows. */
async function connect() {
  const { agent, peer, trunk } = world;
  const sent = send('INVITE');
  const invite = await peer.request('INVITE');
  peer.answer(invite, 200);
  const heard = await sent.next();
  assert.ok(heard.type === 'response');
  const dialog = dialogOfResponse(heard.request, heard.response) ?? assert.fail();
  const place: Place = { trunk, flow: heard.flow, nextHop: nextHopOf(dialog) };
  const hop = { via: agent.viaFor(heard.flow), headers: [], body: NO_BODY };
  agent.ack(place, ackWithin(dialog, heard.request.cseq.number, hop));
  const ack = await peer.request('ACK');
  return { sent, invite, dialog, place, hop, ack };
}

test('each repetition of a 200 is acknowledged again, and heard once', async () => {
  const { peer } = world;
  const { sent, invite, ack } = await connect();
  peer.answer(invite, 200);
  assert.deepEqual((await peer.request('ACK')).via, ack.via);
  assert.equal(sent.heard.length, 1);
});

test('a request within a dialog goes where the Contact says', async () => {
  const { agent, peer } = world;
  const other = await world.another('127.0.0.5');
  const { dialog, place, hop } = await connect();
  const heard: Heard[] = [];
  const nextHop = sipUri('far', other.address, other.port);
  const { request } = requestWithin(dialog, { ...hop, method: 'BYE' });
  agent.within({ ...place, nextHop }, request, (each) => void heard.push(each));
  other.answer(await other.request('BYE'), 200);
  await until(() => heard.length === 1);
  assert.equal(peer.bytes() > 0, true);
});

test('an outbound proxy stands in Route, and is where the request goes', async () => {
  const proxy = await world.another('127.0.0.6');
  const outboundProxy = `${proxy.address}:${proxy.port}`;
  send('OPTIONS', { ...world.trunk, outboundProxy });
  assert.equal(headerOf(await proxy.request('OPTIONS'), 'Route'), `<sip:${outboundProxy};lr>`);
});

test('a request that is longer than 1300 bytes is sent over UDP where the trunk has nothing else, and told of', async () => {
  const { peer, news } = world;
  send('OPTIONS', world.trunk, { body: Buffer.alloc(1300, 'x') });
  await peer.request('OPTIONS');
  assert.equal(news[0]?.type, 'too_large_for_udp');
});

test('a request to a name that leads nowhere fails, and one that is taken back before it left is not sent', async () => {
  const nowhere = send('OPTIONS', { ...world.trunk, host: 'nowhere.example.com', port: null });
  assert.equal(statusOf(await nowhere.next()), 'unresolved');
  const sent = send('INVITE');
  sent.cancel();
  assert.equal(statusOf(await sent.next()), 'cancelled');
});
