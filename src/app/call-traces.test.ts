import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call } from '#domain/call/call.ts';
import type { CallTrace, SipLeg } from '#domain/call/trace.ts';
import type { KeptTrace } from '#domain/ports/call-traces.ts';
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
  const changed = new Set<number>();
  const takenUp: [number, readonly SipLeg[], boolean][] = [];
  const sounding = new Set<number>();
  const stored: KeptTrace[] = [];
  const failures: unknown[] = [];
  const state = { isAway: false };
  const kept = {
    has: (id: number) => known.has(id),
    ids: () => [...known],
    drop: (id: number) => void known.delete(id),
  };
  const traces = createCallTraces({
    ladders: {
      ...kept,
      of: (id) => (known.has(id) ? [LEG] : []),
      takeChanged() {
        const taken = [...changed];
        changed.clear();
        return taken;
      },
      takeUp(id, legs, hidesAll) {
        takenUp.push([id, legs, hidesAll]);
        known.add(id);
      },
    },
    quality: { ...kept, of: async (id) => (known.has(id) ? [SOUND] : []) },
    store: {
      async put(ended) {
        if (state.isAway) throw new Error('away');
        stored.push(...ended);
      },
      of: async (_workspace, callId): Promise<CallTrace | null> =>
        stored.find((each) => each.callId === callId)?.trace ?? null,
      ofCalls: async (ids) =>
        new Map(stored.filter(({ callId }) => ids.includes(callId)).map(({ callId, trace }) => [callId, trace])),
    },
    clock,
    hasSound: (id) => sounding.has(id),
    failed: (error) => void failures.push(error),
  });
  return { clock, known, changed, takenUp, sounding, stored, failures, state, traces };
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

test('what has passed of a call in progress is stored within two seconds, once for each change', async () => {
  const { clock, known, changed, stored, failures, state, traces } = setUp();
  traces.follow({ ...aCall({ id: 7 }), carrier: 'trunk:1', state: 'selecting' });
  for (const id of [7, 8]) {
    known.add(id);
    changed.add(id);
  }
  state.isAway = true;
  await clock.advance(2000);
  assert.deepEqual([failures.length, stored.length], [1, 0]);
  state.isAway = false;
  await clock.advance(10_000);
  assert.deepEqual(
    stored.map(({ callId, isNamed, trace }) => [callId, isNamed, trace.legs, trace.sound]),
    [
      [7, true, [LEG], []],
      [8, false, [LEG], []],
    ],
  );
  changed.add(7);
  await clock.advance(2000);
  assert.equal(stored.length, 3);
  changed.add(7);
  traces.follow({ ...ended(7), contact: null, contactNumber: null });
  await clock.advance(3000);
  // Who was forgotten meanwhile is known to have been named: storage refuses it then.
  assert.deepEqual([stored.length, stored.at(-1)?.isNamed, stored.at(-1)?.trace.sound.length], [4, true, 1]);
});

test('what another process has kept of a call is continued, and nothing of it is lost by its end', async () => {
  const { clock, takenUp, stored, traces } = setUp();
  const before = { ...SOUND, until: START };
  stored.push({ callId: 7, isNamed: true, trace: { legs: [LEG], sound: [before] } });
  const withheld = { ...aCall({ id: 7 }), state: 'connected', contactNumber: null } as const;
  await traces.takeUp([withheld, { ...withheld, id: 8 }]);
  assert.deepEqual(takenUp, [[7, [LEG], true]]);
  traces.follow(ended(7));
  await clock.advance(3000);
  assert.deepEqual(stored.at(-1)?.trace, { legs: [LEG], sound: [before, before] });
});
