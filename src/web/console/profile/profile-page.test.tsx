import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { fireEvent, screen, within } from '../../../../test/support/console/dom.ts';
import { browserName } from './browser-name.ts';

const LINUX_CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';
const NAMES: readonly (readonly [name: string, userAgent: string | null])[] = [
  ['Chrome on Linux', LINUX_CHROME],
  [
    'Edge on Windows',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0',
  ],
  ['Firefox on macOS', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:144.0) Gecko/20100101 Firefox/144.0'],
  [
    'Safari on iPhone',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1',
  ],
  ['Chrome on Android', 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36'],
  ['curl', 'curl/8.9.1'],
  ['Unknown browser', ''],
  ['Unknown browser', null],
];

for (const [name, userAgent] of NAMES)
  test(`${userAgent ?? 'nothing'} is ${name}`, () => {
    assert.equal(browserName(userAgent), name);
  });

const AT = '2026-11-27T09:00:00.000Z';
const SESSION = { id: 1, createdAt: AT, lastSeenAt: AT, userAgent: LINUX_CHROME, isThis: true };
const PROFILE = {
  firstName: 'Kim',
  lastName: 'Reed',
  email: 'kim@example.com',
  role: 'agent',
  language: null,
  assist: true,
  wantsAssist: true,
  sessions: [SESSION, { ...SESSION, id: 2, isThis: false }, { ...SESSION, id: 3, isThis: false, userAgent: null }],
};
const FACTORS = { hasCodes: false, recoveryCodesLeft: 0, passkeys: 0, isRequired: false, hasPassword: true };
const open = async (profile: object = PROFILE) =>
  openConsole({
    at: '/profile',
    serve: { 'GET /app/profile.json': profile, 'GET /app/profile/factors.json': FACTORS },
  });
const part = (name: string) => within(screen.getByRole('region', { name }));
const submit = (label: string) => fireEvent.submit(screen.getByLabelText(label).closest('form') ?? assert.fail(label));
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

test('each session says where it is; this one is ended by signing out alone', async () => {
  const page = await open();
  const lines = part('Signed in').getAllByRole('listitem');
  assert.equal(lines.length, 3);
  assert.ok(within(lines[0] ?? document.body).getByText('This browser'));
  assert.equal(within(lines[0] ?? document.body).queryByRole('button'), null);
  page.server.serve('DELETE /app/profile/sessions/2.json', { ended: 1 });
  await page.press(/^Sign out of Chrome on Linux/);
  page.server.serve('DELETE /app/profile/sessions.json', { ended: 2 });
  await page.press('Sign out of all 2 others');
  assert.deepEqual(
    page.server.fetched.filter((each) => each.startsWith('DELETE')),
    ['DELETE /app/profile/sessions/2.json', 'DELETE /app/profile/sessions.json'],
  );
});

test('alone, one has no others to sign out of', async () => {
  await open({ ...PROFILE, sessions: [SESSION] });
  assert.equal(screen.queryByRole('button', { name: /Sign out of/ }), null);
});

test('a wrong present password is said beside its field; a new one that is too short beside the other', async () => {
  const page = await open();
  type('Current password', 'guess');
  type('New password', 'another good one');
  const refuse = async (error: string, message: string): Promise<void> => {
    page.server.serve('POST /app/profile/password.json', { error, message }, 422);
    await page.does(() => submit('New password'));
  };
  const isInvalid = (label: string) => screen.getByLabelText(label).getAttribute('aria-invalid');
  await refuse('wrong_password', 'This is not your present password.');
  assert.deepEqual([isInvalid('Current password'), isInvalid('New password')], ['true', 'false']);
  await refuse('password_short', 'The password needs 8 characters or more.');
  assert.deepEqual([isInvalid('Current password'), isInvalid('New password')], ['false', 'true']);
  page.server.serve('POST /app/profile/password.json', { ended: 2 });
  await page.does(() => submit('New password'));
  assert.ok(screen.getByText('Password changed. You are signed out everywhere else.'));
  assert.equal(screen.getByLabelText<HTMLInputElement>('New password').value, '');
});

test('the name is saved, and a refusal stands beside it', async () => {
  const page = await open();
  page.server.serve('PATCH /app/profile.json', { error: 'name_missing', message: 'Enter a name.' }, 422);
  await page.does(() => submit('First name'));
  assert.ok(part('Name').getByText('Enter a name.'));
  page.server.serve('PATCH /app/profile.json', { firstName: 'Kim', lastName: 'Reed' });
  await page.does(() => submit('First name'));
  assert.ok(part('Name').getByText('Saved'));
});

test('a profile that cannot be had is said, with a way to try again', async () => {
  const page = await openConsole({ at: '/profile' });
  page.server.serve('GET /app/profile.json', PROFILE);
  await page.press('Try again');
  assert.ok(part('Name').getByDisplayValue('Kim'));
});

test('the own menu leads to the profile', async () => {
  const page = await openConsole({ at: '/desk', serve: { 'GET /app/profile.json': PROFILE } });
  await page.press(/settings and sign-out/);
  await page.press('Profile', 'menuitem');
  assert.equal(page.place(), '/app/profile');
});

test('the language that is chosen is kept for the person, and what is on the page is in it at once', async () => {
  const page = await open();
  assert.equal(document.documentElement.lang, 'en');
  page.server.serve('PATCH /app/profile/language.json', { message: 'Try again.' }, 503);
  const choose = async (label: string, value: string): Promise<void> =>
    page.does(() => fireEvent.change(screen.getByLabelText(label), { target: { value } }));
  await choose('Language of the console', 'fr');
  assert.ok(screen.getByText('Try again.'), 'a refusal stands beside the choice');
  page.server.serve('PATCH /app/profile/language.json', { language: 'fr' });
  page.server.serve('GET /app/profile.json', { ...PROFILE, language: 'fr' });
  await choose('Language of the console', 'fr');
  await page.until(() => document.documentElement.lang === 'fr');
  assert.ok(screen.getByRole('heading', { name: 'Profil' }));
  assert.equal(within(screen.getByRole('navigation', { name: 'Pages' })).getAllByRole('link')[0]?.textContent, 'Poste');
  assert.equal(localStorage.getItem('patchbay.language'), 'fr', 'the sign-in page will be in it');
  page.server.serve('PATCH /app/profile/language.json', { language: null });
  page.server.serve('GET /app/profile.json', PROFILE);
  await choose('Langue de la console', '');
  await page.until(() => document.documentElement.lang === 'en');
  assert.deepEqual(
    [screen.getAllByText('Profile').length > 0, localStorage.getItem('patchbay.language')],
    [true, null],
  );
});

test('a person switches the assist off for themselves, and cannot switch on what an administrator has switched off', async () => {
  const page = await open();
  const box = () => screen.getByRole<HTMLInputElement>('checkbox', { name: 'Assist me in calls' });
  assert.equal(box().checked, true);
  page.server.serve('PATCH /app/profile/assist.json', { wantsAssist: false });
  page.server.serve('GET /app/profile.json', { ...PROFILE, wantsAssist: false, assist: false });
  await page.press('Assist me in calls', 'checkbox');
  assert.deepEqual(page.server.bodiesOf('PATCH /app/profile/assist.json'), [{ wantsAssist: false }]);
  assert.deepEqual([box().checked, box().disabled], [false, true]);
  assert.ok(screen.getByText('An administrator has switched it off.'));
});
