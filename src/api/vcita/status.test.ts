import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallState } from '#domain/call/state.ts';
import { CALL_STATES, isLive } from '#domain/call/state.ts';
import type { ReportedStatus, Status } from './status.ts';
import { FIN_STATUS, plain, REPORTED_STATUSES, STATE, STATUS, STATUSES, statusOf } from './status.ts';

/** The vendor's six words for our 16 states. A message that is still being left was not received. */
const WANTED: Readonly<Record<CallState, readonly [people: Status, fin: Status]>> = {
  scheduled: ['INCOMING_CALL', 'INCOMING_CALL'],
  selecting: ['INCOMING_CALL', 'INCOMING_CALL'],
  queued: ['INCOMING_CALL', 'INCOMING_CALL'],
  assigned: ['INCOMING_CALL', 'INCOMING_CALL'],
  connecting: ['INCOMING_CALL', 'INCOMING_CALL'],
  switching: ['INCOMING_CALL', 'INCOMING_CALL'],
  connected: ['ANSWERED_BY_STAFF', 'ANSWERED_BY_CALLS_PROVIDER'],
  finished: ['ANSWERED_BY_STAFF', 'ANSWERED_BY_CALLS_PROVIDER'],
  failed: ['MISSED', 'MISSED'],
  recovered: ['MISSED_CALL_HANDLED', 'MISSED_CALL_HANDLED'],
  deflected: ['ANSWERED_BY_CALLS_PROVIDER', 'ANSWERED_BY_CALLS_PROVIDER'],
  voicemail: ['ANSWERED_BY_CALLS_PROVIDER', 'ANSWERED_BY_CALLS_PROVIDER'],
  voicemail_received: ['VOICEMAIL_RECEIVED', 'VOICEMAIL_RECEIVED'],
  voicemail_read: ['VOICEMAIL_RECEIVED', 'VOICEMAIL_RECEIVED'],
  action_only: ['ANSWERED_BY_CALLS_PROVIDER', 'ANSWERED_BY_CALLS_PROVIDER'],
  action_only_finished: ['ANSWERED_BY_CALLS_PROVIDER', 'ANSWERED_BY_CALLS_PROVIDER'],
};

for (const state of CALL_STATES) {
  const [people, fin] = WANTED[state];
  test(`a call of people that is ${state} is ${people}`, () => assert.equal(statusOf(null, state, false), people));
  test(`a call of Fin's that is ${state} is ${fin}`, () => assert.equal(statusOf(null, state, true), fin));
}

test('every status is the status of some state', () => {
  assert.deepEqual(new Set(Object.values(STATUS)), new Set(STATUSES));
  assert.ok(Object.values(FIN_STATUS).every((status) => STATUSES.includes(status)));
});

for (const status of REPORTED_STATUSES) {
  test(`a call reported as ${status} reads ${status} in every state`, () => {
    for (const state of CALL_STATES) assert.equal(statusOf(status, state, false), status);
  });
  test(`${status} means a state whose status it is`, () => assert.equal(STATUS[STATE[status]], plain(status)));
}

test('a reported call that is over is in no live state', () => {
  const open = REPORTED_STATUSES.filter((status: ReportedStatus) => isLive(STATE[status]));
  assert.deepEqual(open, ['INCOMING_CALL']);
});

test('VOICEMAIL and VOICEMAIL_RECEIVED are one status', () => {
  assert.equal(plain('VOICEMAIL'), 'VOICEMAIL_RECEIVED');
  for (const status of STATUSES) assert.equal(plain(status), status);
});
