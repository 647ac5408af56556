import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LegId } from '#media/media-server.ts';
import { createMediaEngine } from '#media/server/media-engine.ts';
import * as browsers from '../support/browser.ts';
import { AGENT_A, CALLER, press } from '../support/browser.ts';
import { layLine } from '../support/cuttable-page.ts';
import { hears, isSilent } from '../support/ear.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';

const [callers, agents] = await Promise.all([browsers.openBrowser(CALLER), browsers.openBrowser(AGENT_A)]);
const media = createMediaEngine({ workers: 2, ports: { first: 44_000, last: 44_099 } });
const connected: LegId[] = [];
media.onEvent(({ type, legId }) => void (type === 'connected' && connected.push(legId)));
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_SIMULATOR_SPEED: '1' }, { media });

test('a page that is loaded anew in the middle of a call comes back to it, the agent’s and the caller’s', async (t) => {
  const desk = await browsers.onlineDesk(t, agents, patchbay);
  const caller = await browsers.callerInQueue(t, callers, patchbay);
  await browsers.answer(desk);
  await Promise.all([hears(desk, CALLER), hears(caller, AGENT_A)]);
  const id = await browsers.newestCall(patchbay);

  await desk.reload();
  await desk.getByText('In call', { exact: true }).first().waitFor();
  await Promise.all([hears(desk, CALLER), hears(caller, AGENT_A)]);

  await caller.reload();
  await caller.getByRole('heading', { name: 'You are talking to Agent' }).waitFor();
  await Promise.all([hears(desk, CALLER), hears(caller, AGENT_A)]);

  const call = await patchbay.reached(id, 'connected');
  assert.deepEqual([call.agentId, call.transfers], [2, []]);
  await press(desk, 'Hang up');
  await patchbay.reached(id, 'finished');
  await browsers.finishWrapUp(desk);
});

test('a media worker that dies ends its calls with a reason, and the next call has sound', async (t) => {
  const desk = await browsers.onlineDesk(t, agents, patchbay);
  const caller = await browsers.callerInQueue(t, callers, patchbay);
  await browsers.answer(desk);
  await Promise.all([hears(desk, CALLER), hears(caller, AGENT_A)]);
  const id = await browsers.newestCall(patchbay);
  await media.terminateWorker(connected.at(-1) ?? '');
  const call = await patchbay.reached(id, 'finished', 'failed');
  assert.equal(call.failReason, 'voip_conn_general');
  await caller.getByRole('heading', { name: 'The call has ended' }).waitFor();

  await browsers.finishWrapUp(desk);
  const next = await browsers.callerInQueue(t, callers, patchbay);
  await browsers.answer(desk);
  await Promise.all([hears(desk, CALLER), hears(next, AGENT_A)]);
  await press(next, 'Hang up');
});

test('an agent whose network is cut is told, and the call is there again with its sound when the network is', async (t) => {
  const desk = await browsers.openPage(t, agents);
  const line = await layLine(t, desk);
  await browsers.goOnline(desk, patchbay);
  const caller = await browsers.callerInQueue(t, callers, patchbay);
  await browsers.answer(desk);
  await Promise.all([hears(desk, CALLER), hears(caller, AGENT_A)]);
  const id = await browsers.newestCall(patchbay);

  await line.cut(true);
  await desk.getByText('Connection lost. Reconnecting…').waitFor();
  await isSilent(desk);
  await line.cut(false);
  await desk.getByText('Connection lost. Reconnecting…').waitFor({ state: 'hidden' });
  await desk.getByText('In call', { exact: true }).first().waitFor();
  await Promise.all([hears(desk, CALLER), hears(caller, AGENT_A)]);

  const call = await patchbay.reached(id, 'connected');
  assert.deepEqual([call.agentId, call.transfers], [2, []]);
  await press(desk, 'Hang up');
  await browsers.finishWrapUp(desk);
});

test('a caller whose network is cut is told, and comes back into their call', async (t) => {
  const desk = await browsers.onlineDesk(t, agents, patchbay);
  const caller = await browsers.openPage(t, callers, browsers.PHONE);
  const line = await layLine(t, caller);
  await browsers.callFrom(caller, patchbay);
  await caller.getByRole('button', { name: 'Web support' }).click();
  await browsers.answer(desk);
  await Promise.all([hears(desk, CALLER), hears(caller, AGENT_A)]);

  await line.cut(true);
  await caller
    .getByText(/connection/i)
    .first()
    .waitFor();
  await isSilent(desk);
  await desk.getByText('Caller cut off, may reconnect').waitFor();
  await line.cut(false);
  await caller.getByRole('heading', { name: 'You are talking to Agent' }).waitFor();
  await desk.getByText('Caller cut off, may reconnect').waitFor({ state: 'hidden' });
  await Promise.all([hears(desk, CALLER), hears(caller, AGENT_A)]);
  await press(caller, 'Hang up');
  await browsers.finishWrapUp(desk);
});
