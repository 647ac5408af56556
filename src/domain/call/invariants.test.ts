import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { aCall, at, PLAN, START } from '../../../test/support/calls.ts';
import type { Call } from './call.ts';
import { overdue } from './deadline.ts';
import type { CallEvent } from './event.ts';
import { ENTRY, LIFECYCLE } from './lifecycle.ts';
import { isPresent, waiting } from './participant.ts';
import { begun } from './recording.ts';
import { CALL_STATES, isLive } from './state.ts';
import { step } from './step.ts';

const agentId = fc.integer({ min: 1, max: 2 });
const agentIds = fc.uniqueArray(agentId, { minLength: 1, maxLength: 2 });
const plan = fc.constantFrom(PLAN, { ...PLAN, offerType: 'multicast' }, {
  ...PLAN,
  offerType: 'deltacast',
  groups: [],
} as const);
const target = fc.constantFrom(
  { agentId: 3, menuId: null, mode: 'warm' },
  { agentId: null, menuId: 10, mode: 'cold' },
  { agentId: null, menuId: null, mode: 'cold' },
);
const reason = fc.constantFrom('eu_busy', 'voip_conn_signal', 'transfer_expired');

/** Anything that can happen to a call, fitting or not. What ends a call is rarer, or no story would grow long. */
const event = fc.oneof(
  { weight: 2, arbitrary: fc.record({ type: fc.constant('came_due'), plan }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('menu_selected'), menuId: fc.constant(9), plan }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constantFrom('queue_unstaffed', 'queue_staffed') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('overflowed'),
      menuId: fc.constant(10),
      plan,
      condition: fc.constantFrom('no_agents', 'long_wait'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('group_cast'), group: fc.constantFrom('Group 1', 'Group 2') }),
  },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('agents_rung'), agentIds, until: fc.nat(90).map(at) }) },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('offer_declined'), agentId }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('offer_missed'), agentIds: fc.uniqueArray(agentId) }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('agent_assigned'), agentId: fc.option(agentId) }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constantFrom('leg_ringing', 'legs_bridged', 'legs_bridged') }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constantFrom('held', 'resumed') }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('leg_failed'), reason, details: fc.constant(null) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('carrier_switched'), carrier: fc.constant('backup') }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('transfer_started'), to: target, plan }) },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('transfer_completed'), agentId }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('transfer_failed'), reason }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('agent_left'), agentId }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('third_party_dialled'),
      number: fc.constant('+14155550199'),
      isHandOver: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('third_party_answered', 'third_party_left'), reason }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('voicemail_started'),
      deflection: fc.constant('over_capacity_voicemail'),
      reason: fc.constant('over_capacity'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom('voicemail_left', 'voicemail_opened', 'callback_finished'),
      by: fc.constantFrom('end_user', 'system'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.oneof(
      fc.record({ type: fc.constant('leg_refused'), reason, details: fc.constant(null) }),
      fc.record({ type: fc.constant('carriers_exhausted') }),
      fc.record({ type: fc.constant('media_failed'), reason }),
      fc.record({ type: fc.constant('deflected'), deflection: fc.constant('over_capacity_voicemail') }),
      fc.record({ type: fc.constant('hung_up'), by: fc.constantFrom('agent', 'end_user', 'system') }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.oneof(
      fc.record({ type: fc.constant('recording_started'), recording: fc.constant(begun('r', 'call', START)) }),
      fc.record({ type: fc.constant('recording_stored'), seconds: fc.nat(), bytes: fc.nat() }),
      fc.record({ type: fc.constantFrom('recording_failed', 'recording_deleted') }),
      fc.record({ type: fc.constantFrom('transcription_failed', 'transcription_omitted') }),
      fc.record({ type: fc.constant('transcribed'), summary: fc.constant(null) }),
      fc.record({ type: fc.constantFrom('recording_paused', 'recording_resumed'), seconds: fc.nat() }),
      fc.record({ type: fc.constant('rated'), rating: fc.integer({ min: 1, max: 5 }), feedback: fc.boolean() }),
    ),
  },
) as fc.Arbitrary<CallEvent>; // Each record above is one of the union's; fast-check widens `type` to string.

/** An event, the seconds before it, and whether the engine's own clock speaks instead if it has something to say. */
const happening = fc.record({
  event,
  seconds: fc.nat(20),
  isTimed: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});

/** The ways of the table that some story has taken. */
const moves = new Set<string>();

function entering(origin: keyof typeof ENTRY): Call {
  const isOutbound = ENTRY[origin] === 'assigned';
  return aCall({
    origin,
    state: ENTRY[origin],
    direction: isOutbound ? 'outbound' : 'inbound',
    ...(ENTRY[origin] === 'queued' ? { queuedAt: START } : {}),
    ...(ENTRY[origin] === 'scheduled' ? { scheduledAt: at(20) } : {}),
    ...(isOutbound ? { agentId: 1, assignedAt: START, participants: [waiting('agent', 1), waiting('end_user')] } : {}),
  });
}

function check(before: Call, call: Call, happened: CallEvent): void {
  const was = `${before.state} --${happened.type}--> ${call.state}`;
  assert.equal(call.version, before.version + 1, `${was}: one version a step`);
  assert.ok(CALL_STATES.includes(call.state));
  assert.ok(isLive(before.state) || !isLive(call.state), `${was}: an ended call is live again`);
  if (!isLive(before.state)) assert.deepEqual(call.endsAt, before.endsAt, `${was}: the end has moved`);
  assert.equal(call.endsAt === null, isLive(call.state), `${was}: endsAt is set when the call has ended`);
  if (!isLive(call.state)) assert.ok(!call.participants.some(isPresent), `${was}: someone is present after the end`);
  const open = call.transfers.filter((transfer) => transfer.status === 'transferring').length;
  assert.ok(open <= (call.state === 'connected' ? 1 : 0), `${was}: ${open} hand-overs are under way`);
  const waits = call.state === 'queued' || (call.state === 'connected' && open === 1);
  assert.ok(waits || call.offer === null, `${was}: someone is rung for a call that does not wait`);
  assert.equal(
    call.deadlineAt !== null,
    isLive(call.state) || call.recording?.status === 'pending',
    `${was}: a deadline stands while something is awaited`,
  );
  assert.ok(call.holdSeconds >= 0, `${was}: hold time is never negative`);
  assert.ok(call.heldSince === null || call.state === 'connected', `${was}: only a connected call is on hold`);
  const { createdAt, queuedAt, assignedAt, connectedAt, endsAt, updatedAt } = call;
  const times = [createdAt, queuedAt, assignedAt, connectedAt, endsAt, updatedAt].filter((time) => time !== null);
  assert.deepEqual(
    times.toSorted((a, b) => a.getTime() - b.getTime()),
    times,
    `${was}: the times are in order`,
  );
  if (call.state === 'failed') {
    assert.notEqual(call.failReason, 'nothing', `${was}: a failed call says why`);
    assert.equal(call.connectedAt, null, `${was}: a call that was connected does not fail`);
  }
  for (const each of call.participants)
    if (each.status === 'failed') assert.notEqual(each.failReason, 'nothing', `${was}: who failed says why`);
  if (call.state === 'connected')
    assert.ok(
      call.agentId !== null || call.participants.some((each) => each.kind === 'virtual_agent'),
      `${was}: a connected call is someone’s`,
    );
  if (call.state === 'finished') assert.ok(call.connectedAt, `${was}: only a call that was connected finishes`);
  assert.ok(
    call.unstaffedSince === null || call.assignedAt === null || call.state === 'queued' || !isLive(call.state),
    `${was}: a call that an agent took knows of no queue without agents`,
  );
  const rung = call.offer?.agentIds ?? [];
  assert.equal(new Set(rung).size, rung.length, `${was}: an agent is rung once`);
}

for (const origin of Object.keys(ENTRY) as (keyof typeof ENTRY)[])
  test(`whatever happens to a call of origin ${origin}, what is always true stays true`, () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 80, size: 'max' }), (story) => {
        let call = entering(origin);
        let now = START;
        for (const { event, seconds, isTimed } of story) {
          now = new Date(now.getTime() + seconds * 1000);
          const timed = isTimed ? overdue(call, now) : null;
          const happened = timed ?? event;
          const outcome = step(call, happened, now);
          if (timed !== null) assert.ok(outcome.ok, `${call.state} refused its own deadline's ${timed.type}`);
          if (!outcome.ok) continue;
          check(call, outcome.value, happened);
          moves.add(`${call.state} --${happened.type}-->`);
          call = outcome.value;
        }
      }),
      { numRuns: 600 },
    );
  });

test('the stories above took nearly every way of the table', () => {
  const ways = CALL_STATES.flatMap((state) => Object.keys(LIFECYCLE[state]).map((type) => `${state} --${type}-->`));
  const untold = ways.filter((way) => !moves.has(way));
  assert.ok(untold.length <= 2, `untold: ${untold.join(', ')}`);
});

/** A step is a function of its arguments: neither the call nor the event is changed by it. */
test('a step leaves the call that it was given alone', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40, size: 'max' }), (story) => {
      let call = entering('phone');
      for (const { event } of story) {
        const copy = structuredClone(call);
        const outcome = step(call, event, at(60));
        assert.deepEqual(call, copy);
        if (outcome.ok) call = outcome.value;
      }
    }),
  );
});

test('left to its deadlines alone, a call of every origin ends', () => {
  for (const origin of Object.keys(ENTRY) as (keyof typeof ENTRY)[]) {
    let call = entering(origin);
    if (call.state === 'scheduled') {
      const due = step(call, { type: 'came_due', plan: PLAN }, at(20));
      assert.ok(due.ok);
      call = due.value;
    }
    for (let steps = 0; call.deadlineAt !== null; steps += 1) {
      assert.ok(steps < 300, `${origin} still stands in ${call.state}`);
      const happened = overdue(call, call.deadlineAt);
      assert.ok(happened, `${origin}: the deadline in ${call.state} asks for nothing`);
      const outcome = step(call, happened, call.deadlineAt);
      assert.ok(outcome.ok, `${origin}: ${happened.type} is refused in ${call.state}`);
      call = outcome.value;
    }
    assert.ok(!isLive(call.state), origin);
  }
});
