import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { fireEvent, screen, within } from '../../../../test/support/console/dom.ts';

const PROFILE = { firstName: 'Kim', lastName: 'Reed', email: 'kim@example.com', role: 'agent', sessions: [] };
const OFF = { hasCodes: false, recoveryCodesLeft: 0, passkeys: 0, isRequired: false, hasPassword: true };
const ON = { ...OFF, hasCodes: true, recoveryCodesLeft: 9 };
const BEGUN = { secret: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', uri: 'otpauth://totp/x?secret=ABCDEFGHIJKLMNOP' };
const CODES = ['0000-1111-2222-3333', '4444-5555-6666-7777'];
const NO_PASSKEYS = { origin: null, passkeys: [] };
const open = async (factors: object, passkeys: object = NO_PASSKEYS) =>
  openConsole({
    at: '/profile',
    serve: {
      'GET /app/profile.json': PROFILE,
      'GET /app/profile/factors.json': factors,
      'GET /app/profile/passkeys.json': passkeys,
    },
  });
const section = () => within(screen.getByRole('region', { name: 'Security' }));
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const submit = (label: string) => fireEvent.submit(screen.getByLabelText(label).closest('form') ?? assert.fail(label));

test('codes are set up by the password, the app and its first code, and end with recovery codes', async () => {
  const page = await open(OFF);
  assert.ok(section().getByText('Off'));
  await page.press('Set up');
  page.server.serve('POST /app/profile/codes.json', { error: 'wrong_password', message: 'Not yours.' }, 422);
  type('Your password', ' guess ');
  await page.does(() => submit('Your password'));
  assert.ok(screen.getByText('Not yours.'));
  page.server.serve('POST /app/profile/codes.json', BEGUN);
  await page.does(() => submit('Your password'));
  assert.deepEqual(page.server.bodiesOf('POST /app/profile/codes.json')[0], { password: ' guess ' });
  assert.ok(
    screen.getByRole('img', { name: 'QR code for your authenticator app' }).querySelector('path')?.getAttribute('d'),
  );
  assert.ok(screen.getByText('ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567'));
  page.server.serve('POST /app/profile/codes/confirm.json', { error: 'wrong_code', message: 'Not this one.' }, 422);
  type('Code', '123456');
  await page.does(() => submit('Code'));
  assert.equal(screen.getByLabelText('Code').getAttribute('aria-invalid'), 'true');
  page.server.serve('POST /app/profile/codes/confirm.json', { recoveryCodes: CODES, ended: 1 });
  page.server.serve('GET /app/profile/factors.json', ON);
  await page.does(() => submit('Code'));
  const shown = within(screen.getByRole('list', { name: 'Recovery codes' })).getAllByRole('listitem');
  assert.deepEqual(
    shown.map(({ textContent }) => textContent),
    CODES,
  );
  assert.match(screen.getByText('Download').getAttribute('href') ?? '', /0000-1111-2222-3333%0A4444/);
  await page.press('I have saved them');
  assert.equal(screen.queryByText(CODES[0] ?? ''), null);
  assert.ok(section().getByText(/9 recovery codes left/));
});

test('codes are switched off by the password or by a code, and a refusal is said beside the field', async () => {
  const page = await open(ON);
  await page.press('Turn off');
  page.server.serve('POST /app/profile/codes/off.json', { error: 'wrong_password', message: 'Not yours.' }, 422);
  type('Your password', 'guess');
  await page.does(() => submit('Your password'));
  assert.ok(screen.getByText('Not yours.'));
  page.server.serve('POST /app/profile/codes/off.json', OFF);
  await page.press('Use a code');
  assert.equal(screen.queryByText('Not yours.'), null);
  type('Code from your app', ' 123456 ');
  await page.does(() => submit('Code from your app'));
  assert.deepEqual(page.server.bodiesOf('POST /app/profile/codes/off.json'), [
    { password: 'guess' },
    { code: '123456' },
  ]);
  assert.ok(section().getByText('Off'));
});

test('new recovery codes are shown; where the workspace requires a factor, it is not switched off', async () => {
  const page = await open({ ...ON, recoveryCodesLeft: 1, isRequired: true });
  assert.ok(section().getByText(/1 recovery code left\. Your workspace requires a second factor\./));
  assert.equal(section().queryByRole('button', { name: 'Turn off' }), null);
  page.server.serve('POST /app/profile/recovery-codes.json', { recoveryCodes: CODES, ended: 0 });
  await page.press('New recovery codes');
  type('Your password', 'mine');
  await page.does(() => submit('Your password'));
  assert.ok(screen.getByText(CODES[1] ?? ''));
});

test('a second factor that cannot be had is said, with a way to try again', async () => {
  const page = await openConsole({ at: '/profile', serve: { 'GET /app/profile.json': PROFILE } });
  page.server.serve('GET /app/profile/factors.json', OFF);
  await page.press('Try again');
  assert.ok(section().getByText('Off'));
});

const REASONS: readonly (readonly [what: string, origin: string | null, reason: RegExp])[] = [
  ['the server has no name over https', null, /an HTTPS address with a name, or at localhost/],
  ['the console is open at another address', 'https://calls.example', /They work at https:\/\/calls\.example/],
  ['the browser has none', location.origin, /This browser does not support passkeys/],
];
for (const [what, origin, reason] of REASONS)
  test(`where ${what}, no passkey is offered and a sentence says why`, async () => {
    await open(OFF, { origin, passkeys: [] });
    assert.ok(section().getByText(reason));
    assert.equal(section().queryByRole('button', { name: 'Add a passkey' }), null);
  });

const LAPTOP = { id: 7, name: 'Laptop', createdAt: '2026-11-27T09:00:00.000Z', lastUsedAt: null };

test('passkeys are renamed and removed, and what keeps one is said', async () => {
  const page = await open(OFF, { origin: null, passkeys: [LAPTOP] });
  assert.ok(section().getByText(/not used yet/));
  await page.press('Rename Laptop');
  page.server.serve('PATCH /app/profile/passkeys/7.json', { origin: null, passkeys: [{ ...LAPTOP, name: 'Desk' }] });
  fireEvent.change(screen.getByRole('textbox', { name: 'Name' }), { target: { value: ' Desk ' } });
  await page.does(() => fireEvent.submit(screen.getByRole('textbox', { name: 'Name' })));
  assert.deepEqual(page.server.bodiesOf('PATCH /app/profile/passkeys/7.json'), [{ name: 'Desk' }]);
  page.server.serve('DELETE /app/profile/passkeys/7.json', { error: 'required', message: 'Add another one.' }, 409);
  await page.press('Remove Desk');
  await page.press('Remove');
  assert.ok(screen.getByText('Add another one.'));
  page.server.serve('DELETE /app/profile/passkeys/7.json', NO_PASSKEYS);
  await page.press('Remove');
  assert.equal(section().queryByRole('listitem'), null);
});

/** A browser that makes passkeys as the test wants it. */
function browserThat(t: TestContext, create: () => Promise<unknown>): void {
  globalThis.PublicKeyCredential = (() => undefined) as unknown as typeof PublicKeyCredential;
  Object.defineProperty(navigator, 'credentials', { value: { create }, configurable: true });
  t.after(() => Reflect.deleteProperty(globalThis, 'PublicKeyCredential'));
}
const OPTIONS = {
  rp: { name: 'Patchbay', id: 'localhost' },
  user: { id: 'MQ', name: 'kim@example.com', displayName: 'Kim Reed' },
  challenge: 'MQ',
  pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
};
const bytes = (text: string) => Uint8Array.from(Buffer.from(text)).buffer;
const MADE = {
  id: 'AQ',
  rawId: bytes('a'),
  type: 'public-key',
  response: { clientDataJSON: bytes('{}'), attestationObject: bytes('o') },
  getClientExtensionResults: () => ({}),
};
const HERE = { origin: location.origin, passkeys: [] };

test('a passkey is added by the password, under the name of the browser, and stands in the list', async (t) => {
  browserThat(t, async () => MADE);
  const page = await open(OFF, HERE);
  await page.press('Add a passkey');
  const name = screen.getByLabelText<HTMLInputElement>('Name of the passkey');
  assert.notEqual(name.value, '');
  page.server.serve('POST /app/profile/passkeys/begin.json', { error: 'wrong_password', message: 'Not yours.' }, 422);
  type('Your password', 'guess');
  await page.does(() => submit('Your password'));
  assert.equal(screen.getByLabelText('Your password').getAttribute('aria-invalid'), 'true');
  page.server.serve('POST /app/profile/passkeys/begin.json', { options: OPTIONS });
  page.server.serve('POST /app/profile/passkeys.json', { ...HERE, passkeys: [LAPTOP] });
  type('Name of the passkey', ' Laptop ');
  await page.does(() => submit('Your password'));
  assert.deepEqual(page.server.bodiesOf('POST /app/profile/passkeys/begin.json').at(-1), { password: 'guess' });
  assert.partialDeepStrictEqual(page.server.bodiesOf('POST /app/profile/passkeys.json'), [{ name: 'Laptop' }]);
  assert.ok(section().getByText('Laptop'));
  assert.equal(screen.queryByLabelText('Name of the passkey'), null);
});

const UNMADE: readonly (readonly [name: string, said: RegExp])[] = [
  ['InvalidStateError', /already has a passkey/],
  ['NotAllowedError', /canceled or took too long/],
];
for (const [name, said] of UNMADE)
  test(`a device that answers with ${name} makes none, and a sentence says why`, async (t) => {
    browserThat(t, async () => Promise.reject(new DOMException('No.', name)));
    const page = await open({ ...OFF, hasPassword: false }, HERE);
    page.server.serve('POST /app/profile/passkeys/begin.json', { options: OPTIONS });
    await page.press('Add a passkey');
    assert.equal(screen.queryByLabelText('Your password'), null, 'who has no password is asked for none');
    await page.does(() => submit('Name of the passkey'));
    assert.ok(screen.getByText(said));
    assert.ok(!page.server.fetched.includes('POST /app/profile/passkeys.json'));
  });
