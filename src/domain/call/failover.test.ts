import assert from 'node:assert/strict';
import { test } from 'node:test';
import { legOutcome, nextCarrier } from './failover.ts';

/** What the far end said -> stop with this reason. */
const STOP = [
  [404, 'eu_wrong_number'],
  [410, 'eu_wrong_number'],
  [480, 'eu_no_answer'],
  [484, 'eu_wrong_number'],
  [486, 'eu_busy'],
  [487, 'eu_canceled'],
  [600, 'eu_busy'],
  [603, 'eu_rejected'],
  [604, 'eu_wrong_number'],
] as const;
for (const [status, reason] of STOP)
  test(`SIP ${status} stops: ${reason}`, () => {
    assert.deepEqual(legOutcome(status), { type: 'leg_refused', reason, details: `SIP ${status}` });
  });

for (const status of [500, 502, 503, 504, 580, 599])
  test(`SIP ${status} advances to the next carrier`, () => {
    assert.deepEqual(legOutcome(status), { type: 'leg_failed', reason: 'voip_conn_signal', details: `SIP ${status}` });
  });

test('no response at all advances to the next carrier', () => {
  assert.deepEqual(legOutcome('timeout'), { type: 'leg_failed', reason: 'voip_conn_timeout', details: 'no response' });
});

for (const status of [400, 401, 403, 407, 488, 606])
  test(`SIP ${status}, which is our own fault or a plain no, stops`, () => {
    assert.deepEqual(legOutcome(status), {
      type: 'leg_refused',
      reason: 'voip_conn_general',
      details: `SIP ${status}`,
    });
  });

test('the next carrier is the first one that has not failed', () => {
  assert.equal(nextCarrier(['a', 'b', 'c'], []), 'a');
  assert.equal(nextCarrier(['a', 'b', 'c'], ['a']), 'b');
  assert.equal(nextCarrier(['a', 'b', 'c'], ['b', 'a']), 'c');
  assert.equal(nextCarrier(['a', 'b'], ['a', 'b']), undefined);
  assert.equal(nextCarrier([], []), undefined);
});
