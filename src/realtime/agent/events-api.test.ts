import assert from 'node:assert/strict';
import { test } from 'node:test';
import fastify from 'fastify';
import type { SignedIn } from '#domain/identity/session.ts';
import { START } from '../../../test/support/calls.ts';
import { addEventsApi } from './events-api.ts';

const EVENT = { seq: 5, type: 'call.held', at: START, callId: 71, contactId: null, agentId: null };

/** The routes, asked by a developer of workspace 7. */
function opened() {
  const asked: object[] = [];
  const app = fastify();
  const me = { workspaceId: 7, agentId: 1, role: 'developer' } as SignedIn;
  addEventsApi(app, {
    signIns: { read: async () => ({ me, hash: Buffer.alloc(32) }) },
    publicUrl: () => 'http://localhost',
    history: {
      types: ['call.held'],
      async newest(...wanted) {
        asked.push(wanted);
        return { events: [EVENT], next: 5 };
      },
      find: async (workspaceId, seq) => (workspaceId === 7 && seq === 5 ? [{ event: EVENT, data: '{"a":1}' }] : []),
    },
  });
  const get = async (url: string) => app.inject({ method: 'GET', url: `/app/events${url}` });
  return { get, asked };
}

const VIEW = { ...EVENT, at: START.toISOString() };

test('a page has the events, where the next one begins, and the types that there can be', async () => {
  const { get, asked } = opened();
  assert.deepEqual((await get('.json')).json(), { events: [VIEW], next: 5, types: ['call.held'] });
  await get('.json?type=call.&callId=71&before=9');
  assert.deepEqual(asked, [
    [7, { type: '', callId: null }, null],
    [7, { type: 'call.', callId: 71 }, 9],
  ]);
});

test('one event comes with its text, and one that is not there is not found', async () => {
  const { get } = opened();
  assert.deepEqual((await get('/5.json')).json(), { messages: [{ ...VIEW, data: '{"a":1}' }] });
  for (const id of ['6', 'x', '-1', '0']) assert.equal((await get(`/${id}.json`)).statusCode, 404, id);
});

test('what cannot be read is refused, and so is a name that comes twice', async () => {
  const { get, asked } = opened();
  for (const query of ['type=call%25', `type=${'x'.repeat(51)}`, 'callId=x', 'before=0', 'type=a&type=b'])
    assert.equal((await get(`.json?${query}`)).statusCode, 400, query);
  assert.deepEqual(asked, []);
});
