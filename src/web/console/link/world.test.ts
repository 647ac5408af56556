import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallView, FromServer, Snapshot } from '#realtime/agent/protocol.ts';
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
      since: AT,
      isOnline: true,
      isSimulated: false,
      isFree: true,
      calls: 0,
      capacity: 1,
      role,
      wrapUpCallId: null,
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
  assert.deepEqual([offers(taken), activeCalls(taken).map(({ id }) => id), taken.missed], [[], [7], []]);
});

/** What became of a call that rang, and whether I have missed it. */
const RANG: readonly (readonly [string, string, Partial<CallView>, number])[] = [
  ['its time was up', 'offer_missed', {}, 1],
  ['the caller hung up', 'hung_up', { state: 'failed', endsAt: AT }, 1],
  ['I declined it', 'offer_declined', {}, 0],
  ['someone else was faster', 'agent_assigned', OTHERS, 0],
  ['I took it', 'agent_assigned', MINE, 0],
  ['it rings on', 'group_cast', { offer: { agentIds: [ME, 3, 4], until: AT } }, 0],
];
for (const [what, event, change, missed] of RANG)
  test(`a call that rang, and ${what}: ${missed === 1 ? '' : 'not '}missed`, () =>
    assert.equal(after('agent', ['agents_rung', RINGING], [event, change]).missed.length, missed));

test('a call missed twice is one missed call, and a new snapshot keeps it', () => {
  const twice = after(
    'agent',
    ['agents_rung', RINGING],
    ['offer_missed', {}],
    ['agents_rung', RINGING],
    ['offer_missed', {}],
  );
  assert.equal(twice.missed.length, 1);
  assert.equal(applyEvent(twice, { ...snapshot(), seq: 99 })?.missed.length, 1);
});

test('who hands a call over wraps it up, also while someone else goes on with it', () => {
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

test('what the simulator does for an agent is not the person’s: no offer, no call of theirs, nothing missed or left', () => {
  const played = { ...after('agent'), me: { ...after('agent').me, isSimulated: true, isOnline: false } };
  const happened = [RINGING, {}, MINE, { ...OTHERS, agentIds: [] }];
  happened.reduce<World>((world, change, index) => {
    const event = { type: 'call', seq: 20 + index, event: 'any', data: { ...CALL, ...change } } as const;
    const next = applyEvent(world, event);
    assert.ok(next !== null);
    assert.deepEqual([offers(next), activeCalls(next), next.missed, next.leftCallId], [[], [], [], null]);
    return next;
  }, played);
});
