import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, callIn } from '../../../test/support/calls.ts';
import type { Call } from './call.ts';
import { talkSeconds, wholeSeconds } from './duration.ts';
import type { Note } from './event.ts';
import { noted as notedAt } from './note.ts';
import type { Report } from './report.ts';
import { endsOf, factsOf, handledAt } from './reported-call.ts';
import { CALL_STATES, isLive } from './state.ts';
import { step } from './step.ts';

const noted = (call: Call, note: Note): Partial<Call> => notedAt(call, note, at(9));

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

test('a later word turns the ends around, names someone else, and may take the summary back', () => {
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

test('a missed call is handled when someone is named for it, or when it is said to be', () => {
  assert.deepEqual(handledAt(MISSED, { handledByStaffUid: 's' }, 'failed', at(9)), at(9));
  assert.deepEqual(handledAt(MISSED, {}, 'recovered', at(9)), at(9));
  assert.deepEqual(handledAt(MISSED, { rate: '1' }, 'failed', at(9)), null);
});

test('a handled call stays handled when it was, until someone else is named or no one is', () => {
  assert.deepEqual(handledAt(HANDLED, { handledByStaffUid: 's' }, 'recovered', at(9)), at(1));
  assert.deepEqual(handledAt(HANDLED, { handledByStaffUid: 't' }, 'recovered', at(9)), at(9));
  assert.deepEqual(handledAt(HANDLED, { handledByStaffUid: null }, 'recovered', at(9)), null);
});

const told = (change: Partial<Parameters<typeof factsOf>[0]> = {}) =>
  ({ state: 'finished', direction: 'outbound', agentId: 1, durationSeconds: null, before: null, ...change }) as const;

test('an answered call was answered and has ended when that was first told', () => {
  const facts = factsOf(told(), at(5));
  assert.deepEqual([facts.assignedAt, facts.connectedAt, facts.endsAt], [at(5), at(5), at(5)]);
  assert.deepEqual(
    facts.participants.map((each) => [each.kind, each.agentId, each.status, each.connectedAt, each.endedAt]),
    [
      ['agent', 1, 'finished', at(5), at(5)],
      ['end_user', null, 'finished', at(5), at(5)],
    ],
  );
});

test('answer, end and duration agree: the call lasted since its answer, or, told afterwards, until now', () => {
  const before = factsOf(told(), at(5));
  const live = factsOf(told({ durationSeconds: 120, before }), at(400));
  assert.deepEqual([live.connectedAt, live.endsAt], [at(5), at(125)]);
  const late = factsOf(told({ durationSeconds: 120, before }), at(6));
  assert.deepEqual([late.connectedAt, late.endsAt], [at(-114), at(6)]);
  const again = factsOf(told({ durationSeconds: 120, before: late }), at(60));
  assert.deepEqual([again.connectedAt, again.endsAt], [at(-114), at(6)], 'what is told again moves nothing');
});

/** State, direction -> why it failed, why there was a message, who was there. */
const FACTS = [
  ['failed', 'inbound', 'ag_ignored', 'not_voicemail', ['end_user failed', 'agent failed']],
  ['failed', 'outbound', 'eu_no_answer', 'not_voicemail', ['agent failed', 'end_user failed']],
  ['recovered', 'inbound', 'ag_ignored', 'not_voicemail', ['end_user failed', 'agent failed']],
  ['voicemail_received', 'inbound', 'nothing', 'missed', ['end_user finished']],
  ['action_only_finished', 'inbound', 'nothing', 'not_voicemail', ['end_user finished']],
  ['connecting', 'inbound', 'nothing', 'not_voicemail', ['end_user connecting', 'agent connecting']],
] as const;
for (const [state, direction, failReason, voicemailReason, people] of FACTS)
  test(`a report of ${state}, ${direction}: ${failReason}, ${voicemailReason}, ${people.join(', ')}`, () => {
    const facts = factsOf(told({ state, direction }), at(5));
    assert.deepEqual([facts.failReason, facts.voicemailReason], [failReason, voicemailReason]);
    assert.deepEqual(
      facts.participants.map((each) => `${each.kind} ${each.status}`),
      people,
    );
    assert.equal(facts.endsAt === null, isLive(state));
    assert.equal(facts.connectedAt !== null, state === 'action_only_finished');
  });

test('only an answered call has a talk time; each has the duration that was reported', () => {
  const call = { ...CALL, report: { ...REPORT, durationSeconds: 30 } };
  assert.deepEqual([talkSeconds(call), wholeSeconds(call)], [null, 30]);
  assert.deepEqual(talkSeconds({ ...call, state: 'finished' }), 30);
});

test('no report lets a call ring again that has ended', () => {
  for (const state of CALL_STATES.filter((each) => !isLive(each))) {
    const outcome = step(
      { ...CALL, state },
      { type: 'reported', report: { status: 'INCOMING_CALL' }, state: 'connecting', direction: 'inbound' },
      at(9),
    );
    assert.equal(outcome.ok, false, state);
  }
});
