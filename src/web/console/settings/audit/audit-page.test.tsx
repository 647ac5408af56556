import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../../test/support/console/app.tsx';
import { fireEvent, screen, within } from '../../../../../test/support/console/dom.ts';

const ENTRY = {
  id: 9,
  at: '2026-11-27T09:00:00.000Z',
  action: 'menu.updated',
  door: 'page',
  agentId: 4,
  tokenId: null,
  actor: 'Ona Owner',
  address: '203.0.113.7',
  targetId: '50',
  targetName: 'Support',
  changes: { name: ['Help', 'Support'], groups: null },
};
const PEOPLE = {
  people: [
    {
      id: 4,
      email: 'o@example.com',
      firstName: 'Ona',
      lastName: 'Owner',
      role: 'admin',
      state: 'active',
      lastSeenAt: null,
    },
  ],
};
const open = async (entries: readonly object[], next: number | null = null) =>
  openConsole({
    at: '/settings/audit',
    role: 'admin',
    serve: { 'GET /app/audit.json?': { entries, next }, 'GET /app/people.json': PEOPLE },
  });
const lines = () => within(screen.getByRole('list', { name: 'Entries' })).getAllByRole('listitem');

test('an entry says who did what, how, from where, and what changed', async () => {
  await open([
    ENTRY,
    { ...ENTRY, id: 8, actor: null, door: 'shell', address: null, action: 'token.created', changes: {} },
  ]);
  const [first, second] = lines().map((line) => line.textContent);
  assert.match(first ?? '', /^Ona Owner changed the menu Support/);
  assert.match(first ?? '', /in the console from 203\.0\.113\.7.*name, agent groups.*Help → Support.*changed$/);
  assert.match(second ?? '', /^The operator created the token Support.*from the shell$/);
});

test('earlier entries come when they are asked for', async () => {
  const page = await open([ENTRY], 9);
  page.server.serve('GET /app/audit.json?before=9', { entries: [{ ...ENTRY, id: 5 }], next: null });
  await page.press('Show earlier entries');
  assert.equal(lines().length, 2);
  assert.equal(screen.queryByRole('button', { name: 'Show earlier entries' }), null);
});

test('the log is narrowed, and the file is of the same entries', async () => {
  const page = await open([]);
  assert.ok(screen.getByText('What administrators do will appear here.'));
  page.server.serve('GET /app/audit.json?action=token.revoked', { entries: [], next: null });
  await page.does(() => fireEvent.change(screen.getByLabelText('What'), { target: { value: 'token.revoked' } }));
  assert.ok(screen.getByText('No entries match these filters.'));
  page.server.serve('GET /app/audit.json?action=token.revoked&agentId=4', { entries: [ENTRY], next: null });
  await page.does(() => fireEvent.change(screen.getByLabelText('Who'), { target: { value: '4' } }));
  assert.equal(lines().length, 1);
  const file = screen.getByRole('link', { name: 'CSV' }).getAttribute('href');
  assert.equal(file, '/app/audit.csv?action=token.revoked&agentId=4');
});

test('a log that cannot be had is said; agents and supervisors have none', async () => {
  const page = await openConsole({ at: '/settings/audit', role: 'admin', serve: { 'GET /app/people.json': PEOPLE } });
  page.server.serve('GET /app/audit.json?', { entries: [ENTRY], next: null });
  await page.press('Try again');
  assert.equal(lines().length, 1);
  const other = await openConsole({ at: '/settings/audit', role: 'supervisor' });
  assert.notEqual(other.place(), '/app/settings/audit');
});
