import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LegStats } from '../media-server.ts';
import { createSoundQuality } from './sound-quality.ts';

const NOTHING: LegStats = {
  packetsReceived: 0,
  packetsLost: 0,
  packetsSent: 0,
  jitterMs: 0,
  roundTripMs: null,
  heardIn: null,
  saidIn: null,
  mos: null,
};
const FAR = { end: 'far_end', agentId: null, legId: 'far' } as const;
const ADA = { end: 'agent', agentId: 3, legId: 'ada' } as const;

function setUp() {
  const legs = new Map<string, LegStats>([
    ['far', NOTHING],
    ['ada', { ...NOTHING, packetsReceived: 1000, packetsLost: 500, packetsSent: 1000, heardIn: 'opus' }],
  ]);
  let at = 0;
  const quality = createSoundQuality({ stats: async (legId) => legs.get(legId) ?? null }, { now: () => new Date(at) });
  return { legs, quality, pass: (to: number) => (at = to) };
}

test('an end is measured from when it came, and kept as it was when it left', async () => {
  const { legs, quality, pass } = setUp();
  await quality.ends(7, [FAR, ADA]);
  legs.set('ada', {
    ...NOTHING,
    packetsReceived: 1090,
    packetsLost: 510,
    packetsSent: 1100,
    jitterMs: 4,
    heardIn: 'opus',
  });
  pass(5000);
  await quality.ends(7, [FAR]);
  legs.set('ada', { ...NOTHING, packetsReceived: 9999 });
  legs.set('far', { ...NOTHING, packetsReceived: 200, roundTripMs: 20, heardIn: 'pcmu', saidIn: 'pcmu' });
  const [ada, far] = await quality.of(7);
  assert.deepEqual([ada?.end, ada?.agentId, ada?.from, ada?.until], ['agent', 3, new Date(0), new Date(5000)]);
  assert.deepEqual([ada?.packetsReceived, ada?.packetsLost, ada?.packetsSent, ada?.jitterMs], [90, 10, 100, 4]);
  assert.ok((ada?.mos ?? 0) > 1 && (ada?.mos ?? 9) < 4, 'the score is that of the call alone');
  assert.deepEqual([far?.end, far?.until, far?.heardIn, far?.roundTripMs], ['far_end', null, 'pcmu', 20]);
});

test('calls in which no one is really there are not known, and what was kept is dropped', async () => {
  const { quality } = setUp();
  await quality.ends(7, []);
  assert.deepEqual([quality.has(7), await quality.of(7)], [false, []]);
  await quality.ends(8, [FAR]);
  assert.deepEqual(quality.ids(), [8]);
  quality.drop(8);
  assert.deepEqual([quality.has(8), await quality.of(8)], [false, []]);
});

test('a leg that is gone without a trace is left out, and the same ends again change nothing', async () => {
  const { legs, quality } = setUp();
  await quality.ends(7, [FAR, ADA]);
  await quality.ends(7, [ADA, FAR]);
  assert.equal((await quality.of(7)).length, 2);
  legs.delete('far');
  await quality.ends(7, []);
  assert.deepEqual(
    (await quality.of(7)).map(({ end }) => end),
    ['agent'],
  );
});
