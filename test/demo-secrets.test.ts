/**
 * What a setting gives takes the place of what was before: the old token and the old password end, and their sessions.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { testDatabase } from './support/database.ts';
import type { TestPatchbay } from './support/patchbay.ts';
import { testPatchbay } from './support/patchbay.ts';

const database = await testDatabase();
after(async () => database.drop());

const TOKENS = ['first-token-0123456789', 'second-token-0123456789'] as const;

async function start(token: string, password: string): Promise<TestPatchbay> {
  return testPatchbay(
    { PATCHBAY_DEMO_TOKEN: token, PATCHBAY_DEMO_PASSWORD: password },
    { connection: database.config },
  );
}

async function statusOf(patchbay: TestPatchbay, token: string): Promise<number> {
  return (await patchbay.send('/calls', { token })).status;
}

async function signIn(patchbay: TestPatchbay, email: string, password: string) {
  const got = await patchbay.send('/app/sign-in', { body: { email, password }, token: null });
  return { status: got.status, cookie: got.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

async function statusOfSession(patchbay: TestPatchbay, cookie: string): Promise<number> {
  return (await patchbay.send('/app/me', { headers: { cookie }, token: null })).status;
}

const PEOPLE = ['agent@somedomain.com', 'owner@somedomain.com'];

test('another token ends the one before, and can be changed back', async () => {
  for (const [now, before] of [TOKENS, TOKENS.toReversed(), TOKENS]) {
    const patchbay = await start(now ?? '', 'the-same-password');
    assert.equal(await statusOf(patchbay, now ?? ''), 200);
    if (now !== TOKENS[0]) assert.equal(await statusOf(patchbay, before ?? ''), 401);
    assert.deepEqual(patchbay.demo?.token, { kind: 'given' });
    await patchbay.stop();
  }
});

test('tokens that people made are left alone, whatever their name', async () => {
  const first = await start(TOKENS[0], 'the-same-password');
  const made = await first.send('/v1/tokens', { body: { name: 'demo', kind: 'read_only' }, token: TOKENS[0] });
  const { token } = made.json as { readonly token: string };
  await first.stop();
  const second = await start(TOKENS[1], 'the-same-password');
  assert.equal(await statusOf(second, token), 200);
  await second.stop();
});

test('another password ends the one before and what was signed in with it; the same one ends nothing', async () => {
  const first = await start(TOKENS[0], 'the-first-password');
  const sessions = await Promise.all(PEOPLE.map(async (email) => signIn(first, email, 'the-first-password')));
  assert.deepEqual(
    sessions.map(({ status }) => status < 300),
    [true, true],
  );
  await first.stop();

  const same = await start(TOKENS[0], 'the-first-password');
  for (const { cookie } of sessions) assert.equal(await statusOfSession(same, cookie), 200);
  await same.stop();

  const other = await start(TOKENS[0], 'the-second-password');
  for (const { cookie } of sessions) assert.equal(await statusOfSession(other, cookie), 401);
  for (const email of PEOPLE) {
    assert.equal((await signIn(other, email, 'the-first-password')).status, 401);
    assert.ok((await signIn(other, email, 'the-second-password')).status < 300);
  }
  await other.stop();
});
