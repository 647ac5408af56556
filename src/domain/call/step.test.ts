import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, callIn, FITTING, HANDING_OVER, PLAN, START, WITH_THIRD_PARTY } from '../../../test/support/calls.ts';
import type { Call } from './call.ts';
import type { CallEvent } from './event.ts';
import { isPresent, presentAgents, waiting } from './participant.ts';
import { FAIL_REASON_CODES, HUNG_UP_BY } from './reason.ts';
import { step } from './step.ts';

/** The call after the events, each a second after the one before. */
function told(call: Call, ...events: readonly CallEvent[]): Call {
  return events.reduce((before, event, index) => {
    const outcome = step(before, event, at(index + 1));
    assert.ok(outcome.ok, `${before.state} --${event.type}--> refused`);
    return outcome.value;
  }, call);
}

function isRefused(call: Call, event: CallEvent, seconds = 1): boolean {
  return !step(call, event, at(seconds)).ok;
}

test('an agent who was not rung cannot take the call', () => {
  assert.ok(isRefused(callIn('queued'), { type: 'agent_assigned', agentId: 4 }));
  assert.ok(isRefused(callIn('queued', { offer: null }), { type: 'agent_assigned', agentId: 2 }));
});

test('the voice agent takes calls of its own line and no others', () => {
  const ofFin = callIn('queued', { origin: 'fin', offer: null });
  assert.equal(told(ofFin, { type: 'agent_assigned', agentId: null }).participants.at(-1)?.kind, 'virtual_agent');
  assert.ok(isRefused(callIn('queued'), { type: 'agent_assigned', agentId: null }));
});

test('the second agent to answer is refused', () => {
  const taken = told(callIn('queued'), { type: 'agent_assigned', agentId: 3 });
  assert.equal(taken.agentId, 3);
  assert.equal(taken.offer, null);
  assert.ok(isRefused(taken, { type: 'agent_assigned', agentId: 2 }));
});

test('a declined offer leaves the others ringing', () => {
  const call = told(callIn('queued'), { type: 'offer_declined', agentId: 2 });
  assert.deepEqual(call.offer?.agentIds, [3]);
  assert.deepEqual(call.passedBy, [2]);
  assert.ok(isRefused(call, { type: 'offer_declined', agentId: 2 }));
});

test('an agent gives back a call that they have not connected: it waits again, where it stood', () => {
  const call = told(callIn('assigned'), { type: 'offer_declined', agentId: 2 });
  assert.equal(call.state, 'queued');
  assert.equal(call.agentId, null);
  assert.equal(call.assignedAt, null);
  assert.deepEqual(call.queuedAt, START);
  assert.deepEqual(call.passedBy, [2]);
  assert.equal(call.participants.find((each) => each.agentId === 2)?.status, 'failed');
});

test('no one gives back the call of another agent, or one that they placed themselves', () => {
  assert.ok(isRefused(callIn('assigned'), { type: 'offer_declined', agentId: 3 }));
  assert.ok(isRefused(callIn('assigned', { queuedAt: null }), { type: 'offer_declined', agentId: 2 }));
});

test('an agent who talks cannot decline: a connected call keeps its agent', () => {
  assert.ok(isRefused(callIn('connected'), { type: 'offer_declined', agentId: 2 }));
});

test('missing an offer empties it, and no one who was not rung can miss it', () => {
  const call = told(callIn('queued'), { type: 'offer_missed', agentIds: [2, 3] });
  assert.equal(call.offer, null);
  assert.deepEqual(call.passedBy, [2, 3]);
  assert.ok(isRefused(callIn('queued'), { type: 'offer_missed', agentIds: [4] }));
  assert.ok(isRefused(call, { type: 'offer_missed', agentIds: [2] }));
});

test('a further group joins, and those who ring continue as long as it does', () => {
  const outcome = step(callIn('queued'), FITTING.group_cast, at(30));
  assert.ok(outcome.ok);
  assert.deepEqual(outcome.value.castings, [
    { at: START, group: 'Group 1' },
    { at: at(30), group: 'Group 2' },
  ]);
  assert.deepEqual(outcome.value.groupsAhead, []);
  assert.deepEqual(outcome.value.offer, { agentIds: [2, 3], at: START, until: at(60) });
  assert.ok(isRefused(outcome.value, FITTING.group_cast));
});

test('a scheduled call that comes due on time rings from its time, a late one from now', () => {
  const call = callIn('scheduled', { scheduledAt: at(100) });
  const onTime = step(call, FITTING.came_due, at(101));
  assert.ok(onTime.ok);
  assert.deepEqual(onTime.value.queuedAt, at(100));
  assert.deepEqual(onTime.value.castings, [{ at: at(100), group: 'Group 1' }]);
  const late = step(call, FITTING.came_due, at(4000));
  assert.ok(late.ok);
  assert.deepEqual(late.value.queuedAt, at(100));
  assert.deepEqual(late.value.castings, [{ at: at(4000), group: 'Group 1' }]);
  assert.ok(isRefused(call, FITTING.came_due, 99), 'and none comes due early');
});

test('connecting begins the talk once; ringing before it counts for nothing', () => {
  const call = told(callIn('assigned'), { type: 'leg_ringing' }, { type: 'legs_bridged' });
  assert.deepEqual(call.connectedAt, at(2));
  assert.deepEqual(
    call.participants.map((each) => [each.kind, each.status, each.connectedAt?.getTime()]),
    [
      ['end_user', 'connected', at(2).getTime()],
      ['agent', 'connected', at(2).getTime()],
    ],
  );
});

test('a carrier that fails is noted as tried, and the next one takes over without its reason', () => {
  const failed = told(callIn('connecting'), FITTING.leg_failed);
  assert.deepEqual(failed.carriersTried, ['simulator']);
  assert.equal(failed.failReason, 'voip_conn_signal');
  const switched = told(failed, FITTING.carrier_switched);
  assert.equal(switched.carrier, 'simulator_backup');
  assert.equal(switched.failReason, 'nothing');
  assert.equal(told(failed, FITTING.carriers_exhausted).failReason, 'voip_conn_signal');
});

test('time on hold adds up, and the end of the call ends the hold', () => {
  const call = told(
    callIn('connected'),
    { type: 'held' },
    { type: 'resumed' },
    { type: 'held' },
    { type: 'hung_up', by: 'agent' },
  );
  assert.equal(call.holdSeconds, 2);
  assert.equal(call.heldSince, null);
  assert.equal(call.participants.find((each) => each.kind === 'end_user')?.holdSeconds, 2);
  assert.ok(isRefused(callIn('connected'), { type: 'resumed' }));
  assert.ok(isRefused(callIn('connected', { heldSince: START }), { type: 'held' }));
});

test('a warm hand-over keeps the agent when the other one has answered, until they leave', () => {
  const started = told(callIn('connected'), FITTING.transfer_started);
  assert.equal(started.state, 'connected');
  assert.deepEqual(
    started.participants.filter(isPresent).map((each) => each.agentId),
    [null, 2],
  );
  const done = told({ ...started, offer: { agentIds: [3], at: START, until: at(30) } }, FITTING.transfer_completed);
  assert.equal(done.agentId, 3);
  assert.equal(done.menuId, 10);
  assert.deepEqual(
    done.participants.filter(isPresent).map((each) => each.agentId),
    [null, 2, 3],
  );
  const left = told(done, { type: 'agent_left', agentId: 2 });
  assert.deepEqual([presentAgents(left.participants), left.agentId], [[3], 3]);
  const back = told(done, { type: 'agent_left', agentId: 3 });
  assert.deepEqual([presentAgents(back.participants), back.agentId], [[2], 2]);
  assert.deepEqual(
    done.transfers.map((each) => [each.status, each.toAgentId]),
    [['transferred', 3]],
  );
});

test('a cold hand-over lets the agent go at once', () => {
  const to = { agentId: 3, menuId: null, mode: 'cold' } as const;
  const call = told(callIn('connected'), { type: 'transfer_started', to, plan: PLAN });
  assert.deepEqual(
    call.participants.filter(isPresent).map((each) => each.kind),
    ['end_user'],
  );
});

test('an agent leaves only where someone else is there for the caller, or has been asked for', () => {
  const leaves = { type: 'agent_left', agentId: 2 } as const;
  assert.ok(isRefused(callIn('connected'), leaves));
  assert.ok(isRefused(callIn('connected', WITH_THIRD_PARTY), leaves), 'they are being dialed');
  const handingOver = told(callIn('connected', HANDING_OVER), leaves);
  assert.deepEqual([handingOver.state, presentAgents(handingOver.participants)], ['connected', []]);
});

test('an agent who leaves the caller with a third party takes them off hold', () => {
  const leaves = { type: 'agent_left', agentId: 2 } as const;
  const call = told(callIn('connected', WITH_THIRD_PARTY), FITTING.third_party_answered, { type: 'held' }, leaves);
  assert.deepEqual([call.heldSince, presentAgents(call.participants), call.agentId], [null, [], 2]);
  assert.equal(call.holdSeconds, 1);
});

test('while two agents are in the call no one else is handed it', () => {
  const two = told(callIn('connected', HANDING_OVER), FITTING.transfer_completed);
  assert.ok(isRefused(two, FITTING.transfer_started));
});

test('a hand-over has one target, and one at a time is under way', () => {
  const to = (agentId: number | null, menuId: number | null) =>
    ({ type: 'transfer_started', to: { agentId, menuId, mode: 'warm' }, plan: PLAN }) as const;
  assert.ok(isRefused(callIn('connected'), to(null, null)));
  assert.ok(isRefused(callIn('connected'), to(3, 10)));
  assert.ok(isRefused(callIn('connected', HANDING_OVER), to(3, null)));
});

test('without a hand-over none can complete or fail, and no one is rung', () => {
  for (const event of [FITTING.transfer_completed, FITTING.transfer_failed, FITTING.agents_rung])
    assert.ok(isRefused(callIn('connected'), event), event.type);
});

test('a failed hand-over leaves the call with its agent; hanging up closes it', () => {
  const failed = told(callIn('connected', HANDING_OVER), FITTING.transfer_failed);
  assert.equal(failed.agentId, 2);
  assert.equal(failed.offer, null);
  assert.deepEqual(
    failed.transfers.map((each) => [each.status, each.failReason]),
    [['failed', 'transfer_expired']],
  );
  const ended = told(callIn('connected', HANDING_OVER), FITTING.hung_up);
  assert.deepEqual(
    ended.transfers.map((each) => each.status),
    ['failed'],
  );
});

test('a caller who is asked for a message has not gone, and one who leaves none was deflected', () => {
  const greeted = told(callIn('queued'), FITTING.voicemail_started);
  assert.deepEqual([greeted.endsAt, greeted.deflection], [null, 'after_hours_voicemail']);
  assert.deepEqual(
    greeted.participants.map((each) => [each.status, each.failReason]),
    [['connected', 'nothing']],
  );
  const silent = told(greeted, FITTING.hung_up);
  assert.deepEqual([silent.state, silent.disconnectedBy], ['deflected', 'disconnected_by_end_user']);
  const left = told(greeted, FITTING.voicemail_left, FITTING.voicemail_opened);
  assert.equal(left.disconnectedBy, 'disconnected_by_end_user');
  assert.deepEqual(
    left.participants.map((each) => [each.status, each.failReason]),
    [['finished', 'nothing']],
  );
  assert.equal(left.state, 'voicemail_read');
  assert.deepEqual(left.endsAt, at(1), 'reading does not move the end');
});

test('what comes after the end does not move it', () => {
  const call = told(callIn('failed', { endsAt: START }), FITTING.callback_finished);
  assert.deepEqual(call.endsAt, START);
  assert.equal(call.failReason, 'eu_abandoned');
});

/** Where the call was, and what hanging up there means for each who may. */
const ABANDONED = [
  ['scheduled', 'eu_canceled', 'ag_canceled'],
  ['selecting', 'eu_in_menu_abandoned', 'unknown'],
  ['queued', 'eu_abandoned', 'ag_canceled'],
  ['assigned', 'eu_abandoned', 'ag_canceled'],
  ['connecting', 'eu_abandoned', 'ag_canceled'],
  ['switching', 'eu_abandoned', 'ag_canceled'],
] as const;
for (const [state, byUser, byAgent] of ABANDONED)
  test(`${state} --hung_up by end_user, agent--> failed, ${byUser}, ${byAgent}`, () => {
    assert.equal(told(callIn(state), { type: 'hung_up', by: 'end_user' }).failReason, byUser);
    assert.equal(told(callIn(state), { type: 'hung_up', by: 'agent' }).failReason, byAgent);
    assert.equal(told(callIn(state), { type: 'hung_up', by: 'system', reason: 'expired' }).failReason, 'expired');
  });

test('a call that was connected has failed for no reason', () => {
  assert.equal(told(callIn('connected'), { type: 'hung_up', by: 'system', reason: 'expired' }).failReason, 'nothing');
});

test('who hung up is kept in the words of the field; the system is unknown', () => {
  const words = HUNG_UP_BY.map((by) => told(callIn('connected'), { type: 'hung_up', by }).disconnectedBy);
  assert.deepEqual(words, [
    'disconnected_by_agent',
    'disconnected_by_end_user',
    'disconnected_by_virtual_agent',
    'disconnected_by_unknown',
  ]);
});

test('at the end no one is present: who talked has finished, who never did has failed', () => {
  const call = told(
    callIn('connected', { participants: [...callIn('connected').participants, waiting('agent', 3)] }),
    FITTING.hung_up,
  );
  assert.deepEqual(
    call.participants.map((each) => [each.status, each.endedAt?.getTime()]),
    [
      ['finished', at(1).getTime()],
      ['finished', at(1).getTime()],
      ['failed', at(1).getTime()],
    ],
  );
});

test('the numbers of the reasons are the vendor’s, each once but for our own, which are its general one', () => {
  const { number_not_called: notCalled, dial_limit: limit, ...theirs } = FAIL_REASON_CODES;
  const codes = Object.values(theirs);
  assert.equal(new Set(codes).size, codes.length);
  assert.equal(theirs.eu_busy, 21_001);
  assert.deepEqual([notCalled, limit], [theirs.voip_conn_general, theirs.voip_conn_general]);
});
