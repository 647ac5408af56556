import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallView, FromServer, MissedView, Snapshot } from '#realtime/agent/protocol.ts';
import { activeCalls, offers, wrapUpCall } from './mine.ts';
import { applyEvent } from './world.ts';
import type { World } from './world.ts';

const ME = 2;
const AT = '2026-03-02T09:00:00.000Z';

const CALL: CallView = {
  id: 7,
  state: 'queued',
  direction: 'inbound',
  origin: 'web',
  contact: null,
  ownNumber: null,
  menu: { id: 50, path: 'Web support' },
  lang: 'en',
  agentId: null,
  agentIds: [],
  thirdParty: null,
  createdAt: AT,
  queuedAt: AT,
  assignedAt: null,
  connectedAt: null,
  endsAt: null,
  scheduledAt: null,
  isHeld: false,
  heldSince: null,
  offer: null,
  transfer: null,
  handOvers: [],
  isCallerAway: false,
  isCallerSilent: false,
  recording: 'none',
  disposition: null,
  tags: [],
  notFilledIn: [],
  failReason: 'nothing',
  disconnectedBy: 'nothing',
  flags: { verifiedCustomer: false, badActor: false, repeatCustomer: false },
  notes: [],
};
const RINGING: Partial<CallView> = { offer: { agentIds: [ME, 3], until: AT } };
const MINE: Partial<CallView> = { state: 'connected', agentId: ME, agentIds: [ME], assignedAt: AT, connectedAt: AT };
const OTHERS: Partial<CallView> = { ...MINE, agentId: 3, agentIds: [3] };

type Numbered = Extract<FromServer, { readonly seq: number }>;

const snapshot = (role: Snapshot['me']['role'] = 'agent', calls: readonly CallView[] = []): Numbered => ({
  type: 'snapshot',
  seq: 10,
  data: {
    me: {
      id: ME,
      name: 'Robin',
      email: 'robin@example.com',
      status: 'available',
      statusName: null,
      statusColor: null,
      since: AT,
      isOnline: true,
      isSimulated: false,
      isFree: true,
      calls: 0,
      capacity: 1,
      role,
      wrapUp: null,
    },
    workspace: { id: 1, name: 'Demo', slug: 'demo' },
    agents: [],
    menus: [],
    numbers: [],
    languages: ['en'],
    calls,
    voicemails: [],
    queues: [],
    choices: [],
    settings: { wrapUp: { dispositions: [], required: [], tags: [] }, wrapUpByMenu: {}, statuses: [] },
    missed: [],
    conversations: [],
  },
});

/** The world after a snapshot and what happened to the call, each event with the next number. */
function after(role: Snapshot['me']['role'], ...happened: readonly (readonly [string, Partial<CallView>])[]): World {
  const events = happened.map(([event, change], index): Numbered => ({
    type: 'call',
    seq: 11 + index,
    event,
    data: { ...CALL, ...change },
  }));
  const world = [snapshot(role), ...events].reduce<World | null>(applyEvent, null);
  assert.ok(world !== null);
  return world;
}

test('what is in the world already, and what comes before the first snapshot, changes nothing', () => {
  const event = { type: 'call', seq: 9, event: 'agents_rung', data: { ...CALL, ...RINGING } } as const;
  assert.equal(applyEvent(null, event), null);
  const world = after('agent');
  assert.equal(applyEvent(world, event), world);
});

test('a call that rings for me is an offer, and mine when I have taken it', () => {
  assert.deepEqual(
    offers(after('agent', ['agents_rung', RINGING])).map(({ id }) => id),
    [7],
  );
  const taken = after('agent', ['agents_rung', RINGING], ['agent_assigned', MINE]);
  assert.deepEqual([offers(taken), activeCalls(taken).map(({ id }) => id)], [[], [7]]);
});

const missedAt = (callId: number, at: string): MissedView => ({
  callId,
  at,
  reason: 'not_answered',
  contact: null,
  direction: 'inbound',
  menu: null,
  wasAnswered: false,
});

test('missed calls are those that the server lists: the latest first, each once, gone when they are dismissed', () => {
  const told = (...data: readonly Extract<Numbered, { type: 'missed' }>['data'][]) =>
    data.reduce<World | null>(
      (world, each, index) => applyEvent(world, { type: 'missed', seq: 20 + index, data: each }),
      applyEvent(null, snapshot('agent')),
    );
  const three = [missedAt(7, '2026-03-02T09:01:00.000Z'), missedAt(8, '2026-03-02T09:02:00.000Z')];
  const world = told(...three, missedAt(7, '2026-03-02T09:03:00.000Z'));
  assert.deepEqual(
    world?.missed.map(({ callId }) => callId),
    [7, 8],
  );
  assert.deepEqual(told(...three, { callId: 7, gone: true })?.missed, [three[1]]);
});

test('who hands a call over wraps it up, also while someone else continues with it', () => {
  const world = after(
    'agent',
    ['agent_assigned', MINE],
    ['transfer_completed', { ...OTHERS, agentIds: [ME, 3] }],
    ['agent_left', OTHERS],
  );
  assert.deepEqual(activeCalls(world), []);
  const wrapping = { ...world, me: { ...world.me, status: 'wrap_up' as const } };
  assert.equal(wrapUpCall(wrapping)?.id, 7);
});

test('the calls of others concern a supervisor, and no agent', () => {
  assert.equal(after('agent', ['agent_assigned', OTHERS]).calls.size, 0);
  assert.equal(after('supervisor', ['agent_assigned', OTHERS]).calls.size, 1);
  assert.equal(
    after('supervisor', ['agent_assigned', OTHERS], ['hung_up', { ...OTHERS, agentIds: [], state: 'finished' }]).calls
      .size,
    0,
  );
});

test('of two calls the one that is talked to comes before the one on hold', () => {
  const held = { ...CALL, ...MINE, id: 1, isHeld: true, heldSince: AT };
  const talking = { ...CALL, ...MINE, id: 2 };
  const world = applyEvent(null, snapshot('agent', [held, talking]));
  assert.ok(world !== null);
  assert.deepEqual(
    activeCalls(world).map(({ id }) => id),
    [2, 1],
  );
});
