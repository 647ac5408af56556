import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AT, callView, conversationView, snapshotOf, talking } from '../../../../test/support/console/views.ts';
import type { Snapshot } from '#realtime/agent/protocol.ts';
import { applyEvent } from '../link/world.ts';
import type { World } from '../link/world.ts';
import type { DeskSearch } from './focus.ts';
import { focusOf, readDeskSearch } from './focus.ts';
import { sayWait } from './wait.ts';

const ME = 2;
function world(change: Partial<Snapshot>): World {
  const made = applyEvent(null, { type: 'snapshot', seq: 1, data: snapshotOf(ME, change) });
  assert.ok(made !== null);
  return made;
}
const choice = { id: 5, agentId: ME, contactNumbers: [], ownNumbers: [], ticketId: null, lang: 'en', at: AT };
const FULL = world({
  calls: [talking(7, [ME]), callView(8)],
  choices: [choice],
  conversations: [conversationView(4)],
});

/** The address -> what the middle of the desk is about. */
const FOCUSES: readonly (readonly [World, DeskSearch, string])[] = [
  [FULL, {}, 'call 7'],
  [FULL, { call: 8 }, 'call 8'],
  [FULL, { call: 99 }, 'call 7'],
  [FULL, { choice: 5 }, 'choice 5'],
  [FULL, { conversation: 4, choice: 5, call: 8 }, 'conversation 4'],
  [FULL, { conversation: 99 }, 'call 7'],
  [world({}), {}, 'nothing'],
  [world({}), { call: 8 }, 'nothing'],
];
for (const [all, search, expected] of FOCUSES)
  test(`${JSON.stringify(search)} in a world with ${all.calls.size} calls is about ${expected}`, () => {
    const focus = focusOf(all, search);
    assert.equal(focus.kind === 'nothing' ? focus.kind : `${focus.kind} ${idOf(focus)}`, expected);
  });

function idOf(focus: Exclude<ReturnType<typeof focusOf>, { readonly kind: 'nothing' }>): number {
  if (focus.kind === 'call') return focus.call.id;
  return focus.kind === 'choice' ? focus.choice.id : focus.conversation.id;
}

/** What stands in the address -> what is read of it. */
const SEARCHES = [
  [{}, {}],
  [{ call: 7 }, { call: 7 }],
  [
    { call: '7', conversation: 4, choice: 5 },
    { call: 7, conversation: 4, choice: 5 },
  ],
  [{ call: 'x', conversation: -4, choice: 1.5 }, {}],
  [{ call: 0, other: 1 }, {}],
  [{ dial: '' }, { dial: '' }],
  [{ dial: 14_155_550_148 }, { dial: '14155550148' }],
  [{ dial: { a: 1 } }, { dial: '' }],
] as const;
for (const [address, read] of SEARCHES)
  test(`the address ${JSON.stringify(address)} is read as ${JSON.stringify(read)}`, () =>
    assert.deepEqual(readDeskSearch(address), read));

/** Waiting, available, seconds -> how long it takes. */
const WAITS = [
  [0, 1, null, 'no wait'],
  [0, 1, 90, 'no wait'],
  [0, 0, null, 'none available'],
  [3, 1, null, '3 waiting'],
  [1, 0, 59, 'less than a minute'],
  [1, 0, 60, 'about 1 minute'],
  [1, 0, 89, 'about 1 minute'],
  [1, 0, 150, 'about 3 minutes'],
] as const;
for (const [waiting, available, estimatedWait, said] of WAITS)
  test(`${waiting} waiting, ${available} available, ${estimatedWait} s: ${said}`, () =>
    assert.equal(sayWait({ waiting, available, estimatedWait }), said));
