import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LegStats, Media } from './media-server.ts';
import { withLastStats } from './last-stats.ts';
import { statsSince } from './stats-since.ts';

const stats = (change: Partial<LegStats> = {}): LegStats => ({
  packetsReceived: 1000,
  packetsLost: 10,
  packetsSent: 900,
  jitterMs: 4,
  roundTripMs: 30,
  heardIn: 'opus',
  saidIn: 'opus',
  mos: 4.4,
  ...change,
});

test('what was counted before is taken off, and the score is that of the rest', () => {
  const before = stats({ packetsReceived: 400, packetsLost: 10, packetsSent: 300 });
  const since = statsSince(stats(), before);
  assert.deepEqual([since.packetsReceived, since.packetsLost, since.packetsSent], [600, 0, 600]);
  const bad = statsSince(stats({ packetsLost: 310 }), before);
  assert.equal(bad.packetsLost, 300);
  assert.ok((bad.mos ?? 0) < (since.mos ?? 0) - 1, `a third lost sounds worse: ${bad.mos} beside ${since.mos}`);
});

test('without a measurement before, it is since the beginning of the leg', () => {
  const whole = statsSince(stats(), null);
  assert.deepEqual([whole.packetsReceived, whole.packetsLost, whole.packetsSent], [1000, 10, 900]);
});

test('where nothing came there is no score, and a counter that began anew is no less than nothing', () => {
  assert.equal(statsSince(stats({ packetsReceived: 0, packetsLost: 0 }), null).mos, null);
  const anew = statsSince(stats({ packetsReceived: 5 }), stats());
  assert.deepEqual([anew.packetsReceived, anew.mos], [0, null]);
});

test('a leg that was closed is remembered as it was; of many, the last 2000', async () => {
  const open = new Map<string, LegStats>();
  const media = withLastStats({
    stats: async (legId: string) => open.get(legId) ?? null,
    close: async (legId: string) => void open.delete(legId),
  } as unknown as Media);
  for (let number = 0; number <= 2000; number += 1) {
    open.set(`leg${number}`, stats({ packetsSent: number }));
    await media.close(`leg${number}`);
  }
  assert.equal(await media.stats('leg0'), null);
  assert.equal((await media.stats('leg1'))?.packetsSent, 1);
  assert.equal((await media.stats('leg2000'))?.packetsSent, 2000);
  await media.close('never-there');
  assert.equal(await media.stats('never-there'), null);
});
