/** Where the disk has no more than the reserve, calls continue, unrecorded, and say why. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testPatchbay } from './support/patchbay.ts';

const patchbay = await testPatchbay({ PATCHBAY_DISK_RESERVE_MB: '100000000' });

test('a call is taken, led and ended, and its timeline says why it is not recorded', async () => {
  const body = { from: '+14155550148', to: '+13392195276' };
  const { status, json } = await patchbay.send('/v1/simulator/calls', { body });
  assert.equal(status, 201);
  const { id } = json as { readonly id: number };
  const ended = await patchbay.until(id, ({ recording }) => recording?.status === 'failed');
  assert.equal(ended.state, 'finished');
  const timeline = await patchbay.send(`/v1/calls/${id}/events`);
  assert.match(timeline.text, /"recording_failed"[^}]*"data":\{[^}]*"reason":"disk_reserve"/);
});

test('/readyz says that the disk has too little', async () => {
  const { status, json } = await patchbay.send('/readyz', { token: null });
  assert.deepEqual([status, json], [503, { status: 'not ready', checks: { database: true, disk: false } }]);
});
