import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aCall, at, callIn } from '../../../test/support/calls.ts';
import type { Call } from './call.ts';
import { NOTES } from './event.ts';
import type { Note } from './event.ts';
import { noted as notedAt } from './note.ts';
import { begun, isPlayable, mayRecord } from './recording.ts';
import type { Report } from './report.ts';
import { step } from './step.ts';

const noted = (call: Call, note: Note): Partial<Call> => notedAt(call, note, at(9));

const RECORDED = callIn('finished', { recording: begun('r', 'call', at(1)), transcriptStatus: 'in_progress' });

test('flags change one by one', () => {
  const call = aCall({ flags: { verifiedCustomer: true, badActor: false, repeatCustomer: true } });
  assert.deepEqual(noted(call, { type: 'flagged', flags: { badActor: true, repeatCustomer: false } }), {
    flags: { verifiedCustomer: true, badActor: true, repeatCustomer: false },
  });
});

test('a recording is pending, then stored, then played', () => {
  const stored = { ...RECORDED, ...noted(RECORDED, { type: 'recording_stored', seconds: 7.5, bytes: 120_000 }) };
  assert.ok(isPlayable(stored.recording));
  assert.ok(!isPlayable(RECORDED.recording));
  assert.equal(noted(stored, { type: 'recording_played', played: true }).recording?.played, true);
  const deleted = { ...stored, ...noted(stored, { type: 'recording_deleted' }) };
  assert.ok(!isPlayable(deleted.recording));
});

test('a note about a recording that the call does not have changes nothing', () => {
  const call = callIn('finished');
  for (const type of ['recording_failed', 'recording_deleted'] as const) assert.deepEqual(noted(call, { type }), {});
  assert.deepEqual(noted(call, { type: 'recording_stored', seconds: 1, bytes: 1 }), {});
});

test('a transcript brings its summary and keeps an older one when it has none', () => {
  assert.deepEqual(noted(RECORDED, { type: 'transcribed', summary: 'Billing.' }), {
    transcriptStatus: 'done',
    summary: 'Billing.',
  });
  const summed: Call = { ...RECORDED, summary: 'Billing.' };
  assert.equal(noted(summed, { type: 'transcribed', summary: null }).summary, 'Billing.');
  assert.deepEqual(noted(RECORDED, { type: 'transcription_failed' }), { transcriptStatus: 'failed' });
});

test('a call that no one writes down has no transcript, whatever was begun', () => {
  assert.deepEqual(noted(RECORDED, { type: 'transcription_omitted' }), { transcriptStatus: null });
});

test('a pending recording keeps a deadline after the end, and giving it up takes it away', () => {
  const pending = step(callIn('finished'), { type: 'recording_started', recording: begun('r', 'call', at(1)) }, at(1));
  assert.ok(pending.ok);
  assert.deepEqual(pending.value.deadlineAt, at(601));
  const failed = step(pending.value, { type: 'recording_failed' }, at(2));
  assert.ok(failed.ok);
  assert.equal(failed.value.deadlineAt, null);
});

const REPORT: Report = {
  staffUid: 's',
  clientUid: 'c',
  fromNumber: '+14155550148',
  toNumber: '+14155550901',
  status: 'MISSED',
  rate: '0.05',
  price: null,
  provider: 'VONAGE',
  sourceId: '1',
  externalUuid: 'e',
  durationSeconds: null,
  summary: null,
  externalAppUrl: null,
  externalAppName: null,
  recordingId: null,
  handledByStaffUid: null,
  handledAt: null,
};

test('a reporter’s later word changes the report and the state, also after the end', () => {
  const call = callIn('failed', { origin: 'reported', report: REPORT, deadlineAt: null });
  const outcome = step(
    call,
    { type: 'reported', report: { status: 'VOICEMAIL' }, state: 'voicemail_received', direction: 'inbound' },
    at(5),
  );
  assert.ok(outcome.ok);
  assert.equal(outcome.value.state, 'voicemail_received');
  assert.equal(outcome.value.report?.status, 'VOICEMAIL');
  assert.equal(outcome.value.report?.externalUuid, 'e');
  assert.equal(outcome.value.deadlineAt, null, 'the engine never looks after a reported call');
});

test('every note has a name of its own', () => assert.equal(new Set(NOTES).size, NOTES.length));

/** The menu's option, what the caller said -> whether the call is recorded. */
const RECORDS = [
  ['always', 'not_asked', true],
  ['always', 'denied', true],
  ['never', 'granted', false],
  ['ask', 'granted', true],
  ['ask', 'denied', false],
  ['ask', 'not_asked', false],
] as const;
for (const [recording, permission, expected] of RECORDS)
  test(`a menu that records "${recording}", permission ${permission}: ${expected ? 'recorded' : 'not recorded'}`, () => {
    assert.equal(mayRecord({ recording }, permission), expected);
  });
test('a call without a menu is recorded', () => assert.equal(mayRecord(null, 'not_asked'), true));
