/** A company moves in, in browsers alone: from the set-up link to the first answered call, and what comes after it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from '@playwright/test';
import * as browsers from '../support/browser.ts';
import { AGENT_A, CALLER, PHONE, press } from '../support/browser.ts';
import { hears } from '../support/ear.ts';
import { testPatchbay } from '../support/patchbay.ts';

const EMAIL = 'ada@nord.example';
const FIRST = 'ships in harbor are safe';
const SECOND = 'but that is not what for';

const [people, callers] = await Promise.all([browsers.openBrowser(AGENT_A), browsers.openBrowser(CALLER)]);
const patchbay = await testPatchbay({ PATCHBAY_DEMO: 'off', PATCHBAY_SIMULATOR_SPEED: '1' });
const { address } = patchbay;

async function openSettings(owner: Page, name: string): Promise<void> {
  await owner.getByRole('link', { name: 'Settings', exact: true }).click();
  await owner.getByRole('link', { name, exact: true }).click();
}

/** What a link of the dialog leads to; the dialog is closed. */
async function linkShown(owner: Page): Promise<string> {
  const url = await owner.getByLabel('Sign-in link').inputValue();
  await press(owner, 'Close');
  return url;
}

async function call(caller: Page): Promise<void> {
  await caller.goto(`${address}/w/cafe-nord`);
  await press(caller, 'Call');
  await press(caller, 'Orders');
}

test('from the set-up link to the first call, which an invited person answers; then no one is there, and she is locked out', async (t) => {
  const [owner, ada, caller] = [
    await browsers.openPage(t, people),
    await browsers.openPage(t, people),
    await browsers.openPage(t, callers, PHONE),
  ];
  await owner.goto(`${address}${patchbay.setupPath}`);
  await owner.getByRole('textbox', { name: 'Workspace' }).fill('Café Nord');
  await owner.getByLabel('Your first name').fill('Grace');
  await owner.getByLabel('Your last name').fill('Hopper');
  await owner.getByLabel('Your e-mail address').fill('grace@nord.example');
  await owner.getByLabel('Password').fill(FIRST);
  await press(owner, 'Set up');
  await owner.getByRole('heading', { name: 'First steps' }).waitFor();

  await openSettings(owner, 'People');
  await press(owner, 'Invite');
  const dialog = owner.getByRole('dialog');
  await dialog.getByLabel('E-mail address').fill(EMAIL);
  await dialog.getByRole('button', { name: 'Invite' }).click();
  const invitation = await linkShown(owner);

  await ada.goto(invitation);
  await ada.getByLabel('First name').fill('Ada');
  await ada.getByLabel('Last name').fill('Lovelace');
  await ada.getByLabel('Password').fill(FIRST);
  await press(ada, 'Join');
  await press(ada, 'Go online');
  await ada.getByRole('heading', { name: 'You are ready' }).waitFor();

  await openSettings(owner, 'Menus');
  await owner.getByRole('link', { name: 'New menu', exact: true }).click();
  await owner.getByLabel('Name').fill('Orders');
  await owner.getByLabel('Offered to callers by').selectOption('web_menu');
  await press(owner, 'Add a group');
  await owner.getByLabel('Ada Lovelace').check();
  const unstaffed = owner.getByRole('group', { name: /^No agent is there/ });
  await unstaffed.getByLabel('After (seconds)').fill('0');
  await unstaffed.getByLabel('Then').selectOption('voicemail');
  await press(owner, 'Save');
  await owner.getByRole('heading', { name: 'Orders', level: 1 }).waitFor();

  await call(caller);
  await browsers.answer(ada);
  await Promise.all([hears(ada, CALLER), hears(caller, AGENT_A)]);
  await press(caller, 'Hang up');
  await patchbay.reached(await browsers.newestCall(patchbay), 'finished');

  await openSettings(owner, 'People');
  await press(owner, 'Lock Ada Lovelace');
  await ada.getByRole('heading', { name: 'Sign in' }).waitFor();
  await call(caller);
  await caller.getByRole('heading', { name: 'Leave a message' }).waitFor();
  await press(caller, 'Done');
  const asked = await patchbay.until(await browsers.newestCall(patchbay), ({ state }) => state !== 'voicemail');
  assert.equal(asked.deflection, 'no_agents_voicemail');

  await press(owner, 'Unlock Ada Lovelace');
  await press(owner, 'New link for Ada Lovelace');
  await ada.goto(await linkShown(owner));
  await ada.getByLabel('Password').fill(SECOND);
  await press(ada, 'Set password');
  await press(owner, 'Sign out Ada Lovelace everywhere');
  await ada.getByRole('heading', { name: 'Sign in' }).waitFor();
});
