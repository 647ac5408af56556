import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../../test/support/console/app.tsx';
import { fireEvent, screen, within } from '../../../../../test/support/console/dom.ts';

const TOKEN = {
  id: 7,
  name: 'CRM',
  kind: 'app',
  createdAt: '2026-11-20T09:00:00.000Z',
  lastUsedAt: null,
  expiresAt: null,
  madeBy: 'Ona Owner',
  isBySetting: false,
  isReplaced: false,
};
const APP = {
  id: 3,
  vendor: 'vcita',
  name: 'Dashboard',
  clientId: 'c0ffee',
  kind: 'read_only',
  redirectUris: ['https://example.com/back'],
  createdAt: TOKEN.createdAt,
};
const MADE = { id: 8, name: 'CRM', token: 'pb_secret' };
const open = async (tokens: readonly object[] = [TOKEN], serve: Record<string, unknown> = {}) =>
  openConsole({
    at: '/settings/tokens',
    role: 'admin',
    serve: { 'GET /app/tokens.json': { tokens }, 'GET /app/oauth-apps.json': { apps: [APP] }, ...serve },
  });
const line = (at: number): HTMLElement =>
  within(screen.getByRole('list', { name: 'Tokens' })).getAllByRole('listitem')[at] ?? assert.fail();
const submit = (label: string) => fireEvent.submit(screen.getByLabelText(label).closest('form') ?? assert.fail());

test('a token says its kind, who made it, its use and its end; one by a setting or replaced is not rotated', async () => {
  await open([
    TOKEN,
    { ...TOKEN, id: 9, isBySetting: true, lastUsedAt: TOKEN.createdAt },
    { ...TOKEN, id: 10, isReplaced: true },
  ]);
  assert.match(line(0).textContent, /CRM.*by Ona Owner · never used.*App.*Rotate.*Revoke/);
  assert.match(line(1).textContent, /by a setting · last used/);
  assert.ok(within(line(2)).getByText('Replaced'));
  for (const at of [1, 2]) assert.equal(within(line(at)).queryByRole('button', { name: 'Rotate CRM' }), null);
});

test('a new token is shown once, and a refusal stands beside its name', async () => {
  const page = await open([]);
  assert.ok(screen.getByText('No tokens'));
  page.server.serve('POST /app/tokens.json', { error: 'name_missing', message: 'Name the token.' }, 422);
  await page.press('New token');
  await page.does(() => submit('Name'));
  assert.ok(screen.getByText('Name the token.'));
  page.server.serve('POST /app/tokens.json', MADE);
  await page.does(() => submit('Name'));
  assert.equal(screen.getByLabelText<HTMLInputElement>('Token').value, 'pb_secret');
});

test('rotating says how long the old one works', async () => {
  const page = await open([TOKEN], { 'POST /app/tokens/7/rotate.json': MADE });
  await page.press('Rotate CRM');
  await page.does(() => submit('The old token works'));
  assert.equal(screen.getByLabelText<HTMLInputElement>('Token').value, 'pb_secret');
});

test('revoking asks once more, and says what refuses it', async () => {
  const page = await open();
  await page.press('Revoke CRM');
  assert.ok(!page.server.fetched.includes('DELETE /app/tokens/7.json'));
  page.server.serve('DELETE /app/tokens/7.json', { message: 'It works no longer.' }, 404);
  await page.press('Revoke');
  assert.ok(screen.getByText('It works no longer.'));
  page.server.serve('DELETE /app/tokens/7.json', {});
  await page.press('Revoke');
  assert.equal(screen.queryByRole('dialog'), null);
});

test('an application is registered, with what refuses it beside its field, and its secret is shown once', async () => {
  const page = await open();
  const apps = within(screen.getByRole('list', { name: 'OAuth applications' }));
  assert.match(apps.getByRole('listitem').textContent, /Dashboard.*example.com\/back.*c0ffee.*vcita.*Read only/);
  await page.press('New application');
  const errors = [{ pointer: '/redirectUris', detail: 'must begin with https://' }];
  page.server.serve('POST /app/oauth-apps.json', { error: 'body_invalid', message: 'No.', errors }, 422);
  await page.does(() => submit('Addresses to send people back to'));
  assert.ok(screen.getByText('must begin with https://'));
  page.server.serve('POST /app/oauth-apps.json', { name: 'Dashboard', clientId: 'c0ffee', secret: 's3cret' });
  await page.does(() => submit('Addresses to send people back to'));
  assert.equal(screen.getByLabelText<HTMLInputElement>('Client secret').value, 's3cret');
});

test('removing an application asks once more', async () => {
  const page = await open([TOKEN], { 'DELETE /app/oauth-apps/3.json': {} });
  await page.press('Remove Dashboard');
  assert.ok(!page.server.fetched.includes('DELETE /app/oauth-apps/3.json'));
  await page.press('Remove');
  assert.ok(page.server.fetched.includes('DELETE /app/oauth-apps/3.json'));
});
