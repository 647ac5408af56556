/** How programs are answered at the addresses where codes and secrets are exchanged. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fastify from 'fastify';
import { addOauthRoutes } from './oauth-routes.ts';

const server = fastify();
await addOauthRoutes(server, {
  store: { byClientId: async () => null, takeCode: async () => null },
  clock: { now: () => new Date(0), elapsed: () => 0, after: () => () => undefined },
  keep: async () => assert.fail('no one may in'),
  claimsOf: async () => null,
  publicUrl: () => 'https://calls.example.com',
  failed: () => assert.fail('nothing fails'),
});
const post = async (url: string, body: object) => {
  const { statusCode, headers, json } = await server.inject({ method: 'POST', url, payload: body });
  return { statusCode, headers, body: json() as { readonly error?: string } };
};

/** Where a program shows a secret, and how. */
const PLACES = [
  ['/oauth/service/token', { service_id: 'service', service_secret: 'x' }],
  ['/oauth/token', { grant_type: 'authorization_code', client_id: 'client', client_secret: 'x', code: 'x' }],
] as const;
for (const [url, body] of PLACES)
  test(`${url}: ten wrong attempts shut the address out, and are told for how long`, async () => {
    for (let attempt = 0; attempt < 10; attempt += 1)
      assert.deepEqual([(await post(url, body)).statusCode, attempt], [401, attempt]);
    const { statusCode, headers, body: told } = await post(url, body);
    assert.deepEqual([statusCode, told.error], [429, 'slow_down']);
    assert.ok(Number(headers['retry-after']) > 0);
  });

test('what is no JSON is an invalid request, in the form of the vendor', async () => {
  const got = await server.inject({
    method: 'POST',
    url: '/oauth/service/token',
    headers: { 'content-type': 'application/json' },
    payload: '{',
  });
  assert.deepEqual([got.statusCode, got.json<{ error: string }>().error], [400, 'invalid_request']);
});
