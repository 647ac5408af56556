import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../../test/support/console/app.tsx';
import { fireEvent, screen } from '../../../../../test/support/console/dom.ts';

const SERVER = {
  host: 'smtp.example.com',
  port: 587,
  security: 'starttls',
  username: 'patchbay',
  from: 'calls@example.com',
  has_password: true,
  updated_at: '2026-11-28T09:00:00.000Z',
};
const MAIL = {
  id: 7,
  kind: 'invitation',
  to: 'ada@example.com',
  state: 'failed',
  attempts: 1,
  answer: 'smtp.example.com:587 refused the recipient. It said: 550 No such user',
  created_at: '2026-11-28T09:00:00.000Z',
  next_attempt_at: null,
  ended_at: '2026-11-28T09:00:01.000Z',
};

const open = async (server: object | null, mails: readonly object[] = [], role: 'admin' | 'supervisor' = 'admin') =>
  openConsole({
    at: '/settings/sign-in',
    role,
    serve: { 'GET /app/mail/server.json': { server }, 'GET /app/mail/sent.json': { mails, hasMore: false } },
  });

const type = (label: string, value: string): void =>
  void fireEvent.change(screen.getByLabelText(label), { target: { value } });

test('a mail server is set up: the port goes with the encryption, and what is wrong stands beside its field', async () => {
  const page = await open(null);
  await screen.findByLabelText('Mail server');
  assert.ok(screen.getByText('No mail yet'));
  assert.equal(screen.queryByRole('button', { name: 'Send a test mail' }), null, 'there is nothing to test yet');
  type('Encryption', 'tls');
  assert.equal(screen.getByLabelText<HTMLInputElement>('Port').value, '465');
  type('Port', '2465');
  type('Encryption', 'starttls');
  assert.equal(screen.getByLabelText<HTMLInputElement>('Port').value, '2465', 'one that was typed stays');
  type('Mail server', 'smtp.example.com');
  type('User name', 'patchbay');
  type('From', 'calls@example.com');
  const errors = [{ pointer: '/password', detail: 'is required with a user name' }];
  page.server.serve('PATCH /app/mail/server.json', { error: 'body_invalid', message: 'Some fields.', errors }, 422);
  await page.press('Save');
  assert.ok(screen.getByText('Is required with a user name.'));
  page.server.serve('PATCH /app/mail/server.json', { server: SERVER });
  type('Password', 'secret');
  await page.press('Save');
  assert.deepEqual(page.server.bodiesOf('PATCH /app/mail/server.json').at(-1), {
    host: 'smtp.example.com',
    port: 2465,
    security: 'starttls',
    username: 'patchbay',
    from: 'calls@example.com',
    password: 'secret',
  });
  assert.ok(await screen.findByRole('button', { name: 'Send a test mail' }));
});

test('a test mail says what the mail server said; the mails that were sent say it too', async () => {
  const page = await open(SERVER, [MAIL]);
  assert.ok(await screen.findByText('Invitation to ada@example.com'));
  assert.ok(screen.getByText(/550 No such user/));
  page.server.serve('POST /app/mail/test.json', { sent: false, sentence: 'It said: 535 No.' });
  await page.press('Send a test mail');
  assert.ok(screen.getAllByText('It said: 535 No.').length > 0, 'shown, and announced');
  assert.ok(screen.getByLabelText('Not sent'));
  await page.press('Remove…');
  page.server.serve('DELETE /app/mail/server.json', { server: null });
  await page.press('Remove');
  assert.equal(screen.getByLabelText<HTMLInputElement>('Mail server').value, '');
});

test('it is for administrators alone', async () => {
  const page = await open(null, [], 'supervisor');
  assert.equal(page.place(), '/app/desk');
});
