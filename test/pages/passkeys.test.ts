/** Signing in as people do: with a code of an app, and with a passkey of a device. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from '@playwright/test';
import { assertClean } from '../support/accessible.ts';
import * as browsers from '../support/browser.ts';
import { codeOf } from '../support/factors.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';
import { peopleAt } from '../support/people.ts';

const browser = await browsers.openBrowser('none');
// Passkeys are bound to a name, and so not to 127.0.0.1.
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_HOST: 'localhost' });
const { comeIn } = peopleAt(patchbay);
const { address } = patchbay;
const EMAIL = 'keys@somedomain.com';

/**
 * A device that asks its person nothing, and says that it has. It would answer what a page only offers, too, and so
 * sign in before anything is pressed: here nothing is offered.
 */
async function plugIn(page: Page): Promise<void> {
  await page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false');
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** Goes to the page that begins with the heading. */
async function open(page: Page, path: string, heading: string): Promise<void> {
  await page.goto(address + path);
  await page.getByRole('heading', { name: heading, exact: true }).waitFor();
}

test('a person sets up codes and a passkey, and signs in with either', async (t) => {
  await comeIn(EMAIL);
  const page = await browsers.openPage(t, browser);
  const press = async (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  const enterPassword = async (): Promise<void> => {
    await open(page, '/app/sign-in', 'Sign in');
    await page.getByLabel('E-mail address').fill(EMAIL);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');
  };
  await enterPassword();
  await page.getByRole('heading', { name: 'You are offline' }).waitFor();
  await open(page, '/app/profile', 'Security');
  await press('Set up');
  await page.getByLabel('Your password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  const secret = ((await page.locator('form code').textContent()) ?? '').replaceAll(' ', '');
  await page.getByLabel('Code', { exact: true }).fill(codeOf(secret, new Date()));
  await page.keyboard.press('Enter');
  await press('I have saved them');

  await page.context().clearCookies();
  await enterPassword();
  await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
  await assertClean(page, 'the code');
  // The first one was taken, and the clock of a phone may run ahead by a step.
  await page.getByLabel('Code', { exact: true }).fill(codeOf(secret, new Date(Date.now() + 30_000)));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'You are offline' }).waitFor();

  await plugIn(page);
  await open(page, '/app/profile', 'Security');
  await press('Add a passkey');
  await page.getByLabel('Name of the passkey').fill('Laptop');
  await page.getByLabel('Your password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByText(/Added .* · not used yet/).waitFor();
  await assertClean(page, 'the profile with a passkey');

  await page.context().clearCookies();
  await open(page, '/app/sign-in', 'Sign in');
  await press('Sign in with a passkey');
  await page.getByRole('heading', { name: 'You are offline' }).waitFor();
  await open(page, '/app/profile', 'Security');
  await page.getByText(/Added .* · last used/).waitFor();
  await page.getByRole('button', { name: 'Remove Laptop' }).click();
  await press('Remove');
  await page.getByText(/Added .* · last used/).waitFor({ state: 'detached' });

  await page.context().clearCookies();
  await open(page, '/app/sign-in', 'Sign in');
  await press('Sign in with a passkey');
  await page.getByText('This passkey is not known here. It may have been removed.').waitFor();
  assert.equal(new URL(page.url()).pathname, '/app/sign-in');
});
