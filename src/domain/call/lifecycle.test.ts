import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Pool } from 'pg';
import { aCall, at, callIn, FITTING, HANDING_OVER, WITH_THIRD_PARTY } from '../../../test/support/calls.ts';
import { testDatabase } from '../../../test/support/database.ts';
import type { Call, CallOrigin } from './call.ts';
import { CALL_ORIGINS } from './call.ts';
import type { Movement, Note } from './event.ts';
import { MOVEMENTS, NOTES } from './event.ts';
import { ENTRY, LIFECYCLE, next } from './lifecycle.ts';
import { begun } from './recording.ts';
import { CALL_STATES, isLive, LIVE, STATE_DESCRIPTIONS } from './state.ts';
import { step } from './step.ts';

/** What a call in a state needs besides, for a movement to fit it. */
const FOR: { readonly [E in Movement['type']]?: Partial<Call> } = {
  resumed: { heldSince: at(0) },
  transfer_completed: HANDING_OVER,
  transfer_failed: HANDING_OVER,
  transfer_expired: { ...HANDING_OVER, participants: [] },
  deflected: { ...HANDING_OVER, participants: [] },
  voicemail_started: { ...HANDING_OVER, participants: [] },
  agent_left: HANDING_OVER,
  group_cast: HANDING_OVER,
  agents_rung: HANDING_OVER,
  offer_missed: HANDING_OVER,
  offer_declined: HANDING_OVER,
  third_party_answered: WITH_THIRD_PARTY,
  third_party_left: WITH_THIRD_PARTY,
};

function fittingCall(state: (typeof CALL_STATES)[number], movement: Movement['type']): Call {
  if (movement === 'queue_staffed') return callIn(state, { unstaffedSince: at(0) });
  return callIn(state, state === 'connected' ? (FOR[movement] ?? {}) : {});
}

/** The agent who rings in a hand-over is not the one who has the call. */
function fittingEvent(state: (typeof CALL_STATES)[number], movement: Movement['type']): Movement {
  return state === 'connected' && movement === 'offer_declined'
    ? { type: 'offer_declined', agentId: 3 }
    : FITTING[movement];
}

for (const state of CALL_STATES)
  for (const movement of MOVEMENTS) {
    const to = next(state, movement);
    test(`${state} --${movement}--> ${to ?? 'refused'}`, () => {
      const call = fittingCall(state, movement);
      const outcome = step(call, fittingEvent(state, movement), at(10));
      if (to === undefined) {
        assert.deepEqual(outcome, { ok: false, refusal: { code: 'event_not_allowed', state, event: movement } });
        return;
      }
      assert.ok(outcome.ok, `${movement} was refused`);
      assert.equal(outcome.value.state, to);
      assert.equal(outcome.value.version, call.version + 1);
      assert.deepEqual(outcome.value.updatedAt, at(10));
      assert.equal(outcome.value.endsAt === null, isLive(to));
      assert.equal(outcome.value.deadlineAt === null, !isLive(to));
    });
  }

const A_NOTE: { readonly [N in Note['type']]: Extract<Note, { type: N }> } = {
  flagged: { type: 'flagged', flags: { badActor: true } },
  reported: { type: 'reported', report: {}, state: 'failed', direction: 'inbound' },
  contact_known: { type: 'contact_known', contact: { id: 1, uid: 'x', identifier: null, outContactId: null } },
  consent_given: { type: 'consent_given', permission: 'granted' },
  telephone_changed: { type: 'telephone_changed', who: 'end_user' },
  dial_refused: { type: 'dial_refused', why: 'country' },
  recording_paused: { type: 'recording_paused', seconds: 3 },
  recording_resumed: { type: 'recording_resumed', seconds: 5 },
  outcome_noted: { type: 'outcome_noted', disposition: 'Resolved', tags: ['billing'], agentId: 1 },
  wrap_up_lapsed: { type: 'wrap_up_lapsed', missing: ['note'], agentId: 1 },
  missing_note_added: { type: 'missing_note_added', agentId: 1 },
  rated: { type: 'rated', rating: 5, feedback: true },
  recording_started: { type: 'recording_started', recording: begun('r', 'call', at(1)) },
  recording_stored: { type: 'recording_stored', seconds: 3, bytes: 100 },
  recording_failed: { type: 'recording_failed' },
  recording_played: { type: 'recording_played', played: true },
  recording_deleted: { type: 'recording_deleted' },
  transcribed: { type: 'transcribed', summary: 'Asked for a refund.' },
  transcription_failed: { type: 'transcription_failed' },
  transcription_omitted: { type: 'transcription_omitted' },
};

for (const state of CALL_STATES)
  for (const name of NOTES.filter((note) => note !== 'reported'))
    test(`${state} --${name}--> noted, ${state} still`, () => {
      const call = callIn(state);
      const outcome = step(call, A_NOTE[name], at(10));
      assert.ok(outcome.ok);
      assert.equal(outcome.value.state, state);
      assert.equal(outcome.value.version, call.version + 1);
      assert.deepEqual(outcome.value.endsAt, call.endsAt);
    });

for (const state of CALL_STATES)
  test(`${state} --reported--> refused, for a call that the engine leads`, () => {
    assert.deepEqual(step(callIn(state), A_NOTE.reported, at(10)), {
      ok: false,
      refusal: { code: 'event_not_allowed', state, event: 'reported' },
    });
  });

for (const movement of MOVEMENTS)
  test(`a reported call --${movement}--> refused in every state`, () => {
    for (const state of CALL_STATES) {
      const call: Call = { ...fittingCall(state, movement), origin: 'reported' };
      assert.equal(step(call, fittingEvent(state, movement), at(10)).ok, false);
    }
  });

const ENTRIES: Readonly<Record<Exclude<CallOrigin, 'reported'>, string>> = {
  outbound_api: 'assigned',
  outbound_desk: 'assigned',
  incoming_api: 'queued',
  fin: 'queued',
  scheduled_api: 'scheduled',
  phone: 'selecting',
  web: 'selecting',
  action_only: 'action_only',
};
test('every origin but a report has its entry', () => {
  assert.deepEqual(ENTRY, ENTRIES);
  assert.deepEqual(Object.keys(ENTRY).toSorted(), CALL_ORIGINS.filter((origin) => origin !== 'reported').toSorted());
});

test('every state can be reached from an entry', () => {
  const reached = new Set<string>(Object.values(ENTRY));
  for (const state of reached)
    for (const to of Object.values(LIFECYCLE[state as keyof typeof LIFECYCLE])) reached.add(to);
  assert.deepEqual([...reached].toSorted(), [...CALL_STATES].toSorted());
});

test('every state has a meaning and says whether it is live', () => {
  assert.deepEqual(Object.keys(STATE_DESCRIPTIONS), [...CALL_STATES]);
  assert.deepEqual(Object.keys(LIVE), [...CALL_STATES]);
});

test('no state that has ended leads to a live one', () => {
  const revivals = CALL_STATES.flatMap((from) =>
    Object.values(LIFECYCLE[from])
      .filter((to) => !isLive(from) && isLive(to))
      .map((to) => `${from} -> ${to}`),
  );
  assert.deepEqual(revivals, []);
});

test('after the end two things may happen, and no others', () => {
  const ways = CALL_STATES.filter((state) => !isLive(state)).flatMap((state) =>
    Object.entries(LIFECYCLE[state]).map(([event, to]) => `${state} --${event}--> ${to}`),
  );
  assert.deepEqual(ways, [
    'failed --callback_finished--> recovered',
    'voicemail_received --voicemail_opened--> voicemail_read',
  ]);
});

test('every live state has a way to an end', () => {
  for (const state of CALL_STATES.filter(isLive)) {
    const reached = new Set<string>([state]);
    for (const from of reached)
      for (const to of Object.values(LIFECYCLE[from as keyof typeof LIFECYCLE])) reached.add(to);
    assert.ok(
      CALL_STATES.some((to) => reached.has(to) && !isLive(to)),
      state,
    );
  }
});

test('the CHECK of the database knows the 16 states, in the same order', async () => {
  const database = await testDatabase();
  const pool = new Pool(database.config);
  after(async () => {
    await pool.end();
    await database.drop();
  });
  const { rows } = await pool.query<{ definition: string }>(
    `select pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = 'call'::regclass and conname = 'call_state_check'`,
  );
  const states = [...(rows[0]?.definition ?? '').matchAll(/'(\w+)'::text/g)].map((match) => match[1]);
  assert.deepEqual(states, [...CALL_STATES]);
});

test('a call is built as it stands', () => {
  assert.equal(aCall().state, 'queued');
});
