import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { fireEvent, screen, within } from '../../../../test/support/console/dom.ts';
import { nameOfSection } from './section-name.ts';
import { sectionsFor } from './sections.ts';

const ADA = {
  id: 3,
  email: 'ada@example.com',
  firstName: 'Ada',
  lastName: 'King',
  role: 'agent',
  state: 'active',
  lastSeenAt: null,
  hasCodes: false,
  passkeys: 0,
  assist: true,
};
const LINK = { url: 'https://calls.example/join/secret', expiresAt: '2026-12-01T09:00:00.000Z' };
const PEOPLE = { 'GET /app/people.json': { people: [ADA, { ...ADA, id: 4, firstName: 'Lin', state: 'locked' }] } };
const open = async (serve: Record<string, unknown> = {}) =>
  openConsole({ at: '/settings/people', role: 'admin', serve: { ...PEOPLE, ...serve } });
const lines = async () => within(await screen.findByRole('list', { name: 'People' })).findAllByRole('listitem');

test('each person stands with state and role, and what can be done about them', async () => {
  await open();
  assert.deepEqual(
    (await lines()).map((line) =>
      within(line)
        .getAllByRole('button')
        .map((button) => button.getAttribute('aria-label')),
    ),
    [
      ['New link for Ada King', 'Assist Ada King in calls', 'Sign out Ada King everywhere', 'Lock Ada King'],
      ['Unlock Lin King'],
    ],
  );
  assert.ok(within((await lines())[1] ?? document.body).getByText('Locked'));
});

test('an invitation ends with the link, shown to be handed on', async () => {
  const page = await open({ 'POST /app/people.json': LINK });
  await page.press('Invite');
  fireEvent.change(screen.getByLabelText('E-mail address'), { target: { value: 'new@example.com' } });
  await page.does(() => fireEvent.submit(screen.getByLabelText('E-mail address')));
  assert.equal(screen.getByLabelText<HTMLInputElement>('Sign-in link').value, LINK.url);
});

test('a refused invitation says why beside the field, and keeps what was typed', async () => {
  const page = await open();
  page.server.serve('POST /app/people.json', { message: 'Someone has this email address already.' }, 409);
  await page.press('Invite');
  const field = screen.getByLabelText<HTMLInputElement>('E-mail address');
  fireEvent.change(field, { target: { value: 'ada@example.com' } });
  await page.does(() => fireEvent.submit(field));
  assert.ok(screen.getByText('Someone has this email address already.'));
  assert.equal(field.value, 'ada@example.com');
  assert.equal(field.getAttribute('aria-invalid'), 'true');
});

test('locking asks the server and shows what it says when it refuses', async () => {
  const page = await open();
  page.server.serve('PATCH /app/people/3.json', { message: 'Make another one first.' }, 409);
  await lines();
  await page.press('Lock Ada King');
  assert.ok(page.server.fetched.includes('PATCH /app/people/3.json'));
  assert.ok(screen.getAllByText('Make another one first.').length > 0);
});

test('whether a person is assisted in calls is shown, and switched by a press', async () => {
  const page = await open({ 'PATCH /app/people/3.json': ADA });
  const button = () => screen.getByRole('button', { name: 'Assist Ada King in calls' });
  assert.equal(button().getAttribute('aria-pressed'), 'true');
  page.server.serve('GET /app/people.json', { people: [{ ...ADA, assist: false }] });
  await page.press('Assist Ada King in calls');
  assert.deepEqual(page.server.bodiesOf('PATCH /app/people/3.json'), [{ assist: false }]);
  assert.equal(button().getAttribute('aria-pressed'), 'false');
});

test('a person is signed out everywhere', async () => {
  const page = await open({ 'DELETE /app/people/3/sessions.json': { ended: 2 } });
  await lines();
  await page.press('Sign out Ada King everywhere');
  assert.ok(page.server.fetched.includes('DELETE /app/people/3/sessions.json'));
  assert.ok(screen.getByText('Ada King is signed out everywhere.'));
});

test('a second factor is shown, and taken away once more was asked', async () => {
  const page = await open({ 'GET /app/people.json': { people: [{ ...ADA, hasCodes: true }] } });
  assert.ok(within((await lines())[0] ?? document.body).getByText('Two-factor'));
  await page.press('Reset two-factor for Ada King');
  assert.ok(!page.server.fetched.some((each) => each.startsWith('DELETE')));
  page.server.serve('DELETE /app/people/3/second-factors.json', { message: 'Your own is in your profile.' }, 409);
  await page.press('Reset');
  assert.ok(screen.getByText('Your own is in your profile.'));
  page.server.serve('DELETE /app/people/3/second-factors.json', ADA);
  page.server.serve('GET /app/people.json', { people: [ADA] });
  await page.press('Reset');
  assert.equal(screen.queryByText('Two-factor'), null);
});

test('who reads German has the page in German, with what can be done about each person', async () => {
  await openConsole({
    at: '/settings/people',
    role: 'admin',
    language: 'de',
    serve: { 'GET /app/people.json': { people: [{ ...ADA, passkeys: 1 }] } },
  });
  const line = within(await screen.findByRole('list', { name: 'Personen' }));
  assert.ok(line.getByText('Zwei Faktoren'));
  assert.deepEqual(
    line.getAllByRole('button').map((button) => button.getAttribute('aria-label')),
    [
      'Neuer Link für Ada King',
      'Assistent für Ada King in Anrufen',
      'Ada King überall abmelden',
      'Zweiten Faktor zurücksetzen: Ada King',
      'Ada King sperren',
    ],
  );
});

test('who reads French is refused in French, by the code of the refusal and beside its field', async () => {
  const page = await openConsole({ at: '/settings/people', role: 'admin', language: 'fr', serve: PEOPLE });
  const taken = { error: 'taken', message: 'Someone has this email address already.' };
  page.server.serve('POST /app/people.json', taken, 409);
  await page.press('Inviter');
  const field = screen.getByLabelText('Adresse e-mail');
  fireEvent.change(field, { target: { value: 'ada@example.com' } });
  await page.does(() => fireEvent.submit(field));
  assert.ok(screen.getByText('Quelqu’un a déjà cette adresse e-mail.'));
  page.server.serve('POST /app/people.json', { error: 'another', message: 'A sentence of the server.' }, 409);
  await page.does(() => fireEvent.submit(field));
  assert.ok(screen.getByText('A sentence of the server.'), 'a code that no one knows');
});

test('people are for administrators alone', async () => {
  const page = await openConsole({ at: '/settings/people', role: 'supervisor', serve: PEOPLE });
  assert.equal(page.place(), '/app/desk');
  assert.equal(screen.queryByRole('link', { name: 'People' }), null);
});

test('/settings opens the first page that the role may see, with the way to the others beside it', async () => {
  const page = await openConsole({ at: '/settings', role: 'admin', serve: PEOPLE });
  const pages = sectionsFor('admin');
  assert.equal(page.place(), `/app${pages[0]?.at}`);
  const links = within(screen.getByRole('navigation', { name: 'Settings' })).getAllByRole('link');
  assert.deepEqual(
    links.map(({ textContent }) => textContent),
    [...pages.map(({ at }) => nameOfSection(at)), 'API reference (opens a new tab)'],
  );
  assert.equal(links[0]?.getAttribute('aria-current'), 'page');
});

test('who may open no page of the settings is not shown the way there', async () => {
  const page = await openConsole({ at: '/settings', role: 'agent', serve: PEOPLE });
  assert.equal(page.place(), '/app/desk');
  assert.equal(screen.queryByRole('link', { name: 'Settings' }), null);
});
