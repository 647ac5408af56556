import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { fireEvent, screen } from '../../../../test/support/console/dom.ts';
import { agentView, AT, callDetail, snapshotOf } from '../../../../test/support/console/views.ts';

test('details that the caller gave are noted by one click, and shown as noted', async () => {
  const turns = [
    { speaker: 'user', name: null, text: 'order four seven one nine two', startSeconds: 0, endSeconds: 2 },
  ] as const;
  const transcript = { status: 'done', engine: 'embedded', turns } as const;
  const page = await openConsole({ at: '/calls/7', serve: { 'GET /app/calls/7.json': callDetail(7, { transcript }) } });
  const notes = [{ id: 1, agentId: 3, text: 'Order number: 47192', at: AT }];
  page.server.serve('GET /app/calls/7.json', callDetail(7, { transcript, call: { notes } }));
  await page.press('Note Order number: 47192');
  assert.deepEqual(page.asked(), [{ type: 'note', callId: 7, text: 'Order number: 47192' }]);
  assert.equal(screen.getByRole<HTMLButtonElement>('button', { name: /is noted/ }).disabled, true);
});

test('a developer reads the details of a call, and notes them in their own calls alone', async () => {
  const turns = [
    { speaker: 'user', name: null, text: 'order four seven one nine two', startSeconds: 0, endSeconds: 2 },
  ] as const;
  const transcript = { status: 'done', engine: 'embedded', turns } as const;
  const page = await openConsole({
    at: '/calls/7',
    role: 'developer',
    serve: { 'GET /app/calls/7.json': callDetail(7, { transcript }) },
  });
  assert.ok(screen.getByText('47192'));
  assert.equal(screen.queryByRole('button', { name: /^Note / }), null);
  page.server.serve('GET /app/calls/8.json', callDetail(8, { transcript, call: { agentId: page.me } }));
  await page.go('/calls/8');
  assert.ok(screen.getByRole('button', { name: /^Note / }));
});

test('an administrator puts a call on legal hold and releases it; what refuses it is said', async () => {
  const page = await openConsole({ at: '/calls/7', role: 'admin', serve: { 'GET /app/calls/7.json': callDetail(7) } });
  page.server.serve('POST /app/calls/7/legal-hold.json', { error: 'unknown', message: 'It has gone.' }, 404);
  await page.press('Legal hold');
  assert.notEqual(screen.queryAllByText('It has gone.').length, 0);
  page.server.serve('POST /app/calls/7/legal-hold.json', {});
  page.server.serve('GET /app/calls/7.json', callDetail(7, { legalHoldAt: AT }));
  await page.press('Legal hold');
  assert.ok(screen.getByText('Legal hold'), 'a mark beside the state');
  await page.press('Release hold');
  assert.deepEqual(page.server.bodiesOf('POST /app/calls/7/legal-hold.json'), [
    { isHeld: true },
    { isHeld: true },
    { isHeld: false },
  ]);
});

test('the list is narrowed by every filter, each in the address, and cleared at once', async () => {
  const rules = { dispositions: ['Resolved'], required: [], tags: ['billing'] } as const;
  const page = await openConsole({
    at: '/calls',
    role: 'supervisor',
    world: (me) => ({
      agents: [...snapshotOf(me).agents, agentView(3, { name: 'Ada' })],
      menus: [{ id: 50, path: 'Web support', isOpen: true }],
      settings: { wrapUp: rules, wrapUpByMenu: {}, statuses: [] },
    }),
  });
  const choose = async (label: string, value: string): Promise<void> =>
    page.does(() => fireEvent.change(screen.getByLabelText(label), { target: { value } }));
  for (const [label, value] of [
    ['Agent', '3'],
    ['Queue', '50'],
    ['Disposition', 'Resolved'],
    ['Tag', 'billing'],
    ['From', '2026-03-02'],
    ['To', '2026-03-03'],
  ] as const)
    await choose(label, value);
  await page.does(() => fireEvent.click(screen.getByLabelText('Not filled in')));
  const find = screen.getByLabelText('Name, number or words');
  fireEvent.change(find, { target: { value: 'refund' } });
  await page.does(() => fireEvent.submit(find));
  const shown = Object.fromEntries(new URLSearchParams(page.place().split('?')[1]));
  assert.deepEqual(shown, {
    agent: '3',
    menu: '50',
    disposition: 'Resolved',
    tag: 'billing',
    from: '2026-03-02',
    to: '2026-03-03',
    missing: 'true',
    find: 'refund',
  });
  const file = screen.getByRole('link', { name: /CSV/ }).getAttribute('href') ?? '';
  assert.deepEqual(
    ['agent', 'find', 'missing'].map((name) => new URL(file, location.href).searchParams.get(name)),
    ['3', 'refund', 'true'],
  );
  await page.press('Clear');
  assert.equal(page.place(), '/app/calls');
  await choose('Agent', '3');
  await choose('Agent', '');
  assert.equal(page.place(), '/app/calls');
});
