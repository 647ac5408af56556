import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { fireEvent, screen } from '../../../../test/support/console/dom.ts';

const RULES = { seconds: 60, dispositions: ['Resolved'], required: [], tags: [], statuses: [] };
const PAGE = 'GET /app/wrap-up.json';
const open = async () => openConsole({ at: '/settings/wrap-up', role: 'admin', serve: { [PAGE]: RULES } });
const dispositions = () => screen.getByLabelText<HTMLTextAreaElement>('Dispositions');

test('the rules are shown, changed and stored', async () => {
  const page = await open();
  assert.equal(dispositions().value, 'Resolved');
  assert.equal(screen.getByLabelText<HTMLInputElement>('Time after a call, in seconds').value, '60');
  fireEvent.change(dispositions(), { target: { value: 'Resolved\n\n Follow-up ' } });
  page.server.serve('PATCH /app/wrap-up.json', { ...RULES, dispositions: ['Resolved', 'Follow-up'] });
  await page.press('Save');
  assert.equal(dispositions().value, 'Resolved\nFollow-up');
  assert.equal(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled, true);
});

test('what is refused is said beside its list, and what was typed stays', async () => {
  const page = await open();
  fireEvent.change(dispositions(), { target: { value: 'Resolved\nresolved' } });
  const errors = [{ pointer: '/dispositions/1', detail: 'stands in the list already' }];
  page.server.serve('PATCH /app/wrap-up.json', { message: 'Some fields.', errors }, 422);
  await page.press('Save');
  assert.ok(screen.getByText('“resolved” stands in the list already.'));
  assert.equal(dispositions().getAttribute('aria-invalid'), 'true');
  assert.equal(dispositions().value, 'Resolved\nresolved');
});

test('a status is added, and what is refused of it is said beside its name', async () => {
  const page = await open();
  await page.press('Add a status');
  fireEvent.change(screen.getByLabelText('Name of status 1'), { target: { value: 'Lunch' } });
  const errors = [{ pointer: '/statuses/0', detail: 'stands in the list already' }];
  page.server.serve('PATCH /app/wrap-up.json', { message: 'Some fields.', errors }, 422);
  await page.press('Save');
  assert.equal(screen.getByLabelText('Name of status 1').getAttribute('aria-invalid'), 'true');
  assert.ok(screen.getByText('stands in the list already'));
  const lunch = { name: 'Lunch', color: 'amber', countsAs: 'break' };
  page.server.serve('PATCH /app/wrap-up.json', { ...RULES, statuses: [lunch] });
  await page.press('Save');
  await page.press('Remove Lunch');
  assert.equal(screen.queryByLabelText('Name of status 1'), null);
});

test('an agent finds no such page', async () => {
  const page = await openConsole({ at: '/settings/wrap-up', role: 'supervisor', serve: { [PAGE]: RULES } });
  assert.equal(page.place(), '/app/desk');
});
