/** What an authorize address asks for, who is sent back where, and what each vendor says of a code. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OauthApp, OauthVendor } from '#domain/identity/oauth.ts';
import { hashToken } from '#http/auth.ts';
import { readAsk, writeAsk } from './ask.ts';
import { addressBack, MAX_QUERY, readAuthorization } from './authorize.ts';
import { answerExchangeFault, exchange } from './exchange.ts';

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
const kept: unknown[] = [];
const parts = {
  store: { ...store, takeCode: async () => code },
  clock: { now: () => new Date(0) },
  keep: async (app: OauthApp, agentId: number, _hash: Buffer, expiresAt: Date | null) =>
    void kept.push([app.id, agentId, expiresAt?.getTime() ?? null]),
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
