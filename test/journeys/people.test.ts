/**
 * A company moves in: people are invited, choose a password behind their link, are changed, locked and let in again.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createManualClock } from '../support/manual-clock.ts';
import { openDesk, PASSWORD, signIn } from '../support/pages.ts';
import type { Got } from '../support/patchbay.ts';
import { testPatchbay } from '../support/patchbay.ts';
import type { ToldPerson } from '../support/people.ts';
import { AT_HOME, pathOf, peopleAt } from '../support/people.ts';

const DAY_MS = 86_400_000;
const clock = createManualClock(new Date('2026-11-02T09:00:00.000Z'));
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD }, { clock });

const { invite, open, fill, trySignIn } = peopleAt(patchbay);
const personIn = ({ json }: Got): ToldPerson => json as ToldPerson;
const codeIn = ({ json }: Got): string => (json as { code: string }).code;
const stateOf = async (id: number): Promise<string> => personIn(await patchbay.send(`/v1/people/${id}`)).state;

test('an invited person chooses a password, is signed in, and takes calls', async () => {
  const invited = await invite({ email: 'ada@somedomain.com', role: 'agent' });
  assert.equal(invited.status, 201);
  const { id, state, link } = personIn(invited);
  assert.equal(state, 'invited');
  assert.equal(link?.expires_at, '2026-11-09T09:00:00.000Z');
  const page = await open(pathOf(link?.url));
  assert.equal(page.status, 200);
  assert.match(page.text, /value="ada@somedomain.com"/);
  assert.match(page.headers.get('cache-control') ?? '', /no-store/);
  assert.equal(page.headers.get('referrer-policy'), 'no-referrer');

  const joined = await fill(pathOf(link?.url), AT_HOME);
  assert.equal(joined.status, 303);
  assert.equal(joined.headers.get('location'), '/app/desk');
  const cookie = joined.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  const me = await patchbay.send('/app/me', { token: null, headers: { cookie } });
  assert.deepEqual((me.json as { agent: unknown }).agent, { id, name: 'Ada King', email: 'ada@somedomain.com' });
  assert.equal(await stateOf(id), 'active');
  assert.equal(await trySignIn('ADA@somedomain.com', AT_HOME.password), 200);
  const desk = await openDesk(patchbay, await signIn(patchbay, 'ada@somedomain.com'));
  await desk.ask({ type: 'hello', since: null });
  assert.equal((await desk.next('snapshot')).data.me.id, id);
  desk.close();
});

test('a link works once, and for its time', async () => {
  const { id, link } = personIn(await invite({ email: 'once@somedomain.com', role: 'agent' }));
  const path = pathOf(link?.url);
  assert.equal((await fill(path, AT_HOME)).status, 303);
  assert.equal((await open(path)).status, 410);
  assert.equal((await fill(path, AT_HOME)).status, 410);

  const reset = await patchbay.send(`/v1/people/${id}/link`, { method: 'POST' });
  assert.equal(reset.status, 201);
  const late = pathOf((reset.json as { url: string }).url);
  assert.match((await open(late)).text, /Choose a new password/);
  await clock.advance(DAY_MS);
  assert.equal((await open(late)).status, 410);
  for (const stranger of ['/join/x', `/join/${'a'.repeat(43)}`, '/join/%00', `/join/${'b'.repeat(500)}`])
    assert.equal((await open(stranger)).status, 410, stranger);
});

test('a name that cannot be stored is refused, and the link still works', async () => {
  const path = pathOf(personIn(await invite({ email: 'nul@somedomain.com', role: 'agent' })).link?.url);
  assert.equal((await fill(path, { ...AT_HOME, first_name: 'A\u0000' })).status, 400);
  assert.equal((await fill(path, AT_HOME)).status, 303);
});

const WRONG: readonly (readonly [string, Record<string, string>, RegExp])[] = [
  ['too short a password', { ...AT_HOME, password: 'seven77' }, /needs 8 characters/],
  ['too long a password', { ...AT_HOME, password: 'x'.repeat(201) }, /at most/],
  ['no name', { ...AT_HOME, first_name: ' ', last_name: '' }, /Enter a name/],
  ['too long a name', { ...AT_HOME, first_name: 'x'.repeat(201) }, /too long/],
  ['nothing', {}, /Enter a name/],
];

for (const [what, fields, says] of WRONG)
  test(`${what} is said beside the form, and the link still works`, async () => {
    const email = `${what.replaceAll(' ', '.')}@somedomain.com`;
    const path = pathOf(personIn(await invite({ email, role: 'agent' })).link?.url);
    const got = await fill(path, fields);
    assert.equal(got.status, 422);
    assert.match(got.text, says);
    assert.ok(!got.text.includes(fields['password'] ?? 'no password'), 'the password is not written back');
    assert.equal((await fill(path, AT_HOME)).status, 303);
  });

test('the name of a person is text, whatever it holds', async () => {
  const { link } = personIn(
    await invite({ email: 'markup@somedomain.com', role: 'agent', first_name: '"><script>x</script>' }),
  );
  assert.match((await open(pathOf(link?.url))).text, /value="&quot;&gt;&lt;script&gt;x/);
});

test('an address that a person has is taken; an agent without a sign-in becomes the person', async () => {
  const taken = await invite({ email: 'Agent@somedomain.com', role: 'agent' });
  assert.equal(taken.status, 409);
  assert.equal((taken.json as { code: string }).code, 'taken');
  const agent = await patchbay.send('/v1/agents', { body: { email: 'later@somedomain.com' } });
  const { id } = agent.json as { id: number };
  assert.equal(await stateOf(id), 'without_sign_in');
  const invited = personIn(await invite({ email: 'LATER@somedomain.com', role: 'supervisor', first_name: 'Lin' }));
  assert.deepEqual([invited.id, invited.state, invited.role], [id, 'invited', 'supervisor']);
  assert.equal((await invite({ email: 'later@somedomain.com', role: 'agent' })).status, 409, 'invited already');
});

test('a locked person is out at once: session, password and link', async () => {
  const { id, link } = personIn(await invite({ email: 'locked@somedomain.com', role: 'agent' }));
  const joined = await fill(pathOf(link?.url), AT_HOME);
  const cookie = joined.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  const reset = await patchbay.send(`/v1/people/${id}/link`, { method: 'POST' });
  const desk = await openDesk(patchbay, cookie);
  await desk.ask({ type: 'hello', since: null });
  const locked = await patchbay.send(`/v1/people/${id}`, { method: 'PATCH', body: { locked: true } });
  await desk.next('signed_out');
  assert.equal(personIn(locked).state, 'locked');
  assert.equal((await patchbay.send('/app/me', { token: null, headers: { cookie } })).status, 401);
  assert.equal(await trySignIn('locked@somedomain.com', AT_HOME.password), 401);
  assert.equal((await open(pathOf((reset.json as { url: string }).url))).status, 410);
  const refused = await patchbay.send(`/v1/people/${id}/link`, { method: 'POST' });
  assert.equal((refused.json as { code: string }).code, 'person_locked');
  await patchbay.send(`/v1/people/${id}`, { method: 'PATCH', body: { locked: false } });
  assert.equal(await trySignIn('locked@somedomain.com', AT_HOME.password), 200);
});

test('a new password ends the sessions that the old one began', async () => {
  const { id, link } = personIn(await invite({ email: 'lost@somedomain.com', role: 'agent' }));
  const joined = await fill(pathOf(link?.url), AT_HOME);
  const cookie = joined.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  const reset = await patchbay.send(`/v1/people/${id}/link`, { method: 'POST' });
  assert.equal(await trySignIn('lost@somedomain.com', AT_HOME.password), 200, 'the old one works until then');
  await fill(pathOf((reset.json as { url: string }).url), { ...AT_HOME, password: 'another good one' });
  assert.equal((await patchbay.send('/app/me', { token: null, headers: { cookie } })).status, 401);
  assert.equal(await trySignIn('lost@somedomain.com', AT_HOME.password), 401);
  assert.equal(await trySignIn('lost@somedomain.com', 'another good one'), 200);
});

test('the last administrator stays', async () => {
  const { data } = (await patchbay.send('/v1/people?limit=100')).json as { data: ToldPerson[] };
  const admins = data.filter(({ role, state }) => role === 'admin' && state === 'active');
  assert.equal(admins.length, 1);
  const path = `/v1/people/${admins[0]?.id}`;
  for (const body of [{ role: 'agent' }, { locked: true }]) {
    const refused = await patchbay.send(path, { method: 'PATCH', body });
    assert.equal((refused.json as { code: string }).code, 'last_admin');
  }
  const second = personIn(await invite({ email: 'second@somedomain.com', role: 'admin' }));
  assert.equal((await patchbay.send(path, { method: 'PATCH', body: { role: 'agent' } })).status, 409, 'only invited');
  await fill(pathOf(second.link?.url), AT_HOME);
  assert.equal(personIn(await patchbay.send(path, { method: 'PATCH', body: { role: 'developer' } })).role, 'developer');
});

test('an agent that only the simulator plays is no person, and people of another workspace are unknown', async () => {
  const agent = await patchbay.send('/v1/agents', {
    body: { email: 'robot@somedomain.com', simulated: true, capacity: null },
  });
  const { id } = agent.json as { id: number };
  assert.equal((await patchbay.send(`/v1/people/${id}`)).status, 404);
  assert.equal((await patchbay.send(`/v1/people/${id}`, { method: 'PATCH', body: { role: 'admin' } })).status, 404);
  assert.equal(codeIn(await invite({ email: 'robot@somedomain.com', role: 'agent' })), 'agent_simulated');
  const other = await patchbay.send('/v1/workspaces', { body: { subdomain: 'other', name: 'Other' } });
  const { token } = other.json as { token: string };
  assert.equal((await patchbay.send('/v1/people/1', { token })).status, 404);
  assert.equal((await patchbay.send('/v1/people/1', { token, method: 'PATCH', body: { locked: true } })).status, 404);
  assert.equal((await patchbay.send('/v1/people/1/link', { token, method: 'POST' })).status, 404);
  assert.equal((await patchbay.send('/v1/people', { token, body: { email: 'x', role: 'king' } })).status, 422);
});

test('a person is not made a simulated agent, nor is anyone who is invited or locked; an agent without a sign-in is', async () => {
  const simulate = async (id: number): Promise<Got> =>
    patchbay.send(`/v1/agents/${id}`, { method: 'PATCH', body: { simulated: true } });
  const { id: invited, link } = personIn(await invite({ email: 'flesh@somedomain.com', role: 'agent' }));
  assert.equal(codeIn(await simulate(invited)), 'agent_is_person');
  await fill(pathOf(link?.url), AT_HOME);
  assert.equal(codeIn(await simulate(invited)), 'agent_is_person');
  await patchbay.send(`/v1/people/${invited}`, { method: 'PATCH', body: { locked: true } });
  assert.equal(codeIn(await simulate(invited)), 'agent_is_person');
  const agent = await patchbay.send('/v1/agents', { body: { email: 'played@somedomain.com' } });
  const { id } = agent.json as { id: number };
  assert.equal((await simulate(id)).status, 200);
  assert.equal(codeIn(await simulate(999_999)), 'not_found');
  const demo = await patchbay.send('/v1/people/1');
  assert.equal(demo.status, 404, 'the agent of the examples is played, and no person');
});

test('administrators do the same at the console, and no one else', async () => {
  const { id, link } = personIn(await invite({ email: 'chief@somedomain.com', role: 'admin' }));
  const joined = await fill(pathOf(link?.url), AT_HOME);
  const cookie = joined.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  const ask = async (path: string, method = 'GET', body?: object, headers: object = {}): Promise<Got> =>
    patchbay.send(path, {
      token: null,
      method,
      headers: { cookie, ...headers },
      ...(body === undefined ? {} : { body }),
    });
  const { people } = (await ask('/app/people.json')).json as { people: ToldPerson[] };
  assert.equal(people.find((each) => each.id === id)?.state, 'active');

  const invited = await ask('/app/people.json', 'POST', { email: 'new@somedomain.com', role: 'agent' });
  assert.equal((await open(pathOf((invited.json as { url: string }).url))).status, 200);
  const taken = await ask('/app/people.json', 'POST', { email: 'NEW@somedomain.com', role: 'agent' });
  assert.deepEqual([taken.status, (taken.json as { error: string }).error], [409, 'taken']);
  const fresh = ((await ask('/app/people.json')).json as { people: ToldPerson[] }).people.at(-1)?.id ?? 0;
  const locked = await ask(`/app/people/${fresh}.json`, 'PATCH', { isLocked: true });
  assert.equal((locked.json as ToldPerson).state, 'locked');
  assert.equal((await ask(`/app/people/${fresh}/link.json`, 'POST', {})).status, 409);
  assert.equal((await ask('/app/people/999999/link.json', 'POST', {})).status, 404);
  for (const body of [{}, { role: 'king' }, { isLocked: 'yes' }])
    assert.equal((await ask(`/app/people/${fresh}.json`, 'PATCH', body)).status, 400);

  const foreign = { 'sec-fetch-site': 'cross-site' };
  assert.equal((await ask('/app/people.json', 'POST', { email: 'x@y.example', role: 'agent' }, foreign)).status, 403);
  assert.equal((await patchbay.send('/app/people.json', { token: null })).status, 401);
  const agent = await signIn(patchbay, 'agent@somedomain.com');
  assert.equal((await patchbay.send('/app/people.json', { token: null, headers: { cookie: agent } })).status, 403);
});
