import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../test/support/console/app.tsx';
import { FakeMicrophone, FakePeer, ringsNow } from '../../../../test/support/console/browser-sound.ts';
import { fireEvent, screen, within } from '../../../../test/support/console/dom.ts';
import {
  agentView,
  callRow,
  callView,
  contactView,
  conversationView,
  ringing,
  snapshotOf,
  talking,
} from '../../../../test/support/console/views.ts';

const status = () => screen.getByRole('button', { name: /^Status:/ });

test('who is not signed in is asked to, and then led where they wanted', async () => {
  const page = await openConsole({ at: '/calls?show=missed', signedOut: true });
  assert.equal(page.place(), '/app/sign-in?next=%2Fcalls%3Fshow%3Dmissed');
  const me = {
    agent: { id: page.me, name: 'Kim Reed', email: 'kim@example.com' },
    role: 'agent',
    language: null,
    workspace: {},
  };
  page.server.serve('POST /app/sign-in', { message: 'E-mail address or password is wrong.' }, 401);
  const [email, password] = [screen.getByLabelText('E-mail address'), screen.getByLabelText('Password')];
  fireEvent.change(email, { target: { value: ' kim@example.com ' } });
  fireEvent.change(password, { target: { value: ' secret ' } });
  const form = email.closest('form') ?? assert.fail();
  await page.does(() => fireEvent.submit(form));
  assert.ok(screen.getByText('E-mail address or password is wrong.'));
  page.server.serve('POST /app/sign-in', me);
  await page.does(() => fireEvent.submit(form));
  assert.equal(page.place(), '/app/calls?show=missed');
});

for (const next of ['//elsewhere.example', '/deskx'])
  test(`signing in does not lead to ${next}`, async () => {
    const page = await openConsole({ at: `/sign-in?next=${encodeURIComponent(next)}`, signedOut: true });
    const me = {
      agent: { id: page.me, name: 'Kim', email: '' },
      role: 'agent',
      language: null,
      workspace: { id: 1, name: '', slug: '' },
    };
    page.server.serve('POST /app/sign-in', me);
    await page.does(() => fireEvent.submit(document.querySelector('form') ?? assert.fail()));
    assert.equal(page.place(), '/app/desk');
  });

/** A role -> the pages it is led to, and where it comes when it goes to Live. */
const ROLES = [
  ['agent', ['Desk', 'Calls', 'Scheduled', 'Contacts'], '/app/desk'],
  ['supervisor', ['Desk', 'Live', 'Calls', 'Scheduled', 'Contacts'], '/app/live'],
  ['admin', ['Desk', 'Live', 'Calls', 'Scheduled', 'Contacts', 'Settings'], '/app/live'],
] as const;
for (const [role, pages, place] of ROLES)
  test(`the pages of ${role}: ${pages.join(', ')}`, async () => {
    const page = await openConsole({ at: '/live', role });
    const links = within(screen.getByRole('navigation', { name: 'Pages' })).getAllByRole('link');
    assert.deepEqual(
      links.map(({ textContent }) => textContent),
      pages,
    );
    assert.equal(page.place(), place);
  });

test('what waits at the desk is counted at its entry', async () => {
  await openConsole({
    at: '/calls',
    world: (me) => ({
      calls: [ringing(7, [me]), ringing(8, [3])],
      voicemails: [callView(6, { state: 'voicemail_received' })],
      conversations: [conversationView(4), conversationView(5, { isUnread: false })],
    }),
  });
  assert.equal(screen.getByRole('link', { name: /^Desk/ }).textContent, 'Desk3waiting');
});

test('going online asks for the microphone, connects it, and makes the agent available', async () => {
  const page = await openConsole();
  assert.match(status().textContent, /Offline/);
  await page.press('Go online');
  assert.equal(FakePeer.made.at(-1)?.answer, 'the answer');
  assert.deepEqual(page.asked(), [
    { type: 'sound_offer', sdp: 'offer 1' },
    { type: 'status', status: 'available' },
  ]);
  assert.match(status().textContent, /Available/);
  assert.equal(sessionStorage.getItem('patchbay.online'), String(page.me));
});

test('a microphone that is blocked is told with what to do, and the agent stays offline', async () => {
  const page = await openConsole();
  FakeMicrophone.fault = Object.assign(new Error(), { name: 'NotAllowedError' });
  await page.press('Go online');
  assert.match(
    screen
      .getAllByRole('alert')
      .map(({ textContent }) => textContent)
      .join(),
    /microphone is blocked/,
  );
  assert.deepEqual([page.asked(), sessionStorage.getItem('patchbay.online')], [[], null]);
  FakeMicrophone.fault = null;
  await page.press('Go online');
  assert.match(status().textContent, /Available/);
});

test('the status is chosen from the menu or changed by its key, and only while online', async () => {
  const page = await openConsole({ online: true });
  await page.key('r');
  await page.does(() => page.server.tell({ type: 'agent', data: agentView(page.me, { status: 'unavailable' }) }));
  assert.match(status().textContent, /Unavailable/);
  await page.key('r');
  await page.does(() => fireEvent.click(status()));
  await page.press('On a break', 'menuitemradio');
  assert.deepEqual(page.asked(), [
    { type: 'status', status: 'unavailable' },
    { type: 'status', status: 'available' },
    { type: 'status', status: 'break' },
  ]);
});

test('going offline lets the microphone go', async () => {
  const page = await openConsole({ online: true });
  await page.does(() => fireEvent.click(status()));
  await page.press('Go offline', 'menuitem');
  assert.deepEqual(page.asked(), [{ type: 'status', status: 'unavailable' }]);
  assert.equal(FakeMicrophone.opened.at(-1)?.isStopped, true);
  assert.match(status().textContent, /Offline/);
});

test('no one goes offline in the middle of a call', async () => {
  const page = await openConsole({ online: true, world: (me) => ({ calls: [talking(7, [me])] }) });
  await page.does(() => fireEvent.click(status()));
  assert.equal(screen.getByRole('menuitem', { name: 'Go offline' }).getAttribute('aria-disabled'), 'true');
});

test('the offline notice over other pages can be closed, and returns after they were online', async () => {
  const page = await openConsole({ at: '/calls' });
  const isShown = (): boolean => screen.queryByRole('region', { name: 'Softphone' }) !== null;
  assert.equal(isShown(), true);
  await page.press('Close');
  assert.deepEqual([isShown(), sessionStorage.getItem('patchbay.offline-notice')], [false, 'closed']);
  await page.does(() => fireEvent.click(status()));
  await page.press('Go online to receive calls', 'menuitem');
  assert.deepEqual([isShown(), sessionStorage.getItem('patchbay.offline-notice')], [true, null]);
});

test('a call that rings is heard, also from another page, until it rings no more', async () => {
  const page = await openConsole({ at: '/calls', online: true });
  assert.equal(ringsNow(), 0);
  await page.does(() => page.server.tell({ type: 'call', event: 'agents_rung', data: ringing(7, [page.me]) }));
  assert.equal(ringsNow(), 1);
  assert.match(document.title, /Robin Vale/);
  await page.press('Answer');
  assert.equal(page.place(), '/app/desk');
  await page.does(() => page.server.tell({ type: 'call', event: 'agent_assigned', data: talking(7, [page.me]) }));
  assert.equal(ringsNow(), 0);
});

test('the softphone goes along to every page but the desk', async () => {
  const page = await openConsole({ at: '/calls', online: true, world: (me) => ({ calls: [talking(7, [me])] }) });
  await page.press('Hold');
  assert.deepEqual(page.asked(), [{ type: 'hold', callId: 7 }]);
  await page.key('g');
  await page.key('d');
  assert.equal(page.place(), '/app/desk');
  assert.equal(screen.queryByRole('region', { name: 'Softphone' }), null);
});

test('a page that another has superseded says so, and works here again when asked', async () => {
  const page = await openConsole();
  await page.does(() => page.server.cut(4001));
  assert.equal(page.server.isHeld(), false);
  await page.press('Work here');
  assert.equal(page.server.isHeld(), true);
  assert.equal(screen.queryByRole('button', { name: 'Work here' }), null);
});

test('keys rest while someone types, in a dialog, and when they are switched off', async () => {
  const page = await openConsole({ online: true, at: '/calls' });
  const find = screen.getByLabelText('Name, number or words');
  await page.key('r', find);
  await page.key('?');
  await page.key('r');
  assert.deepEqual(page.asked(), []);
  await page.press('Close');
  localStorage.setItem('patchbay.keys', 'off');
  await page.key('r');
  assert.deepEqual(page.asked(), []);
  await page.key('k', document.body, { ctrlKey: true });
  assert.ok(screen.getByRole('dialog', { name: 'Commands' }), 'a command key is no single key');
});

test('commands are found by name and run', async () => {
  const page = await openConsole({ online: true });
  await page.key('k', document.body, { metaKey: true });
  const names = () => screen.getAllByRole('option').map(({ textContent }) => textContent);
  assert.ok(names().includes('Take a break') && !names().includes('Open Live'));
  await page.press('Take a break', 'option');
  assert.deepEqual(page.asked(), [{ type: 'status', status: 'break' }]);
  assert.equal(screen.queryByRole('dialog'), null);
  await page.key('k', document.body, { metaKey: true });
  await page.press('Voicemails', 'option');
  assert.equal(page.place(), '/app/calls?show=voicemail');
});

test('contacts, calls and a number to dial are found where commands are', async () => {
  const page = await openConsole({
    online: true,
    role: 'supervisor',
    serve: {
      'GET /app/contacts.json': { contacts: [contactView(80)], next: null },
      'GET /app/calls.json': { calls: [callRow(3)], next: null },
    },
  });
  const type = async (text: string): Promise<void> => {
    await page.key('k', document.body, { metaKey: true });
    await page.does(() => fireEvent.change(screen.getByRole('combobox'), { target: { value: text } }));
  };
  await type('robin');
  assert.deepEqual(
    screen.getAllByRole('option').map(({ textContent }) => textContent.replace(/,.*/, '')),
    ['Robin Vale+1 415-555-0148', 'Call 3: Robin ValeFinished'],
  );
  await page.press(/^Robin Vale/, 'option');
  assert.equal(page.place(), '/app/contacts/80');
  await type('(415) 555-0148');
  await page.press('Dial (415) 555-0148', 'option');
  assert.equal(page.place(), '/app/desk?dial=%28415%29+555-0148');
});

test('the theme is chosen, kept, and put on the page', async () => {
  const page = await openConsole();
  await page.press(/settings and sign-out/);
  await page.press('Dark', 'menuitemradio');
  assert.deepEqual(
    [localStorage.getItem('patchbay.theme'), document.documentElement.dataset['theme']],
    ['dark', 'dark'],
  );
  await page.press('System default', 'menuitemradio');
  assert.equal(document.documentElement.dataset['theme'], undefined);
});

test('no one signs out in the middle of a call', async () => {
  const page = await openConsole({ world: (me) => ({ calls: [talking(7, [me])] }) });
  await page.press(/settings and sign-out/);
  assert.equal(screen.getByRole('menuitem', { name: 'Sign out' }).getAttribute('aria-disabled'), 'true');
  assert.ok(!page.server.fetched.includes('POST /app/sign-out'));
});

test('a status of the workspace’s own is chosen by its name, and shown by it', async () => {
  const lunch = { name: 'Lunch', color: 'amber', countsAs: 'break' } as const;
  const page = await openConsole({
    online: true,
    world: (me) => ({ settings: { ...snapshotOf(me).settings, statuses: [lunch] } }),
  });
  await page.does(() => fireEvent.click(status()));
  await page.press('Lunch', 'menuitemradio');
  assert.deepEqual(page.asked(), [{ type: 'own_status', name: 'Lunch' }]);
  const data = agentView(page.me, { status: 'break', statusName: 'Lunch', statusColor: 'amber' });
  await page.does(() => page.server.tell({ type: 'agent', data }));
  assert.match(status().textContent, /Lunch/);
});
