/** Where a request goes, as tables: URI -> first question, records -> next questions. RFC 3263 section 4. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SipUri } from '../address/uri.ts';
import { isSipUri, readUri } from '../address/uri.ts';
import type { Naptr, Question, SipTransport, Srv } from './location.ts';
import { afterNaptr, afterNothing, afterSrv, certificateNameOf, firstQuestion, SIP_TRANSPORTS } from './location.ts';

function uriOf(text: string): SipUri {
  const uri = readUri(text);
  return uri !== null && isSipUri(uri) ? uri : assert.fail(text);
}

function say(question: Question | null): string {
  if (question === null) return 'nothing';
  if (question.ask === 'naptr') return `naptr ${question.domain}`;
  if (question.ask === 'srv') return `srv ${question.name} ${question.transport}`;
  return `${question.transport} ${question.host} ${question.port}`;
}

/** The URI -> the first question, with all transports. */
const FIRST = {
  'sip:192.0.2.1': 'UDP 192.0.2.1 5060',
  'sip:192.0.2.1:5080': 'UDP 192.0.2.1 5080',
  'sip:192.0.2.1;transport=tcp': 'TCP 192.0.2.1 5060',
  'sip:[2001:db8::1]:5070;transport=udp': 'UDP 2001:db8::1 5070',
  'sips:192.0.2.1': 'TLS 192.0.2.1 5061',
  'sip:192.0.2.1;transport=tls': 'TLS 192.0.2.1 5061',
  'sip:Example.com': 'naptr example.com',
  'sip:example.com:5060': 'UDP example.com 5060',
  'sips:example.com:5071': 'TLS example.com 5071',
  'sip:example.com;transport=tcp': 'srv _sip._tcp.example.com TCP',
  'sip:example.com;transport=TLS': 'srv _sips._tcp.example.com TLS',
  'sips:example.com;transport=tcp': 'srv _sips._tcp.example.com TLS',
  'sip:example.com:5070;transport=tcp': 'TCP example.com 5070',
  'sip:example.com;maddr=192.0.2.9': 'UDP 192.0.2.9 5060',
  'sip:example.com;maddr=edge.example.com': 'naptr edge.example.com',
  'sip:example.com;transport=sctp': 'nothing',
  'sips:example.com;transport=udp': 'nothing',
} as const;

for (const [uri, expected] of Object.entries(FIRST))
  test(`${uri} asks first for ${expected}`, () =>
    assert.equal(say(firstQuestion(uriOf(uri), SIP_TRANSPORTS)), expected));

test('a transport that we do not have is not asked for', () => {
  const udpAlone: readonly SipTransport[] = ['UDP'];
  const asked = ['sip:a.example;transport=tcp', 'sips:192.0.2.1', 'sip:192.0.2.1'].map((uri) =>
    say(firstQuestion(uriOf(uri), udpAlone)),
  );
  assert.deepEqual(asked, ['nothing', 'nothing', 'UDP 192.0.2.1 5060']);
  assert.equal(afterNothing(uriOf('sips:a.example'), udpAlone), null);
});

const naptr = (order: number, preference: number, service: string, replacement: string, flags = 's'): Naptr => ({
  order,
  preference,
  flags,
  service,
  replacement,
});

/** The records of RFC 3263 section 4.1, out of order, with one of a service that is none of SIP's. */
const RECORDS = [
  naptr(90, 50, 'SIP+D2U', '_sip._udp.example.com'),
  naptr(50, 50, 'SIPS+D2T', '_sips._tcp.example.com'),
  naptr(90, 40, 'sip+d2t', '_sip._tcp.example.com'),
  naptr(10, 10, 'E2U+sip', '', 'u'),
  naptr(20, 10, 'SIP+D2S', '_sip._sctp.example.com'),
];

test('NAPTR says which SRV are asked, by order and preference; those of transports that we lack are left out', () => {
  const asked = (uri: string, supported: readonly SipTransport[]) =>
    afterNaptr(RECORDS, uriOf(uri), supported).map(say);
  assert.deepEqual(asked('sip:example.com', SIP_TRANSPORTS), [
    'srv _sips._tcp.example.com TLS',
    'srv _sip._tcp.example.com TCP',
    'srv _sip._udp.example.com UDP',
  ]);
  assert.deepEqual(asked('sip:example.com', ['UDP']), ['srv _sip._udp.example.com UDP']);
  assert.deepEqual(asked('sips:example.com', SIP_TRANSPORTS), ['srv _sips._tcp.example.com TLS']);
});

test('without NAPTR each of our transports is asked for by SRV, and without that the host itself', () => {
  const uri = uriOf('sip:example.com');
  assert.deepEqual(afterNaptr([], uri, ['UDP', 'TCP']).map(say), [
    'srv _sip._udp.example.com UDP',
    'srv _sip._tcp.example.com TCP',
  ]);
  const hosts = ['sip:example.com', 'sips:example.com', 'sip:example.com;transport=tcp'];
  assert.deepEqual(
    hosts.map((text) => say(afterNothing(uriOf(text), SIP_TRANSPORTS))),
    ['UDP example.com 5060', 'TLS example.com 5061', 'TCP example.com 5060'],
  );
});

const srv = (priority: number, weight: number, name: string): Srv => ({ priority, weight, name, port: 5060 });

test('SRV are tried by priority, and each once', () => {
  const asked = afterSrv([srv(20, 0, 'c'), srv(10, 0, 'a'), srv(10, 0, 'b')], 'TLS', () => 0).map(say);
  assert.deepEqual(asked, ['TLS a 5060', 'TLS b 5060', 'TLS c 5060']);
  assert.deepEqual(
    afterSrv([srv(0, 0, '.')], 'UDP', () => 0),
    [],
  );
  assert.deepEqual(
    afterSrv([], 'UDP', () => 0),
    [],
  );
});

test('within a priority a record comes first as often as its weight says', () => {
  const first = { a: 0, b: 0, none: 0 };
  for (let draw = 0; draw < 1000; draw += 1) {
    const [question] = afterSrv([srv(1, 30, 'a'), srv(1, 10, 'b'), srv(1, 0, 'none')], 'UDP', () => draw / 1000);
    const host = question?.ask === 'address' ? question.host : '';
    if (host === 'a' || host === 'b' || host === 'none') first[host] += 1;
  }
  assert.ok(first.a > 700 && first.a < 760, String(first.a));
  assert.ok(first.b > 220 && first.b < 260, String(first.b));
  assert.ok(first.none > 0 && first.none < 40, String(first.none));
});

test('a certificate is held against the name of the URI', () => {
  assert.deepEqual(
    ['sips:SIP.Example.com;maddr=192.0.2.1', 'sip:[2001:db8::1]'].map((text) => certificateNameOf(uriOf(text))),
    ['sip.example.com', '2001:db8::1'],
  );
});
