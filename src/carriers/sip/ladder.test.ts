import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_LEG_TEXT, MAX_LEGS, MAX_MESSAGE_TEXT, MAX_MESSAGES } from '#domain/call/trace.ts';
import { readDatagram } from '#sip/message/read-message.ts';
import { bodyOf } from '#sip/message/write-message.ts';
import { START } from '../../../test/support/calls.ts';
import type { Flow } from './flow.ts';
import { createSipLadders } from './ladder.ts';

const FLOW: Flow = {
  transport: 'UDP',
  local: { address: '0.0.0.0', port: 5060 },
  remote: { address: '192.0.2.1', port: 5060 },
  channel: { send: () => undefined, isOpen: () => true, trunkId: null },
};
const OWNER = { callId: 7, end: 'far_end', trunkId: 3 } as const;
const ladders = () => createSipLadders({ now: () => START });

function message(start: string, callId: string, more: readonly string[] = [], body = ''): string {
  const method = start.startsWith('SIP/2.0') ? 'INVITE' : (start.split(' ')[0] ?? '');
  const head = [
    start,
    'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1',
    'From: <sip:+14155550148@192.0.2.1>;tag=a',
    'To: <sip:+13392195276@192.0.2.9>',
    `Call-ID: ${callId}`,
    `CSeq: 1 ${method}`,
    ...more,
    `Content-Length: ${body.length}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
const INVITE = 'INVITE sip:+13392195276@192.0.2.9 SIP/2.0';
function taken(made: ReturnType<typeof ladders>, text: string): void {
  const reading = readDatagram(bodyOf(text));
  if (reading.kind !== 'message') assert.fail(reading.kind);
  made.received(reading.message, FLOW);
}

test('what passes with the Call-ID of an INVITE is kept from its first message on, by whose call it is', () => {
  const made = ladders();
  taken(made, message(INVITE, 'one'));
  made.own('one', OWNER);
  made.sent(bodyOf(message('SIP/2.0 180 Ringing', 'one')), FLOW);
  taken(made, message('OPTIONS sip:us SIP/2.0', 'other'));
  const [leg, ...others] = made.of(7);
  assert.equal(others.length, 0);
  assert.deepEqual([leg?.end, leg?.trunkId, leg?.sipCallId, leg?.omitted], ['far_end', 3, 'one', 0]);
  assert.deepEqual(
    leg?.messages.map((each) => [each.direction, each.method, each.status, each.summary, each.remote, each.at]),
    [
      ['received', 'INVITE', null, INVITE, '192.0.2.1:5060', START],
      ['sent', 'INVITE', 180, 'SIP/2.0 180 Ringing', '192.0.2.1:5060', START],
    ],
  );
  assert.match(leg?.messages[0]?.text ?? '', /^Via: .*\n(?:.*\n)*Call-ID: one\n/);
  assert.deepEqual([made.has(7), made.has(8), made.ids(), made.of(8)], [true, false, [7], []]);
  made.drop(7);
  assert.deepEqual([made.has(7), made.of(7)], [false, []]);
});

test('credentials are masked before anything is kept, in both directions', () => {
  const made = ladders();
  made.own('one', OWNER);
  made.sent(bodyOf(message(INVITE, 'one', ['Authorization: Digest response="hush"'])), FLOW);
  taken(made, message('BYE sip:us SIP/2.0', 'one', ['Proxy-Authorization: Digest response="hush"']));
  const kept = JSON.stringify(made.of(7));
  assert.match(kept, /Authorization: Digest •••.*Proxy-Authorization: Digest •••/);
  assert.doesNotMatch(kept, /hush/);
});

test('a caller who withholds their number is named in no message of the call', () => {
  const made = ladders();
  const asserted = [
    'Privacy: id',
    'P-Asserted-Identity: "Ada Lovelace" <sip:+14155550148@192.0.2.1>',
    'Identity: eyJhbGci',
  ];
  taken(made, message(INVITE, 'one', [...asserted, 'Contact: <sip:14155550148@192.0.2.1>']));
  made.own('one', OWNER);
  made.sent(bodyOf(message('BYE sip:14155550148@192.0.2.1 SIP/2.0', 'one')), FLOW);
  const kept = JSON.stringify(made.of(7));
  assert.doesNotMatch(kept, /5550148|Lovelace|eyJhbGci/);
  assert.match(kept, /\+13392195276/, 'whom they called is');
});

test(`of a leg the last ${MAX_MESSAGES} messages are kept, and as much text as is allowed`, () => {
  const made = ladders();
  made.own('one', OWNER);
  for (let count = 0; count < MAX_MESSAGES + 5; count += 1) made.sent(bodyOf(message(INVITE, 'one')), FLOW);
  assert.deepEqual([made.of(7)[0]?.messages.length, made.of(7)[0]?.omitted], [MAX_MESSAGES, 5]);
  const long = 'x'.repeat(MAX_MESSAGE_TEXT);
  for (let count = 0; count < 20; count += 1) made.sent(bodyOf(message(INVITE, 'one', [`X-Long: ${long}`])), FLOW);
  const messages = made.of(7)[0]?.messages ?? [];
  const length = messages.reduce((sum, { text }) => sum + text.length, 0);
  assert.ok(length <= MAX_LEG_TEXT && length > MAX_LEG_TEXT - 2 * MAX_MESSAGE_TEXT, String(length));
  assert.ok(messages.every(({ text }) => text.length <= MAX_MESSAGE_TEXT));
  assert.equal(messages.at(-1)?.isCut, true);
});

test(`of a call the last ${MAX_LEGS} legs are kept, and of INVITEs that become no call only this many`, () => {
  const made = ladders();
  for (let count = 0; count < MAX_LEGS + 2; count += 1) {
    made.own(`leg-${count}`, OWNER);
    made.sent(bodyOf(message(INVITE, `leg-${count}`)), FLOW);
  }
  assert.deepEqual(
    made
      .of(7)
      .map(({ sipCallId }) => sipCallId)
      .slice(0, 2),
    ['leg-2', 'leg-3'],
  );
  for (let count = 0; count < 600; count += 1) taken(made, message(INVITE, `none-${count}`));
  made.own('none-0', { ...OWNER, callId: 8 });
  made.own('none-599', { ...OWNER, callId: 9 });
  assert.deepEqual([made.of(8)[0]?.messages.length, made.of(9)[0]?.messages.length], [0, 1]);
});

test('legs that another process has kept are continued, and each call with a message is told once', () => {
  const [before, after] = [ladders(), ladders()];
  taken(before, message(INVITE, 'one'));
  assert.deepEqual(before.takeChanged(), []);
  before.own('one', OWNER);
  assert.deepEqual([before.takeChanged(), before.takeChanged()], [[7], []]);
  after.takeUp(7, before.of(7), false);
  assert.deepEqual(after.takeChanged(), []);
  after.sent(bodyOf(message('BYE sip:+14155550148@192.0.2.1 SIP/2.0', 'one')), FLOW);
  assert.deepEqual(after.takeChanged(), [7]);
  const [leg] = after.of(7);
  assert.deepEqual(
    [leg?.end, leg?.trunkId, leg?.messages.map(({ method }) => method)],
    ['far_end', 3, ['INVITE', 'BYE']],
  );
  assert.match(leg?.messages[1]?.text ?? '', /14155550148/);
});

test('of a caller who withheld their number nothing that names anyone is kept of what follows', () => {
  const made = ladders();
  made.takeUp(7, [{ end: 'far_end', trunkId: 3, sipCallId: 'one', messages: [], omitted: 2 }], true);
  const named = ['Contact: "Alice" <sip:+14155550148;x=y@192.0.2.1>', 'P-Asserted-Identity: tel:+14155550148'];
  made.sent(bodyOf(message('BYE sip:+14155550148@192.0.2.1 SIP/2.0', 'one', named)), FLOW);
  const [leg] = made.of(7);
  const said = `${leg?.messages[0]?.summary}\n${leg?.messages[0]?.text}`;
  assert.doesNotMatch(said, /14155550148|3392195276|Alice/);
  assert.match(said, /^BYE sip:\+?•••@192\.0\.2\.1 SIP\/2\.0\n/);
  assert.equal(leg?.omitted, 2);
});
