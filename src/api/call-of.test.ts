import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callOf } from './call-of.ts';
import { LOGGED_METHODS, readRequestFilter } from './request-filter.ts';

const UID = '0198c1d2-7f3a-4c11-9f11-aaaaaaaaaaaa';
const NONE = { id: null, uid: null };

for (const [method, path, params, answer, call] of [
  ['GET', '/v1/calls/:id', { id: '7' }, null, { id: 7, uid: null }],
  ['GET', '/v1/calls/:id/events', { id: '7' }, null, { id: 7, uid: null }],
  ['GET', '/v1/calls/:id', { id: 'x' }, null, NONE],
  ['POST', '/apps/api/v1/calls/:id/dial', { id: '7' }, null, { id: 7, uid: null }],
  ['GET', '/calls/:id/recording', { id: '7' }, null, { id: 7, uid: null }],
  ['PUT', '/v3/communication/voice_calls/:uid', { uid: UID }, null, { id: null, uid: UID }],
  ['PUT', '/v3/communication/voice_calls/:uid', { uid: 'x' }, null, NONE],
  ['DELETE', '/v1/agents/:id/missed_calls/:call_id', { id: '3', call_id: '7' }, null, { id: 7, uid: null }],
  ['POST', '/v1/calls', {}, { status: 201, body: { id: 9 } }, { id: 9, uid: null }],
  ['POST', '/v1/outbound_calls', {}, { status: 201, body: { id: 9 } }, { id: 9, uid: null }],
  ['POST', '/v3/communication/voice_calls', {}, { status: 200, body: { data: { uid: UID } } }, { id: null, uid: UID }],
  ['POST', '/v1/calls', {}, { status: 422, body: { id: 9 } }, NONE],
  ['POST', '/v1/contacts', {}, { status: 201, body: { id: 9 } }, NONE],
  ['GET', '/v1/calls', {}, { status: 200, body: { id: 9 } }, NONE],
  ['GET', '/v1/external_calls/:id', { id: '7' }, null, NONE],
] as const)
  test(`${method} ${path} with ${JSON.stringify(params)} is about ${JSON.stringify(call)}`, () => {
    assert.deepEqual(callOf({ method, path }, params, answer), call);
  });

test('an address without a route is about no call', () => assert.deepEqual(callOf(null, { id: '7' }, null), NONE));

const NOTHING = {
  status: undefined,
  method: undefined,
  path: undefined,
  tokenId: undefined,
  callId: undefined,
  requestId: undefined,
};

test('a filter of nothing is none, and each part is read', () => {
  assert.deepEqual(Object.values(readRequestFilter(NOTHING).filter ?? {}), [null, null, null, null, null, null]);
  const asked = { status: '4xx', method: 'PUT', path: '/v1', tokenId: '2', callId: '3', requestId: UID };
  const read = { statusClass: 4, method: 'PUT', path: '/v1', tokenId: 2, callId: 3, requestId: UID };
  assert.deepEqual(readRequestFilter(asked), { wrong: null, filter: read });
  for (const method of LOGGED_METHODS) assert.equal(readRequestFilter({ ...NOTHING, method }).wrong, null);
});

for (const [name, text, wrong] of [
  ['status', '1xx', 'statusClass'],
  ['status', 'toString', 'statusClass'],
  ['method', 'get', 'method'],
  ['path', '', 'path'],
  ['path', 'x'.repeat(101), 'path'],
  ['tokenId', '0', 'tokenId'],
  ['callId', '-1', 'callId'],
  ['requestId', '7', 'requestId'],
] as const)
  test(`${name} may not be ${text.slice(0, 10)}`, () =>
    assert.equal(readRequestFilter({ ...NOTHING, [name]: text }).wrong, wrong));
