import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../../test/support/console/app.tsx';
import { fireEvent, screen } from '../../../../../test/support/console/dom.ts';

const WORKSPACE = {
  name: 'Nord',
  time_zone: 'Europe/Oslo',
  second_factor: 'nobody',
  subdomain: 'nord',
  has_demo: false,
};
const open = async () =>
  openConsole({ at: '/settings/workspace', role: 'admin', serve: { 'GET /app/workspace.json': WORKSPACE } });
const zone = async () => screen.findByLabelText<HTMLInputElement>('Time zone');

test('the workspace is changed, and says when nothing is left to save', async () => {
  const page = await open();
  page.server.serve('PATCH /app/workspace.json', { ...WORKSPACE, time_zone: 'America/Lima' });
  fireEvent.change(await zone(), { target: { value: 'America/Lima' } });
  assert.ok(screen.getByText('Not saved yet.'));
  await page.press('Save');
  assert.ok(page.server.fetched.includes('PATCH /app/workspace.json'));
  assert.equal(screen.queryByText('Not saved yet.'), null);
  assert.equal((await zone()).value, 'America/Lima');
});

test('what the server refuses stands beside its field, and what was typed stays', async () => {
  const page = await open();
  const errors = [{ pointer: '/time_zone', detail: 'is no time zone' }];
  page.server.serve('PATCH /app/workspace.json', { error: 'body_invalid', message: 'Some fields.', errors }, 422);
  fireEvent.change(await zone(), { target: { value: 'Mars/Olympus' } });
  await page.press('Save');
  assert.ok(screen.getByText('Is no time zone.'));
  assert.deepEqual([(await zone()).value, (await zone()).getAttribute('aria-invalid')], ['Mars/Olympus', 'true']);
});

test('a second factor is required of those who are chosen', async () => {
  const page = await open();
  const choice = await screen.findByLabelText<HTMLSelectElement>('A second factor is required of');
  page.server.serve('PATCH /app/workspace.json', { ...WORKSPACE, second_factor: 'admins' });
  await page.does(() => fireEvent.change(choice, { target: { value: 'admins' } }));
  await page.does(() => fireEvent.submit(choice));
  assert.deepEqual(page.server.bodiesOf('PATCH /app/workspace.json'), [{ second_factor: 'admins' }]);
});

test('the demo is removed once that is confirmed, and what keeps it is said', async () => {
  const page = await openConsole({
    at: '/settings/workspace',
    role: 'admin',
    serve: { 'GET /app/workspace.json': { ...WORKSPACE, has_demo: true } },
  });
  await screen.findByText('The demo is here');
  await page.press('Remove the demo…');
  page.server.serve(
    'DELETE /app/workspace/demo.json',
    { error: 'demo_in_call', message: 'A call is in progress.' },
    409,
  );
  await page.press('Remove the demo');
  assert.ok(screen.getByText('A call is in progress.'));
  page.server.serve('DELETE /app/workspace/demo.json', WORKSPACE);
  page.server.serve('GET /app/workspace.json', WORKSPACE);
  await page.press('Remove the demo');
  assert.equal(screen.queryByText('The demo is here'), null);
});

const STEPS = { isClosed: false, done: { call: true, people: false, menu: true, number: false, token: false } };

test('an administrator sees the first steps at the desk until they close them; an agent never does', async () => {
  const page = await openConsole({ role: 'admin', serve: { 'GET /app/first-steps.json': STEPS } });
  assert.ok(await screen.findByText('3 of 5 left'));
  assert.equal(screen.getAllByRole('img', { name: 'Done' }).length, 2);
  page.server.serve('DELETE /app/first-steps.json', { ...STEPS, isClosed: true });
  await page.press('Close the first steps');
  assert.equal(screen.queryByText('First steps'), null);
});

test('an agent sees none', async () => {
  const page = await openConsole({ role: 'agent', serve: { 'GET /app/first-steps.json': STEPS } });
  assert.equal(screen.queryByText('First steps'), null);
  assert.ok(!page.server.fetched.includes('GET /app/first-steps.json'));
});
