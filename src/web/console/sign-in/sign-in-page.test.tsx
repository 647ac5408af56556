import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OpenConsole } from '../../../../test/support/console/app.tsx';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { fireEvent, screen } from '../../../../test/support/console/dom.ts';

const meOf = (id: number) => ({
  agent: { id, name: 'Kim Reed', email: 'kim@example.com' },
  role: 'agent',
  language: null,
  workspace: { id: 1, name: 'Demo', slug: 'demo' },
  mustAddFactor: false,
});
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const submit = (label: string) => fireEvent.submit(screen.getByLabelText(label).closest('form') ?? assert.fail(label));
const open = async (answer: object, status = 200) => {
  const page = await openConsole({ at: '/sign-in', signedOut: true });
  page.server.serve('POST /app/sign-in', answer, status);
  type('E-mail address', 'kim@example.com');
  type('Password', ' mine ');
  await page.does(() => submit('Password'));
  return page;
};

test('a wrong password is said, and the right one leads to the desk', async () => {
  const page = await open({ error: 'wrong_credentials', message: 'Incorrect.' }, 401);
  assert.equal(screen.getByRole('alert').textContent, 'Incorrect.');
  page.server.serve('POST /app/sign-in', meOf(page.me));
  await page.does(() => submit('Password'));
  assert.equal(page.place(), '/app/desk');
  assert.deepEqual(page.server.bodiesOf('POST /app/sign-in')[1], { email: 'kim@example.com', password: ' mine ' });
});

test('where there is a second factor, a code of the app or a recovery code follows the password', async () => {
  const page = await open({ secondFactor: { challenge: 'asked', hasCodes: true, hasPasskeys: false } });
  page.server.serve('POST /app/sign-in/code', { error: 'wrong_code', message: 'Not this one.' }, 401);
  type('Code', '123 456');
  await page.does(() => submit('Code'));
  assert.equal(screen.getByRole('alert').textContent, 'Not this one.');
  await page.press('Use a recovery code');
  assert.equal(screen.queryByRole('alert'), null);
  page.server.serve('POST /app/sign-in/code', meOf(page.me));
  type('Recovery code', '0000-1111-2222-3333');
  await page.does(() => submit('Recovery code'));
  assert.equal(page.place(), '/app/desk');
  assert.deepEqual(page.server.bodiesOf('POST /app/sign-in/code'), [
    { challenge: 'asked', code: '123 456' },
    { challenge: 'asked', code: '0000-1111-2222-3333' },
  ]);
});

test('a challenge that is gone leads back to the password, with the reason', async () => {
  const page = await open({ secondFactor: { challenge: 'asked', hasCodes: true, hasPasskeys: false } });
  page.server.serve('POST /app/sign-in/code', { error: 'challenge_gone', message: 'Too long.' }, 410);
  type('Code', '123456');
  await page.does(() => submit('Code'));
  assert.equal(screen.getByRole('alert').textContent, 'Too long.');
  assert.ok(screen.getByLabelText('Password'));
});

test('what a page offers by itself never ends the passkey that a person asks for', async (t) => {
  const asked: { readonly isOffered: boolean; readonly signal: AbortSignal; readonly fail: (error: Error) => void }[] =
    [];
  const get = async ({ mediation, signal }: CredentialRequestOptions): Promise<never> => {
    const { promise, reject } = Promise.withResolvers<never>();
    asked.push({ isOffered: mediation === 'conditional', signal: signal ?? assert.fail('no signal'), fail: reject });
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
    return promise;
  };
  const supports = { isConditionalMediationAvailable: async () => true };
  globalThis.PublicKeyCredential = Object.assign(() => undefined, supports) as unknown as typeof PublicKeyCredential;
  Object.defineProperty(navigator, 'credentials', { value: { get }, configurable: true });
  t.after(() => Reflect.deleteProperty(globalThis, 'PublicKeyCredential'));
  // Each answer is another one, as the server's are.
  const serve = (page: OpenConsole, challenge: string) =>
    page.server.serve('GET /app/sign-in/passkey.json', { options: { challenge }, origin: location.origin });
  const ceremony = (index: number) => {
    const { isOffered, signal } = asked[index] ?? assert.fail(`there were ${asked.length}`);
    return `${isOffered ? 'offered' : 'asked for'}, ${signal.aborted ? 'ended' : 'under way'}`;
  };
  const page = await openConsole({
    at: '/sign-in',
    signedOut: true,
    serve: { 'GET /app/sign-in/passkey.json': { options: { challenge: 'MQ' }, origin: location.origin } },
  });
  await page.until(() => asked.length === 1);
  assert.equal(ceremony(0), 'offered, under way');

  serve(page, 'Mg');
  await page.press('Sign in with a passkey');
  await page.until(() => asked.length === 2);
  assert.deepEqual([ceremony(0), ceremony(1)], ['offered, ended', 'asked for, under way']);

  serve(page, 'Mw');
  await page.does(() => asked[1]?.fail(new DOMException('Closed.', 'NotAllowedError')));
  await page.until(() => asked.length === 3);
  assert.equal(ceremony(2), 'offered, under way');
});

test('who must add a second factor is led to it from everywhere, and then to the desk', async () => {
  const page = await openConsole({ at: '/profile', mustAddFactor: true });
  assert.equal(page.place(), '/app/add-factor');
  page.server.serve('POST /app/profile/codes.json', { secret: 'ABCDEFGH', uri: 'otpauth://totp/x' });
  await page.press('Set up an authenticator app');
  page.server.serve('POST /app/profile/codes/confirm.json', { recoveryCodes: ['0000-1111-2222-3333'], ended: 0 });
  page.server.serve('GET /app/me', meOf(page.me));
  type('Code', '123456');
  await page.does(() => submit('Code'));
  assert.ok(screen.getByText('0000-1111-2222-3333'));
  await page.press('I have saved them');
  assert.equal(page.place(), '/app/desk');
});
