import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallView, ConversationView } from '#realtime/agent/protocol.ts';
import {
  AT,
  callView,
  conversationView,
  later,
  ringing,
  snapshotOf,
  talking,
} from '../../../../test/support/console/views.ts';
import {
  activeCalls,
  callsInProgress,
  choices,
  conversations,
  endedCalls,
  offers,
  scheduled,
  voicemails,
  wrapUpCall,
} from './mine.ts';
import type { World } from './world.ts';
import { applyEvent } from './world.ts';

const ME = 2;

function world(calls: readonly CallView[], change: Partial<World['me']> = {}, more: Partial<World> = {}): World {
  const made = applyEvent(null, { type: 'snapshot', seq: 1, data: snapshotOf(ME, { calls }) });
  assert.ok(made !== null);
  return { ...made, me: { ...made.me, ...change }, ...more };
}
const ids = (list: readonly { readonly id: number }[]): number[] => list.map(({ id }) => id);

test('what rings for me comes in the order in which it ends, and what rings for others not at all', () => {
  const calls = [
    ringing(1, [ME], { offer: { agentIds: [ME], until: later(30) } }),
    ringing(2, [3]),
    ringing(3, [3, ME], { offer: { agentIds: [3, ME], until: later(20) } }),
  ];
  assert.deepEqual(ids(offers(world(calls))), [3, 1]);
});

test('calls that I am in come with those on hold last', () => {
  const calls = [
    talking(1, [ME], { isHeld: true }),
    talking(2, [ME]),
    talking(3, [3]),
    talking(4, [ME], { state: 'finished' }),
  ];
  assert.deepEqual(ids(activeCalls(world(calls))), [2, 1]);
});

test('the call to wrap up is the one left last, while there is something to wrap up', () => {
  const calls = [callView(1, { state: 'finished', agentId: ME }), callView(2, { state: 'finished', agentId: ME })];
  assert.equal(wrapUpCall(world(calls)), null);
  assert.equal(
    wrapUpCall(world(calls, { wrapUp: { callId: 1, since: AT, until: null } }, { leftCallId: null }))?.id,
    1,
  );
  assert.equal(
    wrapUpCall(world(calls, { status: 'wrap_up', wrapUp: { callId: 1, since: AT, until: null } }, { leftCallId: 2 }))
      ?.id,
    2,
  );
  assert.equal(wrapUpCall(world(calls, { status: 'wrap_up' }, { leftCallId: 9 })), null);
});

test('messages, appointments, ended calls and those in progress are each in their order', () => {
  const calls = [
    callView(1, { state: 'voicemail_received' }),
    callView(2, { state: 'voicemail_received' }),
    callView(3, { state: 'voicemail_read' }),
    callView(4, { state: 'scheduled', scheduledAt: later(90), createdAt: later(1) }),
    callView(5, { state: 'scheduled', scheduledAt: later(60), createdAt: later(2) }),
    callView(6, { state: 'finished', agentId: ME }),
    callView(7, { state: 'failed', agentId: ME }),
    callView(8, { state: 'finished', agentId: 3 }),
    talking(9, [3], { createdAt: later(5) }),
    callView(10, { state: 'queued', createdAt: AT }),
  ];
  const all = world(calls);
  assert.deepEqual(ids(voicemails(all)), [2, 1]);
  assert.deepEqual(ids(scheduled(all)), [5, 4]);
  assert.deepEqual(ids(endedCalls(all)), [7, 6]);
  assert.deepEqual(ids(callsInProgress(all)), [10, 9]);
});

test('conversations come unread first, then the latest', () => {
  const at = (id: number, seconds: number, isUnread: boolean): ConversationView =>
    conversationView(id, {
      isUnread,
      messages: [{ id, by: 'contact', agentId: null, text: '', at: later(seconds) }],
    });
  const list = [
    at(1, 9, false),
    at(2, 1, true),
    at(3, 5, true),
    conversationView(4, { isUnread: false, messages: [] }),
  ];
  const all = world([], {}, { conversations: new Map(list.map((each) => [each.id, each])) });
  assert.deepEqual(ids(conversations(all)), [3, 2, 1, 4]);
});

test('choices come in the order in which they were asked for', () => {
  const choice = { agentId: ME, contactNumbers: [], ownNumbers: [], ticketId: null, lang: 'en', at: AT };
  const all = world([], {}, { choices: new Map([8, 3].map((id) => [id, { id, ...choice }])) });
  assert.deepEqual(ids(choices(all)), [3, 8]);
});
