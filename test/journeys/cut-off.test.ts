/** A caller whose sound is lost, and one who hangs up while the database is away. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { cuttableDatabase } from '../support/cuttable-database.ts';
import { testDatabase } from '../support/database.ts';
import { createFakeMedia } from '../support/fake-media.ts';
import { createLivePeople, createPassing } from '../support/live-people.ts';
import { until } from '../support/until.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { testPatchbay } from '../support/patchbay.ts';

const media = createFakeMedia();
const clock = createManualClock(new Date('2026-03-02T09:00:00.000Z'));
const fresh = await testDatabase();
const wire = await cuttableDatabase(fresh.config);
const patchbay = await testPatchbay({}, { media, clock, connection: wire.connection });
const { callIn } = createLivePeople(patchbay, media);
const pass = createPassing(patchbay, clock);
after(async () => {
  await wire.mend();
  await patchbay.stop();
  await wire.close();
  await fresh.drop();
});

test('a caller whose sound is lost and does not come back was cut off: voip_conn_timeout', async () => {
  const { callId, leg } = await callIn();
  media.lose(leg, 'timeout');
  await pass(20);
  assert.equal(
    (await patchbay.engine.calls.byId(1, callId))?.state,
    'selecting',
    'they have some seconds to come back',
  );
  await pass(10);
  const { failReason } = await patchbay.reached(callId, 'failed');
  assert.equal(failReason, 'voip_conn_timeout');
});

test('a caller who hangs up while the database is away is heard no more, and the call has ended once it is back', async () => {
  const { callId, leg, page } = await callIn();
  await wire.cut();
  page.say({ type: 'hang_up' });
  await until(() => !media.legs().includes(leg), 'the caller is still heard');
  await wire.mend();
  while ((await patchbay.send('/readyz', { token: null })).status !== 200)
    await new Promise((resolve) => setTimeout(resolve, 20)); // It connects anew by itself.
  const over = patchbay.reached(callId, 'failed');
  for (let tries = 0; tries < 5; tries += 1) await clock.advance(2000);
  assert.equal((await over).failReason, 'eu_in_menu_abandoned');
});
