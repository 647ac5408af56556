/**
 * A workspace gets a sign-in provider: people come in by it for the first time and again, or are told why not, and
 * nobody is locked out when it is away.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createManualClock } from '../support/manual-clock.ts';
import type { Account } from '../support/openid-provider.ts';
import { CLIENT, openBrowser, startProvider } from '../support/openid-provider.ts';
import { PASSWORD, signIn } from '../support/pages.ts';
import type { Got } from '../support/patchbay.ts';
import { testPatchbay } from '../support/patchbay.ts';
import type { ToldEntry, ToldPerson } from '../support/people.ts';
import { AT_HOME, pathOf, peopleAt } from '../support/people.ts';

const clock = createManualClock(new Date());
const patchbay = await testPatchbay(
  { PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_SIGN_IN_PRIVATE_TARGETS: 'on' },
  { clock },
);
const CALLBACK = `${patchbay.address}/sso/callback`;
const provider = await startProvider(CALLBACK);
const { invite, fill, comeIn, trySignIn, as } = peopleAt(patchbay);
const BEGIN = `${patchbay.address}/sso/demo`;

const SETTINGS = {
  issuer: provider.issuer,
  ...CLIENT,
  name: 'Nord ID',
  domains: ['nord.example'],
  unknown_people: 'made',
  default_role: 'supervisor',
  password_open: true,
};
const put = async (more: object = {}): Promise<Got> =>
  patchbay.send('/v1/sign-in-provider', { method: 'PUT', body: { ...SETTINGS, ...more } });
const tested = async (): Promise<{ ok: boolean; sentence: string }> =>
  (await patchbay.send('/v1/sign-in-provider/test', { method: 'POST' })).json as { ok: boolean; sentence: string };
const accountOf = (name: string, more: Partial<Account> = {}): Account => ({
  sub: `sub-of-${name}`,
  email: `${name}@nord.example`,
  email_verified: true,
  given_name: name,
  family_name: 'King',
  ...more,
});
const isAtDesk = (url: URL): boolean => url.origin === patchbay.address && url.pathname.startsWith('/app/');
type Me = { agent: { id: number; name: string; email: string }; role: string };
/** Signs in as the account: who is in then, or what the page says. */
const enter = async (account: Account | null, begin = BEGIN): Promise<{ me: Me | null; says: string; at: string }> => {
  provider.become(account);
  const browser = openBrowser();
  const ended = await browser.go(begin, isAtDesk);
  const cookie = browser.cookieFor(patchbay.address);
  const me = await patchbay.send('/app/me', { token: null, headers: { cookie } });
  return { me: me.status === 200 ? (me.json as Me) : null, says: ended.text, at: ended.url.pathname };
};
const personOf = async (email: string): Promise<ToldPerson | undefined> =>
  ((await patchbay.send('/v1/people?limit=100')).json as { data: ToldPerson[] }).data.find(
    (each) => each.email === email,
  );

test('without a provider there is no button and no way in', async () => {
  assert.equal((await patchbay.send('/v1/sign-in-provider')).status, 404);
  const { status, text } = await patchbay.send('/sso/demo', { token: null });
  assert.equal(status, 404);
  assert.match(text, /has no sign-in provider.*Back to sign-in/s);
  for (const path of ['/sso/%00', '/w/%00/logo'])
    assert.equal((await patchbay.send(path, { token: null })).status, 404, path);
  const french = await patchbay.send('/sso/demo', { token: null, headers: { 'accept-language': 'fr' } });
  assert.match(french.text, /<html lang="fr">.*n’a pas de fournisseur de connexion.*Retour à la connexion/s);
  assert.equal((await patchbay.send('/sso/callback?code=x&state=y', { token: null })).status, 400);
});

test('what cannot be is refused beside its field; the secret is never answered', async () => {
  for (const [wrong, pointer] of [
    [{ issuer: 'nowhere' }, '/issuer'],
    [{ domains: [] }, '/domains'],
    [{ default_role: 'admin' }, '/default_role'],
    [{ client_secret: undefined }, '/client_secret'],
    [{ name: ' ' }, '/name'],
  ] as const) {
    const got = await put(wrong);
    assert.equal(got.status, 422, got.text);
    assert.equal((got.json as { errors: { pointer: string }[] }).errors[0]?.pointer, pointer);
  }
  const kept = await put();
  assert.equal(kept.status, 200, kept.text);
  assert.doesNotMatch(kept.text, /client-secret/);
  const elsewhere = await put({ issuer: 'https://evil.example', client_secret: undefined });
  assert.match(elsewhere.text, /entered again/);
  const ways = await patchbay.send('/app/sign-in-ways.json', { token: null });
  assert.deepEqual(ways.json, { hasMail: false, providers: [{ workspace: 'demo', name: 'Nord ID' }] });
});

test('a test says in a sentence what is right, and what is wrong', async () => {
  assert.deepEqual(await tested(), { ok: true, sentence: 'The provider answers, and takes the client patchbay.' });
  await put({ client_secret: 'another' });
  assert.match(
    (await tested()).sentence,
    /refuses the client: its id or secret is wrong\. 127\.0\.0\.1:\d+ answered 401/,
  );
  await put({ issuer: `${provider.issuer}/` });
  assert.match((await tested()).sentence, /says that its issuer is http:\/\/127\.0\.0\.1:\d+: enter exactly that/);
  await put({ issuer: `${provider.issuer}/nothing/here` });
  assert.match((await tested()).sentence, /does not answer as a provider does/);
  await put({ issuer: 'http://127.0.0.1:1' });
  assert.match((await tested()).sentence, /Nothing answers at 127\.0\.0\.1:1\./);
  await put();
});

test('the first sign-in makes a person, the second finds them by their account though their address is another', async () => {
  const first = await enter(accountOf('ada'), `${BEGIN}?next=%2Fcalls`);
  assert.deepEqual(
    [first.me?.agent.email, first.me?.agent.name, first.me?.role, first.at],
    ['ada@nord.example', 'ada King', 'supervisor', '/app/calls'],
  );
  assert.equal((await personOf('ada@nord.example'))?.state, 'active');
  const second = await enter(accountOf('ada', { email: 'countess@elsewhere.example', email_verified: false }));
  assert.equal(second.me?.agent.id, first.me?.agent.id);
  assert.equal(second.at, '/app/desk');
  const { data } = (await patchbay.send('/v1/audit?action=person.linked')).json as { data: ToldEntry[] };
  assert.deepEqual([data.length, data[0]?.target_name, data[0]?.door], [1, 'ada@nord.example', 'page']);
});

test('people who are invited, or have a password, are found by their verified address', async () => {
  await put({ unknown_people: 'refused' });
  const { id } = (await invite({ email: 'lin@nord.example', role: 'developer' })).json as ToldPerson;
  const invited = await enter(accountOf('lin'));
  assert.deepEqual([invited.me?.agent.id, invited.me?.role, invited.me?.agent.name], [id, 'developer', 'lin King']);
  const { id: second } = await comeIn('Kim@nord.example');
  assert.equal((await enter(accountOf('kim'))).me?.agent.id, second);
});

const REFUSED: readonly (readonly [what: string, Account | null, says: RegExp])[] = [
  ['someone who was not invited', accountOf('stranger'), /You have no account here yet/],
  ['an address that is not verified', accountOf('kim', { sub: 'x', email_verified: false }), /not verified/],
  ['an account without an address', { sub: 'y' }, /No e-mail address/],
  ['an address of another domain', accountOf('eve', { email: 'eve@evil.example' }), /Not an address of this workspace/],
  ['another account with the address of someone', accountOf('kim', { sub: 'z' }), /Another account is linked/],
  ['who turns back there', null, /did not let you in, or you turned back/],
];

for (const [what, account, says] of REFUSED)
  test(`${what} is turned away, with a way on`, async () => {
    const { me, says: said } = await enter(account);
    assert.equal(me, null);
    assert.match(said, says);
    assert.match(said, /href="\/app\/sign-in"/);
  });

test('a locked person is refused by their account and by their address', async () => {
  for (const name of ['ada', 'lock']) {
    if (name === 'lock') await invite({ email: 'lock@nord.example', role: 'agent' });
    const id = (await personOf(`${name}@nord.example`))?.id;
    await patchbay.send(`/v1/people/${id}`, { method: 'PATCH', body: { locked: true } });
    const { me, says } = await enter(accountOf(name));
    assert.equal(me, null);
    assert.match(says, /Your account is locked/);
    await patchbay.send(`/v1/people/${id}`, { method: 'PATCH', body: { locked: false } });
  }
  assert.equal((await enter(accountOf('ada'))).me?.agent.email, 'ada@nord.example');
});

test('after an administrator’s new link was used, another account may be theirs', async () => {
  const id = (await personOf('Kim@nord.example'))?.id;
  const { url } = (await patchbay.send(`/v1/people/${id}/link`, { method: 'POST' })).json as { url: string };
  await fill(pathOf(url), AT_HOME);
  assert.equal((await enter(accountOf('kim', { sub: 'z' }))).me?.agent.id, id);
});

test('what comes back with another state, nonce, browser, or too late, is refused', async () => {
  provider.become(accountOf('ada'));
  const back = (url: URL): boolean => url.pathname === '/sso/callback';
  const comes = async (change: (url: URL) => void, wait = 0): Promise<string> => {
    const browser = openBrowser();
    const { url } = await browser.go(BEGIN, back);
    change(url);
    if (wait > 0) await clock.advance(wait);
    return (await browser.go(url.href, isAtDesk)).text;
  };
  assert.match(await comes((url) => url.searchParams.set('state', 'another')), /begun in another browser/);
  assert.match(await comes((url) => url.searchParams.delete('state')), /begun in another browser/);
  assert.match(await comes((url) => url.searchParams.set('iss', 'https://evil.example')), /answer is not valid/);
  assert.match(await comes((url) => url.searchParams.set('code', 'another')), /has expired, or was finished before/);
  assert.match(await comes(() => undefined, 601_000), /has expired/);
  const { url } = await openBrowser().go(BEGIN, back);
  assert.match((await openBrowser().go(url.href)).text, /begun in another browser/);

  // The code of one attempt with the state and the cookie of another: verifier and nonce are not those of the code.
  const [one, two] = [openBrowser(), openBrowser()];
  const [first, second] = [await one.go(BEGIN, back), await two.go(BEGIN, back)];
  first.url.searchParams.set('code', second.url.searchParams.get('code') ?? '');
  assert.match((await one.go(first.url.href)).text, /has expired|not valid/);
});

test('a sign-in works once, and only leads to our own pages', async () => {
  provider.become(accountOf('ada'));
  const browser = openBrowser();
  const { url } = await browser.go(
    `${BEGIN}?next=${encodeURIComponent('//evil.example')}`,
    (at) => at.pathname === '/sso/callback',
  );
  assert.equal((await browser.go(url.href, isAtDesk)).url.href, `${patchbay.address}/app/desk`);
  assert.match((await browser.go(url.href, isAtDesk)).text, /begun in another browser, is over already/);
});

test('where passwords are closed, administrators alone sign in with one', async () => {
  await put({ password_open: false });
  const closed = await patchbay.send('/app/sign-in', {
    token: null,
    body: { email: 'Kim@nord.example', password: PASSWORD },
  });
  assert.deepEqual([closed.status, (closed.json as { error: string }).error], [403, 'password_closed']);
  assert.equal(await trySignIn('Kim@nord.example', 'a wrong one'), 401, 'which is said to no one who guesses');
  assert.equal(await trySignIn('owner@somedomain.com', PASSWORD), 200);
  await put();
  assert.equal(await trySignIn('Kim@nord.example', PASSWORD), 200);
});

test('a lesser role, a lesser token and a neighbor see and change nothing', async () => {
  const agent = await signIn(patchbay, 'agent@somedomain.com');
  for (const [path, method] of [
    ['/app/provider.json', 'GET'],
    ['/app/provider.json', 'PATCH'],
    ['/app/provider.json', 'DELETE'],
    ['/app/provider/test.json', 'POST'],
  ] as const)
    assert.equal((await as(agent, path, method, method === 'GET' ? undefined : {})).status, 403, path);
  const { token: reader } = (await patchbay.send('/v1/tokens', { body: { name: 'r', kind: 'read_only' } })).json as {
    token: string;
  };
  assert.equal((await patchbay.send('/v1/sign-in-provider', { token: reader })).status, 200);
  assert.equal((await patchbay.send('/v1/sign-in-provider', { token: reader, method: 'DELETE' })).status, 403);
  const opened = await patchbay.send('/v1/workspaces', { body: { subdomain: 'sso-neighbor', name: 'Neighbor' } });
  const { token } = opened.json as { token: string };
  assert.equal((await patchbay.send('/v1/sign-in-provider', { token })).status, 404);
  assert.equal((await patchbay.send('/v1/sign-in-provider', { token, method: 'DELETE' })).status, 404);
});

test('a provider that is away is a page in words, a password works meanwhile, and it can be removed', async () => {
  // What it said of itself is kept for ten minutes.
  await clock.advance(601_000);
  await provider.close();
  const { me, says } = await enter(accountOf('ada'));
  assert.equal(me, null);
  assert.match(says, /The provider does not answer.*Nord ID cannot be reached at the moment/s);
  assert.equal(await trySignIn('Kim@nord.example', PASSWORD), 200);
  const owner = await signIn(patchbay, 'owner@somedomain.com');
  const shown = (await as(owner, '/app/provider.json')).json as { callback: string; provider: { name: string } };
  assert.deepEqual([shown.callback, shown.provider.name], [CALLBACK, 'Nord ID']);
  assert.equal((await as(owner, '/app/provider.json', 'DELETE')).status, 200);
  assert.equal((await as(owner, '/app/provider.json', 'DELETE')).status, 404);
  assert.equal((await patchbay.send('/sso/demo', { token: null })).status, 404);
});
