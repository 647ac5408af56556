import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import type { CallTrace, SipLeg } from '#domain/call/trace.ts';
import type { EndedTrace } from '#domain/ports/call-traces.ts';
import { aCall, START } from '../../test/support/calls.ts';
import { createManualClock } from '../../test/support/manual-clock.ts';
import { createCallTraces } from './call-traces.ts';

const LEG: SipLeg = { end: 'far_end', trunkId: 1, sipCallId: 'one', messages: [], omitted: 0 };
const SOUND = {
  end: 'far_end',
  agentId: null,
  from: START,
  until: null,
  heardIn: 'pcmu',
  saidIn: 'pcmu',
  packetsReceived: 1,
  packetsLost: 0,
  packetsSent: 1,
  jitterMs: 0,
  roundTripMs: null,
  mos: 4,
} as const;

function setUp() {
  const clock = createManualClock(START);
  const known = new Set<number>();
  const sounding = new Set<number>();
  const stored: EndedTrace[] = [];
  const failures: unknown[] = [];
  const state = { isAway: false };
  const kept = {
    has: (id: number) => known.has(id),
    ids: () => [...known],
    drop: (id: number) => void known.delete(id),
  };
  const traces = createCallTraces({
    ladders: { ...kept, of: (id) => (known.has(id) ? [LEG] : []) },
    quality: { ...kept, of: async (id) => (known.has(id) ? [SOUND] : []) },
    store: {
      async put(ended) {
        if (state.isAway) throw new Error('away');
        stored.push(...ended);
      },
      of: async (_workspace, callId): Promise<CallTrace | null> =>
        stored.find((each) => each.callId === callId)?.trace ?? null,
    },
    clock,
    hasSound: (id) => sounding.has(id),
    failed: (error) => void failures.push(error),
  });
  return { clock, known, sounding, stored, failures, state, traces };
}
const ended = (id: number): Call => ({ ...aCall({ id }), state: 'finished', endsAt: START });

test('a call is read from memory while it lives, and stored in one write when its last messages have come', async () => {
  const { clock, known, stored, traces } = setUp();
  known.add(7);
  traces.follow({ ...aCall({ id: 7 }), state: 'connected' });
  assert.deepEqual(await traces.read(1, 7), { legs: [LEG], sound: [SOUND] });
  traces.follow(ended(7));
  traces.follow(ended(7));
  await clock.advance(2999);
  assert.equal(stored.length, 0);
  await clock.advance(1);
  assert.deepEqual(
    stored.map(({ callId, trace }) => [callId, trace]),
    [[7, { legs: [LEG], sound: [{ ...SOUND, until: START }] }]],
  );
  assert.equal(known.size, 0);
  assert.equal((await traces.read(1, 7)).legs.length, 1);
  assert.deepEqual(await traces.read(1, 8), { legs: [], sound: [] });
});

test('whoever still hears why they are let go is waited for', async () => {
  const { clock, known, sounding, stored, traces } = setUp();
  known.add(7);
  sounding.add(7);
  traces.follow(ended(7));
  await clock.advance(10_000);
  assert.equal(stored.length, 0);
  sounding.clear();
  await clock.advance(3000);
  assert.equal(stored.length, 1);
});

test('a database that is away is asked again, and nothing is lost by a stop', async () => {
  const { clock, known, stored, failures, state, traces } = setUp();
  state.isAway = true;
  known.add(7);
  traces.follow(ended(7));
  await clock.advance(3000);
  assert.deepEqual([failures.length, stored.length], [1, 0]);
  state.isAway = false;
  await clock.advance(9000);
  assert.equal(stored.length, 1);
  known.add(8);
  await traces.stop();
  assert.deepEqual(
    stored.map(({ callId }) => callId),
    [7, 8],
  );
});
