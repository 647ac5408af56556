import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as browsers from '../support/browser.ts';
import { AGENT_A, CALLER, press } from '../support/browser.ts';
import { hears } from '../support/ear.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';

const PHONE = '+16285550148';

const [customers, agents] = await Promise.all([browsers.openBrowser(CALLER), browsers.openBrowser(AGENT_A)]);
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_SIMULATOR_SPEED: '1' });

/** The address in a text message to the number. */
async function aLink(): Promise<string> {
  const asked = { workspaceId: 1, phone: PHONE, attributes: {}, requestKey: null };
  const made = await patchbay.engine.redirectCaller(asked);
  assert.ok(made.ok);
  return `${patchbay.address}/m/${made.value.token}`;
}

test('a customer writes, is answered from the desk, and calls from the same page: the agent sees who they are', async (t) => {
  const desk = await browsers.onlineDesk(t, agents, patchbay);
  const page = await browsers.openPage(t, customers, browsers.PHONE);
  await page.goto(await aLink());
  await page.getByLabel('Your message').fill('Where is my parcel?');
  await press(page, 'Send');
  await desk.getByText('Where is my parcel?').first().click();
  await desk.getByLabel(/^Message to /).fill('It comes today.');
  await press(desk, 'Send');
  await page.getByRole('log').getByText('It comes today.').waitFor();

  await page.getByRole('link', { name: 'Call now in the browser' }).click();
  await browsers.callOn(page);
  await page.getByRole('button', { name: 'Web support' }).click();
  await press(desk, 'Answer');
  await Promise.all([hears(desk, CALLER), hears(page, AGENT_A)]);
  const call = await patchbay.reached(await browsers.newestCall(patchbay), 'connected');
  assert.deepEqual([call.origin, call.contactNumber], ['web', PHONE]);
  await press(page, 'Hang up');
  await patchbay.reached(call.id, 'finished');
  await browsers.finishWrapUp(desk);
});

test('who asks to be called is told so, and their number is dialed', async (t) => {
  const page = await browsers.openPage(t, customers, browsers.PHONE);
  await page.goto(await aLink());
  await press(page, 'Call me');
  await page.getByText('We’re calling the number').waitFor();
  const call = await patchbay.until(await browsers.newestCall(patchbay), ({ state }) => state !== 'scheduled');
  assert.deepEqual([call.contactNumber, call.direction], [PHONE, 'outbound']);
});
