import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentView, CallView } from '#realtime/agent/protocol.ts';
import { callerName, closedWord, farName, mayBeRung, statusOf } from './words.ts';

const AGENT: AgentView = {
  id: 2,
  name: 'Agent',
  email: 'agent@example.com',
  status: 'available',
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
    // Whoever is counted as free is nowhere called anything else.
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
