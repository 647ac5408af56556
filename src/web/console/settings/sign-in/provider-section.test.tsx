import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../../test/support/console/app.tsx';
import { fireEvent, screen } from '../../../../../test/support/console/dom.ts';

const CALLBACK = 'https://calls.example/sso/callback';
const PROVIDER = {
  issuer: 'https://id.example.com',
  client_id: 'patchbay',
  name: 'Nord ID',
  domains: ['nord.example'],
  unknown_people: 'made',
  default_role: 'agent',
  password_open: true,
  updated_at: '2026-11-28T09:00:00.000Z',
};
const open = async (provider: object | null) =>
  openConsole({
    at: '/settings/sign-in',
    role: 'admin',
    serve: {
      'GET /app/provider.json': { provider, callback: CALLBACK },
      'GET /app/mail/server.json': { server: null },
      'GET /app/mail/sent.json': { mails: [], hasMore: false },
    },
  });
const type = (label: string, value: string): void =>
  void fireEvent.change(screen.getByLabelText(label), { target: { value } });

test('a provider is set up with the address to enter there at hand, and what is wrong stands beside its field', async () => {
  const page = await open(null);
  assert.equal((await screen.findByLabelText<HTMLInputElement>('Address to enter at the provider')).value, CALLBACK);
  assert.equal(screen.queryByLabelText('Their role'), null, 'no one is made yet');
  type('Issuer', 'https://id.example.com');
  type('Client ID', 'patchbay');
  type('Client secret', 'secret');
  type('Name on the button', 'Nord ID');
  assert.ok(screen.getByText('The sign-in page says “Sign in with Nord ID”.'));
  type('People who were not invited', 'made');
  const errors = [{ pointer: '/domains', detail: 'must name one at least' }];
  page.server.serve('PATCH /app/provider.json', { error: 'body_invalid', message: 'Some fields.', errors }, 422);
  const save = (): void => void fireEvent.submit(screen.getByLabelText('Issuer'));
  await page.does(save);
  assert.ok(screen.getByText('Must name one at least.'));
  type('Allowed e-mail domains', 'nord.example, sud.example');
  type('Their role', 'supervisor');
  page.server.serve('PATCH /app/provider.json', { provider: PROVIDER, callback: CALLBACK });
  await page.does(save);
  assert.deepEqual(page.server.bodiesOf('PATCH /app/provider.json').at(-1), {
    issuer: 'https://id.example.com',
    client_id: 'patchbay',
    client_secret: 'secret',
    name: 'Nord ID',
    domains: ['nord.example', 'sud.example'],
    unknown_people: 'made',
    default_role: 'supervisor',
    password_open: true,
  });
  assert.ok(await screen.findByRole('button', { name: 'Test this provider' }));
});

test('a test of the provider says what it found', async () => {
  const page = await open(PROVIDER);
  await screen.findByLabelText('Issuer');
  page.server.serve('POST /app/provider/test.json', { ok: false, sentence: 'Nothing answers there.' });
  await page.press('Test this provider');
  assert.ok(screen.getAllByText('Nothing answers there.').length > 0);
  assert.ok(screen.getByLabelText('Does not work'));
});

test('the sign-in page leads to the provider with where to continue, and to a link for those who forgot', async () => {
  await openConsole({
    at: '/sign-in?next=%2Fcalls',
    signedOut: true,
    serve: { 'GET /app/sign-in-ways.json': { hasMail: true, providers: [{ workspace: 'nord', name: 'Nord ID' }] } },
  });
  const link = await screen.findByRole('link', { name: 'Sign in with Nord ID' });
  assert.equal(link.getAttribute('href'), '/sso/nord?next=%2Fcalls');
  assert.ok(screen.getByRole('link', { name: 'Forgot your password?' }));
});

test('who asks for a link is told the same whether anyone has the address', async () => {
  const page = await openConsole({
    at: '/forgot',
    signedOut: true,
    serve: { 'GET /app/sign-in-ways.json': { hasMail: true, providers: [] }, 'POST /app/forgot.json': {} },
  });
  const field = await screen.findByLabelText('E-mail address');
  fireEvent.change(field, { target: { value: 'ada@example.com' } });
  await page.does(() => fireEvent.submit(field));
  assert.ok(await screen.findByText('ada@example.com'));
  assert.ok(screen.getByText(/a link is on its way\./));
});
