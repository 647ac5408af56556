import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from '@playwright/test';
import * as browsers from '../support/browser.ts';
import { AGENT_A, press } from '../support/browser.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';

const browser = await browsers.openBrowser(AGENT_A);
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_SIMULATOR_SPEED: '1' });
const { address } = patchbay;

/** Waits until the tile shows the value: the number, above its name. */
async function tile(page: Page, name: string, value: string): Promise<void> {
  await page
    .locator('dl > div')
    .filter({ has: page.locator('dt', { hasText: name }) })
    .filter({ has: page.locator('dd', { hasText: value }) })
    .waitFor();
}

test('who is free is the same number in the tile, in every queue, on the card and in the transfer dialog', async (t) => {
  const live = await browsers.openPage(t, browser);
  await browsers.signInAt(live, patchbay, 'owner@somedomain.com');
  await live.goto(`${address}/app/live`);
  const card = (name: string) => live.getByRole('listitem').filter({ hasText: name });
  const row = (name: string) => live.getByRole('row').filter({ hasText: name });

  // No one is here: the simulated agent is free, for every queue that takes calls.
  await tile(live, 'Agents free', '1');
  await card('Admin UJET').getByText('Available (simulated)').waitFor();
  await row('Web support').getByRole('cell').nth(2).getByText('1', { exact: true }).waitFor();
  await row('Redirected mobile').getByText('Redirected', { exact: true }).waitFor();
  await row('Night line').getByText('After hours', { exact: true }).waitFor();

  // A person comes: calls are theirs now.
  const desk = await browsers.onlineDesk(t, browser, patchbay);
  await card('Admin UJET').getByText('On standby (simulated)').waitFor();
  await card('Agent UJET').getByText('Available', { exact: true }).waitFor();
  await tile(live, 'Agents free', '1');

  // They talk: no one is free, here and there and in their own dialog.
  await browsers.callerInQueue(t, browser, patchbay);
  await browsers.answer(desk);
  await tile(live, 'Agents free', '0');
  await row('Web support').getByRole('cell').nth(2).getByText('0', { exact: true }).waitFor();
  await press(desk, 'Transfer');
  await desk.getByText('On standby (simulated)').waitFor();
  assert.equal(await desk.getByRole('button', { name: 'Transfer to Allen UJET' }).isDisabled(), true, 'who is offline');
  await desk.getByRole('tab', { name: 'Queue' }).click();
  await desk
    .getByText(/^0 free · /)
    .first()
    .waitFor();
  await desk.getByText('After hours · none available to answer').waitFor();
  await desk.keyboard.press('Escape');

  // X once says so to everyone, for as long as it waits for the second one.
  await desk.getByRole('dialog').waitFor({ state: 'hidden' });
  const region = desk.locator('#said-politely');
  await desk.keyboard.press('x');
  await desk.getByText('Press X again to hang up', { exact: true }).waitFor();
  await desk.getByText('Press X again to hang up', { exact: true }).waitFor({ state: 'hidden' });
  assert.equal(await region.textContent(), '');
  await desk.keyboard.press('x');
  await desk.keyboard.press('x');
  await desk.getByRole('button', { name: 'Finish wrap-up' }).waitFor();
});
