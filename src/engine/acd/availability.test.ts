import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Agent } from '#domain/directory/agent.ts';
import { anAgent } from '../../../test/support/calls.ts';
import { createAvailability } from './availability.ts';

const PERSON = 1;
const SIMULATED = 2;

/** What holds of the agent, with who is online and away, who wraps up, and how many calls each has. */
function seen(
  agent: Agent,
  {
    online = [],
    away = [],
    wrappingUp = [],
    calls = 0,
  }: Partial<Record<'online' | 'away' | 'wrappingUp', number[]>> & {
    calls?: number;
  } = {},
) {
  const availability = createAvailability(
    {
      isOnline: (id) => online.includes(id),
      isAway: (id) => away.includes(id),
      isAnyoneOnline: () => online.length > 0,
    },
    { callOf: (id) => (wrappingUp.includes(id) ? 900 : null) },
    { callsOf: () => calls },
  );
  const { mayTake, isFree, isWorking, isSimulated, defersToHumans } = availability;
  return [mayTake(agent), isFree(1, agent), isWorking(agent), isSimulated(agent), defersToHumans(1, agent)];
}

const person = anAgent(PERSON, { simulated: false });
const simulated = anAgent(SIMULATED, { simulated: true, capacity: null });
const NAMES = ['mayTake', 'isFree', 'isWorking', 'isSimulated', 'defersToHumans'];

const CASES: readonly (readonly [string, readonly boolean[], readonly string[]])[] = [
  ['a person at a page', seen(person, { online: [PERSON] }), ['mayTake', 'isFree', 'isWorking']],
  ['an agent led by API alone', seen(person), ['mayTake', 'isWorking']],
  ['a person gone for a moment', seen(person, { online: [PERSON], away: [PERSON] }), []],
  [
    'a person in wrap-up',
    seen({ ...person, status: 'wrap_up' }, { online: [PERSON], wrappingUp: [PERSON] }),
    ['isWorking'],
  ],
  ['a person with as many calls as they take', seen(person, { online: [PERSON], calls: 1 }), ['isWorking']],
  ['a person on a break', seen({ ...person, status: 'break' }, { online: [PERSON] }), []],
  ['a simulated agent alone', seen(simulated, { calls: 9 }), ['mayTake', 'isFree', 'isWorking', 'isSimulated']],
  [
    'a simulated agent with people online',
    seen(simulated, { online: [PERSON] }),
    ['mayTake', 'isWorking', 'isSimulated', 'defersToHumans'],
  ],
];

for (const [who, is, expected] of CASES)
  test(`${who}: ${expected.join(', ') || 'nothing'}`, () => {
    assert.deepEqual(
      NAMES.filter((_, index) => is[index]),
      expected,
    );
  });
