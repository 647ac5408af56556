/**
 * Messages that every reader must know: RFC 4475 and RFC 5118 as a table of name -> what becomes of it, real gateways',
 * and mutated ones.
 */
import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { mutations } from '../../../test/support/sip-mutations.ts';
import { aRequest, examples, faultOf, lines, readSip, requestText, torture } from '../../../test/support/sip.ts';
import { parameterOf } from '../address/parameters.ts';
import { isSipUri, unescapeUri } from '../address/uri.ts';
import type { Capabilities } from './admit.ts';
import { isOurs, refusalOf } from './admit.ts';
import { partsOf } from './body.ts';
import { headerOf, headersOf } from './message.ts';
import { readDatagram } from './read-message.ts';
import { createStreamReader } from './stream-reader.ts';
import { branchOf } from './via.ts';
import { writeMessage } from './write-message.ts';

/** RFC 4475 section 3.1.1: messages that are valid, however they look. */
const VALID = [
  'wsinv',
  'intmeth',
  'esc01',
  'escnull',
  'esc02',
  'lwsdisp',
  'longreq',
  'dblreq',
  'semiuri',
  'transports',
  'mpart01',
  'unreason',
  'noreason',
];

for (const name of VALID)
  test(`${name} of RFC 4475 is valid, and is the same once written and read again`, () => {
    const message = readSip(torture(name));
    assert.deepEqual(readSip(writeMessage(message)), {
      ...message,
      headers: [...message.headers.filter((header) => header.name !== 'Content-Length'), lengthOf(message.body)],
    });
  });

function lengthOf(body: Uint8Array): { name: string; value: string } {
  return { name: 'Content-Length', value: String(body.length) };
}

/** RFC 4475 section 3.1.2: messages that are not, with what they are refused for. */
const INVALID = {
  badinv01: 'bad_via 400',
  clerr: 'body_too_short 400',
  ncl: 'bad_content_length 400',
  scalar02: 'bad_cseq 400',
  scalarlg: 'bad_cseq unanswered',
  quotbal: 'bad_to 400',
  ltgtruri: 'bad_request_uri 400',
  lwsruri: 'bad_start_line 400',
  lwsstart: 'bad_start_line 400',
  trws: 'bad_start_line 400',
  escruri: 'bad_request_uri 400',
  // The RFC lets an element ignore the field: a zone that is not GMT is no reason to lose a call.
  baddate: 'taken',
  regbadct: 'bad_contact 400',
  badaspec: 'bad_to 400',
  baddn: 'bad_from 400',
  badvers: 'bad_version 505',
  mismatch01: 'cseq_mismatch 400',
  mismatch02: 'cseq_mismatch 400',
  bigcode: 'bad_status unanswered',
} as const;

for (const [name, expected] of Object.entries(INVALID))
  test(`${name} of RFC 4475 is ${expected}`, () => {
    assert.equal(outcomeOf(torture(name)), expected);
  });

function outcomeOf(bytes: Uint8Array): string {
  const reading = readDatagram(bytes);
  if (reading.kind !== 'refused') return 'taken';
  const { fault, status, answerable } = reading.refusal;
  return `${fault} ${answerable === null ? 'unanswered' : status}`;
}

const CAPABILITIES: Capabilities = {
  methods: ['INVITE', 'ACK', 'CANCEL', 'BYE', 'OPTIONS', 'REGISTER'],
  extensions: ['timer', '100rel'],
  bodies: ['application/sdp'],
  schemes: ['sip', 'sips', 'tel'],
};

/**
 * RFC 4475 sections 3.3 and 3.4: messages whose meaning decides. What the reader or the user agent server makes of
 * each.
 */
const MEANT = {
  // The RFC lets an element fall back to the matching of RFC 2543, as `branchOf` does.
  badbranch: 'admitted',
  insuf: 'missing_from 400',
  unkscm: '416',
  novelsc: '416',
  unksm2: '400',
  bext01: '420 Unsupported: nothingSupportsThis, nothingSupportsThisEither',
  invut: '415 Accept: application/sdp',
  // The unknown scheme counts as no credentials; a registrar would ask for some.
  regaut01: 'admitted',
  multi01: 'repeated_header 400',
  mcl01: 'repeated_header 400',
  bcast: 'not ours',
  // The RFC has an endpoint process it as if Max-Forwards were still positive; a proxy would answer 483.
  zeromf: 'admitted',
  cparam01: 'admitted',
  cparam02: 'admitted',
  regescrt: 'admitted',
  sdp01: '406',
  inv2543: 'admitted',
} as const;

for (const [name, expected] of Object.entries(MEANT))
  test(`${name} of RFC 4475 is ${expected}`, () => {
    const reading = readDatagram(torture(name));
    if (reading.kind !== 'message') assert.equal(outcomeOf(torture(name)), expected);
    else if (reading.message.kind === 'response') assert.equal(isOurs(reading.message) ? 'ours' : 'not ours', expected);
    else {
      const refused = refusalOf(reading.message, CAPABILITIES, 'tag');
      const fields = refused?.headers.map(({ name: field, value }) => ` ${field}: ${value}`).join('') ?? '';
      assert.equal(refused === null ? 'admitted' : `${refused.status}${fields}`, expected);
    }
  });

test('wsinv: folding, spaces and compact forms mean what they mean anywhere else', () => {
  const message = readSip(torture('wsinv'));
  assert.deepEqual(headersOf(message, 'Via').length, 3);
  assert.equal(message.from.displayName, 'J Rosenberg \\"');
  assert.equal(parameterOf(message.to.parameters, 'tag'), '1918181833n');
  assert.deepEqual(message.cseq, { number: 9, method: 'INVITE' });
  assert.equal(headerOf(message, 'Max-Forwards'), '0068');
  assert.equal(branchOf(message.via), null);
});

test('esc01, esc02 and escnull: escapes are undone in URIs alone', () => {
  const { to, from } = readSip(torture('esc01'));
  assert.ok(isSipUri(to.uri) && isSipUri(from.uri));
  assert.equal(unescapeUri(to.uri.user ?? ''), 'user');
  assert.equal(unescapeUri(from.uri.user ?? ''), 'I have spaces');
  assert.equal(readSip(torture('esc02')).to.displayName, '%Z%45');
  assert.deepEqual(headersOf(readSip(torture('esc02')), 'Contact').length, 2);
  const nul = readSip(torture('escnull')).to.uri;
  assert.equal(isSipUri(nul) && unescapeUri(nul.user ?? ''), 'null-\0-null');
});

test('mpart01: both parts are found', () => {
  const parts = partsOf(readSip(torture('mpart01')));
  assert.deepEqual(
    parts.map(({ type }) => type),
    ['text/plain', 'application/octet-stream'],
  );
  assert.equal(Buffer.from(parts[0]?.bytes ?? []).toString(), 'Hello');
});

test('dblreq: a datagram has one message, a stream both', () => {
  assert.equal(readSip(torture('dblreq')).cseq.method, 'REGISTER');
  const found = createStreamReader().push(torture('dblreq'));
  const methods = found.map((each) => (each.kind === 'message' ? each.message.cseq.method : each.kind));
  assert.deepEqual(methods.slice(0, 2), ['REGISTER', 'INVITE']);
});

/** RFC 5118, with addresses of our own: what is asked -> what becomes of it. */
const IPV6 = {
  'a reference as Request-URI': [{ uri: 'sip:[2001:db8::10]' }, 'taken'],
  'an address without brackets': [{ uri: 'sip:2001:db8::10' }, 'bad_request_uri'],
  'a port that is part of the address': [{ uri: 'sip:[2001:db8::10:5070]' }, 'taken'],
  'a port behind the brackets': [{ uri: 'sip:[2001:db8::10]:5070' }, 'taken'],
  'received with brackets': [
    { Via: 'SIP/2.0/UDP [2001:db8::9:1];received=[2001:db8::9:255];branch=z9hG4bKas3' },
    'taken',
  ],
  'received without brackets': [
    { Via: 'SIP/2.0/UDP [2001:db8::9:1];received=2001:db8::9:255;branch=z9hG4bKas3' },
    'taken',
  ],
  'three references in one field': [
    { Via: 'SIP/2.0/UDP [2001:db8::9:1]:6050;branch=z9hG4bKas3, SIP/2.0/UDP [2001:db8::9:2];branch=z9hG4bKa' },
    'taken',
  ],
  'a zone': [{ uri: 'sip:[fe80::1%25eth0]' }, 'bad_request_uri'],
  'three colons': [{ uri: 'sip:[2001:db8:::192.0.2.1]' }, 'bad_request_uri'],
  'two double colons': [{ uri: 'sip:[2001::db8::1]' }, 'bad_request_uri'],
  'a mapped IPv4 address': [{ Contact: '<sip:user@[::ffff:192.0.2.10]>' }, 'taken'],
  'an IPv4 address that is none': [{ uri: 'sip:[::ffff:192.0.2.256]' }, 'bad_request_uri'],
  'nine groups': [{ uri: 'sip:[1:2:3:4:5:6:7:8:9]' }, 'bad_request_uri'],
  'a bracket that stays open': [{ uri: 'sip:[2001:db8::10' }, 'bad_request_uri'],
} as const;

for (const [name, [fields, expected]] of Object.entries(IPV6))
  test(`IPv6: ${name} is ${expected}`, () => assert.equal(faultOf(requestText('OPTIONS', fields)), expected));

test('IPv6: the port inside the brackets is none, and the one behind them is one', () => {
  const ports = ['sip:[2001:db8::10:5070]', 'sip:[2001:db8::10]:5070'].map((uri) => {
    const request = aRequest('OPTIONS', { uri });
    return isSipUri(request.uri) && request.uri.port;
  });
  assert.deepEqual(ports, [null, 5070]);
});

for (const [name, bytes] of examples())
  test(`the example "${name}" of a real gateway is read`, () => {
    // Their Content-Length counts differ from their bodies: the stream's reader would wait, a datagram ends where it
    // ends.
    const bare = Buffer.from(
      Buffer.from(bytes)
        .toString()
        .replace(/^(?:Content-Length|l):.*\r\n/im, ''),
    );
    assert.ok(readSip(bare).headers.length > 5);
  });

test('a carriage return alone inside a field is refused: what follows it would be a field to the next machine', () => {
  assert.equal(faultOf(lines('OPTIONS sip:a@b SIP/2.0', 'Via: SIP/2.0/UDP a\rTo: <sip:b@c>', '', '')), 'bad_line_end');
  assert.equal(faultOf(requestText('OPTIONS', { Subject: 'a\nTo: <sip:b@c>' })), 'bad_line_end');
});

/**
 * A million by `SIP_MUTATIONS=1000000 npm test -- src/sip/message/torture.test.ts`, or by `npm run bench -- sip-fuzz`.
 */
const MUTATIONS = Number(process.env['SIP_MUTATIONS'] ?? 30_000);

test(`${MUTATIONS} mutated messages: none throws, and what is taken can be written and read again`, () => {
  const kinds = { message: 0, refused: 0, keep_alive: 0 };
  let again = 0;
  for (const bytes of mutations(MUTATIONS, 4475)) {
    const reading = readDatagram(bytes);
    kinds[reading.kind] += 1;
    if (reading.kind === 'message' && kinds.message % 16 === 0) {
      again += 1;
      assert.equal(readDatagram(writeMessage(reading.message)).kind, 'message', bytes.toString('latin1'));
    }
    const found = kinds.refused % 16 === 0 ? createStreamReader().push(bytes) : [];
    assert.ok(found.length <= bytes.length);
  }
  assert.ok(kinds.message > MUTATIONS / 30 && kinds.refused > MUTATIONS / 30, JSON.stringify(kinds));
  assert.ok(again > MUTATIONS / 1000);
});
