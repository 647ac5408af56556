import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MenuLine } from '#realtime/agent/menus-protocol.ts';
import { openConsole } from '../../../../../test/support/console/app.tsx';
import { FakeMicrophone, FakeRecorder } from '../../../../../test/support/console/browser-sound.ts';
import { fireEvent, screen, within } from '../../../../../test/support/console/dom.ts';
import { asTime } from './hours-section.tsx';
import { formOf, moved, newMenu, parentsFor, treeOf } from './tree.ts';

const aLine = (id: number, change: Partial<MenuLine> = {}): MenuLine => ({
  ...newMenu([], null),
  id,
  name: `Menu ${id}`,
  condition: 'open',
  ...change,
});
const MENUS = [
  aLine(9, { name: 'Support' }),
  aLine(10, { name: 'Billing', position: 1, condition: 'after_hours' }),
  aLine(11, { name: 'Invoices', parent_id: 10, condition: 'redirected' }),
];
const ALL = {
  menus: MENUS,
  agents: [
    { id: 1, name: 'Ada King', skills: [{ skillId: 7, level: 3 }] },
    { id: 2, name: 'Lin Wu', skills: [] },
  ],
  skills: [{ id: 7, name: 'French' }],
  wrapUp: { seconds: 60, dispositions: ['Resolved'], required: [], tags: [] },
  languages: ['en'],
  sounds: [],
};
const open = async (at: string, serve: Record<string, unknown> = {}) =>
  openConsole({ at, role: 'admin', serve: { 'GET /app/menus.json': ALL, ...serve } });
const type = (label: string, value: string): void =>
  void fireEvent.change(screen.getByLabelText(label), { target: { value } });
const valueOf = (label: string): string => screen.getByLabelText<HTMLInputElement>(label).value;

test('the tree shows each menu with its key and whether it is open, those below it indented', async () => {
  await open('/settings/menus');
  const below = screen.getByRole('list', { name: 'Below Billing' });
  assert.ok(within(below).getByRole('link', { name: 'Invoices' }));
  assert.ok(within(below).getByText('Closed for now'));
  assert.equal(screen.getByRole('button', { name: 'Move Support up' }).hasAttribute('disabled'), true);
});

test('a menu moves by a button: it and its neighbor change places', async () => {
  const page = await open('/settings/menus', { 'POST /app/menus/places.json': {} });
  await page.press('Move Support down');
  assert.ok(page.server.fetched.includes('POST /app/menus/places.json'));
  assert.deepEqual(moved(MENUS, MENUS[0] ?? assert.fail('no menu'), 1), [
    { id: 10, position: 0 },
    { id: 9, position: 1 },
  ]);
});

test('what is refused stands beside its field, and what was typed is kept', async () => {
  const page = await open('/settings/menus/9');
  page.server.serve(
    'PATCH /app/menus/9.json',
    {
      error: 'body_invalid',
      message: 'Some fields are not as they should be.',
      errors: [
        { pointer: '/no_agents/after_seconds', detail: 'must be <= 3600' },
        { pointer: '/hours/holidays/0/date', detail: 'must match format "date"' },
      ],
    },
    422,
  );
  await page.does(() => type('After (seconds)', '9999'));
  await page.press('Always open', 'checkbox');
  await page.press('Add a holiday');
  await page.press('Save');
  assert.ok(screen.getByText('Must be at most 3600.'));
  const field = screen.getByLabelText('After (seconds)');
  assert.deepEqual([field.getAttribute('aria-invalid'), valueOf('After (seconds)')], ['true', '9999']);
  assert.equal(screen.getByLabelText('Date of holiday 1').getAttribute('aria-invalid'), 'true');
});

test('only what was changed is sent, and the page says when it is saved', async () => {
  const page = await open('/settings/menus/9', { 'PATCH /app/menus/9.json': { ...MENUS[0], name: 'Help' } });
  await page.does(() => type('Name', 'Help'));
  assert.ok(screen.getByText('Unsaved changes.'));
  await page.press('Save');
  assert.equal(screen.queryByRole('button', { name: 'Save' }), null, 'there is nothing left to save');
  assert.equal(page.server.fetched.at(-1), 'GET /app/menus.json');
});

test('a menu that is offered at the callers’ page is called there itself, by the way to it', async () => {
  await open('/settings/menus/11');
  const link = screen.getByRole('link', { name: /Call as a customer/ });
  assert.match(link.getAttribute('href') ?? '', /\?menu=10\.11$/);
});

test('a rule that sends callers on asks for the queue, which is never the menu itself', async () => {
  const page = await open('/settings/menus/9');
  const group = screen.getByRole('group', { name: 'The queue is full' });
  await page.does(() => fireEvent.change(within(group).getByLabelText('Then'), { target: { value: 'menu' } }));
  const queues = within(within(group).getByLabelText('Queue')).getAllByRole('option');
  assert.deepEqual(
    queues.map(({ textContent }) => textContent),
    ['Choose a queue', 'Billing', 'Invoices'],
  );
});

test('groups are added, filled and put in order', async () => {
  const page = await open('/settings/menus/9');
  await page.press('Add a group');
  await page.press('Add a group');
  const second = screen.getByRole('group', { name: 'Group 2' });
  await page.does(() => fireEvent.click(within(second).getByLabelText('Lin Wu')));
  await page.press('Group 2 earlier');
  const first = screen.getByRole('group', { name: 'Group 1' });
  assert.equal(within(first).getByLabelText<HTMLInputElement>('Lin Wu').checked, true);
  assert.equal(within(first).getByLabelText<HTMLInputElement>('Name').value, 'Group 2');
});

test('leaving with unsaved changes asks first', async () => {
  const page = await open('/settings/menus/9');
  await page.does(() => type('Name', 'Help'));
  await page.press('People', 'link');
  assert.equal(page.place(), '/app/settings/menus/9');
  await page.press('Keep editing');
  assert.equal(valueOf('Name'), 'Help');
  await page.press('People', 'link');
  await page.press('Leave');
  assert.equal(page.place(), '/app/settings/people');
});

test('a new menu is made below the one it was asked for, and its own page follows', async () => {
  const made = aLine(12, { name: 'Refunds', parent_id: 10 });
  const page = await open('/settings/menus/new?below=10', { 'POST /app/menus.json': made });
  assert.equal(valueOf('Below'), '10');
  page.server.serve('GET /app/menus.json', { ...ALL, menus: [...MENUS, made] });
  await page.does(() => type('Name', 'Refunds'));
  await page.press('Save');
  await page.until(() => page.place() === '/app/settings/menus/12');
  assert.equal(page.place(), '/app/settings/menus/12');
});

test('deleting asks once more', async () => {
  const page = await open('/settings/menus/9', { 'DELETE /app/menus/9.json': { id: 9 } });
  await page.press('Delete');
  assert.equal(page.server.fetched.includes('DELETE /app/menus/9.json'), false);
  const dialog = screen.getByRole('dialog', { name: 'Delete Support?' });
  await page.does(() => fireEvent.click(within(dialog).getByRole('button', { name: 'Delete' })));
  assert.ok(page.server.fetched.includes('DELETE /app/menus/9.json'));
  assert.equal(page.place(), '/app/settings/menus');
});

test('menus are for administrators alone', async () => {
  for (const role of ['agent', 'supervisor', 'developer'] as const) {
    const page = await openConsole({ at: '/settings/menus', role, serve: { 'GET /app/menus.json': ALL } });
    assert.equal(screen.queryByRole('heading', { name: 'Menus' }), null);
    assert.equal(page.server.fetched.includes('GET /app/menus.json'), false);
  }
});

test('siblings that share a place are told apart by a move, and those at the end stay', () => {
  const [a, b, c] = [aLine(1), aLine(2), aLine(3)];
  assert.deepEqual(moved([a, b, c], b, -1), [
    { id: 1, position: 1 },
    { id: 3, position: 2 },
  ]);
  assert.deepEqual(moved([a, b, c], a, -1), []);
});

test('a menu lies neither below itself nor below those below it', () => {
  assert.deepEqual(
    parentsFor(MENUS, 10).map(({ id }) => id),
    [9],
  );
  assert.deepEqual(
    treeOf([aLine(1, { parent_id: 77 })]).map(({ menu }) => menu.id),
    [1],
    'one whose parent is gone stands at the top',
  );
  const { id: _id, condition: _condition, ...form } = aLine(1);
  assert.deepEqual(formOf(aLine(1)), form);
});

const OWN = [
  { name: 'menu_9', lang: 'en', seconds: 3.2 },
  { name: 'welcome', lang: null, seconds: 8 },
];
const SPOKEN = { ...ALL, languages: ['en', 'fr'], sounds: OWN, menus: [aLine(9, { output_message: 'Hello.' })] };

test('each language shows what its callers hear: a sound, or the computer', async () => {
  await open('/settings/menus/9', { 'GET /app/menus.json': SPOKEN });
  const english = screen.getByRole('group', { name: 'English' });
  assert.ok(within(english).getByText('A sound of your own, 3 s'));
  const french = screen.getByRole('group', { name: 'French' });
  assert.ok(within(french).getByText('Spoken by an English voice'), 'no voice of ours speaks French');
  assert.equal(within(french).queryByRole('button', { name: 'Remove the sound for French' }), null);
  assert.equal(french.querySelector('audio')?.getAttribute('src'), '/app/sounds/menu_9?lang=fr');
});

test('a sound is removed after it was asked once more; a file that is refused says why', async () => {
  const page = await open('/settings/menus/9', {
    'GET /app/menus.json': SPOKEN,
    'DELETE /app/sounds/menu_9': { name: 'menu_9', lang: 'en' },
  });
  page.server.serve('PUT /app/sounds/menu_9', { error: 'sound_invalid', message: 'A sound lasts 0.1 seconds.' }, 422);
  const french = screen.getByRole('group', { name: 'French' });
  const file = new File(['x'], 'hello.wav', { type: 'audio/wav' });
  const input = french.querySelector('input[type="file"]') ?? assert.fail('no input');
  await page.does(() => fireEvent.change(input, { target: { files: [file] } }));
  assert.ok(within(french).getByText('A sound lasts 0.1 seconds.'));
  await page.press('Remove the sound for English');
  await page.press('Remove');
  assert.ok(page.server.fetched.some((each) => each.startsWith('DELETE /app/sounds/menu_9')));
});

const microphones = (): readonly boolean[] => FakeMicrophone.opened.map(({ isStopped }) => isStopped);
const openSounds = async () =>
  open('/settings/menus/9', { 'GET /app/menus.json': SPOKEN, 'PUT /app/sounds/menu_9': { name: 'menu_9' } });

test('a recording ends by the same button; what cannot be used is said, and the microphone is let go', async () => {
  const page = await openSounds();
  await page.press('Record a sound for French');
  assert.equal(document.getElementById('said-at-once')?.textContent?.trim(), 'Recording.');
  assert.deepEqual(microphones(), [false]);
  await page.press('Stop recording for French');
  assert.deepEqual(microphones(), [true]);
  // No browser is there that could decode it.
  assert.ok(screen.getByText('Nothing usable was recorded. Try again.'));
  assert.ok(screen.getByRole('button', { name: 'Record a sound for French' }));
});

test('a microphone that may not be used is said, in the reader’s language', async () => {
  const serve = { 'GET /app/menus.json': SPOKEN };
  const page = await openConsole({ at: '/settings/menus/9', role: 'admin', serve, language: 'fr' });
  FakeMicrophone.fault = new DOMException('No.', 'NotAllowedError');
  await page.press(/^Enregistrer un son pour français/i);
  assert.ok(screen.getByText(/^Le micro n’est pas utilisable\./));
});

test('who leaves the page while they record sends nothing, and the microphone is let go', async () => {
  const page = await openSounds();
  await page.press('Record a sound for French');
  await page.go('/desk');
  assert.deepEqual([microphones(), FakeRecorder.last?.state], [[true], 'inactive']);
  assert.ok(!page.server.fetched.some((each) => each.startsWith('PUT')));
});

test('a microphone that was unplugged has ended the recording; stopping it is no fault', async () => {
  const page = await openSounds();
  await page.press('Record a sound for French');
  await page.does(() => FakeRecorder.last?.stop());
  await page.press('Stop recording for French');
  assert.deepEqual(microphones(), [true]);
});

test('times as they are typed', () => {
  assert.deepEqual(['9', '0930', '9:5', '24:00', 'noon', ''].map(asTime), [
    '09:00',
    '09:30',
    '09:05',
    '24:00',
    'noon',
    '',
  ]);
});

test('a simulated call into the menu leads to its page, and what refuses it is said', async () => {
  const page = await open('/settings/menus/9');
  await page.press('Simulate a call');
  await page.does(() => type('The caller', 'abandons'));
  page.server.serve('POST /app/simulator/calls.json', { error: 'number_unknown', message: 'No number.' }, 409);
  await page.press('Call');
  assert.ok(screen.getByText('No number.'));
  page.server.serve('POST /app/simulator/calls.json', { id: 77 }, 201);
  await page.press('Call');
  await page.until(() => page.place() === '/app/calls/77');
  assert.equal(page.place(), '/app/calls/77');
});

test('a menu wants a skill, and says when no agent of its groups has it', async () => {
  const page = await open('/settings/menus/9', { 'PATCH /app/menus/9.json': { ...aLine(9), deleted: false } });
  await page.press('Add a group');
  await page.does(() => fireEvent.click(screen.getByLabelText('Lin Wu')));
  await page.press('Require a skill');
  assert.equal(valueOf('Skill 1'), '7');
  assert.ok(screen.getByText(/would ring no one/));
  await page.does(() => fireEvent.click(screen.getByLabelText('Ada King')));
  await page.does(() => type('Minimum level', '3'));
  assert.equal(screen.queryByText(/would ring no one/), null);
  await page.does(() => type('Minimum level', '4'));
  assert.ok(screen.getByText(/would ring no one/), 'not well enough');
  await page.press('Save');
  assert.partialDeepStrictEqual(page.server.bodiesOf('PATCH /app/menus/9.json'), [
    { skills: [{ skill_id: 7, least_level: 4 }] },
  ]);
});
