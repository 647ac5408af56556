import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CALL_STATES } from '#domain/call/state.ts';
import type { AgentView, CallView } from '#realtime/agent/protocol.ts';
import { callView, ringing, talking } from '../../../../test/support/console/views.ts';
import {
  callerName,
  closedWord,
  endedByWord,
  failWord,
  farName,
  languageName,
  mayBeRung,
  stateOfCall,
  statusOf,
  writeNumber,
} from './words.ts';

const AGENT: AgentView = {
  id: 2,
  name: 'Agent',
  email: 'agent@example.com',
  status: 'available',
  statusName: null,
  statusColor: null,
  since: '2026-03-02T09:00:00.000Z',
  isOnline: true,
  isSimulated: false,
  isFree: true,
  calls: 0,
  capacity: 1,
};
const NO_CALLS: ReadonlyMap<number, CallView> = new Map();

/** What is said of an agent, and whether a call can be handed to them. */
const STATUSES: readonly (readonly [Partial<AgentView>, string, boolean])[] = [
  [{}, 'Available', true],
  [{ isOnline: false, isFree: false }, 'Offline', false],
  [{ status: 'break', isFree: false }, 'On a break', false],
  [{ calls: 1, isFree: false }, 'Busy', false],
  [{ calls: 1, capacity: 2 }, 'Busy, takes more', true],
  [{ isOnline: false, isSimulated: true, capacity: null }, 'Available (simulated)', true],
  [{ isOnline: false, isSimulated: true, capacity: null, isFree: false }, 'On standby (simulated)', true],
  [{ isOnline: false, isSimulated: true, capacity: null, calls: 4 }, 'Busy, takes more (simulated)', true],
  [{ isOnline: false, isSimulated: true, status: 'unavailable', isFree: false }, 'Unavailable (simulated)', false],
];

for (const [change, word, mayTake] of STATUSES)
  test(`${JSON.stringify(change)} is ${word}, ${mayTake ? '' : 'not '}to be rung by name`, () => {
    const agent = { ...AGENT, ...change };
    assert.deepEqual([statusOf(agent, NO_CALLS).word, mayBeRung(agent)], [word, mayTake]);
    // Anyone who is counted as free is nowhere called anything else.
    assert.equal(agent.isFree, /Available|takes more/.test(word));
  });

test('only a queue that takes calls has no word for why it does not', () => {
  const words = (['open', 'redirected', 'after_hours', 'over_capacity'] as const).map((condition) =>
    closedWord({ condition }),
  );
  assert.deepEqual(words, [null, 'Redirected', 'After hours', 'Full']);
});

test('whom we called is a customer, not a caller', () => {
  assert.deepEqual([farName({ direction: 'inbound' }), farName({ direction: 'outbound' })], ['Caller', 'Customer']);
});

const contact = (name: string | null, number: string | null) => ({ id: 1, name, number });

/** The contact, the direction -> who calls. */
const NAMES = [
  [contact('Robin Vale', '+14155550148'), 'inbound', 'Robin Vale'],
  [contact(null, '+14155550148'), 'inbound', '+1 415-555-0148'],
  [contact(null, null), 'inbound', 'Unknown caller'],
  [null, 'inbound', 'Anonymous caller'],
  [null, 'outbound', 'Unknown caller'],
] as const;
for (const [who, direction, name] of NAMES)
  test(`${direction}, ${JSON.stringify(who)}: ${name}`, () => {
    assert.equal(callerName({ contact: who, direction }), name);
  });

test('every state has a word of its own tone, and a failed call is missed or failed, by who called', () => {
  for (const state of CALL_STATES) assert.ok(stateOfCall({ state, direction: 'inbound' }).word.length > 0, state);
  const failed = (direction: CallView['direction']) => stateOfCall({ state: 'failed', direction }).word;
  assert.deepEqual([failed('inbound'), failed('outbound')], ['Missed', 'Failed']);
});

/** What the page knows of an agent's calls -> the word for it. */
const CALLS: readonly (readonly [readonly CallView[], Partial<AgentView>, string])[] = [
  [[talking(1, [2])], { isFree: false }, 'In a call'],
  [[talking(1, [2]), talking(2, [2, 3])], { isFree: false }, 'In 2 calls'],
  [[talking(1, [2])], { isFree: true }, 'In a call, takes more'],
  [[ringing(1, [2])], { isFree: false }, 'Ringing'],
  [[ringing(1, [3]), callView(2)], {}, 'Available'],
  [[talking(1, [2], { endsAt: '2026-03-02T09:01:00.000Z' })], {}, 'Available'],
];
for (const [calls, change, word] of CALLS)
  test(`with ${calls.map((call) => `${call.state} ${call.agentIds.join()}`).join(' and ')} an agent is ${word}`, () => {
    const known = new Map(calls.map((call) => [call.id, call]));
    assert.equal(statusOf({ ...AGENT, ...change }, known).word, word);
  });

/** Why a call failed -> in words. */
const FAILURES = [
  ['nothing', 'inbound', null],
  ['', 'inbound', null],
  ['eu_abandoned', 'inbound', 'The caller hung up while waiting'],
  ['eu_abandoned', 'outbound', 'The customer hung up while waiting'],
  ['eu_busy', 'outbound', 'Busy'],
  ['something_new', 'inbound', 'something new'],
] as const;
for (const [failReason, direction, word] of FAILURES)
  test(`${direction}, ${failReason || 'no reason'}: ${word}`, () =>
    assert.equal(failWord({ failReason, direction }), word));

test('who ended a call is said where it is known', () => {
  const ended = (disconnectedBy: string, direction: CallView['direction'] = 'inbound') =>
    endedByWord({ disconnectedBy, direction });
  assert.equal(ended('disconnected_by_agent'), 'The agent hung up');
  assert.equal(ended('disconnected_by_end_user', 'outbound'), 'The customer hung up');
  assert.equal(ended('disconnected_by_unknown'), null);
});

test('numbers of North America are parted as people read them, and languages have names', () => {
  assert.deepEqual([writeNumber('+14155550148'), writeNumber('+33142000000')], ['+1 415-555-0148', '+33142000000']);
  assert.equal(writeNumber('+141555501481'), '+141555501481');
  assert.deepEqual([languageName('fr'), languageName('not a code')], ['French', 'not a code']);
});
