import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultsOf } from './simulation.ts';

const NOTHING = { events: [], never: [], state: null, failReason: null };
const ended = { state: 'finished', fail_reason: 'nothing' };
const seen = ['call.created', 'call.queued', 'call.answered', 'call.ended'];

/** What is expected -> what is said of a call that was answered and ended. */
const EXPECTED: readonly (readonly [
  what: string,
  expected: Partial<typeof NOTHING> | object,
  faults: readonly string[],
])[] = [
  ['nothing', {}, []],
  ['events in their order, among others', { events: ['call.queued', 'call.ended'] }, []],
  [
    'events in another order',
    { events: ['call.ended', 'call.queued'] },
    [`call.queued did not come in its place; there were ${seen.join(', ')}`],
  ],
  [
    'an event twice',
    { events: ['call.ended', 'call.ended'] },
    [`call.ended did not come in its place; there were ${seen.join(', ')}`],
  ],
  ['that none comes', { never: ['call.missed', 'call.answered'] }, ['call.answered came']],
  ['another state', { state: 'failed' }, ['the call is finished, not failed']],
  ['another reason', { failReason: 'busy' }, ['the reason is nothing, not busy']],
  [
    'several things',
    { never: ['call.ended'], state: 'failed', failReason: 'busy' },
    ['call.ended came', 'the call is finished, not failed', 'the reason is nothing, not busy'],
  ],
];
for (const [what, expected, faults] of EXPECTED)
  test(`a call is held against what is expected: ${what}`, () =>
    assert.deepEqual(faultsOf({ ...NOTHING, ...expected }, seen, ended), faults));

test('where no event came at all, that is said', () => {
  const [fault] = faultsOf({ ...NOTHING, events: ['call.ended'] }, [], ended);
  assert.equal(fault, 'call.ended did not come in its place; there were none');
});
