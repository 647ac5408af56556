/** Requests of trunks, and of strangers, over UDP on loopback. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { tagOf } from '#sip/address/name-addr.ts';
import { parameterOf } from '#sip/address/parameters.ts';
import { dialogKeyOfRequest } from '#sip/dialog/dialog.ts';
import { headerOf, headersOf } from '#sip/message/message.ts';
import type { AgentWorld } from '../../../test/support/agent-world.ts';
import { openAgentWorld } from '../../../test/support/agent-world.ts';
import { until } from '../../../test/support/until.ts';

let world: AgentWorld;
beforeEach(async () => (world = await openAgentWorld()));
afterEach(async () => world.close());

test('an INVITE is handed over, its response goes to the source, and a 200 is repeated until its ACK', async () => {
  const { agent, peer, port, clock, invites, acknowledged } = world;
  peer.ask(port, 'INVITE', { Via: `SIP/2.0/UDP 10.9.8.7:5060;branch=z9hG4bK-nat;rport` });
  await until(() => invites.length === 1);
  const [inbound] = invites;
  assert.ok(inbound);
  assert.equal(agent.respond(inbound.key, { status: 180 }), true);
  const ringing = await peer.response('INVITE');
  assert.deepEqual(
    ['received', 'rport'].map((name) => parameterOf(ringing.via.parameters, name)),
    ['127.0.0.1', String(peer.port)],
  );
  assert.equal(tagOf(ringing.to), inbound.localTag);
  agent.respond(inbound.key, { status: 200 });
  await peer.response('INVITE');
  await clock.advance(500);
  const again = await peer.response('INVITE');
  peer.ask(port, 'ACK', { To: headerOf(again, 'To') ?? '', CSeq: `${inbound.request.cseq.number} ACK` });
  await until(() => acknowledged.length === 1);
  const before = peer.bytes();
  await clock.advance(40_000);
  assert.equal(peer.bytes(), before);
  assert.deepEqual([acknowledged, world.unacknowledged], [[inbound.key], []]);
  assert.deepEqual(agent.held(), { transactions: 0, requests: 0, answering: 0, connections: 0 });
});

test('a 200 that is never acknowledged is told after 32 s', async () => {
  const { agent, peer, port, clock, invites } = world;
  peer.ask(port, 'INVITE');
  await until(() => invites.length === 1);
  agent.respond(invites[0]?.key ?? '', { status: 200 });
  await clock.advance(32_000);
  assert.deepEqual(world.unacknowledged, [invites[0]?.key]);
});

test('CANCEL is answered 200, and its INVITE 487 with the tag that rang', async () => {
  const { agent, peer, port, invites, cancelled } = world;
  const Via = `SIP/2.0/UDP ${peer.address}:${peer.port};branch=z9hG4bK-cancelled;rport`;
  peer.ask(port, 'INVITE', { Via });
  await until(() => invites.length === 1);
  agent.respond(invites[0]?.key ?? '', { status: 180 });
  const ringing = await peer.response('INVITE');
  peer.ask(port, 'CANCEL', { Via });
  assert.equal((await peer.response('CANCEL')).status, 200);
  const refused = await peer.response('INVITE');
  assert.deepEqual([refused.status, tagOf(refused.to)], [487, tagOf(ringing.to)]);
  assert.deepEqual(cancelled, [invites[0]?.key]);
  peer.ask(port, 'CANCEL', { Via: Via.replace('cancelled', 'other') });
  assert.equal((await peer.response('CANCEL')).status, 481);
});

/** What a trunk asks -> the status it is answered. */
const OWN_ANSWERS: readonly (readonly [string, string, Readonly<Record<string, string>>, number])[] = [
  ['OPTIONS', 'OPTIONS', {}, 200],
  ['a method that is not ours', 'REGISTER', {}, 405],
  ['an extension that is not ours', 'INVITE', { Require: 'teleport' }, 420],
  ['a scheme that is not ours', 'INVITE', { uri: 'http://example.com' }, 416],
  ['a body that is not ours', 'INVITE', { 'Content-Type': 'text/html' }, 415],
  ['what is no SIP', 'INVITE', { CSeq: '1 BYE' }, 400],
  ['a MESSAGE', 'MESSAGE', {}, 405],
  ['a BYE of no dialog', 'BYE', {}, 481],
];

for (const [what, method, fields, status] of OWN_ANSWERS)
  test(`a trunk that sends ${what} is answered ${status}`, async () => {
    const { peer, port } = world;
    const [head = '', body = ''] = status === 415 ? ['Content-Length', 'x'] : [];
    if (head === '') peer.ask(port, method, fields);
    else peer.send(port, bodied(method, fields, body));
    const response = await peer.response(status === 400 ? 'BYE' : method);
    assert.equal(response.status, status);
    if (status === 405) assert.ok(headersOf(response, 'Allow').includes('UPDATE'));
  });

function bodied(method: string, fields: Readonly<Record<string, string>>, body: string): string {
  const { peer } = world;
  const all = {
    Via: `SIP/2.0/UDP ${peer.address}:${peer.port};branch=z9hG4bK-bodied;rport`,
    From: '<sip:a@example.com>;tag=1',
    To: '<sip:b@example.com>',
    'Call-ID': 'bodied',
    CSeq: `1 ${method}`,
    ...fields,
    'Content-Length': String(body.length),
  };
  return [`${method} sip:b@example.com SIP/2.0`, ...Object.entries(all).map((each) => each.join(': ')), '', body].join(
    '\r\n',
  );
}

test('once draining, OPTIONS and new calls are answered 503', async () => {
  const { agent, peer, port } = world;
  agent.drain();
  for (const method of ['OPTIONS', 'INVITE']) {
    peer.ask(port, method, { 'Call-ID': method });
    const response = await peer.response(method);
    assert.deepEqual([response.status, headerOf(response, 'Retry-After')], [503, '10']);
  }
});

test('a stranger gets no byte, whatever they send, and is told of once a minute', async () => {
  const { port, peer, news, clock, invites } = world;
  const stranger = await world.another('127.0.0.2');
  for (const method of ['INVITE', 'OPTIONS', 'REGISTER', 'BYE', 'CANCEL', 'SUBSCRIBE']) stranger.ask(port, method);
  stranger.send(port, 'no SIP at all');
  stranger.send(port, 'SIP/2.0 200 OK\r\n\r\n');
  stranger.send(port, Buffer.alloc(60_000, 'INVITE '));
  // What the trunk sends after that is answered, so all of that has been read.
  peer.ask(port, 'OPTIONS');
  await peer.response('OPTIONS');
  assert.deepEqual([stranger.bytes(), invites.length], [0, 0]);
  assert.deepEqual(news, [{ type: 'strangers', count: 1 }]);
  await clock.advance(60_000);
  assert.deepEqual(news[1], { type: 'strangers', count: 8 });
});

/** How scanners call themselves, or the devices that they pretend to be. */
const DISGUISES = [
  'friendly-scanner',
  'sipvicious',
  'sipcli/v1.8',
  'VaxSIPUserAgent/3.1',
  'Cisco-SIPGateway/IOS-12.x',
  'eyeBeam',
  '',
];
const EXTENSIONS = ['100', '1000', 'admin', '+13392195276'];
const SWEEP = ['OPTIONS', 'REGISTER', 'INVITE', 'SUBSCRIBE', 'ACK', 'CANCEL', 'BYE'];

test('a sweep for servers and extensions, in any disguise, gets no byte and begins nothing', async () => {
  const { agent, port, peer, news, clock, invites, withins } = world;
  const scanner = await world.another('127.0.0.9');
  const sweep = DISGUISES.flatMap((disguise) =>
    SWEEP.flatMap((method) => EXTENSIONS.map((user) => ({ disguise, method, user }))),
  );
  for (const [at, { disguise, method, user }] of sweep.entries())
    scanner.ask(port, method, {
      'User-Agent': disguise,
      uri: `sip:${user}@127.0.0.1:${port}`,
      From: `<sip:${user}@1.1.1.1>;tag=${at}`,
      'Call-ID': `sweep-${at}`,
    });
  // What the trunk sends after that is answered, so all of that has been read.
  peer.ask(port, 'OPTIONS');
  await peer.response('OPTIONS');
  await clock.advance(60_000);
  assert.deepEqual([scanner.bytes(), invites, withins], [0, [], []]);
  assert.equal(
    news.reduce((sum, each) => sum + (each.type === 'strangers' ? each.count : 0), 0),
    sweep.length,
  );
  assert.deepEqual(agent.held(), { transactions: 0, requests: 0, answering: 0, connections: 0 });
});

test('a stranger with the word of our registration, or within a dialog of ours, is a trunk’s', async () => {
  const { agent, port, trunk, invites, withins, dialogs } = world;
  const elsewhere = await world.another('127.0.0.2');
  elsewhere.ask(port, 'INVITE', { uri: `sip:us@127.0.0.1:${port};line=${agent.lineOf(trunk.id)}` });
  await until(() => invites.length === 1);
  assert.equal(invites[0]?.trunk, trunk);
  const fields = { To: '<sip:us@example.com>;tag=ours', 'Call-ID': 'known' };
  dialogs.set('known|ours|1928301774', trunk);
  elsewhere.ask(port, 'BYE', fields);
  await until(() => withins.length === 1);
  assert.equal(dialogKeyOfRequest(withins[0]?.request ?? assert.fail()), 'known|ours|1928301774');
});

test('the ranges of a trunk are its own, until the trunk is gone', async () => {
  const { agent, port, trunk } = world;
  const carrier = await world.another('127.0.0.9');
  agent.use([{ ...trunk, inboundAddresses: ['127.0.0.8/31'] }]);
  carrier.ask(port, 'OPTIONS');
  assert.equal((await carrier.response('OPTIONS')).status, 200);
  agent.use([]);
  const before = carrier.bytes();
  carrier.ask(port, 'OPTIONS');
  world.peer.ask(port, 'OPTIONS');
  await until(() => world.news.length > 0);
  assert.equal(carrier.bytes(), before);
});
