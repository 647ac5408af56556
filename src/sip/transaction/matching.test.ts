/** Which message belongs to which transaction, as a table, and requests that follow from others. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aRequest, aResponse } from '../../../test/support/sip.ts';
import type { SipRequest } from '../message/message.ts';
import { headerOf, headersOf } from '../message/message.ts';
import { readDatagram } from '../message/read-message.ts';
import { readVia } from '../message/via.ts';
import { writeMessage } from '../message/write-message.ts';
import { cancelOf, retryOf } from './derived-requests.ts';
import { clientKeyOf, keyOfCancelled, serverKeyOf } from './matching.ts';

const invite = aRequest('INVITE');

/** Two requests -> whether they are one transaction of a server. Source: RFC 3261 section 17.2.3. */
const via = (text: string): Record<string, string> => ({ Via: `SIP/2.0/UDP ${text}` });
const MATCHES: readonly (readonly [string, SipRequest, SipRequest, boolean])[] = [
  ['the same branch, sent-by and method', invite, aRequest('INVITE', { Subject: 'again' }), true],
  ['another branch', invite, aRequest('INVITE', via('192.0.2.1:5060;branch=z9hG4bKother')), false],
  ['another port of sent-by', invite, aRequest('INVITE', via('192.0.2.1:5061;branch=z9hG4bK776asdhds')), false],
  ['another host of sent-by', invite, aRequest('INVITE', via('192.0.2.2:5060;branch=z9hG4bK776asdhds')), false],
  ['another method', invite, aRequest('OPTIONS'), false],
  ['the ACK', invite, aRequest('ACK'), true],
  ['the CANCEL', invite, aRequest('CANCEL'), false],
  ['RFC 2543, the same', aRequest('INVITE', via('a')), aRequest('INVITE', via('a')), true],
  [
    'RFC 2543, its ACK with the tag of the response',
    aRequest('INVITE', via('a')),
    aRequest('ACK', { ...via('a'), To: '<sip:b@c>;tag=x' }),
    true,
  ],
  [
    'RFC 2543, another CSeq',
    aRequest('INVITE', via('a')),
    aRequest('INVITE', { ...via('a'), CSeq: '2 INVITE' }),
    false,
  ],
  ['RFC 2543, another Via', aRequest('INVITE', via('a')), aRequest('INVITE', via('b')), false],
  [
    'RFC 2543, another Request-URI',
    aRequest('INVITE', via('a')),
    aRequest('INVITE', { ...via('a'), uri: 'sip:x@y' }),
    false,
  ],
  [
    'the cookie alone is no branch',
    aRequest('INVITE', via('a;branch=z9hG4bK')),
    aRequest('INVITE', { ...via('a;branch=z9hG4bK'), CSeq: '2 INVITE' }),
    false,
  ],
];

for (const [name, one, other, expected] of MATCHES)
  test(`${name} is ${expected ? 'the same' : 'another'} transaction`, () =>
    assert.equal(serverKeyOf(one) === serverKeyOf(other), expected));

test('a CANCEL finds its INVITE, and is a transaction of its own', () => {
  assert.equal(keyOfCancelled(aRequest('CANCEL')), serverKeyOf(invite));
  assert.notEqual(clientKeyOf(aRequest('CANCEL')), clientKeyOf(invite));
  assert.equal(clientKeyOf(aResponse(200, { CSeq: '314159 CANCEL' })), clientKeyOf(aRequest('CANCEL')));
});

test('an ACK and a CANCEL carry the Route of their INVITE, and no Require', () => {
  const routed = aRequest('INVITE', { Route: '<sip:p1;lr>, <sip:p2;lr>', Require: '100rel' });
  const cancel = cancelOf(routed);
  assert.deepEqual(headersOf(cancel, 'Route'), ['<sip:p1;lr>', '<sip:p2;lr>']);
  assert.equal(headerOf(cancel, 'Require'), null);
  assert.equal(headerOf(cancel, 'CSeq'), '314159 CANCEL');
});

test('a request that is tried again keeps its Call-ID and From tag, counts one up, and has the newest credentials alone', () => {
  const sent = aRequest('INVITE', { Authorization: 'Digest old', 'Session-Expires': '90', Subject: 'x' });
  const via = readVia('SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKnew') ?? assert.fail();
  const fields = [
    { name: 'Authorization', value: 'Digest new' },
    { name: 'Session-Expires', value: '300' },
  ];
  const reading = readDatagram(writeMessage(retryOf(sent, via, fields)));
  const again = reading.kind === 'message' ? reading.message : assert.fail();
  assert.deepEqual([again.callId, again.from, again.to, again.cseq.number], [sent.callId, sent.from, sent.to, 314160]);
  assert.deepEqual(headersOf(again, 'Authorization'), ['Digest new']);
  assert.deepEqual([headerOf(again, 'Session-Expires'), headerOf(again, 'Subject')], ['300', 'x']);
  assert.deepEqual([headersOf(again, 'Via').length, clientKeyOf(again)], [1, 'z9hG4bKnew|INVITE']);
});
