import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommand } from './read.ts';

const GOOD = [
  { type: 'hello', since: null },
  { type: 'hello', since: 1_790_000_000_000_001 },
  { type: 'sound_offer', sdp: 'v=0\r\no=- 1 1 IN IP4 0.0.0.0' },
  { type: 'answer', callId: 7 },
  { type: 'transfer', callId: 7, to: { menuId: 9 }, mode: 'warm' },
  { type: 'transfer', callId: 7, to: { number: '+1 415-555-0148' }, mode: 'cold' },
  { type: 'flag', callId: 7, flags: { badActor: true } },
  { type: 'digits', callId: 7, digits: '12#' },
  { type: 'dial', number: '+14155550148', ownNumber: null, lang: 'en' },
  { type: 'wrap_up_done' },
  { type: 'outcome', callId: 7, change: { disposition: 'Resolved' } },
  { type: 'outcome', callId: 7, change: { tags: [] } },
  { type: 'dismiss_missed', callId: 7 },
];

for (const command of GOOD)
  test(`${JSON.stringify(command)} is read as it is`, () =>
    assert.deepEqual(readCommand({ id: 3, ...command }), { ok: true, id: 3, command }));

const BAD = [
  null,
  [],
  'text',
  {},
  { id: 1 },
  { id: 0, type: 'wrap_up_done' },
  { id: 1.5, type: 'wrap_up_done' },
  { id: 1, type: 'toString' },
  { id: 1, type: '__proto__' },
  { id: 1, type: 'answer' },
  { id: 1, type: 'answer', callId: '7' },
  { id: 1, type: 'answer', callId: -7 },
  { id: 1, type: 'answer', callId: 7, more: 1 },
  { id: 1, type: 'transfer', callId: 7, to: { agentId: 1, menuId: 2 }, mode: 'cold' },
  { id: 1, type: 'transfer', callId: 7, to: {}, mode: 'cold' },
  { id: 1, type: 'flag', callId: 7, flags: {} },
  { id: 1, type: 'flag', callId: 7, flags: { admin: true } },
  { id: 1, type: 'digits', callId: 7, digits: 'x' },
  { id: 1, type: 'note', callId: 7, text: '   ' },
  { id: 1, type: 'note', callId: 7, text: 'x'.repeat(4001) },
  { id: 1, type: 'status', status: 'wrap_up' },
  { id: 1, type: 'outcome', callId: 7, change: {} },
  { id: 1, type: 'outcome', callId: 7, change: { tags: ['x'.repeat(61)] } },
  { id: 1, type: 'outcome', callId: 7, change: { tags: Array(101).fill('x') } },
  { id: 1, type: 'outcome', callId: 7, change: { disposition: ' ' } },
];

for (const value of BAD)
  test(`${JSON.stringify(value).slice(0, 80)} is refused`, () => assert.equal(readCommand(value).ok, false));

test('a refused command is refused under its id', () =>
  assert.deepEqual(readCommand({ id: 12, type: 'nonsense' }), { ok: false, id: 12 }));
