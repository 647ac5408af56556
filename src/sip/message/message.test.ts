/** Reading, writing, answering and framing of messages: limits, Via stamping, streams, bodies. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aRequest, aResponse, faultOf, lines, readSip, requestText, torture } from '../../../test/support/sip.ts';
import { SIP_LIMITS } from '../limits.ts';
import { partOf, partsOf, readContentType } from './body.ts';
import { hasHeader, headerOf, headersOf, lists, unknownHeadersOf } from './message.ts';
import { readDatagram } from './read-message.ts';
import { plainAnswer, respond } from './respond.ts';
import { phraseOf } from './status.ts';
import { createStreamReader } from './stream-reader.ts';
import { readVia, responseTarget, stampVia, writeVia } from './via.ts';
import { bodyOf, writeMessage } from './write-message.ts';

/** Fields that are wrong -> the fault. Each would be taken without that field. */
const FAULTS = {
  'two From': [{ 'From ': '<sip:a@b>' }, 'repeated_header'],
  'no Via': [{ Via: '' }, 'missing_via'],
  'no From': [{ From: '' }, 'missing_from'],
  'no To': [{ To: '' }, 'missing_to'],
  'no Call-ID': [{ 'Call-ID': '' }, 'missing_call_id'],
  'no CSeq': [{ CSeq: '' }, 'missing_cseq'],
  'CSeq of 2^31': [{ CSeq: '2147483648 INVITE' }, 'bad_cseq'],
  'CSeq of 2^31 - 1': [{ CSeq: '2147483647 INVITE' }, 'taken'],
  'CSeq without a method': [{ CSeq: '1' }, 'bad_cseq'],
  'CSeq of another method': [{ CSeq: '1 invite' }, 'cseq_mismatch'],
  'Max-Forwards of 256': [{ 'Max-Forwards': '256' }, 'bad_max_forwards'],
  'a broken Route': [{ Route: '<sip:p1>, "<sip:p2>' }, 'bad_list'],
  'a Route that is no address': [{ Route: 'p1' }, 'bad_route'],
  'a second Via that is broken': [{ 'Via ': 'SIP/2.0' }, 'bad_via'],
  'a Contact that is "*"': [{ Contact: '*' }, 'taken'],
  'no Max-Forwards': [{ 'Max-Forwards': '' }, 'taken'],
  'an unknown field with a dot': [{ 'P.Charging-Vector': 'icid-value="x' }, 'taken'],
  'an identity whose quote stays open': [{ 'P-Asserted-Identity': '"Dave <sip:a@b>' }, 'taken'],
  'a field with a space in its name': [{ 'P Charging': 'x' }, 'bad_header'],
  'an Expires past all numbers': [{ Expires: '1'.repeat(99) }, 'taken'],
  'a version of its own': [{ uri: 'sip:a@b SIP/3.0 x' }, 'bad_start_line'],
} as const;

for (const [name, [fields, expected]] of Object.entries(FAULTS))
  test(`${name} is ${expected}`, () => assert.equal(faultOf(requestText('INVITE', fields)), expected));

/** What is past a limit, and what is just within. */
const LIMITS = {
  'a message': [['x'.repeat(SIP_LIMITS.messageBytes + 1), 'too_long']],
  'a head': [
    [
      requestText('INVITE', Object.fromEntries(Array.from({ length: 5 }, (_, at) => [`X-${at}`, 'x'.repeat(7000)]))),
      'head_too_long',
    ],
  ],
  'a field': [
    [requestText('INVITE', { Subject: 'x'.repeat(SIP_LIMITS.lineLength - 9) }), 'taken'],
    [requestText('INVITE', { Subject: 'x'.repeat(SIP_LIMITS.lineLength - 8) }), 'line_too_long'],
  ],
  fields: [
    [
      requestText('INVITE', {
        'X-A': 'x',
        Allow: Array(SIP_LIMITS.headers - 9)
          .fill('A')
          .join(),
      }),
      'taken',
    ],
    [
      requestText('INVITE', {
        'X-A': 'x',
        Allow: Array(SIP_LIMITS.headers - 8)
          .fill('A')
          .join(),
      }),
      'too_many_headers',
    ],
  ],
  'parameters of an address': [[requestText('INVITE', { To: `<sip:a@b>${';a'.repeat(65)}` }), 'bad_to']],
} as const;

for (const [name, rows] of Object.entries(LIMITS))
  for (const [text, expected] of rows)
    test(`the limit of ${name}, at ${text.length} characters: ${expected}`, () =>
      assert.equal(faultOf(text), expected));

test('a refused request can be answered along its Via, with a phrase that names the fault', () => {
  const reading = readDatagram(Buffer.from(requestText('INVITE', { To: '"x <sip:a@b>' })));
  assert.ok(reading.kind === 'refused');
  const { answerable, status, phrase } = reading.refusal;
  assert.ok(answerable);
  const response = respond(answerable, null, { ...plainAnswer(status, 'tag'), reason: phrase });
  const text = Buffer.from(writeMessage(response)).toString();
  assert.match(text, /^SIP\/2\.0 400 Bad To\r\nVia: SIP\/2\.0\/UDP 192\.0\.2\.1:5060;branch=z9hG4bK776asdhds\r\n/);
  assert.match(text, /\r\nTo: "x <sip:a@b>\r\n/);
});

test('a refused ACK, a refused response and a request without Via are not answered', () => {
  const refused = [
    requestText('ACK', { To: 'x' }),
    requestText('INVITE', { Via: '' }),
    'SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a\r\n\r\n',
    'garbage\r\n\r\n',
  ];
  for (const text of refused) {
    const reading = readDatagram(Buffer.from(text));
    assert.equal(reading.kind === 'refused' && reading.refusal.answerable, null, text);
  }
});

test('line ends and zeros are keep-alives', () => {
  for (const text of ['', '\r\n', '\r\n\r\n', '\0', '\0\0\0\0']) assert.equal(faultOf(text), 'keep_alive');
  assert.equal(faultOf('\0\0\0\0\0'), 'no_end');
});

test('a datagram may begin with line ends, and needs no empty line where no body follows; one that was cut is refused', () => {
  const text = requestText('OPTIONS');
  assert.equal(faultOf(`\r\n\r\n${text}`), 'taken');
  assert.equal(faultOf(text.slice(0, -2)), 'taken');
  assert.equal(faultOf(text.slice(0, -4)), 'no_end');
  assert.equal(faultOf(requestText('OPTIONS', {}, 'body').slice(0, -6)), 'body_too_short');
});

test('fields are found by their full name, in whatever form and case they came, and lists one by one', () => {
  const message = readSip(
    lines(
      'OPTIONS sip:a@b SIP/2.0',
      'v: SIP/2.0/UDP a;branch=z9hG4bK1, SIP/2.0/UDP b',
      'f: <sip:a@b>;tag=1',
      't: <sip:c@d>',
      'i: 1',
      'CSEQ: 1 OPTIONS',
      'k: timer,',
      ' 100rel',
      'SUPPORTED: Replaces',
      'accept:',
      'x-Own: 1',
      'X-OWN: 2',
      '',
      '',
    ),
  );
  assert.deepEqual(headersOf(message, 'Supported'), ['timer', '100rel', 'Replaces']);
  const tags = ['100rel', 'replaces', 'norefersub'].map((tag) => lists(message, 'Supported', tag));
  assert.deepEqual(tags, [true, true, false]);
  assert.equal(headersOf(message, 'Via').length, 2);
  assert.deepEqual(
    [hasHeader(message, 'Accept'), headersOf(message, 'Accept'), headerOf(message, 'Allow')],
    [true, [], null],
  );
  assert.deepEqual(unknownHeadersOf(message, 'X-own'), ['1', '2']);
});

test('Content-Length is counted in bytes, and no value can hold a line end', () => {
  const request = { ...aRequest('MESSAGE'), body: bodyOf('ü') };
  assert.match(Buffer.from(writeMessage(request)).toString(), /\r\nContent-Length: 2\r\n\r\nü$/);
  const broken = { ...request, headers: [{ name: 'Subject', value: 'a\r\nVia: b' }] };
  assert.throws(() => writeMessage(broken), /end of a line/);
});

test('a response copies Via, From, To, Call-ID and CSeq, and Record-Route where it may begin a dialog', () => {
  const request = aRequest('INVITE', { 'Record-Route': '<sip:p1;lr>', Timestamp: '54', Subject: 'x' });
  const names = (status: number) =>
    respond(request, null, plainAnswer(status, 't'))
      .headers.map(({ name }) => name)
      .join();
  assert.equal(names(100), 'Via,From,To,Call-ID,CSeq,Timestamp');
  assert.equal(names(180), 'Via,From,To,Call-ID,CSeq,Record-Route');
  assert.equal(names(486), 'Via,From,To,Call-ID,CSeq');
  const tags = [100, 180].map((status) => headerOf(respond(request, null, plainAnswer(status, 't')), 'To'));
  assert.deepEqual(tags, ['Bob <sip:bob@biloxi.example.com>', 'Bob <sip:bob@biloxi.example.com>;tag=t']);
  const within = respond(aRequest('BYE', { To: '<sip:b@c>;tag=theirs' }), null, plainAnswer(200, 't'));
  assert.equal(headerOf(within, 'To'), '<sip:b@c>;tag=theirs');
});

/**
 * Via as it came, from where -> as it is stamped, and where a response goes. Source: RFC 3261 section 18.2, RFC 3581
 * section 4.
 */
const STAMPS = {
  'sent-by is the source': ['192.0.2.1:5060;branch=1', '192.0.2.1:5060;branch=1', '192.0.2.1 5060'],
  'sent-by is a name': ['host:5062;branch=1', 'host:5062;branch=1;received=192.0.2.1', '192.0.2.1 5062'],
  'no port is 5060': ['10.0.0.1;branch=1', '10.0.0.1;branch=1;received=192.0.2.1', '192.0.2.1 5060'],
  'rport takes the port': [
    '192.0.2.1;rport;branch=1',
    '192.0.2.1;rport=40000;branch=1;received=192.0.2.1',
    '192.0.2.1 40000',
  ],
  'what a stranger wrote into received is replaced': [
    'a;received=203.0.113.9',
    'a;received=192.0.2.1',
    '192.0.2.1 5060',
  ],
  'maddr sends nothing elsewhere': ['a;maddr=203.0.113.9', 'a;maddr=203.0.113.9;received=192.0.2.1', '192.0.2.1 5060'],
} as const;

for (const [name, [came, stamped, target]] of Object.entries(STAMPS))
  test(`Via: ${name}`, () => {
    const via = readVia(`SIP/2.0/UDP ${came}`);
    assert.ok(via);
    const found = stampVia(via, { address: '192.0.2.1', port: 40_000 });
    assert.equal(writeVia(found), `SIP/2.0/UDP ${stamped}`);
    const { host, port } = responseTarget(found);
    assert.equal(`${host} ${port}`, target);
  });

test('Via: an IPv6 source stands without brackets, and equals a sent-by with them', () => {
  const [via, other] = [readVia('SIP/2.0/TLS [2001:db8::1];branch=1'), readVia('SIP/2.0/TLS [2001:db8::2]')];
  assert.ok(via && other);
  assert.equal(stampVia(via, { address: '2001:db8::1', port: 1 }), via);
  assert.equal(
    writeVia(stampVia(other, { address: '2001:db8::1', port: 1 })),
    'SIP/2.0/TLS [2001:db8::2];received=2001:db8::1',
  );
  assert.deepEqual(responseTarget(via), { host: '2001:db8::1', port: 5061 });
});

test('a stream gives the same messages in whatever pieces it comes', () => {
  const bytes = Buffer.concat([
    Buffer.from(requestText('INVITE', {}, 'v=0\r\n')),
    torture('intmeth'),
    torture('noreason'),
  ]);
  for (const size of [1, 3, 100, bytes.length]) {
    const reader = createStreamReader();
    const found = [];
    for (let at = 0; at < bytes.length; at += size) found.push(...reader.push(bytes.subarray(at, at + size)));
    assert.deepEqual(
      found.map((each) => (each.kind === 'message' ? each.message.cseq.number : each.kind)),
      [314159, 139122385, 35],
      `in pieces of ${size}`,
    );
  }
});

test('a stream continues past a message that is refused, as long as its length is known', () => {
  const bad = requestText('INVITE', { To: 'x' }, 'body');
  const found = createStreamReader().push(Buffer.from(`${bad}${requestText('OPTIONS')}`));
  assert.deepEqual(
    found.map(({ kind }) => kind),
    ['refused', 'message'],
  );
});

/** What makes the next message's begin unknown -> the fault; the connection must then be closed. */
const BREAKS = {
  'no Content-Length': [lines('OPTIONS sip:a@b SIP/2.0', 'Via: SIP/2.0/TCP a', '', ''), 'missing_content_length'],
  'a negative Content-Length': [torture('ncl'), 'bad_content_length'],
  'two Content-Length': [torture('mcl01'), 'repeated_header'],
  'a body past the limit': [lines('OPTIONS sip:a@b SIP/2.0', 'Via: SIP/2.0/TCP a', 'l: 99999999', '', ''), 'too_long'],
  'a head without end': [Buffer.alloc(SIP_LIMITS.headBytes + 1, 'x'), 'head_too_long'],
} as const;

for (const [name, [bytes, fault]] of Object.entries(BREAKS))
  test(`a stream breaks at ${name}, and reads nothing more`, () => {
    const reader = createStreamReader();
    const [refused, broken] = reader.push(bytes);
    assert.deepEqual([refused?.kind === 'refused' && refused.refusal.fault, broken?.kind], [fault, 'broken']);
    assert.deepEqual(reader.push(Buffer.from(requestText('OPTIONS'))), []);
  });

test('a double line end on a stream is a ping, and line ends before a message are none of it', () => {
  const reader = createStreamReader();
  assert.deepEqual(reader.push(Buffer.from('\r\n\r\n')), [{ kind: 'keep_alive' }]);
  assert.equal(reader.push(Buffer.from(`\r\n${requestText('OPTIONS')}`))[0]?.kind, 'message');
});

test('a multipart has its parts, one within another as deep as the limit', () => {
  const part = (type: string, text: string) => `Content-Type: ${type}\r\n\r\n${text}`;
  const wrap = (inner: string, boundary: string) => `--${boundary}\r\n${inner}\r\n--${boundary}--\r\n`;
  let [body, type] = [part('application/sdp', 'v=0'), 'application/sdp'];
  for (let depth = 1; depth <= 6; depth += 1) {
    body = wrap(body, `b${depth}`);
    type = `multipart/mixed;boundary="b${depth}"`;
    const found = partOf(aRequest('INVITE', { 'Content-Type': type }, body), 'application/sdp');
    assert.equal(found === null ? null : Buffer.from(found).toString(), depth <= SIP_LIMITS.nesting ? 'v=0' : null);
    body = part(type, body);
  }
  const many = wrap(Array(99).fill('\r\nx').join('\r\n--b\r\n'), 'b');
  assert.equal(
    partsOf(aRequest('INVITE', { 'Content-Type': 'multipart/mixed;boundary=b' }, many)).length,
    SIP_LIMITS.parts,
  );
});

test('a body without a type, or with a broken one, has no parts', () => {
  assert.deepEqual(partsOf(aRequest('INVITE', {}, 'x')), []);
  assert.deepEqual(partsOf(aRequest('INVITE', { 'Content-Type': 'x' }, 'x')), []);
  assert.equal(readContentType('Application/SDP ; charset=utf-8')?.type, 'application/sdp');
  assert.equal(readContentType('a/b/c'), null);
});

test('statuses that are unknown are named after their class', () => {
  assert.deepEqual([486, 499, 699, 799].map(phraseOf), ['Busy Here', 'Bad Request', 'Busy Everywhere', 'Unknown']);
  assert.equal(aResponse(499).status, 499);
});
