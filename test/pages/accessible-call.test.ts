import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Page } from '@playwright/test';
import { assertClean } from '../support/accessible.ts';
import * as browsers from '../support/browser.ts';
import { CALLER, press } from '../support/browser.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';

const browser = await browsers.openBrowser(CALLER);
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_SIMULATOR_SPEED: '1' });
const { address } = patchbay;

/** An agent who is online and a customer who talks with them. */
async function talking(t: TestContext): Promise<{ desk: Page; caller: Page }> {
  const desk = await browsers.onlineDesk(t, browser, patchbay);
  const caller = await browsers.callerInQueue(t, browser, patchbay);
  await browsers.answer(desk);
  return { desk, caller };
}

type Box = { getBoundingClientRect(): { readonly top: number } };
type RadioButton = { closest(selector: string): Box | null };

/** How far the choice is below the edge that cuts off what scrolls, in pixels. Runs in the page. */
function roomAbove(radio: RadioButton): number {
  const top = (selector: string): number => radio.closest(selector)?.getBoundingClientRect().top ?? Number.NaN;
  return top('label') - top('.overflow-y-auto');
}

test('the desk is clean from the sign-in to the first call', async (t) => {
  const desk = await browsers.openPage(t, browser);
  await desk.goto(`${address}/app/sign-in`);
  await assertClean(desk, 'sign-in');
  await browsers.signInAt(desk, patchbay);
  await assertClean(desk, 'offline');
  await press(desk, 'Go online');
  await desk.getByRole('heading', { name: 'You are ready' }).waitFor();
  await assertClean(desk, 'idle');
});

test('the caller’s page is clean before the call, in the menu and in the queue, and so is the desk that rings', async (t) => {
  const desk = await browsers.onlineDesk(t, browser, patchbay);
  const caller = await browsers.openPage(t, browser, { viewport: { width: 390, height: 760 } });
  await caller.goto(`${address}/w/demo`);
  await assertClean(caller, 'before the call');
  await browsers.callOn(caller);
  await assertClean(caller, 'menu');
  await caller.getByRole('button', { name: 'Web support' }).click();
  await desk.getByRole('button', { name: 'Answer', exact: true }).waitFor();
  await Promise.all([assertClean(caller, 'queue'), assertClean(desk, 'ringing')]);
  await press(caller, 'Hang up');
});

test('both pages are clean while the two talk and the recording is paused, and so are the dialogs over the call', async (t) => {
  const { desk, caller } = await talking(t);
  await press(desk, 'Pause recording');
  await caller.getByText('Recording is paused', { exact: true }).waitFor();
  await Promise.all([assertClean(caller, 'talking'), assertClean(desk, 'in call')]);
  await press(desk, 'Transfer');
  await desk.getByRole('dialog').waitFor();
  for (const width of [390, 1280]) {
    await desk.setViewportSize({ width, height: 800 });
    const room = await desk.getByRole('radio', { name: /^Cold/ }).evaluate<number, RadioButton>(roomAbove);
    assert.ok(room >= 4, `at ${width} px the ring around what has the focus has ${room} px above it`);
  }
  await assertClean(desk, 'transfer');
  await desk.getByRole('tab', { name: 'Queue' }).click();
  await desk.getByText(/^After hours/).waitFor();
  await assertClean(desk, 'transfer to a queue');
  await desk.keyboard.press('Escape');
  await press(desk, 'Keypad');
  await assertClean(desk, 'keypad');
  await desk.keyboard.press('Escape');
  await press(desk, 'Hang up');
  await browsers.finishWrapUp(desk);
});

test('both pages are clean after the call, and so is what is kept of it', async (t) => {
  const { desk, caller } = await talking(t);
  await press(desk, 'Hang up');
  await desk.getByRole('button', { name: 'Finish wrap-up' }).waitFor();
  await caller.getByRole('heading', { name: 'The call has ended' }).waitFor();
  await Promise.all([assertClean(caller, 'ended'), assertClean(desk, 'wrap-up')]);
  await browsers.finishWrapUp(desk);

  const id = await browsers.newestCall(patchbay);
  await patchbay.until(id, (call) => call.recording?.status === 'stored');
  await desk.goto(`${address}/app/calls`);
  await desk.getByRole('heading', { name: 'Calls' }).waitFor();
  await assertClean(desk, 'calls');
  await desk.goto(`${address}/app/calls?find=no+such+person`);
  await desk.getByText('No calls match').waitFor();
  await assertClean(desk, 'no calls');
  await desk.goto(`${address}/app/calls/${id}`);
  await press(desk, 'Play');
  await assertClean(desk, 'a call');
  for (const tab of ['Timeline', 'API views']) {
    await desk.getByRole('tab', { name: tab }).click();
    await assertClean(desk, tab);
  }
});
