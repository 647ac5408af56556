import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConsole } from '../../../../../test/support/console/app.tsx';
import { fireEvent, screen, within } from '../../../../../test/support/console/dom.ts';

const REQUEST = {
  id: 9,
  at: '2026-11-27T09:00:00.000Z',
  requestId: '0198c1d2-7f3a-4c11-9f11-aaaaaaaaaaaa',
  surface: 'patchbay',
  operation: 'placeCall',
  method: 'POST',
  path: '/v1/outbound_calls',
  status: 422,
  milliseconds: 12,
  tokenId: 3,
  tokenName: 'CRM',
  tokenPrefix: null,
  address: '203.0.113.7',
  callId: 71,
  problem: 'Unknown number',
};
const STRANGER = {
  ...REQUEST,
  id: 8,
  status: 401,
  tokenId: null,
  tokenName: null,
  tokenPrefix: 'pb_x7A',
  callId: null,
};
const LOG = { bodiesUntil: null, leftOut: 0 };
const open = async (requests: readonly object[], next: number | null = null, at = '', log: object = LOG) =>
  openConsole({
    at: `/settings/requests${at}`,
    role: 'developer',
    serve: {
      'GET /app/requests.json?': { requests, next, log },
      'GET /app/requests/tokens.json': { tokens: [{ id: 3, name: 'CRM' }] },
    },
  });
const lines = () => within(screen.getByRole('list', { name: 'Requests' })).getAllByRole('listitem');

test('a request says how it was answered, who asked, and what was refused; earlier ones come when asked for', async () => {
  const page = await open([REQUEST, STRANGER], 8);
  const [first, second] = lines().map((line) => line.textContent);
  assert.match(first ?? '', /^422POST \/v1\/outbound_calls12 ms.* · CRM · Unknown number$/);
  assert.match(second ?? '', /Unknown token pb_x7A…/);
  page.server.serve('GET /app/requests.json?before=8', { requests: [{ ...REQUEST, id: 5 }], next: null, log: LOG });
  await page.press('Show earlier requests');
  assert.equal(lines().length, 3);
});

test('filters stand in the address, and what matches nothing says so', async () => {
  const page = await open([]);
  assert.ok(screen.getByText('Requests to the APIs appear here within seconds.'));
  page.server.serve('GET /app/requests.json?status=4xx', { requests: [], next: null, log: LOG });
  await page.does(() => fireEvent.change(screen.getByLabelText('Status'), { target: { value: '4xx' } }));
  assert.ok(screen.getByText('Nothing matches these filters.'));
  page.server.serve('GET /app/requests.json?callId=71&status=4xx', { requests: [REQUEST], next: null, log: LOG });
  const call = screen.getByLabelText('Call ID');
  await page.does(() => fireEvent.change(call, { target: { value: '71' } }));
  await page.does(() => fireEvent.keyDown(call, { key: 'Enter' }));
  assert.equal(page.place().split('?')[0], '/app/settings/requests');
  assert.equal(lines().length, 1);
});

test('bodies are kept for some hours, and what is not in the log is counted', async () => {
  const page = await open([REQUEST], null, '', { bodiesUntil: null, leftOut: 1234 });
  assert.ok(screen.getByText(/^1,234 requests since the server started/));
  page.server.serve('PATCH /app/requests.json', { bodiesUntil: '2026-11-27T10:00:00.000Z', leftOut: 0 });
  page.server.serve('GET /app/requests.json?', {
    requests: [REQUEST],
    next: null,
    log: { bodiesUntil: '2026-11-27T10:00:00.000Z', leftOut: 0 },
  });
  await page.press('Keep bodies for 1 hour');
  assert.ok(screen.getByText(/^Bodies are kept until .*, without passwords/));
  assert.ok(screen.getByRole('button', { name: 'Stop, and delete them' }));
});

test('one request shows all that is known of it, with its bodies', async () => {
  await openConsole({
    at: '/settings/requests/9',
    role: 'admin',
    serve: {
      'GET /app/requests/9.json': { request: REQUEST, bodies: { request: '{\n  "to": "x"\n}', answer: null } },
    },
  });
  assert.ok(screen.getByRole('heading', { name: 'POST /v1/outbound_calls' }));
  assert.match(screen.getByLabelText('Text of the request body').textContent ?? '', /"to": "x"/);
  assert.match(screen.getByLabelText('Answer body').textContent ?? '', /None\.$/);
  assert.equal(screen.getByRole('link', { name: 'Call 71' }).getAttribute('href'), '/app/calls/71');
});
