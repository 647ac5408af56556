import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../../test/support/console/app.tsx';
import { fireEvent, screen, within } from '../../../../../test/support/console/dom.ts';

const SKILLS = {
  skills: [{ id: 7, name: 'French', holders: [{ agentId: 1, level: 3 }], menus: [{ id: 9, name: 'Support' }] }],
  agents: [
    { id: 1, name: 'Ada King' },
    { id: 2, name: 'Lin Wu' },
  ],
};
const open = async (serve: Record<string, unknown> = {}) =>
  openConsole({ at: '/settings/skills', role: 'admin', serve: { 'GET /app/skills.json': SKILLS, ...serve } });

test('a skill is named, and a name that is taken is refused beside the field', async () => {
  const page = await open();
  const detail = 'There is a skill of this name already.';
  page.server.serve(
    'POST /app/skills.json',
    { error: 'taken', message: detail, errors: [{ pointer: '/name', detail }] },
    409,
  );
  await page.press('New skill');
  const field = screen.getByLabelText<HTMLInputElement>('Name');
  fireEvent.change(field, { target: { value: 'french' } });
  await page.does(() => fireEvent.submit(field));
  assert.ok(screen.getByText(detail));
  assert.equal(field.getAttribute('aria-invalid'), 'true');
  assert.deepEqual(page.server.bodiesOf('POST /app/skills.json'), [{ name: 'french' }]);
});

test('who has it is saved at once with its name: the agents whose level changed alone', async () => {
  const page = await open({ 'PATCH /app/skills/7.json': { id: 7, name: 'French' } });
  await page.press('Edit French');
  fireEvent.change(screen.getByLabelText('Level of Lin Wu'), { target: { value: '5' } });
  await page.press('Save');
  assert.deepEqual(page.server.bodiesOf('PATCH /app/skills/7.json'), [
    { name: 'French', agents: [{ agentId: 2, level: 5 }] },
  ]);
});

test('deleting says what it touches, and shows why it is refused', async () => {
  const page = await open();
  page.server.serve(
    'DELETE /app/skills/7.json',
    { error: 'skill_in_use', message: '“Support” wants this skill.' },
    409,
  );
  await page.press('Delete French');
  const dialog = within(screen.getByRole('dialog'));
  assert.ok(dialog.getByText(/1 agent has it and loses it./));
  await page.press('Delete');
  assert.ok(dialog.getByRole('alert').textContent?.includes('wants this skill'));
});

test('without skills the page says what one is', async () => {
  await open({ 'GET /app/skills.json': { skills: [], agents: [] } });
  assert.ok(screen.getByText(/a language, a product, a license/));
});
