import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callIn, FITTING } from '../../../test/support/calls.ts';
import { isHistoryFull, MAX_CHANGES } from './bounds.ts';

const REFUSED = ['held', 'transfer_started', 'third_party_dialled', 'menu_selected', 'rescheduled', 'voicemail_opened'];
const REPORT = { type: 'reported', report: {}, direction: 'inbound' } as const;

for (const event of Object.values(FITTING))
  test(`at the limit ${event.type} is ${REFUSED.includes(event.type) ? 'refused' : 'taken'}, below it taken`, () => {
    assert.equal(isHistoryFull(callIn('connected', { version: MAX_CHANGES }), event), REFUSED.includes(event.type));
    assert.equal(isHistoryFull(callIn('connected', { version: MAX_CHANGES - 1 }), event), false);
  });

test('at the limit a report is taken that ends the call, and no other', () => {
  const live = callIn('connected', { version: MAX_CHANGES });
  const ended = callIn('finished', { version: MAX_CHANGES });
  assert.equal(isHistoryFull(live, { ...REPORT, state: 'connected' }), true);
  assert.equal(isHistoryFull(live, { ...REPORT, state: 'finished' }), false);
  assert.equal(isHistoryFull(ended, { ...REPORT, state: 'finished' }), true);
});
