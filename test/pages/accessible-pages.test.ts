import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from '@playwright/test';
import { assertClean, assertNarrow } from '../support/accessible.ts';
import * as browsers from '../support/browser.ts';
import { CALLER, press } from '../support/browser.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';

const browser = await browsers.openBrowser(CALLER);
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_SIMULATOR_SPEED: '1' });
const { address } = patchbay;

/** On a phone the sections are a line that scrolls: the open one is to be seen in it. */
async function assertShownAmongSections(page: Page, path: string): Promise<void> {
  const open = page.locator('nav [aria-current=page]', { hasNotText: 'Settings' });
  const box = (await open.boundingBox()) ?? assert.fail(`${path}: no section is open`);
  assert.ok(box.x >= 0 && box.x + box.width <= 390, `${path}: the open section lies at ${box.x} px`);
}

test('the supervisor’s page is clean', async (t) => {
  const page = await browsers.openPage(t, browser);
  await browsers.signInAt(page, patchbay, 'owner@somedomain.com');
  await page.getByRole('heading', { name: 'You are offline' }).waitFor();
  await assertClean(page, 'the desk');
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
  await browsers.goOnline(page, patchbay, 'owner@somedomain.com');
  await assertNarrow(page, 'desk');
  for (const [path, heading] of [
    ['settings/menus', 'Sounds of every menu'],
    ['settings/menus/10', 'While callers wait'],
    ['settings/wrap-up', 'Statuses and wrap-up'],
    ['settings/requests', 'Requests'],
    ['settings/events', 'Events'],
    ['settings/appearance', 'Appearance'],
    ['settings/simulator', 'Simulator'],
    ['settings/sign-in', 'Sign-in provider'],
    ['settings/skills', 'Skills'],
    ['settings/voice-engines', 'Voice engines'],
    ['settings/people', 'People'],
    ['profile', 'Security'],
    ['scheduled', 'Scheduled calls and callbacks'],
    ['live', 'Queues'],
    ['calls', 'Calls'],
    ['contacts', 'Contacts'],
    ['contacts/80', 'History'],
  ] as const) {
    await page.goto(`${address}/app/${path}`);
    await page.getByRole('heading', { name: heading }).waitFor();
    if (/^(?:settings|scheduled|profile)/.test(path)) await assertClean(page, path);
    if (path.startsWith('settings/')) await assertShownAmongSections(page, path);
    await assertNarrow(page, path);
  }
  // The longest words: what fits in English may not fit in French.
  await page.evaluate(`fetch('/app/profile/language.json', {
    method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"language":"fr"}' })`);
  for (const [path, heading] of [
    ['live', 'Files'],
    ['desk', 'Vous êtes'],
  ] as const) {
    await page.goto(`${address}/app/${path}`);
    await page.getByRole('heading', { name: heading }).waitFor();
    assert.equal(await page.evaluate('document.documentElement.lang'), 'fr');
    await assertNarrow(page, `${path} in French`);
  }
  await page.evaluate(`fetch('/app/profile/language.json', {
    method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"language":null}' })`);
});

test('a menu is built at the console and tried from there: the call rings who is in it, and they talk', async (t) => {
  const desk = await browsers.openPage(t, browser);
  await browsers.goOnline(desk, patchbay, 'owner@somedomain.com');
  // By links: the page, and with it the microphone, stays.
  for (const name of ['Settings', 'Menus', 'New menu']) await desk.getByRole('link', { name, exact: true }).click();
  await desk.getByLabel('Name').fill('Billing');
  await desk.getByLabel('Offered to callers by').selectOption('web_menu');
  await press(desk, 'Add a group');
  await desk.getByLabel('Owner UJET').check();
  await press(desk, 'Save');
  await desk.getByRole('heading', { name: 'Billing', level: 1 }).waitFor();
  const tried = desk.context().waitForEvent('page');
  await desk.getByRole('link', { name: /^Call as a customer/ }).click();
  const caller = await tried;
  await press(caller, 'Call');
  await desk
    .getByRole('button', { name: /^Answer/ })
    .first()
    .click();
  await caller.getByRole('heading', { name: 'You are talking to Owner' }).waitFor();
  await press(caller, 'Hang up');
  const call = await patchbay.reached(await browsers.newestCall(patchbay), 'finished');
  const { menus } = await patchbay.engine.directory.load(1);
  assert.equal(menus.get(call.menuId ?? 0)?.name, 'Billing');
  assert.equal((await patchbay.send(`/v1/menus/${call.menuId}`, { method: 'DELETE' })).status, 204);
});

test('the start page and the reference of the APIs are clean, and show whole on 390 px with everything opened', async (t) => {
  const page = await browsers.openPage(t, browser, { viewport: { width: 390, height: 844 } });
  for (const path of ['', 'docs', 'docs/intercom', 'docs/ccaip', 'docs/vcita', 'docs/patchbay']) {
    await page.goto(`${address}/${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    if (['', 'docs'].includes(path)) await assertClean(page, path);
    await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
    await assertNarrow(page, path);
    // The same functions write all four: a small one is looked at whole, and of the one with schemas some operations.
    if (path === 'docs/patchbay')
      await page.evaluate('for (const each of [...document.querySelectorAll("section")].slice(8)) each.remove()');
    if (['docs/intercom', 'docs/patchbay'].includes(path)) await assertClean(page, path);
  }
});
