/**
 * What each role finds in the console and what it is refused: one browser, one person each, page by page. And what an
 * administrator alone does there: they forget a contact.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page } from '@playwright/test';
import type { Role } from '#domain/identity/session.ts';
import { SECTIONS } from '#web/console/settings/sections.ts';
import { openBrowser, openPage, press, signInAt } from '../support/browser.ts';
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
      assert.deepEqual(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href'))), [
        ...sections.map(({ at }) => `/app${at}`),
        '/docs',
      ]);
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

test('an administrator forgets a contact in one act: contacts, calls and search show nothing of name and number', async (t) => {
  const [NAME, NUMBER, GONE] = ['Quentin Zephyrson', '+14155550187', /Quentin|Zephyrson|555.?0187/];
  const placed = await patchbay.send('/v1/calls', { body: { origin: 'action_only', contact_number: NUMBER } });
  const { id: callId } = placed.json as { id: number };
  await patchbay.send(`/v1/calls/${callId}/hang_up`, { body: { by: 'end_user' } });
  const { id: contactId } = (await patchbay.engine.directory.contactByPhone(1, NUMBER)) ?? assert.fail();
  const named = await patchbay.send(`/v1/contacts/${contactId}`, { method: 'PATCH', body: { name: NAME } });
  assert.equal(named.status, 200, named.text);

  const page = await openPage(t, browser);
  await signInAt(page, patchbay, 'owner@somedomain.com');
  const go = async (path: string): Promise<void> => void (await page.goto(`${patchbay.address}/app${path}`));
  const rowOfCall = page.getByRole('main').locator(`a[href="/app/calls/${callId}"]`);
  /** What the page shows once the place is there. */
  const shown = async (path: string, place: Locator): Promise<string> => {
    await go(path);
    await place.waitFor();
    return page.getByRole('main').innerText();
  };
  /** What the server finds for the palette, contacts and calls. */
  const found = async (text: string): Promise<string> => {
    const answerOf = async (list: string) =>
      page.waitForResponse((each) => each.url().includes(`/app/${list}.json?`) && each.url().includes('find='));
    await page.keyboard.press('Control+k');
    const answers = Promise.all([answerOf('contacts'), answerOf('calls')]);
    await page.getByLabel('Search commands, contacts and calls').fill(text);
    const texts = await Promise.all((await answers).map(async (answer) => answer.text()));
    await page.keyboard.press('Escape');
    return texts.join('\n');
  };
  assert.match(await shown('/calls', rowOfCall), /Quentin Zephyrson/);
  assert.match(await shown('/contacts', page.getByRole('link', { name: NAME })), /0187/);
  assert.match(await found(NAME), /"name":"Quentin Zephyrson"/);

  await page.getByRole('link', { name: NAME }).click();
  await press(page, 'Forget');
  await page.getByRole('dialog', { name: `Forget ${NAME}` }).waitFor();
  await press(page, 'Forget for good');
  await page.waitForURL('**/app/contacts');

  const left = [
    await shown('/contacts', page.getByRole('link').filter({ hasText: '+1' }).first()),
    await shown('/calls', rowOfCall),
    await shown(`/calls/${callId}`, page.getByRole('heading', { level: 1, name: 'Anonymous' })),
    await shown(`/contacts/${contactId}`, page.getByRole('heading', { name: 'Contact not found' })),
    await shown('/contacts?find=Zephyrson', page.getByText('No contacts match')),
    await shown('/calls?find=Zephyrson', page.getByText('No calls match')),
  ];
  for (const text of left) assert.doesNotMatch(text, GONE);
  for (const text of [NAME, NUMBER]) assert.doesNotMatch(await found(text), GONE);
});
