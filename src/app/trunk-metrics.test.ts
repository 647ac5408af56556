import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metrics } from './metrics.ts';
import { countTrunkNews } from './trunk-metrics.ts';

const lines = async (name: string): Promise<readonly string[]> =>
  (await metrics.getSingleMetricAsString(name)).split('\n').filter((line) => !line.startsWith('#') && line !== '');

test('each trunk has its attempts, answers, ratio, duration and causes, and the 51st shares a label', async () => {
  const main = { id: 1, name: 'Main' };
  const out = { trunk: main, direction: 'out' } as const;
  for (let count = 0; count < 4; count += 1) countTrunkNews({ type: 'attempt', ...out });
  countTrunkNews({ type: 'progress', ...out, afterSeconds: 0.4 });
  countTrunkNews({ type: 'answer', ...out });
  countTrunkNews({ type: 'over', ...out, talkedSeconds: 90 });
  countTrunkNews({ type: 'failure', ...out, cause: 'eu_busy' });
  countTrunkNews({ type: 'attempt', trunk: main, direction: 'in' });
  const labels = 'trunk="1",trunk_name="Main"';
  assert.deepEqual(await lines('patchbay_trunk_attempts_total'), [
    `patchbay_trunk_attempts_total{${labels},direction="out"} 4`,
    `patchbay_trunk_attempts_total{${labels},direction="in"} 1`,
  ]);
  assert.deepEqual(await lines('patchbay_trunk_asr'), [`patchbay_trunk_asr{${labels}} 0.25`]);
  assert.deepEqual(await lines('patchbay_trunk_acd_seconds'), [`patchbay_trunk_acd_seconds{${labels}} 90`]);
  assert.deepEqual(await lines('patchbay_trunk_failures_total'), [
    `patchbay_trunk_failures_total{${labels},cause="eu_busy"} 1`,
  ]);
  const delays = await lines('patchbay_trunk_post_dial_delay_seconds');
  assert.ok(delays.includes(`patchbay_trunk_post_dial_delay_seconds_bucket{le="0.5",${labels}} 1`), delays.join('\n'));
  for (let id = 2; id <= 60; id += 1)
    countTrunkNews({ type: 'attempt', trunk: { id, name: `Trunk ${id}` }, direction: 'out' });
  const attempts = await lines('patchbay_trunk_attempts_total');
  assert.equal(attempts.length, 52);
  assert.ok(attempts.includes('patchbay_trunk_attempts_total{trunk="other",trunk_name="other",direction="out"} 10'));
});
