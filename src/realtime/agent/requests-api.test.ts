import assert from 'node:assert/strict';
import { test } from 'node:test';
import fastify from 'fastify';
import type { Role, SignedIn } from '#domain/identity/session.ts';
import type { LoggedRequest, RequestFilter } from '#domain/ports/request-log.ts';
import { START } from '../../../test/support/calls.ts';
import { addRequestsApi } from './requests-api.ts';

const REQUEST = { id: 0, at: START, method: 'GET', path: '/v1/calls', status: 200 };
const ALL = Array.from({ length: 60 }, (_, place) => ({ ...REQUEST, id: 60 - place }) as LoggedRequest);

const ME = { workspaceId: 7, agentId: 1 } as SignedIn;

/** The routes, asked by someone of the role. */
function opened(role: Role | null = 'developer') {
  const asked: (readonly [workspaceId: number, filter: RequestFilter, before: number | null])[] = [];
  const hours: number[] = [];
  const app = fastify();
  addRequestsApi(app, {
    signIns: {
      // Of who is signed in no more is asked.
      read: async () => (role === null ? null : { me: { ...ME, role }, hash: Buffer.alloc(32) }),
    },
    publicUrl: () => 'http://localhost',
    tokens: { list: async () => [{ id: 3, name: 'CRM', kind: 'staff' } as never] },
    requests: {
      list: async (workspaceId, filter, before, limit) => {
        asked.push([workspaceId, filter, before]);
        return ALL.filter(({ id }) => before === null || id < before).slice(0, limit);
      },
      find: async (workspaceId, id) =>
        workspaceId === 7 && id === 5 ? { entry: ALL[55] as LoggedRequest, bodies: null } : null,
      state: () => ({ bodiesUntil: null, leftOut: 4 }),
      keepBodies: async (_workspaceId, wanted) => {
        hours.push(wanted);
        return { bodiesUntil: START, leftOut: 4 };
      },
    },
  });
  const headers = { origin: 'http://localhost', 'sec-fetch-site': 'same-origin' };
  const get = async (url: string) => app.inject({ method: 'GET', url, headers });
  const patch = async (payload: object) => app.inject({ method: 'PATCH', url: '/app/requests.json', headers, payload });
  return { get, patch, asked, hours };
}

test('pages come with the id that leads to the next one, and the last without', async () => {
  const { get, asked } = opened();
  const first = (await get('/app/requests.json')).json<{ requests: object[]; next: number; log: object }>();
  assert.deepEqual([first.requests.length, first.next, first.log], [50, 11, { bodiesUntil: null, leftOut: 4 }]);
  const second = (await get('/app/requests.json?before=11&status=4xx')).json<{ requests: object[]; next: null }>();
  assert.deepEqual([second.requests.length, second.next], [10, null]);
  assert.deepEqual(
    asked.map(([workspaceId, { statusClass }, before]) => [workspaceId, statusClass, before]),
    [
      [7, null, null],
      [7, 4, 11],
    ],
  );
});

test('what cannot be read is refused, and so is a name that comes twice', async () => {
  const { get } = opened();
  for (const query of ['status=9xx', 'callId=x', 'method=GET&method=PUT'])
    assert.equal((await get(`/app/requests.json?${query}`)).statusCode, 400, query);
  assert.equal((await get('/app/requests/5.json')).statusCode, 200);
  for (const id of ['6', 'x', '-1']) assert.equal((await get(`/app/requests/${id}.json`)).statusCode, 404, id);
});

test('bodies are kept for whole hours of a day at most', async () => {
  const { patch, hours } = opened();
  for (const bodyHours of [-1, 25, 1.5, '1', null]) assert.equal((await patch({ bodyHours })).statusCode, 422);
  assert.deepEqual((await patch({ bodyHours: 24 })).json(), { bodiesUntil: START.toISOString(), leftOut: 4 });
  assert.deepEqual(hours, [24]);
});

for (const [role, status] of [
  ['agent', 403],
  ['supervisor', 403],
  ['developer', 200],
  ['admin', 200],
  [null, 401],
] as const)
  test(`${role ?? 'someone signed out'} is answered ${status}`, async () => {
    const { get, patch } = opened(role);
    for (const path of ['/app/requests.json', '/app/requests/tokens.json', '/app/requests/5.json'])
      assert.equal((await get(path)).statusCode, status, path);
    assert.equal((await patch({ bodyHours: 1 })).statusCode, status);
  });
