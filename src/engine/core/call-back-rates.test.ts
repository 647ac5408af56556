import assert from 'node:assert/strict';
import { test } from 'node:test';
import { START } from '../../../test/support/calls.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { BY_RULE, createCallBackRates } from './call-back-rates.ts';

const ASKED = { address: '192.0.2.1', workspaceId: 1, number: '+14155550148' };

test('an address asks for three call-backs in ten minutes, whichever numbers; then it is told how long to wait', async () => {
  const clock = createManualClock(START);
  const rates = createCallBackRates(clock);
  for (const number of ['+14155550101', '+14155550102', '+14155550103']) {
    assert.equal(rates.wait({ ...ASKED, number }), null);
    rates.count({ ...ASKED, number });
  }
  assert.equal(rates.wait(ASKED), 600);
  assert.equal(rates.wait({ ...ASKED, address: '192.0.2.2' }), null, 'another address waits for no one');
  await clock.advance(600_000);
  assert.equal(rates.wait(ASKED), null);
});

test('a number is promised two calls an hour, whoever asks; what a rule asks counts for the number alone', () => {
  const rates = createCallBackRates(createManualClock(START));
  rates.count({ ...ASKED, address: BY_RULE });
  rates.count({ ...ASKED, address: '192.0.2.9' });
  assert.equal(rates.wait({ ...ASKED, address: '192.0.2.10' }), 3600);
  assert.equal(rates.wait({ ...ASKED, workspaceId: 2 }), null, 'each workspace counts for itself');
});

test('who asks without an address, at a desk, is neither counted nor held', () => {
  const rates = createCallBackRates(createManualClock(START));
  for (let count = 0; count < 100; count += 1) rates.count({ ...ASKED, address: null });
  assert.equal(rates.wait({ ...ASKED, address: null }), null);
  assert.equal(rates.wait(ASKED), null);
});
