import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { fireEvent, screen, within } from '../../../../test/support/console/dom.ts';

const MAIN = { id: 1, number: '+1 339 219 5276', line: 'queue', isDefault: true };
const SECOND = { id: 2, number: '+1 760 867 5309', line: 'queue', isDefault: false };
const FIN = { id: 3, number: '+1 760 410 8538', line: 'fin', isDefault: false };
const openNumbers = async (numbers: readonly object[]) =>
  openConsole({ at: '/settings/numbers', role: 'admin', serve: { 'GET /app/numbers.json': { numbers } } });

test('the default number, and Fin’s, cannot be made the default', async () => {
  await openNumbers([MAIN, SECOND, FIN]);
  const lines = await within(await screen.findByRole('list', { name: 'Numbers' })).findAllByRole('listitem');
  assert.deepEqual(
    lines.map((line) =>
      within(line)
        .getAllByRole('button')
        .map(({ textContent }) => textContent),
    ),
    [['Release'], ['Make default', 'Release'], ['Release']],
  );
});

test('a number that is refused stays in its field with the reason beside it; one that is taken empties the form', async () => {
  const page = await openNumbers([]);
  assert.ok(await screen.findByText('No numbers yet'));
  const field = screen.getByLabelText<HTMLInputElement>('Number');
  const errors = [{ pointer: '/number', detail: 'is no phone number; begin with + and the country' }];
  page.server.serve('POST /app/numbers.json', { error: 'body_invalid', message: 'Some fields.', errors }, 422);
  fireEvent.change(field, { target: { value: 'twelve' } });
  await page.press('Add');
  assert.ok(screen.getByText('Is no phone number; begin with + and the country.'));
  assert.equal(field.value, 'twelve');
  page.server.serve('POST /app/numbers.json', MAIN);
  await page.press('Add');
  assert.equal(field.value, '');
});

test('a number is released after a question', async () => {
  const page = await openNumbers([MAIN]);
  page.server.serve('DELETE /app/numbers/1.json', { id: 1 });
  await screen.findByText(MAIN.number);
  await page.press(`Release ${MAIN.number}`);
  assert.ok(!page.server.fetched.includes('DELETE /app/numbers/1.json'));
  await page.press('Release');
  assert.ok(page.server.fetched.includes('DELETE /app/numbers/1.json'));
});

test('languages are turned on and off, but for the last one', async () => {
  const languages = [
    { code: 'en', enabled: true },
    { code: 'fr', enabled: false },
  ];
  const page = await openConsole({
    at: '/settings/languages',
    role: 'admin',
    serve: { 'GET /app/languages.json': { languages } },
  });
  const english = await screen.findByLabelText<HTMLInputElement>('English (en)');
  assert.equal(english.disabled, true);
  const both = languages.map(({ code }) => ({ code, enabled: true }));
  page.server.serve('PATCH /app/languages.json', { languages: both });
  await page.does(() => fireEvent.click(screen.getByLabelText('French (fr)')));
  assert.equal(screen.getByLabelText<HTMLInputElement>('French (fr)').checked, true);
  assert.equal(screen.getByLabelText<HTMLInputElement>('English (en)').disabled, false);
});
