import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../../test/support/console/app.tsx';
import { fireEvent, screen, within } from '../../../../../test/support/console/dom.ts';

const CALL = {
  seq: 9,
  type: 'call.ended',
  at: '2026-11-27T09:00:00.000Z',
  callId: 71,
  contactId: null,
  agentId: null,
};
const CONTACT = { ...CALL, seq: 8, type: 'contact.updated', callId: null, contactId: 81 };
const GONE = { ...CONTACT, seq: 7, type: 'contact.deleted' };
const AGENT = { ...CONTACT, seq: 6, type: 'agent.signed_in', contactId: null, agentId: 5 };
const TYPES = ['call.created', 'call.ended', 'contact.updated', 'agent.signed_in'];
const open = async (events: readonly object[], next: number | null = null) =>
  openConsole({
    at: '/settings/events',
    role: 'developer',
    serve: { 'GET /app/events.json?': { events, next, types: TYPES } },
  });
const lines = () => within(screen.getByRole('list', { name: 'Events' })).getAllByRole('listitem');
const ways = (line: HTMLElement | undefined) =>
  within(line ?? assert.fail())
    .getAllByRole('link')
    .map((link) => link.getAttribute('href'));

test('an event leads to what is sent of it and to what it is about; earlier ones come when asked for', async () => {
  const page = await open([CALL, CONTACT, GONE, AGENT], 6);
  assert.deepEqual(lines().map(ways), [
    ['/app/settings/events/9', '/app/calls/71'],
    ['/app/settings/events/8', '/app/contacts/81'],
    ['/app/settings/events/7'],
    ['/app/settings/events/6'],
  ]);
  assert.match(lines()[3]?.textContent ?? '', /^agent\.signed_inAgent 5/);
  page.server.serve('GET /app/events.json?before=6', { events: [{ ...CALL, seq: 5 }], next: null, types: TYPES });
  await page.press('Show earlier events');
  assert.equal(lines().length, 5);
});

test('events are narrowed by type and call, in the address; where the newest have none, the way to earlier ones stays', async () => {
  const page = await open([]);
  assert.ok(screen.getByText(/^Events appear here as soon as/));
  page.server.serve('GET /app/events.json?type=call.', { events: [], next: 3, types: TYPES });
  await page.does(() => fireEvent.change(screen.getByLabelText('Type'), { target: { value: 'call.' } }));
  assert.ok(screen.getByText('None among the newest. Earlier ones may match.'));
  assert.ok(screen.getByRole('button', { name: 'Show earlier events' }));
  page.server.serve('GET /app/events.json?callId=71&type=call.', { events: [CALL], next: null, types: TYPES });
  const call = screen.getByLabelText('Call ID');
  await page.does(() => fireEvent.change(call, { target: { value: '71' } }));
  await page.does(() => fireEvent.keyDown(call, { key: 'Enter' }));
  assert.equal(lines().length, 1);
  assert.match(page.place(), /^\/app\/settings\/events\?.*type=call\./);
});

test('one event shows every message as it is sent', async () => {
  const created = { ...CALL, type: 'call.created', data: '{"type":"call.created","data":{"seq":9}}' };
  const queued = { ...created, type: 'call.queued', data: '{"type":"call.queued"}' };
  await openConsole({
    at: '/settings/events/9',
    role: 'admin',
    serve: { 'GET /app/events/9.json': { messages: [created, queued] } },
  });
  assert.ok(screen.getByRole('heading', { name: 'Event 9', level: 1 }));
  assert.match(screen.getByLabelText('Text of call.created').textContent ?? '', /\n {4}"seq": 9\n/);
  assert.ok(screen.getByLabelText('Text of call.queued'));
  assert.equal(screen.getByRole('link', { name: 'Call 71' }).getAttribute('href'), '/app/calls/71');
});
