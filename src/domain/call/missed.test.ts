import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, START } from '../../../test/support/calls.ts';
import type { CallEvent } from './event.ts';
import { missedBy } from './missed.ts';

const OFFER = { agentIds: [1, 2], at: START, until: at(30) };

/** What was rung, what happened after how many seconds, and who has missed it. */
const ENDS: readonly (readonly [string, object | null, CallEvent, number, readonly number[], string?])[] = [
  ['its time is up', OFFER, { type: 'offer_missed', agentIds: [1, 2] }, 30, [1, 2], 'not_answered'],
  ['one joined late', { ...OFFER, late: [2] }, { type: 'offer_missed', agentIds: [1, 2] }, 30, [1], 'not_answered'],
  ['the caller gives up', OFFER, { type: 'hung_up', by: 'end_user' }, 20, [1, 2], 'caller_left'],
  ['the caller gives up at once', OFFER, { type: 'hung_up', by: 'end_user' }, 4, []],
  ['no one was rung', null, { type: 'hung_up', by: 'end_user' }, 20, []],
  ['the server ends it', OFFER, { type: 'hung_up', by: 'system', reason: 'expired' }, 20, []],
  ['one declines', OFFER, { type: 'offer_declined', agentId: 1 }, 20, []],
  ['one answers', OFFER, { type: 'agent_assigned', agentId: 1 }, 20, []],
  ['a group joins', OFFER, { type: 'group_cast', group: 'Group 2' }, 30, []],
];

for (const [what, offer, event, seconds, agentIds, reason] of ENDS)
  test(`${what}: ${agentIds.length === 0 ? 'no one has' : agentIds.join(' and ')} missed it`, () => {
    const before = { offer: offer as typeof OFFER | null };
    const missed = missedBy({ before, call: { updatedAt: at(seconds) }, event });
    assert.deepEqual([missed?.agentIds ?? [], missed?.reason], [agentIds, reason]);
  });
