import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aCall, at, callIn, HANDING_OVER } from '../../../test/support/calls.ts';
import type { Call } from './call.ts';
import { deadlineOf, dueRule, MAX_SECONDS, overdue } from './deadline.ts';
import type { CallEvent } from './event.ts';
import { begun } from './recording.ts';
import { CALL_STATES, isLive } from './state.ts';

const HOUR = 3600;

/** A call, the second its deadline stands at, and what its passing means. */
const DEADLINES: readonly (readonly [string, Call, number, CallEvent | null])[] = [
  ['scheduled: its time; the engine looks up the queue first', callIn('scheduled', { scheduledAt: at(90) }), 90, null],
  ['selecting', callIn('selecting'), 300, { type: 'hung_up', by: 'system', reason: 'eu_in_menu_abandoned' }],
  ['queued, a group ahead', callIn('queued', { offer: null }), 30, { type: 'group_cast', group: 'Group 2' }],
  ['queued, ringing as long as the group ahead waits', callIn('queued'), 30, { type: 'group_cast', group: 'Group 2' }],
  ['queued, ringing', callIn('queued', { groupsAhead: [] }), 30, { type: 'offer_missed', agentIds: [2, 3] }],
  [
    'queued, all have declined',
    callIn('queued', { groupsAhead: [], offer: { agentIds: [], at: at(0), until: at(30) } }),
    30,
    { type: 'offer_missed', agentIds: [] },
  ],
  [
    'queued, nobody rings',
    callIn('queued', { groupsAhead: [], offer: null }),
    HOUR,
    { type: 'hung_up', by: 'system', reason: 'expired' },
  ],
  ['assigned, from a queue', callIn('assigned'), 60, { type: 'offer_declined', agentId: 2 }],
  [
    'assigned, placed by an agent who never came',
    callIn('assigned', { origin: 'outbound_api', queuedAt: null }),
    60,
    { type: 'hung_up', by: 'system', reason: 'ag_ignored' },
  ],
  [
    'assigned to the voice agent',
    callIn('assigned', { origin: 'fin', agentId: null }),
    60,
    { type: 'hung_up', by: 'system', reason: 'voip_conn_timeout' },
  ],
  [
    'connecting, the far end is dialled',
    callIn('connecting'),
    60,
    { type: 'leg_failed', reason: 'voip_conn_timeout', details: null },
  ],
  [
    'connecting, the caller is on the line',
    callIn('connecting', { origin: 'phone' }),
    60,
    { type: 'offer_declined', agentId: 2 },
  ],
  ['switching', callIn('switching'), 60, { type: 'carriers_exhausted' }],
  ['connected, whatever was left of the queue', callIn('connected'), 4 * HOUR, { type: 'hung_up', by: 'system' }],
  [
    'connected, handing over, a group ahead',
    callIn('connected', HANDING_OVER),
    30,
    { type: 'group_cast', group: 'Group 2' },
  ],
  [
    'connected, handing over, ringing',
    callIn('connected', { ...HANDING_OVER, groupsAhead: [] }),
    30,
    { type: 'offer_missed', agentIds: [3] },
  ],
  [
    'connected, a warm hand-over that nobody takes',
    callIn('connected', { ...HANDING_OVER, groupsAhead: [], offer: null }),
    120,
    { type: 'transfer_failed', reason: 'transfer_expired' },
  ],
  [
    'connected, a cold hand-over that nobody takes',
    callIn('connected', { ...HANDING_OVER, groupsAhead: [], offer: null, participants: [] }),
    120,
    { type: 'transfer_expired' },
  ],
  ['voicemail', callIn('voicemail'), 180, { type: 'hung_up', by: 'system' }],
  ['action_only', callIn('action_only'), 4 * HOUR, { type: 'hung_up', by: 'system' }],
  [
    'finished, its recording not written',
    callIn('finished', { recording: begun('r', 'call', at(0)) }),
    600,
    { type: 'recording_failed' },
  ],
];

for (const [name, call, seconds, expected] of DEADLINES)
  test(`${name}: after ${seconds} s ${expected?.type ?? 'nothing by itself'}`, () => {
    assert.deepEqual(call.deadlineAt, at(seconds));
    assert.equal(overdue(call, new Date(at(seconds).getTime() - 1)), null, 'not a millisecond before');
    assert.deepEqual(overdue(call, at(seconds)), expected);
  });

test('every live state has a longest time, and every ended one none', () => {
  assert.deepEqual(Object.keys(MAX_SECONDS).toSorted(), CALL_STATES.filter(isLive).toSorted());
  for (const state of CALL_STATES.filter((each) => !isLive(each))) assert.equal(deadlineOf(callIn(state)), null, state);
});

test('a reported call has no deadline, whatever its state', () => {
  for (const state of CALL_STATES) assert.equal(deadlineOf(aCall({ state, origin: 'reported' })), null);
});

test('a scheduled call that came due late has not waited before', () => {
  const call = callIn('queued', { groupsAhead: [], offer: null, castings: [{ at: at(5000), group: 'Group 1' }] });
  assert.deepEqual(call.deadlineAt, at(5000 + HOUR));
});

test('one thing at a time: a call seen long after still goes through each deadline', () => {
  assert.deepEqual(overdue(callIn('queued'), at(70)), { type: 'group_cast', group: 'Group 2' });
  assert.deepEqual(overdue(callIn('queued'), at(2 * HOUR)), { type: 'hung_up', by: 'system', reason: 'expired' });
});

test('a scheduled call that came due late in a queue without agents has not waited before either', () => {
  const late = {
    scheduledAt: at(0),
    queuedAt: at(0),
    castings: [],
    groupsAhead: [],
    offer: null,
    updatedAt: at(2 * HOUR),
  };
  const call = callIn('queued', late);
  assert.deepEqual(deadlineOf(call), at(3 * HOUR));
  assert.equal(overdue(call, at(2 * HOUR)), null);
});

const RULES = {
  noAgents: { outcome: 'voicemail', menuId: null, afterSeconds: 40 },
  longWait: { outcome: 'menu', menuId: 10, afterSeconds: 90 },
} as const;
const WAITS = { origin: 'web', groupsAhead: [], offer: null, waitRules: RULES } as const;

/** A call that waits with rules, the second its deadline stands at, and the rule that is due then. */
const RULED: readonly (readonly [string, Call, number, string | null])[] = [
  ['someone is there', callIn('queued', WAITS), 90, 'long_wait'],
  ['no one has been there from 20 s on', callIn('queued', { ...WAITS, unstaffedSince: at(20) }), 60, 'no_agents'],
  [
    'no one is there, but only for that there is no rule',
    callIn('queued', { ...WAITS, waitRules: { ...RULES, noAgents: null }, unstaffedSince: at(20) }),
    90,
    'long_wait',
  ],
  [
    'who waits long is sent on before no one has been there long enough',
    callIn('queued', { ...WAITS, unstaffedSince: at(80) }),
    90,
    'long_wait',
  ],
  [
    'a phone rings until later: the rule holds all the same',
    callIn('queued', { ...WAITS, offer: { agentIds: [2], at: at(80), until: at(110) } }),
    90,
    'long_wait',
  ],
  ['without rules', callIn('queued', { ...WAITS, waitRules: null, unstaffedSince: at(20) }), HOUR, null],
  [
    'who was promised a call waits for a working day, and by no rule',
    callIn('queued', { ...WAITS, origin: 'scheduled_api', unstaffedSince: at(20) }),
    8 * HOUR,
    null,
  ],
];
for (const [name, call, seconds, condition] of RULED)
  test(`queued, ${name}: after ${seconds} s ${condition ?? 'it is over'}`, () => {
    assert.deepEqual(call.deadlineAt, at(seconds));
    assert.equal(dueRule(call, new Date(at(seconds).getTime() - 1)), null, 'not a millisecond before');
    assert.equal(dueRule(call, at(seconds))?.condition ?? null, condition);
    assert.equal(overdue(call, at(seconds)) === null, condition !== null, 'the engine looks up the menus first');
  });

test('a rule holds for who waits, and for no one who talks', () => {
  const call = callIn('connected', { ...HANDING_OVER, origin: 'web', waitRules: RULES, unstaffedSince: at(0) });
  assert.equal(dueRule(call, at(HOUR)), null);
});
