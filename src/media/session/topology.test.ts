import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import type { Participant } from '#domain/call/participant.ts';
import { waiting } from '#domain/call/participant.ts';
import { CALL_STATES } from '#domain/call/state.ts';
import { callIn, HANDING_OVER, START } from '../../../test/support/calls.ts';
import { topologyOf } from './topology.ts';

const talking = (each: Participant): Participant => ({
  ...each,
  status: 'connected',
  connectedAt: START,
  holdSeconds: 0,
});
const PARTY: Participant = {
  ...talking(waiting('third_party')),
  dialled: { number: '+14155550199', isHandOver: false },
};
const AGENT = talking(waiting('agent', 2));
const OTHER = talking(waiting('agent', 3));
const GONE: Participant = { ...AGENT, status: 'finished', endedAt: START };
const CALLER = talking(waiting('end_user'));

const EACH: Readonly<Record<Call['state'], unknown>> = {
  scheduled: { kind: 'gone' },
  selecting: { kind: 'hears', what: 'menu' },
  queued: { kind: 'hears', what: 'queue' },
  assigned: { kind: 'hears', what: 'hold' },
  connecting: { kind: 'hears', what: 'hold' },
  switching: { kind: 'hears', what: 'hold' },
  connected: { kind: 'talks', with: [{ agentId: 2 }] },
  finished: { kind: 'gone' },
  failed: { kind: 'gone' },
  recovered: { kind: 'gone' },
  deflected: { kind: 'hears', what: 'closed' },
  voicemail: { kind: 'hears', what: 'voicemail' },
  voicemail_received: { kind: 'gone' },
  voicemail_read: { kind: 'gone' },
  action_only: { kind: 'gone' },
  action_only_finished: { kind: 'gone' },
};

for (const state of CALL_STATES)
  test(`${state}: ${JSON.stringify(EACH[state])}`, () =>
    assert.deepEqual(topologyOf(callIn(state)).caller, EACH[state]));

const CASES: readonly (readonly [string, Partial<Call>, unknown, readonly unknown[]])[] = [
  ['on hold the caller hears music', { heldSince: START }, { kind: 'hears', what: 'hold' }, []],
  ['a warm hand-over leaves the caller with their agent', HANDING_OVER, { kind: 'talks', with: [{ agentId: 2 }] }, []],
  [
    'when the other agent has answered, both talk with the caller, the new one first',
    { agentId: 3, participants: [CALLER, AGENT, OTHER] },
    { kind: 'talks', with: [{ agentId: 3 }, { agentId: 2 }] },
    [],
  ],
  [
    'on hold the two agents talk by themselves',
    { agentId: 3, participants: [CALLER, AGENT, OTHER], heldSince: START },
    { kind: 'hears', what: 'hold' },
    [{ agentId: 3 }, { agentId: 2 }],
  ],
  ['a cold hand-over gives the caller music', { participants: [CALLER, GONE] }, { kind: 'hears', what: 'hold' }, []],
  [
    'a third party who is being dialled is not heard',
    { participants: [CALLER, AGENT, { ...PARTY, status: 'connecting', connectedAt: null }] },
    { kind: 'talks', with: [{ agentId: 2 }] },
    [],
  ],
  [
    'a third party is heard by both',
    { participants: [CALLER, AGENT, PARTY] },
    { kind: 'talks', with: [{ agentId: 2 }, 'third_party'] },
    [],
  ],
  [
    'on hold the agent consults the third party',
    { participants: [CALLER, AGENT, PARTY], heldSince: START },
    { kind: 'hears', what: 'hold' },
    [{ agentId: 2 }, 'third_party'],
  ],
  [
    'when the agents have left, the caller talks with the third party',
    { participants: [CALLER, GONE, PARTY] },
    { kind: 'talks', with: ['third_party'] },
    [],
  ],
];

for (const [name, change, caller, aside] of CASES)
  test(name, () => assert.deepEqual(topologyOf(callIn('connected', change)), { caller, aside }));

test('who is sent away without a message is told so', () =>
  assert.deepEqual(topologyOf(callIn('deflected', { deflection: 'after_hours_message_only' })).caller, {
    kind: 'hears',
    what: 'closed',
  }));

test('the voice agent talks with its callers from the first moment, but not of those who leave a message', () => {
  for (const state of ['queued', 'assigned', 'connecting', 'connected'] as const)
    assert.deepEqual(topologyOf(callIn(state, { origin: 'fin' })).caller, { kind: 'with_voice_agent' }, state);
  assert.deepEqual(topologyOf(callIn('voicemail', { origin: 'fin' })).caller, { kind: 'hears', what: 'voicemail' });
  assert.deepEqual(topologyOf(callIn('finished', { origin: 'fin' })).caller, { kind: 'gone' });
});
