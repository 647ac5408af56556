import assert from 'node:assert/strict';
import { test } from 'node:test';
import { no } from '#realtime/agent/refusals.ts';
import { afterKey, NOTHING_PRESSED } from './keys.ts';

const FINE = { ok: true } as const;

test('a digit is shown as sent once the server sent it', () => {
  assert.deepEqual(afterKey(NOTHING_PRESSED, '5', FINE), { sent: '5', refusal: null });
  assert.equal(afterKey({ sent: '1'.repeat(24), refusal: null }, '#', FINE).sent, `${'1'.repeat(23)}#`);
});

for (const [error, message] of [
  ['digits_not_taken', 'The far end does not accept DTMF digits.'],
  ['other_end_away', 'The far end is disconnected. The digit was not sent.'],
] as const)
  test(`a digit refused as ${error} is not shown as sent, and the keypad says why until one is sent`, () => {
    const refused = afterKey({ sent: '12', refusal: null }, '3', no(error));
    assert.deepEqual(refused, { sent: '12', refusal: message });
    assert.deepEqual(afterKey(refused, '4', FINE), { sent: '124', refusal: null });
  });
