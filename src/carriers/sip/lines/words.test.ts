/** What lines write and read, as tables. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Trunk } from '#domain/directory/trunk.ts';
import { writeUri } from '#sip/address/uri.ts';
import type { SipMessage, SipRequest, SipResponse } from '#sip/message/message.ts';
import { readDatagram } from '#sip/message/read-message.ts';
import { completed, hasSound } from './descriptions.ts';
import { addressAt, calledNumbers, callerFields, callerNumber } from './identities.ts';
import { toldOf } from './told.ts';

const NUMBER = '+14155550123';
const OWN = '+13392195276';

function trunk(change: Partial<Trunk>): Trunk {
  const base = { host: 'sip.example.com', port: null, numberFormat: 'plus_e164', numberPrefix: '', username: 'acme' };
  return { ...base, callerHeader: 'from', fromUser: null, ...change } as Trunk;
}

function read(lines: readonly string[]): SipMessage {
  const head = ['Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1', 'Call-ID: a', 'CSeq: 1 INVITE', 'Max-Forwards: 70'];
  const reading = readDatagram(
    new TextEncoder().encode(`${[lines[0], ...head, ...lines.slice(1)].join('\r\n')}\r\n\r\n`),
  );
  return reading.kind === 'message' ? reading.message : assert.fail(JSON.stringify(reading));
}

const invite = (uri: string, fields: readonly string[]): SipRequest =>
  read([`INVITE ${uri} SIP/2.0`, ...fields]) as SipRequest;

/** How the trunk wants the caller said, our number -> the fields. */
const CALLERS = [
  [{}, OWN, ['From: <sip:+13392195276@sip.example.com>;tag=t']],
  [{ numberFormat: 'e164', numberPrefix: '9' }, OWN, ['From: <sip:13392195276@sip.example.com>;tag=t']],
  [
    { callerHeader: 'pai' },
    OWN,
    ['From: <sip:acme@sip.example.com>;tag=t', 'P-Asserted-Identity: <sip:+13392195276@sip.example.com>'],
  ],
  [
    { callerHeader: 'diversion', fromUser: 'line 7' },
    OWN,
    [
      'From: <sip:line%207@sip.example.com>;tag=t',
      'Diversion: <sip:+13392195276@sip.example.com>;reason=unconditional',
    ],
  ],
  [{ callerHeader: 'pai' }, null, ['From: <sip:acme@sip.example.com>;tag=t']],
  [{ username: null }, null, ['From: <sip:anonymous@anonymous.invalid>;tag=t', 'Privacy: id']],
] as const satisfies readonly (readonly [Partial<Trunk>, string | null, readonly string[]])[];
for (const [change, own, fields] of CALLERS)
  test(`${JSON.stringify(change)} with ${own ?? 'no number'}: ${fields.join(', ')}`, () => {
    const said = callerFields(trunk(change), own, 'US', 't').map(({ name, value }) => `${name}: ${value}`);
    assert.deepEqual(said, fields);
  });

test('a number is dialed as the trunk wants it, at its port', () => {
  const at = (change: Partial<Trunk>) => writeUri(addressAt(trunk(change), NUMBER, 'US'));
  assert.equal(at({}), 'sip:+14155550123@sip.example.com');
  assert.equal(at({ numberFormat: 'national', port: 5070 }), 'sip:4155550123@sip.example.com:5070');
});

/** What an INVITE says of its caller -> their number; null: they have none. */
const FROM = [
  [['From: <sip:+14155550123@x>;tag=1'], NUMBER],
  [['From: "A" <sip:4155550123@x>;tag=1'], NUMBER],
  [['From: <tel:+1-415-555-0123>;tag=1'], NUMBER],
  [['From: <sip:acme@x>;tag=1', 'P-Asserted-Identity: <sip:+14155550123@x>'], NUMBER],
  [['From: <sip:anonymous@anonymous.invalid>;tag=1', 'P-Asserted-Identity: <sip:+14155550123@x>'], null],
  [['From: <sip:+14155550123@x>;tag=1', 'Privacy: id'], null],
  [['From: <sip:alice@x>;tag=1'], null],
] as const;
for (const [fields, number] of FROM)
  test(`a call with ${fields.join(' and ')} is from ${number ?? 'no number'}`, () => {
    assert.equal(callerNumber(invite('sip:1@x', ['To: <sip:1@x>', ...fields]), 'US'), number);
  });

test('the number called stands in the Request-URI, or in To where that names an account', () => {
  const to = (uri: string, address: string) =>
    calledNumbers(invite(uri, [`To: <${address}>`, 'From: <sip:a@x>;tag=1']), 'US');
  assert.deepEqual(to('sip:13392195276@x', 'sip:+14155550123@x'), [OWN, NUMBER]);
  assert.deepEqual(to('sip:acme@192.0.2.1;line=x', 'sip:+13392195276@x'), [OWN]);
  assert.deepEqual(to('tel:+13392195276', 'sip:acme@x'), [OWN]);
});

test('what a trunk says beside its status is kept in a line', () => {
  const fields = ['To: <sip:a@x>', 'From: <sip:a@x>;tag=1'];
  const said = (more: readonly string[]) => toldOf(read(['SIP/2.0 486 Busy Here', ...fields, ...more]) as SipResponse);
  assert.equal(said([]), '');
  assert.equal(
    said(['Reason: Q.850;cause=17;text="User busy"', 'X-Some-Error: 32201']),
    'Q.850 17 (User busy); X-Some-Error: 32201',
  );
});

const SOUND = 'm=audio 5004 RTP/AVP 0\r\n';
const FAX = 'm=image 5006 udptl t38\r\n';
const HEAD = 'v=0\r\nc=IN IP4 192.0.2.1\r\n';

test('a description without sound, or with a refused one, has none', () => {
  assert.deepEqual(
    [SOUND, FAX, FAX + SOUND, 'm=audio 0 RTP/AVP 0\r\n', ''].map((media) => hasSound(HEAD + media)),
    [true, false, true, false, false],
  );
});

test('an answer has a medium for each that was offered, in their order', () => {
  const answer = `${HEAD}m=audio 40000 RTP/AVP 0\r\na=sendrecv\r\n`;
  assert.equal(completed(answer, HEAD + SOUND), answer);
  assert.equal(completed(answer, HEAD + SOUND + FAX), `${answer}m=image 0 udptl t38\r\n`);
  assert.equal(
    completed(answer, HEAD + FAX + SOUND),
    `${HEAD}m=image 0 udptl t38\r\nm=audio 40000 RTP/AVP 0\r\na=sendrecv\r\n`,
  );
});
