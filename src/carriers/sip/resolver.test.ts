/** Where trunks are, asked of a small DNS server of the test's own, over UDP on loopback. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { DnsServer, Zone } from '../../../test/support/dns-server.ts';
import { startDnsServer } from '../../../test/support/dns-server.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { trunkAt } from '../../../test/support/sip-peer.ts';
import type { SipResolver } from './resolver.ts';
import { createNodeResolver } from './resolver.ts';
import type { SipTrunk } from './sip-trunk.ts';
import { createTargetBook } from './target-book.ts';
import type { Target } from './targets.ts';
import { locateTrunk, locateUri } from './targets.ts';
import { readUri } from '#sip/address/uri.ts';

const ZONE: Zone = {
  'all.example.com': {
    NAPTR: [
      { order: 10, preference: 20, flags: 's', service: 'SIP+D2U', replacement: '_sip._udp.all.example.com' },
      { order: 10, preference: 10, flags: 'S', service: 'SIPS+D2T', replacement: '_sips._tcp.all.example.com' },
      { order: 10, preference: 5, flags: 's', service: 'SIP+D2W', replacement: '_sip._ws.all.example.com' },
    ],
  },
  'udp-first.example.com': {
    NAPTR: [
      { order: 10, preference: 10, flags: 's', service: 'SIP+D2U', replacement: '_sip._udp.first.example.com' },
      { order: 20, preference: 10, flags: 's', service: 'SIPS+D2T', replacement: '_sips._tcp.first.example.com' },
    ],
  },
  '_sip._udp.first.example.com': { SRV: [{ priority: 1, weight: 0, port: 5060, name: 'a.example.com' }] },
  '_sips._tcp.first.example.com': { SRV: [{ priority: 1, weight: 0, port: 5061, name: 'b.example.com' }] },
  '_sip._udp.all.example.com': {
    SRV: [
      { priority: 20, weight: 0, port: 5070, name: 'b.example.com' },
      { priority: 10, weight: 0, port: 5080, name: 'a.example.com' },
    ],
  },
  '_sips._tcp.all.example.com': { SRV: [{ priority: 1, weight: 0, port: 5071, name: 'a.example.com' }] },
  'a.example.com': { A: ['192.0.2.1'], AAAA: ['2001:db8::1'] },
  'b.example.com': { A: ['192.0.2.2', '192.0.2.3'] },
  '_sip._tcp.srv.example.com': { SRV: [{ priority: 1, weight: 0, port: 5090, name: 'b.example.com' }] },
  '_sip._udp.none.example.com': { SRV: [{ priority: 0, weight: 0, port: 0, name: '.' }] },
  'none.example.com': { A: ['192.0.2.9'] },
  'brief.example.com': { A: ['192.0.2.1'], ttl: 1 },
  'long.example.com': { A: ['192.0.2.1'], ttl: 86_400 },
};

let server: DnsServer;
let dns: SipResolver;
before(async () => {
  server = await startDnsServer(ZONE);
  dns = createNodeResolver([server.address]);
});
after(async () => server.close());

const written = ({ transport, address, port }: Target): string => `${transport} ${address} ${port}`;
const trunk = (host: string, more: Partial<SipTrunk> = {}): SipTrunk =>
  trunkAt({ address: host, port: 0 }, { port: null, transports: ['udp', 'tcp', 'tls'], ...more });

/** A trunk -> its targets, in their order. */
const FOUND: readonly (readonly [string, SipTrunk, readonly string[]])[] = [
  [
    'by NAPTR, then SRV, then A and AAAA',
    trunk('all.example.com'),
    [
      'UDP 192.0.2.1 5080',
      'UDP 2001:db8::1 5080',
      'UDP 192.0.2.2 5070',
      'UDP 192.0.2.3 5070',
      'TLS 192.0.2.1 5071',
      'TLS 2001:db8::1 5071',
    ],
  ],
  [
    'in its own order of transports, whichever NAPTR prefers',
    trunk('udp-first.example.com', { transports: ['tls', 'tcp', 'udp'] }),
    ['TLS 192.0.2.2 5061', 'TLS 192.0.2.3 5061', 'UDP 192.0.2.1 5060', 'UDP 2001:db8::1 5060'],
  ],
  [
    'over each of its transports, in its order, where there is neither NAPTR nor SRV',
    trunk('b.example.com', { transports: ['tls', 'tcp', 'udp'] }),
    [
      'TLS 192.0.2.2 5061',
      'TLS 192.0.2.3 5061',
      'TCP 192.0.2.2 5060',
      'TCP 192.0.2.3 5060',
      'UDP 192.0.2.2 5060',
      'UDP 192.0.2.3 5060',
    ],
  ],
  [
    'by SRV of the one transport it has',
    trunk('srv.example.com', { transports: ['tcp'] }),
    ['TCP 192.0.2.2 5090', 'TCP 192.0.2.3 5090'],
  ],
  ['by SRV where there is no NAPTR', trunk('srv.example.com'), ['TCP 192.0.2.2 5090', 'TCP 192.0.2.3 5090']],
  [
    'by its address where there is no SRV',
    trunk('a.example.com', { transports: ['tls'] }),
    ['TLS 192.0.2.1 5061', 'TLS 2001:db8::1 5061'],
  ],
  [
    'at its port over each transport',
    trunk('a.example.com', { port: 5099, transports: ['tcp', 'udp'] }),
    ['TCP 192.0.2.1 5099', 'TCP 2001:db8::1 5099', 'UDP 192.0.2.1 5099', 'UDP 2001:db8::1 5099'],
  ],
  ['without asking where it is an address', trunk('192.0.2.7', { transports: ['udp'] }), ['UDP 192.0.2.7 5060']],
  ['at an IPv6 address', trunk('2001:db8::7', { port: 5065, transports: ['tls'] }), ['TLS 2001:db8::7 5065']],
  [
    'at its outbound proxy',
    trunk('all.example.com', { outboundProxy: 'b.example.com:5066', transports: ['udp'] }),
    ['UDP 192.0.2.2 5066', 'UDP 192.0.2.3 5066'],
  ],
  ['nowhere', trunk('nowhere.example.com'), []],
];

for (const [what, asked, expected] of FOUND)
  test(`a trunk is found ${what}`, async () => {
    const { targets } = await locateTrunk(asked, dns, () => 0);
    assert.deepEqual(targets.map(written), expected);
  });

test('a certificate has the name of the trunk, whatever SRV or a proxy makes of it', async () => {
  const namesOf = async (asked: SipTrunk) =>
    new Set((await locateTrunk(asked, dns, () => 0)).targets.map(({ name }) => name));
  assert.deepEqual(await namesOf(trunk('all.example.com')), new Set(['all.example.com']));
  assert.deepEqual(
    await namesOf(trunk('all.example.com', { outboundProxy: 'b.example.com' })),
    new Set(['b.example.com']),
  );
  assert.deepEqual(
    await namesOf(trunk('all.example.com', { outboundProxy: '192.0.2.5' })),
    new Set(['all.example.com']),
  );
});

test('a URI within a dialog is found by what it says, and its certificate has the trunk’s name where it is an address', async () => {
  const at = async (uri: string) => {
    const { targets } = await locateUri(readUri(uri) ?? assert.fail(), trunk('all.example.com'), dns, () => 0);
    return targets.map((each) => `${written(each)} ${each.name}`);
  };
  assert.deepEqual(await at('sip:x@192.0.2.8:5061;transport=tls'), ['TLS 192.0.2.8 5061 all.example.com']);
  assert.deepEqual(await at('sip:x@srv.example.com;transport=tcp'), [
    'TCP 192.0.2.2 5090 srv.example.com',
    'TCP 192.0.2.3 5090 srv.example.com',
  ]);
  assert.deepEqual(
    await at('tel:+15550100'),
    (await locateTrunk(trunk('all.example.com'), dns, () => 0)).targets.map(
      (each) => `${written(each)} all.example.com`,
    ),
  );
});

test('answers hold as long as they say, between 10 s and an hour', async () => {
  const ttlOf = async (host: string) => (await locateTrunk(trunk(host, { port: 1 }), dns, () => 0)).ttl;
  assert.deepEqual(
    await Promise.all(['brief.example.com', 'long.example.com', 'a.example.com'].map(ttlOf)),
    [10, 3600, 300],
  );
});

test('the book asks once while an answer holds, continues with the old one while DNS is silent, and tells the addresses', async () => {
  const clock = createManualClock(new Date(0));
  let [isSilent, asked] = [false, 0];
  const counting: SipResolver = {
    ...dns,
    addresses: async (host) => {
      asked += 1;
      if (isSilent) throw Object.assign(new Error('silent'), { code: 'ETIMEOUT' });
      return dns.addresses(host);
    },
  };
  const told: (readonly string[])[] = [];
  const book = createTargetBook(
    counting,
    clock,
    () => 0,
    (_, addresses) => void told.push(addresses),
  );
  const one = trunk('b.example.com', { port: 5060, transports: ['udp'] });
  await Promise.all([book.ofTrunk(one), book.ofTrunk(one)]);
  assert.equal(asked, 1);
  assert.deepEqual(told[0], ['192.0.2.2', '192.0.2.3']);
  await clock.advance(300_001);
  isSilent = true;
  const targets = await book.ofTrunk(one);
  assert.deepEqual([targets.length, asked], [2, 2]);
  await clock.advance(3_700_000);
  await assert.rejects(async () => book.ofTrunk(one), /silent/);
});

test('a target that did not answer comes last for 30 s', async () => {
  const clock = createManualClock(new Date(0));
  const book = createTargetBook(
    dns,
    clock,
    () => 0,
    () => undefined,
  );
  const one = trunk('b.example.com', { port: 5060, transports: ['udp'] });
  const [first, second] = await book.ofTrunk(one);
  assert.ok(first && second);
  book.note(first, false);
  assert.deepEqual(await book.ofTrunk(one), [second, first]);
  await clock.advance(30_000);
  assert.deepEqual(await book.ofTrunk(one), [first, second]);
  book.note(first, false);
  book.note(first, true);
  assert.deepEqual(await book.ofTrunk(one), [first, second]);
});

test('a server of names that is not there is a fault, and not an empty answer', async () => {
  const gone = await startDnsServer({});
  await gone.close();
  await assert.rejects(async () => createNodeResolver([gone.address]).srv('a.example.com'), { code: 'ECONNREFUSED' });
});
