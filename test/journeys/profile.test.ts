/** What people do for themselves: their sessions, their password, their name. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createManualClock } from '../support/manual-clock.ts';
import { openDesk, PASSWORD, signIn } from '../support/pages.ts';
import type { Got } from '../support/patchbay.ts';
import { testPatchbay } from '../support/patchbay.ts';
import { cookieOf, pathOf, peopleAt } from '../support/people.ts';

const clock = createManualClock(new Date('2026-11-02T09:00:00.000Z'));
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD }, { clock });
const { as, comeIn, enter, open, trySignIn } = peopleAt(patchbay);
const signInFrom = async (email: string, browser: string): Promise<string> =>
  cookieOf(await enter(email, PASSWORD, browser));
const isIn = async (cookie: string): Promise<boolean> => (await as(cookie, '/app/me')).status === 200;
type Profile = { firstName: string; sessions: { id: number; userAgent: string | null; isThis: boolean }[] };
const profileOf = async (cookie: string): Promise<Profile> => (await as(cookie, '/app/profile.json')).json as Profile;

test('a person sees where they are signed in, and signs out of one place or of all others', async () => {
  const email = 'sessions@somedomain.com';
  const { id, cookie } = await comeIn(email);
  await clock.advance(60_000);
  const [phone, office] = [await signInFrom(email, 'Phone'), await signInFrom(email, 'x'.repeat(1000))];
  const { sessions } = await profileOf(phone);
  assert.deepEqual(
    sessions.map((each) => [each.userAgent?.length, each.isThis]),
    [
      [300, false],
      ['Phone'.length, true],
      [4, false],
    ],
  );
  const desk = await openDesk(patchbay, office);
  await desk.ask({ type: 'hello', since: null });
  const gone = sessions[0]?.id ?? 0;
  assert.deepEqual((await as(phone, `/app/profile/sessions/${gone}.json`, 'DELETE')).json, { ended: 1 });
  await desk.next('signed_out');
  assert.equal((await as(phone, `/app/profile/sessions/${gone}.json`, 'DELETE')).status, 404, 'it has ended');
  const stranger = await signIn(patchbay, 'agent@somedomain.com');
  const mine = sessions[1]?.id ?? 0;
  assert.equal((await as(stranger, `/app/profile/sessions/${mine}.json`, 'DELETE')).status, 404, 'not theirs');
  assert.deepEqual((await as(phone, '/app/profile/sessions.json', 'DELETE')).json, { ended: 1 });
  assert.deepEqual([await isIn(phone), await isIn(cookie), await isIn(office)], [true, false, false]);

  const { data } = (await patchbay.send(`/v1/people/${id}/sessions`)).json as { data: { id: number }[] };
  assert.deepEqual(
    data.map((each) => each.id),
    [mine],
  );
  assert.equal((await patchbay.send(`/v1/people/${id}/sessions/${mine}`, { method: 'DELETE' })).status, 204);
  assert.equal((await patchbay.send(`/v1/people/${id}/sessions/${mine}`, { method: 'DELETE' })).status, 404);
  assert.equal(await isIn(phone), false);
});

test('administrators, and tokens of the workspace, sign a person out everywhere; no one else does', async () => {
  const { id, cookie } = await comeIn('everywhere@somedomain.com');
  const admin = (await comeIn('sessions.admin@somedomain.com', 'admin')).cookie;
  assert.equal((await as(cookie, `/app/people/${id}/sessions.json`, 'DELETE')).status, 403);
  const other = await patchbay.send('/v1/workspaces', { body: { subdomain: 'neighbor', name: 'Neighbor' } });
  const { token } = other.json as { token: string };
  const path = `/v1/people/${id}/sessions`;
  for (const method of ['GET', 'DELETE'])
    assert.equal((await patchbay.send(path, { token, method })).status, 404, `${method} of a neighbor`);
  const reader = await patchbay.send('/v1/tokens', { body: { name: 'reader', kind: 'read_only' } });
  const readOnly = (reader.json as { token: string }).token;
  assert.equal((await patchbay.send(path, { token: readOnly })).status, 200);
  assert.equal((await patchbay.send(path, { token: readOnly, method: 'DELETE' })).status, 403);
  assert.equal(await isIn(cookie), true);
  assert.deepEqual((await as(admin, `/app/people/${id}/sessions.json`, 'DELETE')).json, { ended: 1 });
  assert.equal(await isIn(cookie), false);
  assert.equal((await as(admin, '/app/people/999999/sessions.json', 'DELETE')).status, 404);
  assert.equal((await patchbay.send(path, { method: 'DELETE' })).status, 204, 'nothing is left to end');
});

test('the own password changes with the present one; everyone else who is signed in with it is out', async () => {
  const email = 'own.password@somedomain.com';
  const { id, cookie } = await comeIn(email);
  const second = await signInFrom(email, 'Phone');
  const reset = await patchbay.send(`/v1/people/${id}/link`, { method: 'POST' });
  const change = async (present: unknown, next: unknown, headers: object = {}): Promise<Got> =>
    as(cookie, '/app/profile/password.json', 'POST', { present, next }, headers);
  const wrong = await change('wrong password', 'another good one');
  assert.deepEqual([wrong.status, (wrong.json as { error: string }).error], [422, 'wrong_password']);
  assert.equal(((await change(PASSWORD, 'short')).json as { error: string }).error, 'password_short');
  assert.equal(((await change(PASSWORD, 'x'.repeat(201))).json as { error: string }).error, 'password_long');
  assert.equal((await change(PASSWORD, 8)).status, 400);
  assert.equal((await change(PASSWORD, 'another good one', { 'sec-fetch-site': 'cross-site' })).status, 403);
  assert.deepEqual((await change(PASSWORD, 'another good one')).json, { ended: 1 });
  assert.deepEqual([await isIn(cookie), await isIn(second)], [true, false]);
  assert.equal(await trySignIn(email, PASSWORD), 401);
  assert.equal(await trySignIn(email, 'another good one'), 200);
  assert.equal((await open(pathOf((reset.json as { url: string }).url))).status, 410, 'a link of before is void');
  assert.equal((await patchbay.send('/app/profile.json', { token: null })).status, 401);
});

test('whoever finds an open browser tries ten passwords there and no more', async () => {
  const { cookie } = await comeIn('open.browser@somedomain.com');
  const guess = async (present: string): Promise<number> =>
    (await as(cookie, '/app/profile/password.json', 'POST', { present, next: 'another good one' })).status;
  for (let time = 0; time < 10; time += 1) assert.equal(await guess('wrong password'), 422);
  assert.equal(await guess(PASSWORD), 429);
  await clock.advance(300_000);
  assert.equal(await guess(PASSWORD), 200);
});

test('a person chooses their own name, within its length', async () => {
  const { id, cookie } = await comeIn('own.name@somedomain.com');
  const rename = async (body: object): Promise<Got> => as(cookie, '/app/profile.json', 'PATCH', body);
  assert.equal((await rename({ firstName: ' ', lastName: '' })).status, 422);
  assert.equal((await rename({ firstName: 'x'.repeat(201) })).status, 422);
  assert.equal((await rename({ firstName: 7 })).status, 400);
  assert.deepEqual((await rename({ firstName: ' Ida ', lastName: 'Rhodes' })).json, {
    firstName: 'Ida',
    lastName: 'Rhodes',
  });
  const { agent } = (await as(cookie, '/app/me')).json as { agent: { id: number; name: string } };
  assert.deepEqual([agent.id, agent.name], [id, 'Ida Rhodes']);
});

test('a person chooses the language of their console; it is theirs alone, and ends no session', async () => {
  const { id, cookie } = await comeIn('own.language@somedomain.com');
  const choose = async (language: unknown): Promise<Got> =>
    as(cookie, '/app/profile/language.json', 'PATCH', { language });
  const read = async (): Promise<unknown> => ((await as(cookie, '/app/me')).json as { language: unknown }).language;
  assert.equal(await read(), null, 'at first the browser decides');
  assert.deepEqual((await choose('fr')).json, { language: 'fr' });
  assert.equal(await read(), 'fr');
  for (const unknown of ['it', 'FR', 'fr-CA', '', 7, undefined]) assert.equal((await choose(unknown)).status, 422);
  const path = `/v1/people/${id}`;
  assert.equal(((await patchbay.send(path)).json as { language: string }).language, 'fr');
  const change = async (body: object, token?: string): Promise<Got> =>
    patchbay.send(path, { method: 'PATCH', body, ...(token === undefined ? {} : { token }) });
  assert.equal((await change({ language: 'it' })).status, 422);
  assert.equal(((await change({ language: 'de' })).json as { language: string }).language, 'de');
  assert.equal(await read(), 'de', 'and they are still signed in');
  assert.equal(((await change({ language: null })).json as { language: null }).language, null);
  const other = await patchbay.send('/v1/workspaces', { body: { subdomain: 'polyglot', name: 'Polyglot' } });
  assert.equal((await change({ language: 'es' }, (other.json as { token: string }).token)).status, 404);
  const reader = await patchbay.send('/v1/tokens', { body: { name: 'reads people', kind: 'read_only' } });
  assert.equal((await change({ language: 'es' }, (reader.json as { token: string }).token)).status, 403);
  assert.equal(await read(), null);
});
