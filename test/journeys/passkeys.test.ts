/** Passkeys: added, named, used, required and taken away. A real browser does so in test/pages/passkeys.test.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PasskeysView } from '#realtime/agent/factors-protocol.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { PASSWORD } from '../support/pages.ts';
import type { Got } from '../support/patchbay.ts';
import { testPatchbay } from '../support/patchbay.ts';
import type { ToldEntry } from '../support/people.ts';
import { cookieOf, peopleAt } from '../support/people.ts';
import { softPasskey } from '../support/soft-passkey.ts';

const clock = createManualClock(new Date('2026-11-02T09:00:00.000Z'));
const ORIGIN = 'https://calls.nord.example';
const patchbay = await testPatchbay({ PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_PUBLIC_URL: ORIGIN }, { clock });
const { as, comeIn, enter } = peopleAt(patchbay);

const errorIn = ({ json }: Got): string => (json as { error: string }).error;
const challengeIn = ({ json }: Got): string => (json as { options: { challenge: string } }).options.challenge;
const begin = async (cookie: string, body: object = { password: PASSWORD }): Promise<Got> =>
  as(cookie, '/app/profile/passkeys/begin.json', 'POST', body);
const keep = async (cookie: string, response: object, name: unknown = 'Laptop'): Promise<Got> =>
  as(cookie, '/app/profile/passkeys.json', 'POST', { name, response });
const asked = async (): Promise<string> =>
  challengeIn(await patchbay.send('/app/sign-in/passkey.json', { token: null }));
const open = async (response: unknown): Promise<Got> =>
  patchbay.send('/app/sign-in/passkey', { token: null, body: { response } });
const listOf = async (cookie: string): Promise<PasskeysView['passkeys']> =>
  ((await as(cookie, '/app/profile/passkeys.json')).json as PasskeysView).passkeys;
/** Someone with a passkey. */
const withPasskey = async (email: string) => {
  const person = await comeIn(email);
  const device = softPasskey(ORIGIN);
  const kept = await keep(person.cookie, device.create(challengeIn(await begin(person.cookie))));
  assert.equal(kept.status, 201, kept.text);
  return { ...person, device };
};
const actionsOf = async (id: number): Promise<string[]> => {
  const { data } = (await patchbay.send(`/v1/audit?limit=100&target_id=${id}`)).json as { data: ToldEntry[] };
  return data.map(({ action, agent_id: by }) => `${action} ${by === id}`).filter((each) => each.includes('passkey'));
};

test('a passkey is added by the password, signs in alone, and its answer works once', async () => {
  const { id, cookie } = await comeIn('first@somedomain.com');
  const device = softPasskey(ORIGIN);
  assert.equal(errorIn(await begin(cookie, { password: 'wrong password' })), 'wrong_password');
  const challenge = challengeIn(await begin(cookie));
  for (const [name, fault] of [
    ['', 'name_missing'],
    [7, 'name_missing'],
    ['x'.repeat(101), 'name_too_long'],
  ] as const)
    assert.equal(errorIn(await keep(cookie, device.create(challenge), name)), fault);
  assert.equal(errorIn(await keep(cookie, device.create(await asked()))), 'challenge_gone', 'made for signing in');
  const other = await comeIn('thief@somedomain.com');
  assert.equal(
    errorIn(await keep(other.cookie, device.create(challenge))),
    'challenge_gone',
    'made for another session',
  );
  assert.equal((await keep(cookie, device.create(challenge))).status, 201);
  assert.equal(errorIn(await keep(cookie, device.create(challengeIn(await begin(cookie))))), 'taken');
  assert.deepEqual(
    (await listOf(cookie)).map(({ name, lastUsedAt }) => [name, lastUsedAt]),
    [['Laptop', null]],
  );
  const answer = device.get(await asked());
  const entered = await open(answer);
  assert.equal(entered.status, 200, entered.text);
  assert.equal((entered.json as { agent: { id: number } }).agent.id, id);
  assert.equal((await listOf(cookieOf(entered)))[0]?.lastUsedAt, '2026-11-02T09:00:00.000Z');
  assert.deepEqual([(await open(answer)).status, errorIn(await open(answer))], [410, 'challenge_gone']);
  const late = device.get(await asked());
  await clock.advance(300_000);
  assert.equal((await open(late)).status, 410);
  assert.equal((await open({})).status, 400);
  assert.equal((await open(softPasskey(ORIGIN).get(await asked()))).status, 401);
});

test('a passkey is renamed and removed by its person alone; removed, it opens nothing', async () => {
  const { id, cookie, device } = await withPasskey('owner.of.one@somedomain.com');
  const path = `/app/profile/passkeys/${(await listOf(cookie))[0]?.id}.json`;
  const stranger = await comeIn('stranger@somedomain.com');
  assert.equal((await as(stranger.cookie, path, 'PATCH', { name: 'Mine' })).status, 404);
  assert.equal((await as(stranger.cookie, path, 'DELETE')).status, 404);
  assert.equal((await as(cookie, path, 'PATCH', { name: ' Desk ' })).status, 200);
  assert.equal((await listOf(cookie))[0]?.name, 'Desk');
  assert.equal((await as(cookie, path, 'DELETE')).status, 200);
  assert.equal(errorIn(await open(device.get(await asked()))), 'passkey_refused');
  assert.deepEqual(await actionsOf(id), [
    'person.passkey_removed true',
    'person.passkey_renamed true',
    'person.passkey_added true',
  ]);
});

test('a locked person comes in by no door, and a reset takes passkeys away', async () => {
  const { id, cookie, device } = await withPasskey('locked.key@somedomain.com');
  const lock = async (locked: boolean): Promise<Got> =>
    patchbay.send(`/v1/people/${id}`, { method: 'PATCH', body: { locked } });
  await lock(true);
  assert.equal((await open(device.get(await asked()))).status, 401);
  await lock(false);
  assert.equal((await open(device.get(await asked()))).status, 200);
  const told = (await patchbay.send(`/v1/people/${id}`)).json as { second_factors: object };
  assert.deepEqual(told.second_factors, { codes: false, passkeys: 1 });
  await patchbay.send(`/v1/people/${id}/second_factors`, { method: 'DELETE' });
  assert.equal((await open(device.get(await asked()))).status, 401);
  assert.equal((await as(cookie, '/app/me')).status, 401);
});

test('where a second factor is required, a passkey is one: asked for after the password, and not removed last', async () => {
  const { cookie, device } = await withPasskey('required@somedomain.com');
  assert.notEqual(cookieOf(await enter('required@somedomain.com')), '', 'not required, the password is enough');
  await patchbay.send('/v1/workspace', { method: 'PATCH', body: { second_factor: 'everybody' } });
  const entered = await enter('required@somedomain.com');
  const { secondFactor } = entered.json as { secondFactor: { hasCodes: boolean; hasPasskeys: boolean } };
  assert.deepEqual([cookieOf(entered), secondFactor.hasCodes, secondFactor.hasPasskeys], ['', false, true]);
  assert.equal((await open(device.get(await asked()))).status, 200);
  const path = `/app/profile/passkeys/${(await listOf(cookie))[0]?.id}.json`;
  assert.equal(errorIn(await as(cookie, path, 'DELETE')), 'required');

  await comeIn('arrives@somedomain.com');
  const arriving = cookieOf(await enter('arrives@somedomain.com'));
  assert.equal((await as(arriving, '/app/profile.json')).status, 401);
  const own = softPasskey(ORIGIN);
  assert.equal((await keep(arriving, own.create(challengeIn(await begin(arriving, {}))))).status, 201);
  assert.equal((await as(arriving, '/app/profile.json')).status, 200);
});

test('a person has twenty passkeys at most', async () => {
  const { id, cookie } = await withPasskey('many@somedomain.com');
  await patchbay.database.pool.query(
    `insert into passkey (workspace_id, agent_id, credential_id, public_key, counter, transports, name, created_at)
     select 1, $1, int4send(n), 'x', 0, '{}', 'Key', now() from generate_series(1, 19) n`,
    [id],
  );
  assert.equal(errorIn(await begin(cookie)), 'full');
});
