import assert from 'node:assert/strict';
import { test } from 'node:test';
import { legOutcome, untriedCarriers } from './failover.ts';

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

/** What the carrier says for itself -> the next one is tried, and this is why. */
const GO_ON = [
  [401, 'voip_conn_general'],
  [403, 'voip_conn_general'],
  [407, 'voip_conn_general'],
  [408, 'voip_conn_timeout'],
  [488, 'voip_conn_general'],
  [500, 'voip_conn_signal'],
  [502, 'voip_conn_signal'],
  [503, 'voip_conn_signal'],
  [504, 'voip_conn_signal'],
  [580, 'voip_conn_signal'],
  [599, 'voip_conn_signal'],
] as const;
for (const [status, reason] of GO_ON)
  test(`SIP ${status} advances to the next carrier: ${reason}`, () => {
    assert.deepEqual(legOutcome(status), { type: 'leg_failed', reason, details: `SIP ${status}` });
  });

/** No answer -> whether the next one is tried, and why. */
const NO_ANSWER = [
  ['timeout', 'leg_failed', 'voip_conn_timeout', 'no response'],
  ['unreachable', 'leg_failed', 'voip_conn_signal', 'not reachable'],
  ['bad_certificate', 'leg_failed', 'voip_conn_signal', 'TLS certificate refused'],
  ['no_answer', 'leg_refused', 'eu_no_answer', 'no answer'],
] as const;
for (const [answer, type, reason, details] of NO_ANSWER)
  test(`${answer}: ${type}, ${reason}`, () => {
    assert.deepEqual(legOutcome(answer), { type, reason, details });
  });

test('what a carrier says beside its status is kept, and cut', () => {
  assert.equal(legOutcome(486, 'Q.850 cause 17').details, 'SIP 486; Q.850 cause 17');
  assert.equal(legOutcome(503, 'x'.repeat(1000)).details?.length, 'SIP 503; '.length + 300);
});

for (const status of [300, 302, 400, 402, 405, 420, 606, 699])
  test(`SIP ${status}, which is our own fault or a plain no, stops`, () => {
    assert.deepEqual(legOutcome(status), {
      type: 'leg_refused',
      reason: 'voip_conn_general',
      details: `SIP ${status}`,
    });
  });

test('the next carrier is the first one that has not failed', () => {
  assert.deepEqual(untriedCarriers(['a', 'b', 'c'], []), ['a', 'b', 'c']);
  assert.deepEqual(untriedCarriers(['a', 'b', 'c'], ['a']), ['b', 'c']);
  assert.deepEqual(untriedCarriers(['a', 'b', 'c'], ['b', 'a']), ['c']);
  assert.deepEqual(untriedCarriers(['a', 'b'], ['a', 'b']), []);
  assert.deepEqual(untriedCarriers([], []), []);
});
