import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { fireEvent, screen, within } from '../../../../test/support/console/dom.ts';
import { callEntry, contactView } from '../../../../test/support/console/views.ts';

const ROBIN = contactView(80, { email: 'robin@example.com', attributes: { plan: 'gold', seats: 2, list: [1] } });
const SERVED = {
  'GET /app/contacts.json': {
    contacts: [ROBIN, contactView(81, { name: null, blockedAt: '2026-03-02T09:00:00.000Z' })],
    next: null,
  },
  'GET /app/contacts/80.json': { contact: ROBIN, scheduled: [callEntry(9, { state: 'scheduled' })] },
  'GET /app/contacts/80/history.json': { entries: [callEntry(3), callEntry(2, { isReadable: false })], next: null },
};
const main = () => within(screen.getByRole('main'));

test('contacts stand by name, number and address, and are searched by a labelled field', async () => {
  const page = await openConsole({ at: '/contacts', serve: SERVED });
  assert.deepEqual(
    main()
      .getAllByRole('listitem')
      .map((each) => each.textContent),
    ['RVRobin Vale+1 415-555-0148 · robin@example.com', '#+1 415-555-0148Blocked'],
  );
  const field = screen.getByLabelText('Name, number or e-mail');
  page.server.serve('GET /app/contacts.json', { contacts: [], next: null });
  fireEvent.change(field, { target: { value: 'nobody' } });
  await page.does(() => fireEvent.submit(field));
  assert.equal(page.place(), '/app/contacts?find=nobody');
  assert.ok(screen.getByText('No contacts match'));
});

test('what the server will not search for is said at once, and not asked twice', async () => {
  const page = await openConsole({ at: '/contacts?find=zz' });
  page.server.serve('GET /app/contacts.json', { message: 'Type two letters or digits at least.' }, 400);
  await page.press('Try again');
  assert.ok(screen.getByText('Type two letters or digits at least.'));
});

test('a contact’s page has fields, attributes, scheduled calls and history; a call that may not be read has no link', async () => {
  await openConsole({ at: '/contacts/80', serve: SERVED });
  assert.ok(main().getByRole('heading', { level: 1, name: 'Robin Vale' }));
  for (const text of ['robin@example.com', 'gold', '[1]']) assert.ok(main().getByText(text), text);
  const links = (name: string) =>
    within(main().getByRole('region', { name }))
      .queryAllByRole('link')
      .map((each) => each.getAttribute('href'));
  assert.deepEqual([links('Scheduled'), links('History')], [['/app/calls/9'], ['/app/calls/3']]);
});

test('an edit sends what changed, and a refusal stands beside its field', async () => {
  const page = await openConsole({ at: '/contacts/80', serve: SERVED });
  await page.press('Edit');
  const plan = screen.getByLabelText('Value of plan');
  fireEvent.change(plan, { target: { value: 'silver' } });
  await page.press('Remove seats');
  page.server.serve(
    'PATCH /app/contacts/80.json',
    { message: 'Another contact has this number.', field: 'phone' },
    409,
  );
  await page.press('Save');
  const number = screen.getByLabelText('Number');
  assert.equal(number.getAttribute('aria-invalid'), 'true');
  assert.ok(screen.getByText('Another contact has this number.'));
  page.server.serve('PATCH /app/contacts/80.json', ROBIN);
  await page.press('Save');
  assert.equal(screen.queryByRole('dialog', { name: 'Edit contact' }), null);
});

test('a developer reads contacts and edits none', async () => {
  await openConsole({ at: '/contacts/80', role: 'developer', serve: SERVED });
  assert.equal(screen.queryByRole('button', { name: 'Edit' }), null);
});

test('a supervisor blocks at once, and merges into a contact they have looked for', async () => {
  const page = await openConsole({ at: '/contacts/80', role: 'supervisor', serve: SERVED });
  page.server.serve('POST /app/contacts/80/block.json', ROBIN);
  await page.press('Block');
  assert.ok(page.server.fetched.includes('POST /app/contacts/80/block.json'));
  await page.press('Merge');
  assert.ok(screen.getByRole('button', { name: 'Choose a contact' }).hasAttribute('disabled'));
  page.server.serve('GET /app/contacts.json', { contacts: [ROBIN, contactView(82, { name: 'Robin V.' })], next: null });
  await page.does(() => fireEvent.change(screen.getByLabelText('Merge into'), { target: { value: 'robin' } }));
  await page.press(/^Robin V\./);
  page.server.serve('POST /app/contacts/80/merge.json', contactView(82));
  await page.press('Merge into Robin V.');
  assert.equal(page.place(), '/app/contacts/82');
});

test('an agent neither merges nor blocks', async () => {
  await openConsole({ at: '/contacts/80', serve: SERVED });
  for (const name of ['Merge', 'Block', 'Forget', 'Legal hold'])
    assert.equal(screen.queryByRole('button', { name }), null, name);
});

test('an administrator is told what goes before a contact is forgotten, and why one is not', async () => {
  const page = await openConsole({
    at: '/contacts/80',
    role: 'admin',
    serve: { ...SERVED, 'GET /app/contacts/80/forget.json': { calls: 3, recordings: 1, messages: 0 } },
  });
  await page.press('Forget');
  const dialog = within(screen.getByRole('dialog', { name: 'Forget Robin Vale' }));
  for (const words of [/^1 recording,/, /3 calls$/, /^0 messages/]) assert.ok(dialog.getByText(words), String(words));
  page.server.serve('POST /app/contacts/80/forget.json', { message: 'A legal hold stands on this contact.' }, 409);
  await page.press('Forget for good');
  assert.equal(dialog.getByRole('alert').textContent, 'A legal hold stands on this contact.');
  page.server.serve('POST /app/contacts/80/forget.json', { calls: 3, recordings: 1, messages: 0 });
  await page.press('Forget for good');
  assert.equal(page.place(), '/app/contacts');
});
