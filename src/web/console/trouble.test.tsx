/** What a page shows when what it is about cannot be had, is not there, or is not for the reader. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Role } from '#realtime/agent/protocol.ts';
import { openConsole } from '../../../test/support/console/app.tsx';
import { fireEvent, screen, within } from '../../../test/support/console/dom.ts';
import { contactView } from '../../../test/support/console/views.ts';

const AWAY = { message: 'The database is away.' };

/** What stands around it, and is there. */
const AROUND = {
  'GET /app/contacts/80.json': { contact: contactView(80), scheduled: [] },
  'GET /app/profile.json': { firstName: 'Kim', lastName: 'Reed', role: 'admin', sessions: [] },
  'GET /app/profile/factors.json': { hasCodes: false, recoveryCodesLeft: 0, passkeys: 0, isRequired: false },
};

/** Place -> what it asks for, and what is said when that cannot be had. */
const PLACES: readonly (readonly [at: string, asked: string, said: string])[] = [
  ['/calls/7', '/app/calls/7.json', 'Couldn’t load the call'],
  ['/scheduled', '/app/scheduled.json', 'Couldn’t load scheduled calls'],
  ['/contacts', '/app/contacts.json', 'Couldn’t load contacts'],
  ['/contacts/80', '/app/contacts/80.json', 'Couldn’t load the contact'],
  ['/contacts/80', '/app/contacts/80/history.json', 'Couldn’t load the history'],
  ['/live', '/app/voice-report.json', 'Couldn’t load the figures'],
  ['/profile', '/app/profile.json', 'Couldn’t load your profile'],
  ['/profile', '/app/profile/factors.json', 'Couldn’t load your second factor'],
  ['/profile', '/app/profile/passkeys.json', 'Couldn’t load your passkeys'],
  ['/settings/workspace', '/app/workspace.json', 'Couldn’t load the workspace'],
  ['/settings/appearance', '/app/appearance.json', 'Couldn’t load the appearance'],
  ['/settings/numbers', '/app/numbers.json', 'Couldn’t load the numbers'],
  ['/settings/languages', '/app/languages.json', 'Couldn’t load the languages'],
  ['/settings/people', '/app/people.json', 'Couldn’t load people'],
  ['/settings/sign-in', '/app/mail/server.json', 'Couldn’t load the mail server'],
  ['/settings/sign-in', '/app/mail/sent.json', 'Couldn’t load sent mail'],
  ['/settings/sign-in', '/app/provider.json', 'Couldn’t load the sign-in provider'],
  ['/settings/menus', '/app/menus.json', 'Couldn’t load the menus'],
  ['/settings/menus/50', '/app/menus.json', 'Couldn’t load the menu'],
  ['/settings/skills', '/app/skills.json', 'Couldn’t load the skills'],
  ['/settings/voice-engines', '/app/voice-engines.json', 'Couldn’t load the voice engines'],
  ['/settings/wrap-up', '/app/wrap-up.json', 'Couldn’t load the rules'],
  ['/settings/transcripts', '/app/transcripts.json', 'Couldn’t load the transcript settings'],
  ['/settings/articles', '/app/articles.json', 'Couldn’t load the articles'],
  ['/settings/articles/7', '/app/articles/7.json', 'Couldn’t load the article'],
  ['/settings/trunks', '/app/trunks.json', 'Couldn’t load the trunks'],
  ['/settings/trunks/7', '/app/trunks.json', 'Couldn’t load the trunk'],
  ['/settings/webhooks', '/app/webhooks.json', 'Couldn’t load the webhooks'],
  ['/settings/webhooks/7', '/app/webhooks/7.json', 'Couldn’t load the deliveries'],
  ['/settings/tokens', '/app/tokens.json', 'Couldn’t load the tokens'],
  ['/settings/tokens', '/app/oauth-apps.json', 'Couldn’t load the applications'],
  ['/settings/requests', '/app/requests.json', 'Couldn’t load the requests'],
  ['/settings/requests/7', '/app/requests/7.json', 'Couldn’t load the request'],
  ['/settings/events', '/app/events.json', 'Couldn’t load the events'],
  ['/settings/events/7', '/app/events/7.json', 'Couldn’t load the event'],
  ['/settings/simulator', '/app/simulator.json', 'Couldn’t load the simulator'],
  ['/settings/audit', '/app/audit.json', 'Couldn’t load the audit log'],
  ['/settings/retention', '/app/retention.json', 'Couldn’t load retention'],
];

test('what cannot be had is said in its place, with why, and asked for again by the button there', async () => {
  const page = await openConsole({ role: 'admin' });
  for (const [at, asked, said] of PLACES) {
    for (const [address, json] of Object.entries(AROUND)) page.server.serve(address, json);
    page.server.serve(`GET ${asked}`, AWAY, 503);
    if (page.place() === `/app${at}`) await page.go('/desk');
    await page.go(at);
    const title = screen.getByText(said);
    const trouble = within(title.closest<HTMLElement>('[role="alert"]') ?? assert.fail(at));
    assert.ok(trouble.queryByText(AWAY.message), `${at}: ${said}`);
    const times = (): number => page.server.fetched.filter((each) => each.split('?')[0] === `GET ${asked}`).length;
    const before = times();
    await page.does(() => fireEvent.click(trouble.getByRole('button', { name: 'Try again' })));
    assert.equal(times(), before + 1, at);
  }
});

/** Place of one thing -> what is said when there is none, and where the way on leads. */
const ONES: readonly (readonly [at: string, asked: string, said: string, on: string])[] = [
  ['/calls/7', '/app/calls/7.json', 'Call not found', '/app/calls'],
  ['/contacts/80', '/app/contacts/80.json', 'Contact not found', '/app/contacts'],
  ['/settings/menus/50', '/app/menus.json', 'Menu not found', '/app/settings/menus'],
  ['/settings/articles/7', '/app/articles/7.json', 'No such article', '/app/settings/articles'],
  ['/settings/trunks/7', '/app/trunks.json', 'No such trunk', '/app/settings/trunks'],
  ['/settings/webhooks/7', '/app/webhooks/7.json', 'No such webhook', '/app/settings/webhooks'],
  ['/settings/requests/7', '/app/requests/7.json', 'Request not found', '/app/settings/requests'],
  ['/settings/events/7', '/app/events/7.json', 'Event not found', '/app/settings/events'],
  ['/nowhere/at/all', '/app/me', 'Page not found', '/app/desk'],
];

test('an address that leads to nothing says so in the frame, with the way on and no button to try again', async () => {
  const lists = { 'GET /app/menus.json': { menus: [], agents: [] }, 'GET /app/trunks.json': { trunks: [] } };
  const page = await openConsole({ role: 'admin', serve: lists });
  for (const [at, , said, on] of ONES) {
    await page.go(at);
    const title = screen.getByRole('heading', { name: said, level: 1 });
    const way = within(title.parentElement ?? assert.fail(at)).getByRole('link');
    assert.equal(way.getAttribute('href'), on, at);
    assert.equal(screen.queryByRole('button', { name: 'Try again' }), null, at);
    assert.ok(screen.getByRole('link', { name: /^Desk/ }), at);
  }
});

test('a page that breaks says so in its place; the frame stays, and leads to other pages', async (t) => {
  // What broke is for the browser's log.
  t.mock.method(console, 'error', () => undefined);
  t.mock.method(console, 'warn', () => undefined);
  const page = await openConsole({ role: 'admin', serve: { 'GET /app/people.json': { people: [null] } } });
  await page.go('/settings/people');
  assert.ok(screen.getByText('Couldn’t load the page'));
  await page.press(/^Desk/, 'link');
  assert.equal(page.place(), '/app/desk');
  assert.equal(screen.queryByText('Couldn’t load the page'), null);
});

/** Role, where they go -> where they come to be. */
const LED: readonly (readonly [role: Role, at: string, to: string])[] = [
  ['agent', '/', '/app/desk'],
  ['agent', '/live', '/app/desk'],
  ['supervisor', '/live', '/app/live'],
  ['developer', '/live', '/app/live'],
  ['agent', '/settings', '/app/desk'],
  ['supervisor', '/settings', '/app/desk'],
  ['developer', '/settings', '/app/settings/webhooks'],
  ['developer', '/settings/people', '/app/desk'],
  ['developer', '/settings/webhooks/7', '/app/settings/webhooks/7'],
  ['admin', '/settings', '/app/settings/workspace'],
  ['admin', '/add-factor', '/app/desk'],
];
for (const role of ['agent', 'supervisor', 'developer', 'admin'] as const)
  test(`what is not for ${role} leads to what is`, async () => {
    const page = await openConsole({ role });
    for (const [, at, to] of LED.filter(([whose]) => whose === role)) {
      await page.go(at);
      assert.equal(page.place(), to, at);
    }
  });
