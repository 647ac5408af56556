import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { fireEvent, screen, within } from '../../../../test/support/console/dom.ts';

const MAIN = {
  id: 1,
  number: '+1 339 219 5276',
  destination: { kind: 'menu', id: null },
  trunkId: null,
  isDefault: true,
};
const SECOND = {
  id: 2,
  number: '+1 760 867 5309',
  destination: { kind: 'menu', id: null },
  trunkId: null,
  isDefault: false,
};
const FIN = {
  id: 3,
  number: '+1 760 410 8538',
  destination: { kind: 'fin', id: null },
  trunkId: null,
  isDefault: false,
};
const MENUS = [
  { id: 7, name: 'Sales', isQueue: true },
  { id: 8, name: 'Support', isQueue: false },
];
const TRUNKS = [{ id: 3, name: 'Twilio' }];
const openNumbers = async (numbers: readonly object[]) =>
  openConsole({
    at: '/settings/numbers',
    role: 'admin',
    serve: {
      'GET /app/numbers.json': { numbers, menus: MENUS, agents: [{ id: 5, name: 'Ada King' }], trunks: TRUNKS },
    },
  });

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

test('where the calls of a number go is chosen in its line, and so is its trunk', async () => {
  const page = await openNumbers([MAIN]);
  const field = await screen.findByLabelText<HTMLSelectElement>(`Calls to ${MAIN.number} go to`);
  assert.deepEqual(
    [...field.options].map(({ value }) => value),
    ['menu:', 'fin:', 'queue:7', 'menu:7', 'menu:8', 'agent:5'],
  );
  page.server.serve('PATCH /app/numbers/1.json', MAIN);
  await page.does(() => fireEvent.change(field, { target: { value: 'queue:7' } }));
  await page.does(() => fireEvent.change(screen.getByLabelText(`Trunk of ${MAIN.number}`), { target: { value: '3' } }));
  assert.deepEqual(page.server.bodiesOf('PATCH /app/numbers/1.json'), [
    { destination: { kind: 'queue', id: 7 } },
    { trunkId: 3 },
  ]);
});

/** Where the calls of a number go -> what its line says, and what it offers besides. */
const DESTINATIONS: readonly (readonly [string, object, string])[] = [
  ['the menus', { kind: 'menu', id: null }, 'The menus: callers choose'],
  ['one menu', { kind: 'menu', id: 8 }, 'Support'],
  ['a queue', { kind: 'queue', id: 7 }, 'Sales'],
  ['an agent', { kind: 'agent', id: 5 }, 'Ada King'],
  ['Fin', { kind: 'fin', id: null }, 'Fin, the voice agent'],
  ['a menu that was deleted', { kind: 'menu', id: 99 }, 'No longer there'],
  ['a queue that is none any more', { kind: 'queue', id: 8 }, 'No longer there'],
  ['an agent who is gone', { kind: 'agent', id: 99 }, 'No longer there'],
];
for (const [what, destination, word] of DESTINATIONS)
  test(`a number that leads to ${what} says so`, async () => {
    await openNumbers([{ ...MAIN, destination }]);
    const field = await screen.findByLabelText<HTMLSelectElement>(`Calls to ${MAIN.number} go to`);
    assert.equal(field.selectedOptions[0]?.textContent, word);
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
