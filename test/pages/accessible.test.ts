import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import * as browsers from '../support/browser.ts';
import { CALLER, press } from '../support/browser.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';

const browser = await browsers.openBrowser(CALLER);
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_SIMULATOR_SPEED: '1' });
const { address } = patchbay;

/** A telephone shows the page whole: nothing lies beside it. */
async function assertNarrow(page: Page, where: string): Promise<void> {
  const beside = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  assert.equal(beside, 0, `${where}: ${beside} px lie beside the window`);
}

/** The rules that the page breaks where it stands, in light; in dark only colors can be wrong besides. */
async function assertClean(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const axe = new AxeBuilder({ page });
    const { violations } = await (colorScheme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze();
    const faults = violations.flatMap(({ nodes }) =>
      nodes.map(({ html, failureSummary }) => `${html.slice(0, 120)} ${failureSummary}`),
    );
    assert.deepEqual(faults, [], `${where}, ${colorScheme}`);
  }
}

test('the desk is clean from the sign-in to the wrap-up, and so is the caller’s page from the first press to the end', async (t) => {
  const desk = await browsers.openPage(t, browser);
  await desk.goto(`${address}/app/sign-in`);
  await assertClean(desk, 'sign-in');
  await browsers.signInAt(desk, patchbay);
  await assertClean(desk, 'offline');
  await press(desk, 'Go online');
  await desk.getByRole('heading', { name: 'You are ready' }).waitFor();
  await assertClean(desk, 'idle');

  const caller = await browsers.openPage(t, browser, { viewport: { width: 390, height: 760 } });
  await caller.goto(`${address}/w/demo`);
  await assertClean(caller, 'before the call');
  await press(caller, 'Call');
  await caller.getByRole('heading', { name: 'What is your call about?' }).waitFor();
  await assertClean(caller, 'menu');
  await caller.getByRole('button', { name: 'Web support' }).click();
  await desk.getByRole('button', { name: 'Answer', exact: true }).waitFor();
  await Promise.all([assertClean(caller, 'queue'), assertClean(desk, 'ringing')]);
  await browsers.answer(desk);
  await Promise.all([assertClean(caller, 'talking'), assertClean(desk, 'in call')]);
  await press(desk, 'Transfer');
  await desk.getByRole('dialog').waitFor();
  await assertClean(desk, 'transfer');
  await desk.getByRole('tab', { name: 'Queue' }).click();
  await desk.getByText(/^After hours/).waitFor();
  await assertClean(desk, 'transfer to a queue');
  await desk.keyboard.press('Escape');
  await press(desk, 'Keypad');
  await assertClean(desk, 'keypad');
  await desk.keyboard.press('Escape');
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
  await desk.getByText('No call is like that').waitFor();
  await assertClean(desk, 'no calls');
  await desk.goto(`${address}/app/calls/${id}`);
  await press(desk, 'Play');
  await assertClean(desk, 'a call');
  for (const tab of ['Timeline', 'In the APIs']) {
    await desk.getByRole('tab', { name: tab }).click();
    await assertClean(desk, tab);
  }
});

test('the supervisor’s page is clean', async (t) => {
  const page = await browsers.openPage(t, browser);
  await browsers.signInAt(page, patchbay, 'admin@somedomain.com');
  await page.getByText('This is a simulated agent').waitFor();
  await assertClean(page, 'the desk of a simulated agent');
  await page.goto(`${address}/app/live`);
  await page.getByRole('heading', { name: 'Queues' }).waitFor();
  await assertClean(page, 'live');
});

test('the Messenger page is clean, open and expired, and shows whole on 320 px', async (t) => {
  const redirected = await patchbay.engine.redirectCaller({
    workspaceId: 1,
    phone: '+16285550149',
    attributes: {},
    requestKey: null,
  });
  assert.ok(redirected.ok);
  const page = await browsers.openPage(t, browser, { viewport: { width: 320, height: 640 } });
  for (const heading of ['Our conversation', 'This link has expired']) {
    await page.goto(`${address}/m/${redirected.value.token}`);
    await page.getByRole('heading', { name: heading }).waitFor();
    await assertClean(page, heading);
    await assertNarrow(page, heading);
    await patchbay.database.pool.query(`update redirect set expires_at = now() - interval '1 second'`);
  }
});

test('the callers’ page shows whole on 320 px, the console on 390', async (t) => {
  const caller = await browsers.openPage(t, browser, { viewport: { width: 320, height: 640 } });
  await browsers.callFrom(caller, patchbay);
  await assertNarrow(caller, 'menu');
  await press(caller, 'Hang up');
  await caller.getByRole('heading', { name: 'You hung up' }).waitFor();
  await assertNarrow(caller, 'ended');

  const page = await browsers.openPage(t, browser, { viewport: { width: 390, height: 844 } });
  await page.goto(`${address}/app/sign-in`);
  await assertNarrow(page, 'sign-in');
  await browsers.goOnline(page, patchbay, 'admin@somedomain.com');
  await assertNarrow(page, 'desk');
  for (const [path, heading] of [
    ['live', 'Queues'],
    ['calls', 'Calls'],
  ] as const) {
    await page.goto(`${address}/app/${path}`);
    await page.getByRole('heading', { name: heading }).waitFor();
    await assertNarrow(page, path);
  }
});

test('the start page and the reference of the APIs are clean, and show whole on 390 px with everything opened', async (t) => {
  const page = await browsers.openPage(t, browser, { viewport: { width: 390, height: 844 } });
  for (const path of ['', 'docs', 'docs/intercom', 'docs/ccaip', 'docs/vcita', 'docs/patchbay']) {
    await page.goto(`${address}/${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    // The same functions write all four: one is looked at with all of its fields, and the one with schemas as it opens.
    if (['', 'docs', 'docs/patchbay'].includes(path)) await assertClean(page, path);
    await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
    await assertNarrow(page, path);
    if (path === 'docs/intercom') await assertClean(page, path);
  }
});
