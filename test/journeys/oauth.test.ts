/** Applications are connected with a button: a person allows them in, once, and they get a token like any other. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createManualClock } from '../support/manual-clock.ts';
import { PASSWORD, signIn } from '../support/pages.ts';
import type { Got } from '../support/patchbay.ts';
import { testPatchbay } from '../support/patchbay.ts';

const clock = createManualClock(new Date('2026-11-02T09:00:00.000Z'));
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD }, { clock });
const { send, address } = patchbay;
const admin = await signIn(patchbay, 'owner@somedomain.com');
const BACK = 'https://dashboard.example.com/back?tenant=7';

type App = { readonly id: number; readonly client_id: string; readonly client_secret: string };
const register = async (change: object = {}): Promise<App> => {
  const body = { name: 'Dashboard', vendor: 'intercom', kind: 'staff', redirect_uris: [BACK], ...change };
  const got = await send('/v1/oauth_apps', { body });
  assert.equal(got.status, 201, got.text);
  return got.json as App;
};

/** The word of the address that the console shows, behind an authorize address of a vendor. */
const askAt = async (path: string, query: Record<string, string>): Promise<string> => {
  const response = await fetch(`${address}${path}?${new URLSearchParams(query).toString()}`, { redirect: 'manual' });
  assert.equal(response.status, 302);
  const to = new URL(response.headers.get('location') ?? '', address);
  assert.equal(to.pathname, '/app/authorize');
  return to.searchParams.get('ask') ?? '';
};
const look = async (ask: string, cookie = admin): Promise<Got> =>
  send(`/app/authorize.json?ask=${ask}`, { token: null, headers: { cookie } });
const answer = async (ask: string, isAllowed = true, cookie = admin, headers: object = {}): Promise<Got> =>
  send('/app/authorize.json', {
    token: null,
    method: 'POST',
    body: { ask, isAllowed },
    headers: { cookie, ...headers },
  });
const locationOf = ({ json }: Got): URL => new URL((json as { location: string }).location);

const codeFor = async ({ client_id: clientId }: App, vendor: 'intercom' | 'vcita' = 'intercom'): Promise<string> => {
  const ask =
    vendor === 'intercom'
      ? await askAt('/oauth', { client_id: clientId })
      : await askAt('/app/oauth/authorize', { response_type: 'code', client_id: clientId, redirect_uri: BACK });
  return locationOf(await answer(ask)).searchParams.get('code') ?? assert.fail('no code');
};
const exchange = async (path: string, body: object): Promise<Got> => send(path, { token: null, body });
const atIntercom = async ({ client_id, client_secret }: App, code: string, more: object = {}): Promise<Got> =>
  exchange('/auth/eagle/token', { code, client_id, client_secret, ...more });
const atVcita = async ({ client_id, client_secret }: App, code: string, more: object = {}): Promise<Got> =>
  exchange('/oauth/token', {
    grant_type: 'authorization_code',
    code,
    client_id,
    client_secret,
    redirect_uri: BACK,
    ...more,
  });
const errorOf = ({ status, json }: Got): unknown => {
  const { error, errors } = json as { error?: string; errors?: { code: string }[] };
  return [status, error ?? errors?.[0]?.code];
};

test('Intercom’s way: asked at /oauth, sent back with the state as it came, and given a token that works', async () => {
  const app = await register();
  const ask = await askAt('/oauth', { client_id: app.client_id, state: '1.0 +&"' });
  assert.deepEqual((await look(ask)).json, {
    app: { name: 'Dashboard', kind: 'staff' },
    host: 'dashboard.example.com',
  });
  const back = locationOf(await answer(ask));
  assert.equal(back.origin + back.pathname, 'https://dashboard.example.com/back');
  assert.deepEqual([back.searchParams.get('tenant'), back.searchParams.get('state')], ['7', '1.0 +&"']);
  const code = back.searchParams.get('code') ?? '';
  const got = await atIntercom(app, code);
  const { token, access_token: accessToken, ...rest } = got.json as { token: string; access_token: string };
  assert.deepEqual([got.status, rest, token === accessToken], [200, { token_type: 'Bearer' }, true]);
  assert.equal((await send('/me', { token })).status, 200);
  assert.deepEqual(errorOf(await atIntercom(app, code)), [400, 'parameter_invalid'], 'a code works once');
  const { data } = (await send('/v1/tokens?limit=100')).json as {
    data: { id: number; name: string; kind: string; made_by: string }[];
  };
  const listed = data.find((each) => each.name === 'Dashboard');
  assert.deepEqual([listed?.kind, listed?.made_by], ['staff', 'owner@somedomain.com']);
  await send(`/v1/tokens/${listed?.id}`, { method: 'DELETE' });
  assert.equal((await send('/me', { token })).status, 401);
});

test('each token that is made for an application leaves an entry in the audit log', async () => {
  const last = async (): Promise<unknown> => {
    const { data } = (await send('/v1/audit?limit=1')).json as {
      data: { action: string; door: string }[];
    };
    return [data[0]?.action, data[0]?.door];
  };
  const [ours, theirs] = [await register(), await register({ vendor: 'vcita' })];
  const code = await codeFor(ours);
  await atIntercom(ours, code);
  assert.deepEqual(await last(), ['token.created', 'page']);
  await exchange('/oauth/service/token', { service_id: theirs.client_id, service_secret: theirs.client_secret });
  assert.deepEqual(await last(), ['token.created', 'link']);
});

test('a form is taken as JSON is', async () => {
  const app = await register();
  const { client_id, client_secret } = app;
  const body = new URLSearchParams({ code: await codeFor(app), client_id, client_secret });
  const response = await fetch(`${address}/auth/eagle/token`, { method: 'POST', body });
  assert.deepEqual([response.status, response.headers.get('cache-control')], [200, 'no-store']);
});

test('vcita’s way: asked at /app/oauth/authorize, and answered as it documents', async () => {
  const app = await register({ vendor: 'vcita', kind: 'read_only' });
  const got = await atVcita(app, await codeFor(app, 'vcita'));
  const { access_token: token, id_token: idToken, ...rest } = got.json as { access_token: string; id_token: string };
  const { business_id: business, email } = JSON.parse(
    Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString(),
  ) as Record<string, string>;
  const told = (await send('/oauth/userinfo', { token })).json as Record<string, string>;
  assert.deepEqual([told['business_id'], told['email']], [business, email], 'the token speaks for who allowed it');
  assert.deepEqual(
    [got.status, rest],
    [200, { token_type: 'Bearer', expires_in: 631_139_040, created_at: Math.floor(clock.now().getTime() / 1000) }],
  );
  assert.equal((await send('/platform/v1/webhooks', { token })).status, 200);
  assert.equal((await send('/v1/contacts', { token, body: {} })).status, 403, 'it may no more than was allowed');
});

test('vcita’s application gets a token for itself, which reads no calls', async () => {
  const app = await register({ vendor: 'vcita' });
  const ask = async (secret: string) =>
    exchange('/oauth/service/token', { service_id: app.client_id, service_secret: secret });
  const got = await ask(app.client_secret);
  const { access_token: token, expires_in: seconds } = got.json as { access_token: string; expires_in: number };
  assert.deepEqual([got.status, seconds], [200, 3600]);
  assert.equal((await send('/oauth/userinfo', { token })).status, 200);
  assert.equal((await send('/v3/communication/voice_calls', { token })).status, 403);
  assert.deepEqual(errorOf(await ask('wrong')), [401, 'invalid_client']);
  await clock.advance(3_601_000);
  assert.equal((await send('/oauth/userinfo', { token })).status, 401);
});

test('a code is for its application, its address and two minutes; each refusal is in the words of the vendor', async () => {
  const [app, other] = [await register({ vendor: 'vcita' }), await register({ vendor: 'vcita' })];
  const fresh = async (): Promise<string> => codeFor(app, 'vcita');
  assert.deepEqual(errorOf(await atVcita(other, await fresh())), [400, 'invalid_grant']);
  assert.deepEqual(errorOf(await atVcita(app, await fresh(), { redirect_uri: `${BACK}0` })), [400, 'invalid_grant']);
  assert.deepEqual(errorOf(await atVcita(app, await fresh(), { redirect_uri: undefined })), [400, 'invalid_grant']);
  assert.deepEqual(errorOf(await atVcita(app, 'x', { client_secret: 'x' })), [401, 'invalid_client']);
  assert.deepEqual(errorOf(await atVcita(app, 'x', { grant_type: 'password' })), [400, 'unsupported_grant_type']);
  assert.deepEqual(errorOf(await exchange('/oauth/token', {})), [400, 'invalid_request']);
  assert.deepEqual(errorOf(await exchange('/auth/eagle/token', {})), [400, 'parameter_invalid']);
  assert.deepEqual(errorOf(await atIntercom(app, await fresh())), [401, 'unauthorized'], 'it is none of Intercom’s');
  const late = await fresh();
  await clock.advance(121_000);
  assert.deepEqual(errorOf(await atVcita(app, late)), [400, 'invalid_grant']);
  const code = await fresh();
  const both = await Promise.all([atVcita(app, code), atVcita(app, code)]);
  assert.deepEqual(
    both.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, 400],
    'of two at once one gets it',
  );
});

test('no one is sent to an address that is not registered, letter by letter; who refuses is sent back', async () => {
  const app = await register({ vendor: 'vcita' });
  const query = { response_type: 'code', client_id: app.client_id, redirect_uri: BACK, state: 's' };
  for (const uri of [
    'https://evil.example.com/',
    `${BACK}&x=1`,
    BACK.toUpperCase(),
    'https://dashboard.example.com/',
  ]) {
    const ask = await askAt('/app/oauth/authorize', { ...query, redirect_uri: uri });
    assert.deepEqual((await look(ask)).json, { problem: 'redirect_unknown' }, uri);
    assert.equal((await answer(ask)).status, 409, uri);
  }
  const unknown = await askAt('/app/oauth/authorize', { ...query, client_id: 'x' });
  assert.deepEqual((await look(unknown)).json, { problem: 'app_unknown' });
  assert.deepEqual((await look('nonsense')).json, { problem: 'malformed' });
  const refused = locationOf(await answer(await askAt('/app/oauth/authorize', query), false));
  assert.deepEqual(
    [...refused.searchParams],
    [
      ['tenant', '7'],
      ['error', 'access_denied'],
      ['state', 's'],
    ],
  );
  const strange = await askAt('/app/oauth/authorize', { ...query, response_type: 'token' });
  assert.equal(locationOf(await answer(strange)).searchParams.get('error'), 'unsupported_response_type');
});

test('only administrators of the workspace allow it, from our pages, signed in', async () => {
  const app = await register();
  const ask = await askAt('/oauth', { client_id: app.client_id });
  const agent = await signIn(patchbay, 'agent@somedomain.com');
  assert.deepEqual((await look(ask, agent)).json, { problem: 'not_yours' });
  assert.equal((await answer(ask, true, agent)).status, 403);
  assert.equal((await answer(ask, true, '')).status, 401);
  assert.equal((await answer(ask, true, admin, { 'sec-fetch-site': 'cross-site' })).status, 403);
  assert.equal((await send('/app/oauth-apps.json', { token: null, headers: { cookie: agent } })).status, 403);
  const made = await send('/v1/workspaces', { body: { subdomain: 'oauth-neighbor', name: 'Neighbor' } });
  const { token } = made.json as { token: string };
  assert.deepEqual(((await send('/v1/oauth_apps', { token })).json as { data: object[] }).data, []);
  assert.equal((await send(`/v1/oauth_apps/${app.id}`, { token, method: 'DELETE' })).status, 404);
  const lesser = (await send('/v1/tokens', { body: { name: 'lesser', kind: 'directory' } })).json as { token: string };
  assert.equal((await send('/v1/oauth_apps', { token: lesser.token })).status, 403);
});

test('what is removed takes its tokens along; what is registered at the console is the same', async () => {
  const made = await send('/app/oauth-apps.json', {
    token: null,
    method: 'POST',
    headers: { cookie: admin },
    body: { name: 'By page', vendor: 'intercom', kind: 'app', redirectUris: [BACK] },
  });
  const { clientId, secret } = made.json as { clientId: string; secret: string };
  const { data } = (await send('/v1/oauth_apps?limit=100')).json as { data: (App & { name: string })[] };
  const app = data.find(({ name }) => name === 'By page') ?? assert.fail();
  assert.equal(app.client_id, clientId);
  assert.ok(!JSON.stringify(data).includes(secret));
  const { token } = (await atIntercom({ ...app, client_secret: secret }, await codeFor(app))).json as { token: string };
  assert.equal((await send('/v1/contacts', { token, body: {} })).status, 201);
  assert.equal((await send(`/v1/oauth_apps/${app.id}`, { method: 'DELETE' })).status, 204);
  assert.equal((await send('/v1/contacts', { token, body: {} })).status, 401);
  const wrong = await send('/v1/oauth_apps', {
    body: { name: 'x', vendor: 'vcita', redirect_uris: [BACK, 'http://example.com/'] },
  });
  const { errors } = wrong.json as { errors: { pointer: string }[] };
  assert.deepEqual([wrong.status, errors.map(({ pointer }) => pointer)], [422, ['/redirect_uris/1']]);
});

test('who guesses is shut out, in the form of the vendor', async () => {
  const app = await register({ vendor: 'vcita' });
  let last = await atVcita(app, 'x', { client_secret: 'wrong' });
  for (let count = 0; count < 60 && last.status !== 429; count += 1)
    last = await atVcita(app, 'x', { client_secret: 'wrong' });
  assert.deepEqual(errorOf(last), [429, 'slow_down']);
});
