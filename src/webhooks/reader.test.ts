/** The log is read in its order, without a gap, and again after a failure. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventLog, LoggedEvent } from '#domain/ports/event-log.ts';
import { createManualClock } from '../../test/support/manual-clock.ts';
import { until } from '../../test/support/until.ts';
import { aLogged } from '../../test/support/webhooks.ts';
import { createReader } from './reader.ts';

function world() {
  const state = {
    events: [] as LoggedEvent[],
    /** Stored while the reader asks whether all is stored. */
    late: [] as LoggedEvent[],
    from: 0 as number | null,
    fault: null as Error | null,
  };
  const taken: number[][] = [];
  const faults: unknown[] = [];
  const clock = createManualClock(new Date(0));
  const log: EventLog = {
    last: async () => state.events.at(-1)?.seq ?? 0,
    async after(seq, limit) {
      if (state.fault !== null) throw state.fault;
      return state.events.filter((event) => event.seq > seq).slice(0, limit);
    },
    between: async () => [],
    newest: async () => [],
    mark: async () => 1,
    async isPast() {
      const [next, ...others] = state.late;
      state.late = others;
      if (next === undefined) return true;
      state.events = [...state.events, next].toSorted((one, other) => one.seq - other.seq);
      return false;
    },
    calls: async () => new Map(),
    subjects: async () => new Map(),
    forget: async () => 0,
  };
  const reader = createReader({
    log,
    clock,
    async take(events, upTo) {
      taken.push(events.map(({ seq }) => seq));
      state.from = upTo;
    },
    position: () => state.from,
    failed: (error) => void faults.push(error),
  });
  return { state, taken, faults, clock, reader };
}

test('what is there is read at the start, and what comes when it is woken', async () => {
  const { state, taken, reader } = world();
  state.events = [aLogged(1), aLogged(2)];
  reader.start();
  await until(() => taken.length === 1);
  state.events.push(aLogged(3));
  reader.wake();
  await until(() => taken.length === 2);
  await reader.stop();
  assert.deepEqual(taken, [[1, 2], [3]]);
});

test('a gap is waited for: what was numbered lower and came later is told in its place', async () => {
  const { state, taken, reader } = world();
  state.events = [aLogged(1), aLogged(3)];
  state.late = [aLogged(2), aLogged(4)];
  reader.start();
  await until(() => taken.flat().includes(4));
  await reader.stop();
  assert.deepEqual(taken.flat(), [1, 2, 3, 4]);
});

test('a number that was never used is no gap for good', async () => {
  const { state, taken, reader } = world();
  state.events = [aLogged(1), aLogged(3)];
  reader.start();
  await until(() => taken.flat().includes(3));
  await reader.stop();
  assert.deepEqual(taken.flat(), [1, 3]);
});

test('while no one wants events none are read', async () => {
  const { state, taken, clock, reader } = world();
  state.events = [aLogged(1)];
  state.from = null;
  reader.start();
  await clock.advance(20_000);
  assert.deepEqual(taken, []);
  state.from = 0;
  await clock.advance(5_000);
  await until(() => taken.length === 1);
  await reader.stop();
});

test('after a failure it looks again a second later, and not sooner however often it is woken', async () => {
  const { state, taken, faults, clock, reader } = world();
  state.events = [aLogged(1)];
  state.fault = new Error('the database is away');
  reader.start();
  await until(() => faults.length === 1);
  state.fault = null;
  reader.wake();
  await clock.advance(999);
  assert.deepEqual(taken, []);
  await clock.advance(1);
  await until(() => taken.length === 1);
  await reader.stop();
  assert.deepEqual([taken, faults.length], [[[1]], 1]);
});

test('nothing is read after it was stopped', async () => {
  const { state, taken, clock, reader } = world();
  reader.start();
  await reader.stop();
  state.events = [aLogged(1)];
  reader.wake();
  await clock.advance(60_000);
  assert.deepEqual(taken, []);
});
