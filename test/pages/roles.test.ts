/** What each role finds in the console and what it is refused: one browser, one person each, page by page. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from '@playwright/test';
import type { Role } from '#domain/identity/session.ts';
import { SECTIONS } from '#web/console/settings/sections.ts';
import { openBrowser, openPage } from '../support/browser.ts';
import { PASSWORD } from '../support/pages.ts';
import { testPatchbay } from '../support/patchbay.ts';
import { AT_HOME, pathOf } from '../support/people.ts';
import type { ToldPerson } from '../support/people.ts';

const browser = await openBrowser('none');
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD });
const { data: contacts } = (await patchbay.send('/v1/contacts')).json as { data: { id: number }[] };
const [contact] = contacts;
const noted = await patchbay.send('/v1/calls', { body: { origin: 'action_only', contact_number: '+14155550165' } });
const { id: call } = noted.json as { id: number };

/** What stands in the rail, which settings there are, and what can be done about a contact and a call. */
const SEES = {
  agent: { rail: 'Desk Calls Scheduled Contacts', acts: 'Dial Edit', isHolding: false, hasCsv: false },
  supervisor: {
    rail: 'Desk Live Calls Scheduled Contacts',
    acts: 'Dial Edit Merge Block',
    isHolding: false,
    hasCsv: true,
  },
  admin: {
    rail: 'Desk Live Calls Scheduled Contacts Settings',
    acts: 'Dial Edit Merge Block Export Legal hold Forget',
    isHolding: true,
    hasCsv: true,
  },
  developer: {
    rail: 'Desk Live Calls Scheduled Contacts Settings',
    acts: 'Dial',
    isHolding: false,
    hasCsv: false,
  },
} as const satisfies Readonly<Record<Role, object>>;

/** A person of the role who comes in by their link, as people do. */
async function arrive(page: Page, role: Role): Promise<void> {
  const { json } = await patchbay.send('/v1/people', { body: { email: `${role}@roles.example`, role } });
  await page.goto(patchbay.address + pathOf((json as ToldPerson).link?.url));
  await page.getByLabel('First name').fill(AT_HOME.first_name);
  await page.getByLabel('Last name').fill(role);
  await page.getByLabel('Password').fill(AT_HOME.password);
  await page.getByRole('button').click();
  await page.waitForURL('**/app/desk');
}

const wordsOf = async (page: Page, name: string): Promise<string[]> => {
  const inside = page.getByRole('navigation', { name });
  await inside.waitFor();
  return (await inside.getByRole('link').allInnerTexts()).map((text) => text.trim().split('\n')[0] ?? '');
};

for (const [role, sees] of Object.entries(SEES) as [Role, (typeof SEES)[Role]][])
  test(`${role}: what they see, and what sends them away`, async (t) => {
    const page = await openPage(t, browser);
    const go = async (path: string): Promise<void> => void (await page.goto(`${patchbay.address}/app${path}`));
    await arrive(page, role);
    assert.equal((await wordsOf(page, 'Pages')).join(' '), sees.rail);

    const mayOpen = ({ roles }: (typeof SECTIONS)[number]): boolean => (roles as readonly Role[]).includes(role);
    const sections = SECTIONS.filter(mayOpen);
    const refused = SECTIONS.find((each) => !mayOpen(each));
    if (refused !== undefined) {
      await go(refused.at);
      await page.waitForURL((url) => url.pathname !== `/app${refused.at}`);
    }
    if (sections.length > 0) {
      await go('/settings');
      assert.match((await wordsOf(page, 'Settings')).at(-1) ?? '', /^API reference/);
      const links = page.getByRole('navigation', { name: 'Settings' }).getByRole('link');
      assert.deepEqual(
        await links.evaluateAll((all) => all.map((link) => link.getAttribute('href'))),
        [...sections.map(({ at }) => `/app${at}`), '/docs'],
      );
    }

    await go(`/contacts/${contact?.id}`);
    const head = page.getByRole('main').locator('header');
    await head.getByRole('button', { name: 'Dial' }).waitFor();
    assert.equal((await head.locator('button, a').allInnerTexts()).map((text) => text.trim()).join(' '), sees.acts);

    await go('/calls');
    await page.getByRole('heading', { level: 1, name: 'Calls' }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'Download as CSV' }).isVisible(), sees.hasCsv);
    await go(`/calls/${call}`);
    // An agent who had nothing to do with the call does not find it.
    const title = role === 'agent' ? 'Call not found' : /\+1 415/;
    await page.getByRole('heading', { name: title }).first().waitFor();
    assert.equal(await page.getByRole('button', { name: 'Legal hold' }).isVisible(), sees.isHolding);
  });
