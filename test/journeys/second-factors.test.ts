/** Second factors: codes of an app and recovery codes are switched on, asked for, required and taken away. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FactorsView, RecoveryCodesView } from '#realtime/agent/factors-protocol.ts';
import { newSessionToken } from '#http/sessions.ts';
import { challengeOf, codeOf, switchCodesOn } from '../support/factors.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { openDesk, PASSWORD, signIn } from '../support/pages.ts';
import type { Got } from '../support/patchbay.ts';
import { testPatchbay } from '../support/patchbay.ts';
import type { ToldEntry } from '../support/people.ts';
import { AT_HOME, cookieOf, pathOf, peopleAt } from '../support/people.ts';

const clock = createManualClock(new Date('2026-11-02T09:00:00.000Z'));
const patchbay = await testPatchbay(
  { PATCHBAY_DEMO_PASSWORD: PASSWORD, PATCHBAY_TRUSTED_PROXIES: '127.0.0.0/8' },
  { clock },
);
const { as, comeIn, enter, fill } = peopleAt(patchbay);

/** Long enough for the app to show another code. */
const nextCode = async (): Promise<void> => clock.advance(30_000);
const errorIn = ({ json }: Got): string => (json as { error: string }).error;
const statusAs = async (cookie: string, path: string): Promise<number> => (await as(cookie, path)).status;
const prove = async (challenge: string, code: string, address = '203.0.113.1'): Promise<Got> =>
  patchbay.send('/app/sign-in/code', {
    token: null,
    body: { challenge, code },
    headers: { 'x-forwarded-for': address },
  });
const factorsOf = async (cookie: string): Promise<FactorsView> =>
  (await as(cookie, '/app/profile/factors.json')).json as FactorsView;
const rule = async (second_factor: string): Promise<void> => {
  const set = await patchbay.send('/v1/workspace', { method: 'PATCH', body: { second_factor } });
  assert.equal(set.status, 200, set.text);
};
/** A challenge as the right password gives it, without the tenth of a second that a password costs. */
const challengeFor = async (id: number): Promise<string> => {
  const challenge = newSessionToken();
  const expiresAt = new Date(clock.now().getTime() + 300_000);
  await patchbay.database.pool.query(
    `insert into sign_in_challenge (hash, agent_id, password_hash, tries_left, expires_at)
     select $1, id, password_hash, 5, $2 from agent where id = $3`,
    [challenge.hash, expiresAt, id],
  );
  return challenge.token;
};
/** Someone whose app shows codes. */
const withCodes = async (email: string) => {
  const person = await comeIn(email);
  const codes = await switchCodesOn(as, person.cookie, clock.now());
  await nextCode();
  return { ...person, ...codes, code: () => codeOf(codes.secret, clock.now()) };
};
const actionsOf = async (id: number): Promise<string[]> => {
  const { data } = (await patchbay.send(`/v1/audit?limit=100&target_id=${id}`)).json as { data: ToldEntry[] };
  return data.map(({ action, door, agent_id: by }) => `${action} ${door} ${by === id}`).toReversed();
};

test('codes are switched on by the password and a first code, and end the sessions that a password alone began', async () => {
  const { id, cookie } = await comeIn('on@somedomain.com');
  const phone = cookieOf(await enter('on@somedomain.com'));
  const begin = async (body: object): Promise<Got> => as(cookie, '/app/profile/codes.json', 'POST', body);
  assert.equal(errorIn(await begin({ password: 'wrong password' })), 'wrong_password');
  assert.equal(errorIn(await begin({})), 'wrong_password');
  const { secret } = (await begin({ password: PASSWORD })).json as { secret: string };
  assert.equal((await factorsOf(cookie)).hasCodes, false, 'not before a code was confirmed');
  assert.equal((await enter('on@somedomain.com')).status, 200);
  const confirm = async (code: unknown): Promise<Got> =>
    as(cookie, '/app/profile/codes/confirm.json', 'POST', { code });
  for (const wrong of ['000000', '', 7, codeOf(secret, new Date(clock.now().getTime() + 90_000))])
    assert.deepEqual([(await confirm(wrong)).status, errorIn(await confirm(wrong))], [422, 'wrong_code']);
  const { recoveryCodes, ended } = (await confirm(codeOf(secret, clock.now()))).json as RecoveryCodesView;
  assert.deepEqual([recoveryCodes.length, new Set(recoveryCodes).size, ended], [10, 10, 2]);
  assert.deepEqual([await statusAs(phone, '/app/me'), await statusAs(cookie, '/app/me')], [401, 200]);
  assert.deepEqual(await factorsOf(cookie), {
    hasCodes: true,
    recoveryCodesLeft: 10,
    passkeys: 0,
    isRequired: false,
    hasPassword: true,
  });
  assert.equal(errorIn(await begin({ password: PASSWORD })), 'codes_are_on');
  assert.equal(errorIn(await confirm(codeOf(secret, clock.now()))), 'not_begun');
  const tables = ['authenticator', 'recovery_code', 'audit_entry', 'session'];
  const rows = await Promise.all(
    tables.map(async (each) => patchbay.database.pool.query(`select ${each}::text from ${each}`)),
  );
  const kept = JSON.stringify(rows.map((each) => each.rows as unknown));
  for (const told of [
    secret,
    Buffer.from(secret).toString('hex'),
    ...recoveryCodes,
    ...recoveryCodes.map((each) => each.replaceAll('-', '')),
  ])
    assert.ok(!kept.includes(told), 'neither the seed nor a recovery code is in the database');
  assert.ok((await actionsOf(id)).includes('person.codes_switched_on page true'));
});

test('after the right password the code is asked for, and a code works once', async () => {
  const ada = await withCodes('ada@somedomain.com');
  const asked = await enter('ada@somedomain.com');
  assert.deepEqual([asked.status, cookieOf(asked)], [200, '']);
  assert.equal((await enter('ada@somedomain.com', 'wrong password')).status, 401);
  const wrong = await prove(challengeOf(asked), '000000');
  assert.deepEqual([wrong.status, errorIn(wrong), cookieOf(wrong)], [401, 'wrong_code', '']);
  const right = await prove(challengeOf(asked), ada.code());
  assert.equal(right.status, 200, right.text);
  assert.equal(await statusAs(cookieOf(right), '/app/me'), 200);
  assert.equal((right.json as { mustAddFactor: boolean }).mustAddFactor, false);
  assert.equal((await prove(challengeOf(asked), ada.code())).status, 410, 'a challenge is used up');
  const again = challengeOf(await enter('ada@somedomain.com'));
  assert.equal(errorIn(await prove(again, ada.code())), 'wrong_code', 'the code was taken');
  await nextCode();
  const [one, two] = await Promise.all([
    prove(again, ada.code()),
    prove(challengeOf(await enter('ada@somedomain.com')), ada.code()),
  ]);
  assert.equal([one, two].filter(({ status }) => status === 200).length, 1, 'of two at once one is in');
});

test('a challenge lasts five minutes and five tries, and ends with the password or a lock', async () => {
  const { id, cookie, code } = await withCodes('limits@somedomain.com');
  const ask = async (): Promise<string> => challengeFor(id);
  for (const body of [
    {},
    { challenge: 'x', code: '1' },
    { challenge: await ask(), code: '' },
    { challenge: await ask(), code: '1'.repeat(41) },
  ])
    assert.equal((await patchbay.send('/app/sign-in/code', { token: null, body })).status, 400);
  assert.equal((await prove('a'.repeat(43), code())).status, 410);
  const foreign = { 'sec-fetch-site': 'cross-site' };
  const sent = { token: null, body: { challenge: await ask(), code: code() }, headers: foreign };
  assert.equal((await patchbay.send('/app/sign-in/code', sent)).status, 403);

  const tried = challengeOf(await enter('limits@somedomain.com'));
  for (let time = 0; time < 5; time += 1) assert.equal((await prove(tried, '000000')).status, 401);
  assert.equal(errorIn(await prove(tried, code())), 'challenge_gone');
  const late = challengeOf(await enter('limits@somedomain.com'));
  await clock.advance(300_000);
  assert.equal((await prove(late, code())).status, 410);

  const old = await ask();
  await as(cookie, '/app/profile/password.json', 'POST', { present: PASSWORD, next: 'another good one' });
  assert.equal((await prove(old, code())).status, 410);
  const fresh = await ask();
  await patchbay.send(`/v1/people/${id}`, { method: 'PATCH', body: { locked: true } });
  assert.equal((await prove(fresh, code())).status, 410);
});

test('wrong codes count as wrong passwords do; from everywhere, a person is tried twenty times an hour', async () => {
  const { id, code } = await withCodes('braked@somedomain.com');
  const ask = async (): Promise<string> => challengeFor(id);
  const guess = async (address: string, times: number): Promise<number[]> => {
    const statuses = [];
    for (let time = 0; time < times; time += 1) statuses.push((await prove(await ask(), '000000', address)).status);
    return [...new Set(statuses)];
  };
  assert.deepEqual(await guess('203.0.113.7', 10), [401]);
  const shut = await prove(await ask(), code(), '203.0.113.7');
  assert.deepEqual([shut.status, shut.headers.get('retry-after')], [429, '300']);
  assert.equal((await prove(await ask(), code(), '203.0.113.8')).status, 200, 'from elsewhere they are in');
  assert.deepEqual(await guess('203.0.113.9', 10), [401]);
  await nextCode();
  const all = await prove(await ask(), code(), '203.0.113.8');
  assert.deepEqual([all.status, all.headers.get('retry-after')], [429, '3570']);
  await clock.advance(3_600_000);
  assert.equal((await prove(await ask(), code(), '203.0.113.8')).status, 200);
});

test('a recovery code works once, however it is typed; new ones end the old', async () => {
  const { id, cookie, recoveryCodes, code } = await withCodes('lost.phone@somedomain.com');
  const [first = '', second = ''] = recoveryCodes;
  const ask = async (): Promise<string> => challengeFor(id);
  const challenge = await ask();
  assert.equal((await prove(challenge, first.toLowerCase().replaceAll('-', ' '))).status, 200);
  assert.equal((await prove(await ask(), first)).status, 401);
  assert.equal((await factorsOf(cookie)).recoveryCodesLeft, 9);
  const renew = async (body: object): Promise<Got> => as(cookie, '/app/profile/recovery-codes.json', 'POST', body);
  assert.equal(errorIn(await renew({ code: '000000' })), 'wrong_code');
  const fresh = (await renew({ code: code() })).json as RecoveryCodesView;
  assert.equal((await factorsOf(cookie)).recoveryCodesLeft, 10);
  assert.equal((await prove(await ask(), second)).status, 401);
  assert.equal((await prove(await ask(), fresh.recoveryCodes[9] ?? '')).status, 200);
  const other = await withCodes('other.phone@somedomain.com');
  assert.equal((await prove(await ask(), other.recoveryCodes[0] ?? '')).status, 401, 'no one else’s works');
  const told = await actionsOf(id);
  assert.deepEqual(
    told.filter((each) => each.includes('recovery_code')),
    [
      'person.recovery_codes_created page true',
      'person.recovery_code_used page true',
      'person.recovery_codes_created page true',
      'person.recovery_code_used page true',
    ],
  );
});

test('codes are switched off by the password or a code; whoever finds an open browser guesses ten times', async () => {
  const { id, cookie, code } = await withCodes('off@somedomain.com');
  const off = async (body: object): Promise<Got> => as(cookie, '/app/profile/codes/off.json', 'POST', body);
  assert.equal(errorIn(await off({})), 'wrong_password');
  assert.equal(errorIn(await off({ password: 'wrong password' })), 'wrong_password');
  for (let time = 0; time < 9; time += 1) assert.equal(errorIn(await off({ code: '000000' })), 'wrong_code');
  assert.equal((await off({ code: code() })).status, 429);
  assert.equal(
    (await as(cookie, '/app/profile/password.json', 'POST', { present: PASSWORD, next: PASSWORD })).status,
    429,
  );
  await clock.advance(300_000);
  assert.equal(((await off({ code: code() })).json as FactorsView).hasCodes, false);
  assert.equal(errorIn(await off({ password: PASSWORD })), 'unknown');
  assert.equal((await as(cookie, '/app/profile/recovery-codes.json', 'POST', { password: PASSWORD })).status, 404);
  assert.notEqual(cookieOf(await enter('off@somedomain.com')), '');
  assert.ok((await actionsOf(id)).includes('person.codes_switched_off page true'));
});

test('a link for a new password is no way around the code', async () => {
  const { id, code } = await withCodes('link@somedomain.com');
  const { url } = (await patchbay.send(`/v1/people/${id}/link`, { method: 'POST' })).json as { url: string };
  const joined = await fill(pathOf(url), AT_HOME);
  assert.deepEqual([joined.status, joined.headers.get('location'), cookieOf(joined)], [303, '/app/sign-in', '']);
  assert.equal((await prove(await challengeFor(id), code())).status, 200);
});

test('required of everybody, a factor is added before anything else; whoever is in continues', async () => {
  const before = await comeIn('before@somedomain.com');
  await rule('everybody');
  assert.equal(await statusAs(before.cookie, '/app/profile.json'), 200);
  const { id, cookie: invited } = await comeIn('invited@somedomain.com');
  const entered = await enter('invited@somedomain.com');
  assert.equal((entered.json as { mustAddFactor: boolean }).mustAddFactor, true);
  const cookie = cookieOf(entered);
  for (const each of [invited, cookie]) {
    assert.equal(((await as(each, '/app/me')).json as { mustAddFactor: boolean }).mustAddFactor, true);
    for (const path of ['/app/profile.json', '/app/calls.json', '/app/contacts.json'])
      assert.equal(await statusAs(each, path), 401, path);
    await assert.rejects(openDesk(patchbay, each), /did not open/);
  }
  assert.equal((await factorsOf(cookie)).isRequired, true);
  const { secret } = (await as(cookie, '/app/profile/codes.json', 'POST', {})).json as { secret: string };
  assert.equal(await statusAs(cookie, '/app/profile.json'), 401);
  const confirmed = await as(cookie, '/app/profile/codes/confirm.json', 'POST', { code: codeOf(secret, clock.now()) });
  assert.equal(confirmed.status, 200, confirmed.text);
  assert.deepEqual([await statusAs(cookie, '/app/profile.json'), await statusAs(invited, '/app/me')], [200, 401]);
  const off = await as(cookie, '/app/profile/codes/off.json', 'POST', { password: PASSWORD });
  assert.deepEqual([off.status, errorIn(off)], [409, 'factor_required']);
  assert.equal((await as(cookie, '/app/sign-out', 'POST')).status, 204);
  assert.ok((await actionsOf(id)).includes('person.signed_out page true'));

  await rule('admins');
  assert.equal(((await enter('before@somedomain.com')).json as { mustAddFactor: boolean }).mustAddFactor, false);
  assert.equal(((await enter('owner@somedomain.com')).json as { mustAddFactor: boolean }).mustAddFactor, true);
  await rule('nobody');
  assert.equal(
    (await patchbay.send('/v1/workspace', { method: 'PATCH', body: { second_factor: 'some' } })).status,
    422,
  );
});

test('an administrator sees who has codes and takes them away, which signs the person out', async () => {
  const { id } = await withCodes('reset@somedomain.com');
  const admin = await signIn(patchbay, 'owner@somedomain.com');
  const told = async (): Promise<unknown> =>
    ((await patchbay.send(`/v1/people/${id}`)).json as { second_factors: unknown }).second_factors;
  assert.deepEqual(await told(), { codes: true, passkeys: 0 });
  const path = `/v1/people/${id}/second_factors`;
  const neighbor = await patchbay.send('/v1/workspaces', { body: { subdomain: 'factors-neighbor', name: 'Neighbor' } });
  const reader = await patchbay.send('/v1/tokens', { body: { name: 'reader', kind: 'read_only' } });
  const tokenIn = ({ json }: Got): string => (json as { token: string }).token;
  assert.equal((await patchbay.send(path, { method: 'DELETE', token: tokenIn(neighbor) })).status, 404);
  assert.equal((await patchbay.send(path, { method: 'DELETE', token: tokenIn(reader) })).status, 403);
  assert.equal(
    (await patchbay.send('/v1/people/1/second_factors', { method: 'DELETE' })).status,
    404,
    'played, no person',
  );
  assert.deepEqual(await told(), { codes: true, passkeys: 0 });

  const page = `/app/people/${id}/second-factors.json`;
  assert.equal((await as(await signIn(patchbay), page, 'DELETE')).status, 403);
  assert.equal(errorIn(await as(admin, '/app/people/4/second-factors.json', 'DELETE')), 'own_factors');
  assert.equal((await as(admin, '/app/people/999999/second-factors.json', 'DELETE')).status, 404);
  const again = await withCodes('reset.live@somedomain.com');
  const desk = await openDesk(patchbay, again.cookie);
  await desk.ask({ type: 'hello', since: null });
  const done = await as(admin, `/app/people/${again.id}/second-factors.json`, 'DELETE');
  assert.equal((done.json as { hasCodes: boolean }).hasCodes, false);
  await desk.next('signed_out');
  assert.equal((await patchbay.send(path, { method: 'DELETE' })).status, 204);
  assert.deepEqual(await told(), { codes: false, passkeys: 0 });
  const before = (await actionsOf(id)).length;
  assert.equal((await patchbay.send(path, { method: 'DELETE' })).status, 204, 'safe to repeat');
  assert.equal((await actionsOf(id)).length, before, 'which leaves nothing');
  assert.notEqual(cookieOf(await enter('reset@somedomain.com')), '');
  assert.ok((await actionsOf(id)).includes('person.factors_reset token false'));
  assert.ok((await actionsOf(again.id)).includes('person.factors_reset page false'));
});
