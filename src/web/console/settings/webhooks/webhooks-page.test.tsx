import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../../test/support/console/app.tsx';
import { fireEvent, screen, within } from '../../../../../test/support/console/dom.ts';

const HOOK = {
  id: 7,
  workspaceId: 1,
  url: 'https://example.com/hook',
  format: 'standard',
  events: ['call.ended'],
  description: 'CRM',
  state: 'live',
  reason: null,
  userName: null,
  failingSince: null,
  createdAt: '2026-11-27T09:00:00.000Z',
  updatedAt: '2026-11-27T09:00:00.000Z',
};
const eventsOf = {
  standard: ['call.created', 'call.ended'],
  intercom: ['call.started'],
  ccaip: ['session_started'],
  vcita: ['voice_call/create'],
};
const ATTEMPT = {
  at: HOOK.createdAt,
  milliseconds: 12,
  status: 500,
  fault: null,
  answer: 'out of order',
  headers: { 'webhook-id': 'msg_1' },
};
const DELIVERY = {
  id: 3,
  webhookId: 7,
  callId: 9,
  seq: 4,
  event: 'call.ended',
  messageId: 'm',
  body: '{"type":"call.ended"}',
  state: 'failed',
  attempts: 1,
  dueAt: HOOK.createdAt,
  firstSentAt: HOOK.createdAt,
  createdAt: HOOK.createdAt,
  endedAt: HOOK.createdAt,
  log: [ATTEMPT],
};
const pageOf = (webhook: object, deliveries: readonly object[]) => ({
  webhook,
  eventsOf: eventsOf.standard,
  deliveries,
  next: null,
});

const list = async (webhooks: readonly object[], role: 'developer' | 'agent' = 'developer') =>
  openConsole({ at: '/settings/webhooks', role, serve: { 'GET /app/webhooks.json': { webhooks, eventsOf } } });
const one = async (webhook: object, deliveries: readonly object[] = [DELIVERY]) =>
  openConsole({
    at: '/settings/webhooks/7',
    role: 'admin',
    serve: { 'GET /app/webhooks/7.json': pageOf(webhook, deliveries) },
  });

test('each webhook stands with its events and its state; there may be none', async () => {
  await list([HOOK, { ...HOOK, id: 8, events: [], failingSince: HOOK.createdAt }]);
  const lines = await within(await screen.findByRole('list', { name: 'Webhooks' })).findAllByRole('listitem');
  assert.match(lines[0]?.textContent ?? '', /hook.*Patchbay · call\.ended · CRM.*Live/);
  assert.match(lines[1]?.textContent ?? '', /all events.*Failing/);
});

test('an empty list says what webhooks are for', async () => {
  await list([]);
  assert.ok(await screen.findByText('No webhooks yet'));
});

test('an agent does not come here', async () => {
  assert.doesNotMatch((await list([], 'agent')).place(), /webhooks/);
});

test('a new webhook ends with its secret; what is wrong is said beside the field', async () => {
  const page = await list([]);
  page.server.serve(
    'POST /app/webhooks.json',
    {
      error: 'webhook_invalid',
      message: 'Something is not as it should be.',
      errors: [{ pointer: '/url', detail: 'must begin with https://' }],
    },
    422,
  );
  await page.press('New webhook');
  const address = screen.getByLabelText<HTMLInputElement>('Address');
  fireEvent.change(address, { target: { value: 'http://example.com/' } });
  await page.does(() => fireEvent.submit(address));
  assert.ok(screen.getByText('Must begin with https://.'));
  assert.equal(address.getAttribute('aria-invalid'), 'true');
  page.server.serve('POST /app/webhooks.json', { id: 8, secret: 'whsec_shown' });
  await page.does(() => fireEvent.submit(address));
  assert.equal(screen.getByLabelText<HTMLInputElement>('Secret').value, 'whsec_shown');
});

test('the CCAI format asks for a user name, and events are chosen one by one', async () => {
  const page = await list([]);
  await page.press('New webhook');
  assert.equal(screen.queryByLabelText('User name'), null);
  fireEvent.change(screen.getByLabelText('Format'), { target: { value: 'ccaip' } });
  assert.ok(screen.getByLabelText('User name'));
  await page.does(() => fireEvent.click(screen.getByLabelText('All, including future ones')));
  assert.ok(screen.getByLabelText<HTMLInputElement>('session_started').checked);
});

test('a delivery shows its message, each attempt and the answer, and is sent again', async () => {
  const page = await one(HOOK);
  page.server.serve('POST /app/webhooks/7/resend.json', { count: 1 });
  const line =
    (await within(await screen.findByRole('list', { name: 'Deliveries' })).findAllByRole('listitem'))[0] ??
    assert.fail();
  assert.match(line.textContent ?? '', /call\.ended · call 9.*Answered 500, 12 ms.*Failed.*out of order/s);
  await page.press('Send again: call.ended');
  assert.ok(page.server.fetched.includes('POST /app/webhooks/7/resend.json'));
});

test('a disabled webhook says why, is not tested, and is set live again', async () => {
  const page = await one({ ...HOOK, state: 'disabled', reason: 'gone' }, []);
  page.server.serve('PATCH /app/webhooks/7.json', HOOK);
  assert.match((await screen.findByText(/410 \(Gone\)/)).textContent ?? '', /set it live/);
  assert.ok(screen.getByRole<HTMLButtonElement>('button', { name: 'Send a test' }).disabled);
  assert.ok(screen.getByText('Nothing sent yet'));
  await page.press('Set live');
  assert.ok(page.server.fetched.includes('PATCH /app/webhooks/7.json'));
});

test('deleting asks first', async () => {
  const page = await one(HOOK);
  page.server.serve('DELETE /app/webhooks/7.json', {});
  page.server.serve('GET /app/webhooks.json', { webhooks: [], eventsOf });
  await screen.findByRole('list', { name: 'Deliveries' });
  await page.press('Delete');
  assert.ok(!page.server.fetched.includes('DELETE /app/webhooks/7.json'));
  await page.does(() => fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Delete' })));
  assert.ok(page.server.fetched.includes('DELETE /app/webhooks/7.json'));
});

test('a change sends what was changed alone; a refusal stands beside its field, and one event more is chosen', async () => {
  const page = await one(HOOK);
  await page.press('Change');
  const dialog = within(screen.getByRole('dialog', { name: 'Change webhook' }));
  assert.equal(dialog.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled, true, 'nothing is changed');
  await page.does(() => fireEvent.click(dialog.getByLabelText('call.created')));
  page.server.serve(
    'PATCH /app/webhooks/7.json',
    { error: 'webhook_invalid', message: 'No.', errors: [{ pointer: '/events', detail: 'are too many' }] },
    422,
  );
  await page.does(() => fireEvent.submit(dialog.getByLabelText('Address')));
  assert.ok(dialog.getByText('Are too many.'));
  page.server.serve('PATCH /app/webhooks/7.json', HOOK);
  await page.does(() => fireEvent.submit(dialog.getByLabelText('Address')));
  assert.deepEqual(page.server.bodiesOf('PATCH /app/webhooks/7.json').at(-1), {
    events: ['call.created', 'call.ended'],
  });
  assert.equal(screen.queryByRole('dialog'), null);
});

test('a live webhook is paused, and tested; what refuses that is said', async () => {
  const page = await one(HOOK, []);
  page.server.serve('PATCH /app/webhooks/7.json', { ...HOOK, state: 'paused' });
  page.server.serve('GET /app/webhooks/7.json', pageOf({ ...HOOK, state: 'paused' }, []));
  await page.press('Pause');
  assert.deepEqual(page.server.bodiesOf('PATCH /app/webhooks/7.json'), [{ state: 'paused' }]);
  assert.ok(screen.getByRole('button', { name: 'Set live' }));
  page.server.serve('POST /app/webhooks/7/test.json', { error: 'gone', message: 'It is gone.' }, 409);
  await page.press('Send a test');
  assert.notEqual(screen.queryAllByText('It is gone.').length, 0);
});

test('a new secret and the last day again are asked for once more; the secret is shown once', async () => {
  const page = await one(HOOK, []);
  const inDialog = async (name: string) =>
    page.does(() => fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name })));
  page.server.serve('POST /app/webhooks/7/secret.json', { id: 7, secret: 'whsec_new' });
  await page.press('New secret');
  assert.ok(!page.server.fetched.includes('POST /app/webhooks/7/secret.json'));
  await inDialog('New secret');
  assert.equal(screen.getByLabelText<HTMLInputElement>('Secret').value, 'whsec_new');
  await page.key('Escape', screen.getByLabelText('Secret'));
  assert.equal(screen.queryByDisplayValue('whsec_new'), null);
  page.server.serve('POST /app/webhooks/7/resend.json', { error: 'many', message: 'Too many.' }, 409);
  await page.press('Resend the last day');
  await inDialog('Send again');
  assert.ok(screen.getByText('Too many.'));
});

test('older deliveries come when they are asked for', async () => {
  const page = await openConsole({
    at: '/settings/webhooks/7',
    role: 'admin',
    serve: { 'GET /app/webhooks/7.json': { ...pageOf(HOOK, [DELIVERY]), next: 3 } },
  });
  page.server.serve('GET /app/webhooks/7.json', pageOf(HOOK, [{ ...DELIVERY, id: 2, state: 'delivered' }]));
  await page.press('Older');
  assert.ok(page.server.fetched.includes('GET /app/webhooks/7.json?before=3'));
  const lines = within(screen.getByRole('list', { name: 'Deliveries' })).getAllByRole('listitem');
  assert.ok(lines.some((line) => line.textContent.includes('Delivered')));
});
