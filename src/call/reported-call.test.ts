import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, callIn } from '../../test/support/calls.ts';
import { noted } from './note.ts';
import type { Report } from './reported-call.ts';
import { endsOf, handledAt } from './reported-call.ts';

const REPORT: Report = {
  staffUid: 's',
  clientUid: 'c',
  fromNumber: '+14155550148',
  toNumber: '+14155550901',
  status: 'MISSED',
  rate: '0',
  price: null,
  provider: 'p',
  sourceId: 'i',
  externalUuid: 'e',
  durationSeconds: null,
  summary: 'first',
  externalAppUrl: null,
  externalAppName: null,
  recordingId: null,
  handledByStaffUid: null,
  handledAt: null,
};
const CALL = callIn('failed', { origin: 'reported', report: REPORT, summary: 'first', agentId: 1, deadlineAt: null });

test('the caller of an inbound call is the contact, of an outbound one the workspace', () => {
  assert.deepEqual(endsOf(REPORT, 'inbound'), { contactNumber: '+14155550148', ownNumber: '+14155550901' });
  assert.deepEqual(endsOf(REPORT, 'outbound'), { contactNumber: '+14155550901', ownNumber: '+14155550148' });
});

test('a later word turns the ends around, names somebody else, and may take the summary back', () => {
  const word = { type: 'reported', report: {}, state: 'failed', direction: 'outbound' } as const;
  const turned = noted(CALL, word);
  assert.deepEqual([turned.contactNumber, turned.agentId, turned.contact], ['+14155550901', 1, CALL.contact]);
  const said = noted(CALL, { ...word, report: { summary: null }, agentId: null, contact: null });
  assert.deepEqual([said.summary, said.agentId, said.contact], [null, null, null]);
  assert.equal(noted(CALL, word).summary, 'first');
});

test('a call without a report takes no later word', () => {
  assert.deepEqual(
    noted(callIn('failed'), { type: 'reported', report: {}, state: 'finished', direction: 'inbound' }),
    {},
  );
});

const MISSED = { state: 'failed', report: REPORT } as const;
const HANDLED = { state: 'recovered', report: { ...REPORT, handledByStaffUid: 's', handledAt: at(1) } } as const;

test('a missed call is handled when somebody is named for it, or when it is said to be', () => {
  assert.deepEqual(handledAt(MISSED, { handledByStaffUid: 's' }, 'failed', at(9)), at(9));
  assert.deepEqual(handledAt(MISSED, {}, 'recovered', at(9)), at(9));
  assert.deepEqual(handledAt(MISSED, { rate: '1' }, 'failed', at(9)), null);
});

test('a handled call stays handled when it was, until somebody else is named or nobody is', () => {
  assert.deepEqual(handledAt(HANDLED, { handledByStaffUid: 's' }, 'recovered', at(9)), at(1));
  assert.deepEqual(handledAt(HANDLED, { handledByStaffUid: 't' }, 'recovered', at(9)), at(9));
  assert.deepEqual(handledAt(HANDLED, { handledByStaffUid: null }, 'recovered', at(9)), null);
});
