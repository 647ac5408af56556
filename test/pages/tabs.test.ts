import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as browsers from '../support/browser.ts';
import { AGENT_A, CALLER, press } from '../support/browser.ts';
import { hears } from '../support/ear.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';

const [callers, agents] = await Promise.all([browsers.openBrowser(CALLER), browsers.openBrowser(AGENT_A)]);
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_SIMULATOR_SPEED: '1' });

test('a second tab shows and answers what rings in the first, and has the call and its sound when the first is closed', async (t) => {
  const first = await browsers.onlineDesk(t, agents, patchbay);
  const second = await first.context().newPage();
  await second.goto(`${patchbay.address}/app/desk`);
  await second.getByRole('heading', { name: 'You are ready' }).waitFor();
  const caller = await browsers.callerInQueue(t, callers, patchbay);
  await first.getByRole('button', { name: 'Answer', exact: true }).waitFor();
  await browsers.answer(second);
  await first.getByText('In call', { exact: true }).first().waitFor();
  await Promise.all([hears(first, CALLER), hears(caller, AGENT_A)]);

  await first.close();
  await Promise.all([hears(second, CALLER), hears(caller, AGENT_A)]);
  const id = await browsers.newestCall(patchbay);
  const call = await patchbay.reached(id, 'connected');
  assert.deepEqual([call.agentId, call.transfers], [2, []]);
  await press(second, 'Hang up');
  await patchbay.reached(id, 'finished');
  await browsers.finishWrapUp(second);
});
