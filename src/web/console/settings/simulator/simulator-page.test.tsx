import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAGIC_NUMBERS } from '#carriers/simulator/magic-numbers.ts';
import { openConsole } from '../../../../../test/support/console/app.tsx';
import { fireEvent, screen, within } from '../../../../../test/support/console/dom.ts';

const SIMULATOR = {
  menus: [
    { id: 9, path: 'Support' },
    { id: 10, path: 'Sales' },
  ],
  ownMenuId: 10,
  magicNumbers: [
    { digits: '0001', says: 'is busy (486): `failed`', way: 'out' },
    { digits: '0007', says: 'gives up waiting', way: 'in' },
    { digits: '0009', says: 'gets no text messages', way: null },
    { digits: '0011', says: 'tells Fin that it helped', way: 'fin' },
  ],
};
const open = async (simulator: object) =>
  openConsole({ at: '/settings/simulator', role: 'developer', serve: { 'GET /app/simulator.json': simulator } });

test('“Ring me now” calls a menu that rings me, and leads to the desk', async () => {
  const page = await open(SIMULATOR);
  page.server.serve('POST /app/simulator/calls.json', { id: 71 }, 201);
  await page.press('Ring me now');
  assert.deepEqual(page.server.bodiesOf('POST /app/simulator/calls.json'), [{ menuId: 10, digits: '0148' }]);
  assert.match(page.place(), /^\/app\/desk/);
});

test('a magic number calls the menu that was chosen, or is dialed, or neither; a refusal is said', async () => {
  const page = await open(SIMULATOR);
  assert.ok(screen.getByText(/^Is busy \(486\): failed, eu_busy;/));
  assert.match(screen.getByRole('link', { name: /^Dial \+1 415-555-0001/ }).getAttribute('href') ?? '', /dial=.*0001/);
  assert.equal(screen.queryByRole('button', { name: /0009/ }), null);
  page.server.serve('POST /app/simulator/calls.json', { message: 'No number.' }, 409);
  await page.does(() => fireEvent.change(screen.getByLabelText('Callers choose'), { target: { value: '9' } }));
  await page.press(/^Call in as .*0007/);
  assert.ok(screen.getByText('No number.'));
  assert.deepEqual(page.server.bodiesOf('POST /app/simulator/calls.json'), [{ menuId: 9, digits: '0007' }]);
});

test('every magic number has its sentence in the catalogue, as the server says it', async () => {
  const magicNumbers = Object.entries(MAGIC_NUMBERS).map(([digits, { says }]) => ({ digits, says, way: null }));
  await open({ ...SIMULATOR, magicNumbers });
  const lines = within(screen.getByRole('list', { name: 'Magic numbers' })).getAllByRole('listitem');
  assert.deepEqual(
    lines.map((line) => line.querySelector('p + p')?.textContent),
    magicNumbers.map(({ says }) => {
      const plain = says.replaceAll('`', '');
      return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}.`;
    }),
  );
});

test('whom no menu rings is told so', async () => {
  await open({ ...SIMULATOR, ownMenuId: null });
  assert.ok(screen.getByText(/^No menu rings you/));
  assert.equal(screen.getByRole('button', { name: 'Ring me now' }).hasAttribute('disabled'), true);
});
