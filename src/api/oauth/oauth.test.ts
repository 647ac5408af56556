/** What an authorize address asks for, who is sent back where, and what each vendor says of a code. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import type { OauthApp, OauthVendor } from '#domain/identity/oauth.ts';
import { hashToken } from '#http/auth.ts';
import { readAsk, writeAsk } from './ask.ts';
import { addressBack, MAX_QUERY, readAuthorization } from './authorize.ts';
import { answerExchangeFault, exchange } from './exchange.ts';
import type { IdClaims } from './id-token.ts';
import { serviceToken } from './service-token.ts';

const BACK = 'https://example.com/back?tenant=7';
const appOf = (vendor: OauthVendor): OauthApp => ({
  id: 3,
  workspaceId: 1,
  vendor,
  name: 'Dashboard',
  clientId: vendor,
  kind: 'read_only',
  redirectUris: [BACK, 'https://example.com/other'],
  createdAt: new Date(0),
});
const store = {
  byClientId: async (clientId: string) =>
    clientId === 'intercom' || clientId === 'vcita' ? { app: appOf(clientId), secretHash: hashToken('secret') } : null,
};
const read = async (query: Record<string, string>, workspaceId = 1) =>
  readAuthorization(store, workspaceId, new URLSearchParams(query).toString());

for (const query of ['state=1.0&state=%22a%22', 'client_id=1e5&state=true&redirect_uri=a%20b', '', 'ü=+'])
  test(`the query ${query} comes back as it was`, () => {
    assert.equal(readAsk(writeAsk(query)), query);
    assert.match(writeAsk(query), /^q[\w-]*$/);
  });

test('what is no such word is an empty query, and one too long is still too long', () => {
  for (const word of [undefined, 7, '', 'abc']) assert.equal(readAsk(word), '');
  assert.ok(readAsk(writeAsk('a'.repeat(MAX_QUERY * 2))).length > MAX_QUERY);
});

const vcita = { client_id: 'vcita', response_type: 'code', redirect_uri: BACK };
const REFUSED: readonly (readonly [what: string, query: Record<string, string>, fault: string])[] = [
  ['no client', {}, 'malformed'],
  ['an unknown client', { client_id: 'x' }, 'app_unknown'],
  ['no address, where it must be named', { client_id: 'vcita', response_type: 'code' }, 'redirect_unknown'],
  ['another address', { ...vcita, redirect_uri: 'https://example.com/back' }, 'redirect_unknown'],
  ['a state beyond all measure', { ...vcita, state: 's'.repeat(3000) }, 'malformed'],
];
for (const [what, query, fault] of REFUSED)
  test(`${what} is ${fault}`, async () => assert.equal(await read(query), fault));

test('an application of another workspace is unknown; an address twice is malformed', async () => {
  assert.equal(await read(vcita, 2), 'app_unknown');
  assert.equal(await readAuthorization(store, 1, 'client_id=vcita&client_id=intercom'), 'malformed');
});

test('Intercom’s leaves out what vcita’s must say; what is wrong beyond is said to the application', async () => {
  const found = await read({ client_id: 'intercom' });
  assert.ok(typeof found !== 'string');
  assert.deepEqual([found.redirectUri, found.state, found.error], [BACK, null, null]);
  const without = await read({ client_id: 'vcita', redirect_uri: BACK });
  assert.equal(typeof without === 'string' ? without : without.error, 'invalid_request');
});

test('the way back keeps the query of its address, and the state as it came', () => {
  const back = new URL(addressBack({ redirectUri: BACK, state: '1.0 &=' }, { code: 'c' }));
  assert.deepEqual(
    [...back.searchParams],
    [
      ['tenant', '7'],
      ['code', 'c'],
      ['state', '1.0 &='],
    ],
  );
});

const code = { hash: hashToken('code'), appId: 3, agentId: 2, redirectUri: BACK, expiresAt: new Date(1) };
const CLAIMS: IdClaims = {
  sub: 'staff-uid',
  email: 'agent@example.com',
  name: 'Agent',
  business_id: 'business',
  business_uid: 'business',
  business_name: 'Business',
};
const kept: unknown[] = [];
const parts = {
  store: { ...store, takeCode: async () => code },
  clock: { now: () => new Date(0) },
  keep: async (app: OauthApp, agentId: number, _hash: Buffer, expiresAt: Date | null) =>
    void kept.push([app.id, agentId, expiresAt?.getTime() ?? null]),
  claimsOf: async () => CLAIMS,
  publicUrl: () => 'https://calls.example.com',
};

test('an exchange keeps a token of the application, in the name of who allowed it', async () => {
  const asked = { client_secret: 'secret', code: 'code' };
  for (const body of [
    { ...asked, client_id: 'intercom' },
    { ...asked, client_id: 'vcita', grant_type: 'authorization_code', redirect_uri: BACK },
  ]) {
    const answered = await exchange('grant_type' in body ? 'vcita' : 'intercom', body, parts);
    assert.equal(typeof answered === 'string' ? answered : answered.status, 200);
  }
  assert.deepEqual(kept, [
    [3, 2, null],
    [3, 2, 631_139_040_000],
  ]);
});

test('each vendor hears of a fault in its own form', () => {
  assert.deepEqual(answerExchangeFault('intercom', 'invalid_client', 'r').body, {
    type: 'error.list',
    request_id: 'r',
    errors: [{ code: 'unauthorized', message: 'The client_id or the client_secret is not right' }],
  });
  assert.deepEqual(answerExchangeFault('vcita', 'invalid_grant', 'r').body, {
    error: 'invalid_grant',
    error_description: 'The code is unknown, used, expired, or was given for another redirect_uri',
  });
});

test('vcita’s id token is signed with the secret, and says whose business it is', async () => {
  const body = {
    client_id: 'vcita',
    client_secret: 'secret',
    code: 'code',
    grant_type: 'authorization_code',
    redirect_uri: BACK,
  };
  const answered = await exchange('vcita', body, parts);
  assert.ok(typeof answered !== 'string');
  const { id_token: token } = answered.body as { readonly id_token: string };
  const [head = '', payload = '', signature] = token.split('.');
  assert.equal(signature, createHmac('sha256', 'secret').update(`${head}.${payload}`).digest('base64url'));
  assert.deepEqual(JSON.parse(Buffer.from(payload, 'base64url').toString()), {
    iss: 'https://calls.example.com',
    aud: 'vcita',
    iat: 0,
    exp: 3600,
    ...CLAIMS,
  });
});

test('an application gets a token for itself, of the kind app and for an hour, and only with its secret', async () => {
  const made: unknown[] = [];
  const service = {
    store,
    clock: parts.clock,
    keep: async (app: OauthApp, _hash: Buffer, expiresAt: Date) => void made.push([app.kind, expiresAt.getTime()]),
  };
  const answered = await serviceToken({ service_id: 'vcita', service_secret: 'secret' }, service);
  assert.ok(typeof answered !== 'string');
  assert.deepEqual(made, [['app', 3_600_000]]);
  for (const [body, fault] of [
    [{}, 'invalid_request'],
    [{ service_id: 7, service_secret: 'secret' }, 'invalid_request'],
    [{ service_id: 'vcita', service_secret: 'wrong' }, 'invalid_client'],
    [{ service_id: 'nobody', service_secret: 'secret' }, 'invalid_client'],
    [{ service_id: 'intercom', service_secret: 'secret' }, 'invalid_client'],
  ] as const)
    assert.equal(await serviceToken(body, service), fault);
  assert.equal(made.length, 1);
});
