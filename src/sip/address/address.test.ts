/** URIs, addresses and parameters as tables: what is written -> what is read, and what is the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { quote, readNumber, splitOutside, unquote } from './grammar.ts';
import { isIpv4, isIpv6 } from './host.ts';
import { readNameAddr, tagOf, writeNameAddr } from './name-addr.ts';
import { parameterOf, readParameters, withParameter, writeParameters } from './parameters.ts';
import { isSameUri } from './same-uri.ts';
import type { Uri } from './uri.ts';
import { isSipUri, isTelUri, phoneDigits, readUri, sipUri, unescapeUri, writeUri } from './uri.ts';

/** The parts of a SIP URI in one line, '-' where there is none. */
function partsOf(uri: Uri | null): string {
  if (uri === null) return 'refused';
  if (isTelUri(uri)) return `tel ${phoneDigits(uri)} ${uri.parameters.length}`;
  if (!isSipUri(uri)) return `${uri.scheme} ${uri.rest}`;
  const { scheme, user, password, host, port, parameters, headers } = uri;
  return [scheme, user ?? '-', password ?? '-', host, port ?? '-', parameters.length, headers.length].join(' ');
}

/** The URI -> scheme, user, password, host, port, parameters, headers. */
const URIS = {
  'sip:alice@atlanta.com': 'sip alice - atlanta.com - 0 0',
  'sip:alice:secretword@atlanta.com;transport=tcp': 'sip alice secretword atlanta.com - 1 0',
  'sips:alice@atlanta.com?subject=project%20x&priority=urgent': 'sips alice - atlanta.com - 0 2',
  'sip:+1-212-555-1212:1234@gateway.com;user=phone': 'sip +1-212-555-1212 1234 gateway.com - 1 0',
  'sip:atlanta.com;method=REGISTER?to=alice%40atlanta.com': 'sip - - atlanta.com - 1 1',
  'sip:alice;day=tuesday@atlanta.com': 'sip alice;day=tuesday - atlanta.com - 0 0',
  'SIP:192.0.2.4:5062': 'sip - - 192.0.2.4 5062 0 0',
  'sip:bob@[2001:db8::1]:5061;lr': 'sip bob - [2001:db8::1] 5061 1 0',
  'sip:*67@host_with_underscore': 'sip *67 - host_with_underscore - 0 0',
  'tel:+1-201-555-0123': 'tel +12015550123 0',
  'tel:863-1234;phone-context=+1-914-555': 'tel 8631234 1',
  'isbn:2983792873': 'isbn 2983792873',
  'urn:service:sos': 'urn service:sos',
  'sip:': 'refused',
  'sip:@host': 'refused',
  'sip:a@b@c': 'refused',
  'sip:a b@c': 'refused',
  'sip:a@b:65536': 'refused',
  'sip:a@b:': 'refused',
  'sip:a%4@b': 'refused',
  'sip:a@b;;lr': 'refused',
  'sip:a@b?': 'refused',
  'sip:a@[::1': 'refused',
  'sip:a<b>@c': 'refused',
  'tel:': 'refused',
  'tel:alice': 'refused',
  'no scheme': 'refused',
  ':a': 'refused',
} as const;

for (const [uri, expected] of Object.entries(URIS))
  test(`${uri} is ${expected}`, () => {
    assert.equal(partsOf(readUri(uri)), expected);
    const read = readUri(uri);
    if (read !== null) assert.deepEqual(readUri(writeUri(read)), read);
  });

/** RFC 3261 section 19.1.4, its own examples and a few more. */
const SAME: readonly (readonly [string, string, boolean])[] = [
  ['sip:%61lice@atlanta.com;transport=TCP', 'sip:alice@AtLanTa.CoM;Transport=tcp', true],
  ['sip:carol@chicago.com', 'sip:carol@chicago.com;newparam=5', true],
  ['sip:carol@chicago.com;newparam=5', 'sip:carol@chicago.com;security=on', true],
  [
    'sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com',
    'sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com',
    true,
  ],
  [
    'sip:alice@atlanta.com?subject=project%20x&priority=urgent',
    'sip:alice@atlanta.com?priority=urgent&subject=project%20x',
    true,
  ],
  ['SIP:ALICE@AtLanTa.CoM;Transport=udp', 'sip:alice@AtLanTa.CoM;Transport=UDP', false],
  ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:5060', false],
  ['sip:bob@biloxi.com', 'sip:bob@biloxi.com;transport=udp', false],
  ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:6000;transport=tcp', false],
  ['sip:carol@chicago.com', 'sip:carol@chicago.com?Subject=next%20meeting', false],
  ['sip:bob@phone21.boxesbybob.com', 'sip:bob@192.0.2.4', false],
  ['sip:carol@chicago.com;security=off', 'sip:carol@chicago.com;security=on', false],
  ['sip:bob@biloxi.com', 'sips:bob@biloxi.com', false],
  ['sip:bob@biloxi.com', 'sip:bob:secret@biloxi.com', false],
  ['sip:a%3Bb@biloxi.com', 'sip:a;b@biloxi.com', false],
  ['sip:a%3bb@biloxi.com', 'sip:a%3Bb@biloxi.com', true],
  ['sip:biloxi.com;maddr=192.0.2.1', 'sip:biloxi.com', false],
  ['sip:biloxi.com;user=phone', 'sip:biloxi.com', false],
  ['tel:+1-201-555-0123', 'tel:+12015550123', true],
  ['tel:+12015550123', 'tel:+12015550124', false],
  ['tel:1234;phone-context=a', 'tel:1234', false],
  ['tel:+12015550123', 'sip:+12015550123@host', false],
  ['urn:service:sos', 'URN:service:sos', true],
];

for (const [one, other, expected] of SAME)
  test(`${one} is ${expected ? '' : 'not '}${other}`, () => {
    const [first, second] = [readUri(one), readUri(other)];
    assert.ok(first && second);
    assert.equal(isSameUri(first, second), expected);
    assert.equal(isSameUri(second, first), expected);
  });

test('a SIP URI of parts escapes what its user says, and says it again', () => {
  for (const user of ['+15551234567', '#31#123', 'a b@c:d', 'Jürgen', '%']) {
    const uri = readUri(writeUri(sipUri(user, 'example.com', 5061)));
    assert.ok(uri && isSipUri(uri));
    assert.equal(unescapeUri(uri.user ?? ''), user);
    assert.equal(uri.port, 5061);
  }
});

test('bytes that are no UTF-8 become a replacement, and a lone percent sign stays', () => {
  assert.equal(unescapeUri('%ff%41%zz%'), '\u{fffd}A%zz%');
});

/** The address -> display name, URI, tag. */
const ADDRESSES = {
  '"A. G. Bell" <sip:agb@bell-telephone.com>;tag=a48s': 'A. G. Bell|sip:agb@bell-telephone.com|a48s',
  'Anonymous <sip:c8oqz84zk7z@privacy.org>;tag=hyh8': 'Anonymous|sip:c8oqz84zk7z@privacy.org|hyh8',
  'sip:+12125551212@phone2net.com;tag=887s': '-|sip:+12125551212@phone2net.com|887s',
  '<sip:a@b;tag=of-the-uri>': '-|sip:a@b;tag=of-the-uri|-',
  '"a \\"quoted\\" <name>" <sip:a@b>': 'a "quoted" <name>|sip:a@b|-',
  'caller<sip:caller@example.com>;tag=323': 'caller|sip:caller@example.com|323',
  'Jürgen <sip:j@b>': 'Jürgen|sip:j@b|-',
  '<tel:+15551234567>;tag=': '-|tel:+15551234567|-',
  '"" <sip:a@b>;tag=1': '|sip:a@b|1',
  '"open <sip:a@b>': 'refused',
  'Bell, Alexander <sip:a@b>': 'refused',
  '< sip:a@b >': 'refused',
  '<sip:a@b': 'refused',
  '"name" sip:a@b': 'refused',
  'sip:a@b?x=y': 'refused',
  '<sip:a@b>;;tag=1': 'refused',
  '<sip:a@b> tag=1': 'refused',
  '*': 'refused',
  '': 'refused',
} as const;

for (const [written, expected] of Object.entries(ADDRESSES))
  test(`the address ${written} is ${expected}`, () => {
    const read = readNameAddr(written);
    const parts = read && [read.displayName ?? '-', writeUri(read.uri), tagOf(read) ?? '-'].join('|');
    assert.equal(parts ?? 'refused', expected);
    if (read !== null) assert.deepEqual(readNameAddr(writeNameAddr(read)), read);
  });

test('a display name cannot end its field: quotes are escaped and controls are left out', () => {
  const uri = sipUri('a', 'b');
  assert.equal(writeNameAddr({ displayName: 'x"\r\nVia: y\\', uri, parameters: [] }), '"x\\"Via: y\\\\" <sip:a@b>');
  assert.equal(unquote(quote('a"b\\c')), 'a"b\\c');
});

test('parameters keep their order and quotes; one is set once', () => {
  const read = readParameters(' ; a = "x;\\"y" ;B;c=[2001:db8::1]', 0);
  assert.ok(read);
  assert.equal(writeParameters(read), ';a="x;\\"y";b;c=[2001:db8::1]');
  assert.deepEqual([parameterOf(read, 'a'), parameterOf(read, 'b'), parameterOf(read, 'd')], ['x;"y', '', null]);
  assert.equal(
    writeParameters(withParameter(withParameter(read, 'b', 'z'), 'e', 'f g')),
    ';a="x;\\"y";b=z;c=[2001:db8::1];e="f g"',
  );
  assert.equal(readParameters(';a="open', 0), null);
  assert.equal(readParameters(';a'.repeat(64), 0)?.length, 64);
  assert.equal(readParameters(';a'.repeat(65), 0), null);
});

test('lists are taken apart outside quotes and brackets', () => {
  assert.deepEqual(splitOutside('"a,b" <sip:c,d@e>, <sip:f>;x="g,h" ,', 0x2c), [
    '"a,b" <sip:c,d@e>',
    '<sip:f>;x="g,h"',
    '',
  ]);
  assert.equal(splitOutside('"a, b', 0x2c), null);
  assert.equal(splitOutside('<a, b', 0x2c), null);
});

test('numbers have digits alone, and a largest value', () => {
  const read = ['0068', '255', '256', '', '-1', '1e3', '0'.repeat(40), '9'.repeat(11)].map((text) =>
    readNumber(text, 255),
  );
  assert.deepEqual(read, [68, 255, null, null, null, null, 0, null]);
});

test('IPv6 and IPv4 addresses', () => {
  const fit = ['::', '::1', '1:2:3:4:5:6:7:8', '1::8', '::ffff:192.0.2.1', 'fe80::', '1:2:3:4:5:6:192.0.2.1'];
  const unfit = [
    '',
    ':',
    ':::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8::',
    '12345::',
    'g::',
    '1.2.3.4',
    '::1.2.3',
    '::1%eth0',
  ];
  assert.deepEqual([fit.filter((text) => !isIpv6(text)), unfit.filter(isIpv6)], [[], []]);
  assert.deepEqual(['192.0.2.1', '256.0.0.1', '1.2.3', '1.2.3.4.5', '1.2.3.'].map(isIpv4), [
    true,
    false,
    false,
    false,
    false,
  ]);
});

/** Text made of what URIs are made of, so that much of it is nearly one. */
const nearlyUris = fc
  .array(
    fc.constantFrom(
      'sip:',
      'tel:',
      'a',
      '%41',
      '%',
      '@',
      ':',
      ';',
      '=',
      '?',
      '&',
      '[',
      ']',
      '::',
      '1',
      '<',
      '>',
      '"',
      ' ',
      ',',
    ),
    {
      maxLength: 24,
    },
  )
  .map((parts) => parts.join(''));

test('whatever is read as a URI is the same once written and read again, and itself', () => {
  fc.assert(
    fc.property(nearlyUris, (text) => {
      const uri = readUri(text);
      if (uri === null) return;
      assert.deepEqual(readUri(writeUri(uri)), uri);
      assert.ok(isSameUri(uri, uri));
    }),
    { numRuns: 1500 },
  );
});

test('whatever is read as an address is the same once written and read again', () => {
  fc.assert(
    fc.property(nearlyUris, fc.string({ unit: 'binary', maxLength: 12 }), (text, name) => {
      for (const written of [text, `<${text}>`, `${quote(name)} <${text}>;tag=1`]) {
        const read = readNameAddr(written);
        if (read !== null) assert.deepEqual(readNameAddr(writeNameAddr(read)), read);
      }
    }),
    { numRuns: 1000 },
  );
});

test('a quoted string says what it was made of, without controls', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const printable = Array.from(text)
        .filter((each) => each >= ' ' && each !== '\x7f')
        .join('');
      assert.equal(unquote(quote(text)), printable);
    }),
  );
});
