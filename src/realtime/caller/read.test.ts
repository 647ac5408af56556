import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_FEEDBACK_LENGTH, MAX_NAME_LENGTH, MAX_TYPED_NUMBER_LENGTH } from '#domain/call/lengths.ts';
import { readMessage } from './read.ts';

const SDP = 'v=0\r\no=- 1 1 IN IP4 0.0.0.0';

const GOOD = [
  { type: 'call', sdp: SDP, lang: 'en', name: null },
  { type: 'call', sdp: SDP, lang: 'pt-BR', name: 'x'.repeat(MAX_NAME_LENGTH) },
  { type: 'return', callId: 7, secret: 's', sdp: null },
  { type: 'return', callId: 7, secret: 's', sdp: SDP },
  { type: 'choose', menuId: 50 },
  ...['0', '9', '*', '#'].map((digit) => ({ type: 'digit', digit })),
  { type: 'consent', mayRecord: false },
  { type: 'call_back', number: '' },
  { type: 'call_back', number: 'x'.repeat(MAX_TYPED_NUMBER_LENGTH) },
  { type: 'confirm_call_back' },
  { type: 'hang_up' },
  { type: 'rate', rating: 1, feedback: null },
  { type: 'rate', rating: 5, feedback: 'x'.repeat(MAX_FEEDBACK_LENGTH) },
];
for (const message of GOOD)
  test(`${JSON.stringify(message).slice(0, 60)} is read as it is`, () =>
    assert.deepEqual(readMessage(message), message));

const BAD = [
  null,
  undefined,
  'text',
  7,
  [],
  [{ type: 'hang_up' }],
  {},
  { type: 7 },
  { type: 'toString' },
  { type: '__proto__' },
  { type: 'hang_up', more: 1 },
  { type: 'call', sdp: SDP, lang: 'en' },
  { type: 'call', sdp: 7, lang: 'en', name: null },
  { type: 'call', sdp: SDP, lang: 'e', name: null },
  { type: 'call', sdp: SDP, lang: 'x'.repeat(17), name: null },
  { type: 'call', sdp: SDP, lang: 'en', name: 'x'.repeat(MAX_NAME_LENGTH + 1) },
  { type: 'return', callId: 0, secret: 's', sdp: null },
  { type: 'return', callId: 7, secret: '', sdp: null },
  { type: 'return', callId: 7, secret: 'x'.repeat(101), sdp: null },
  { type: 'choose', menuId: '50' },
  { type: 'choose', menuId: 1.5 },
  ...['', '12', 'A', ' ', 7].map((digit) => ({ type: 'digit', digit })),
  { type: 'consent', mayRecord: 'yes' },
  { type: 'call_back', number: 'x'.repeat(MAX_TYPED_NUMBER_LENGTH + 1) },
  ...[0, 6, 2.5, '5', null].map((rating) => ({ type: 'rate', rating, feedback: null })),
  { type: 'rate', rating: 5 },
  { type: 'rate', rating: 5, feedback: 'x'.repeat(MAX_FEEDBACK_LENGTH + 1) },
];
for (const value of BAD)
  test(`${JSON.stringify(value)?.slice(0, 60)} is refused`, () => assert.equal(readMessage(value), null));
