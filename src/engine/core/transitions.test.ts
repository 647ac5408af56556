import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import type { Move } from '#domain/ports/event-bus.ts';
import type { CallStore } from '#domain/ports/stores.ts';
import { callIn, START } from '../../../test/support/calls.ts';
import { createManualClock } from '../../../test/support/manual-clock.ts';
import { createEventBus } from './event-bus.ts';
import { createTransitions } from './transitions.ts';

/** A store of one call, as rows are: a change of a version that is no longer there is refused. */
function storeOf(first: Call) {
  let row = first;
  const store = {
    reads: 0,
    /** Another node moves the call. */
    meddle: (change: Partial<Call>) => void (row = { ...row, ...change, version: row.version + 1 }),
    busyAgentIds: [] as readonly number[],
    anyById: async (id: number) => {
      store.reads += 1;
      return id === row.id ? row : null;
    },
    change: async (call: Call) => {
      if (store.busyAgentIds.length > 0) return { busyAgentIds: store.busyAgentIds };
      if (call.version !== row.version + 1) return null;
      row = call;
      return row;
    },
    create: async () => (store.busyAgentIds.length > 0 ? { busyAgentIds: store.busyAgentIds } : row),
  };
  return store;
}

function worldOf(first: Call) {
  const store = storeOf(first);
  const bus = createEventBus();
  const told: Move[] = [];
  bus.subscribe('move', (move) => told.push(move));
  // The rest of the store is not asked.
  const transitions = createTransitions(store as unknown as CallStore, createManualClock(START), bus);
  return { store, transitions, told, types: () => told.map(({ event }) => event.type) };
}

test('a call is moved by an event, and told only once it is stored', async () => {
  const { transitions, told } = worldOf(callIn('connected'));
  const moved = await transitions.apply(1, { type: 'hung_up', by: 'end_user' });
  assert.ok(moved.ok);
  assert.equal(moved.value.state, 'finished');
  assert.deepEqual(
    told.map(({ before, call }) => [before?.state, call.state]),
    [['connected', 'finished']],
  );
});

test('what another node has moved meanwhile is read anew and decided again, and that it was is told', async () => {
  const { store, transitions, types } = worldOf(callIn('connected'));
  transitions.remember(callIn('connected'));
  store.meddle({ rating: 5 });
  const moved = await transitions.apply(1, { type: 'hung_up', by: 'end_user' });
  assert.ok(moved.ok);
  assert.deepEqual([moved.value.rating, moved.value.state, store.reads], [5, 'finished', 1]);
  assert.deepEqual(types(), ['reloaded', 'hung_up']);
});

test('a memory that is stale refuses nothing: the row alone does', async () => {
  const { transitions } = worldOf(callIn('connected'));
  transitions.remember(callIn('queued'));
  const moved = await transitions.apply(1, { type: 'held' });
  assert.ok(moved.ok);
  const refused = await worldOf(callIn('queued')).transitions.apply(1, { type: 'held' });
  assert.deepEqual(refused.ok ? null : refused.refusal.code, 'event_not_allowed');
});

test('a decision of nothing leaves the call as it stands and tells no one', async () => {
  const { transitions, told } = worldOf(callIn('queued'));
  const seen: string[] = [];
  const outcome = await transitions.apply(1, (call, now) => {
    seen.push(`${call.state} ${now.toISOString()}`);
    return null;
  });
  assert.ok(outcome.ok);
  assert.deepEqual([seen, told], [[`queued ${START.toISOString()}`], []]);
});

test('a call of another workspace, and one that is not there, are unknown alike', async () => {
  const { transitions } = worldOf(callIn('connected'));
  for (const [id, workspaceId] of [
    [1, 2],
    [9, 1],
  ] as const) {
    const outcome = await transitions.apply(id, { type: 'held' }, workspaceId);
    assert.deepEqual(outcome.ok ? null : outcome.refusal, { code: 'call_unknown', id: String(id) });
  }
});

test('agents who have as many calls as they take are named by the refusal, also of a new call', async () => {
  const { store, transitions, told } = worldOf(callIn('queued'));
  store.busyAgentIds = [2];
  for (const outcome of [
    await transitions.apply(1, { type: 'agent_assigned', agentId: 2 }),
    await transitions.create({} as never),
  ])
    assert.deepEqual(outcome.ok ? null : outcome.refusal, { code: 'agent_not_available', agentIds: [2] });
  assert.deepEqual(told, []);
});

test('moves of one call wait for each other, and a failed one holds none up', async () => {
  const { store, transitions, types } = worldOf(callIn('connected'));
  const { anyById } = store;
  store.anyById = async () => {
    store.anyById = anyById;
    throw new Error('the database is away');
  };
  const [failed, held, resumed] = await Promise.allSettled([
    transitions.apply(1, { type: 'held' }),
    transitions.apply(1, { type: 'held' }),
    transitions.apply(1, { type: 'resumed' }),
  ]);
  assert.deepEqual([failed.status, held.status, resumed.status], ['rejected', 'fulfilled', 'fulfilled']);
  assert.deepEqual(types(), ['held', 'resumed']);
  await transitions.settled();
});

test('calls in progress are kept in mind; those that ended, and scheduled ones, are not', () => {
  const { transitions } = worldOf(callIn('queued'));
  const ids = () => [...transitions.open()].map(({ id }) => id);
  transitions.remember(callIn('queued', { id: 1 }));
  transitions.remember(callIn('connected', { id: 2 }));
  transitions.remember(callIn('scheduled', { id: 3 }));
  assert.deepEqual(ids(), [1, 2]);
  transitions.remember(callIn('finished', { id: 1 }));
  assert.deepEqual(ids(), [2]);
});

test('a call that something besides a move has changed is told anew', async () => {
  const { store, transitions, told } = worldOf(callIn('connected'));
  store.meddle({ rating: 4 });
  await transitions.reload(1);
  await transitions.reload(99);
  assert.deepEqual(
    told.map(({ before, call, event }) => [before, call.rating, event.type]),
    [[null, 4, 'reloaded']],
  );
});
