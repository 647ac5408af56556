import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { MAX_SESSIONS } from '#domain/identity/profile.ts';
import { at, START } from '../../test/support/calls.ts';
import { addAgent, storeDatabase } from '../../test/support/store-database.ts';
import { createSessions } from './sessions.ts';

const database = await storeDatabase();
const sessions = createSessions(database);
const [one, two] = [await addAgent(database, 1, 'Ada@example.com'), await addAgent(database, 2, 'ada@example.com')];
await addAgent(database, 1, 'bo@example.com');
const HOUR = 3600;
/** Of second factors. */
const NONE = { isPasswordClosed: false, hasCodes: false, passkeys: 0, isRequired: false };

/** Signs in at the start, until this many seconds later; answers the hash by which the session is known. */
async function open(agentId: number, seconds: number, workspaceId = 1): Promise<Buffer> {
  const hash = randomBytes(32);
  await sessions.create({
    hash,
    workspaceId,
    agentId,
    role: 'agent',
    at: START,
    expiresAt: at(seconds),
    userAgent: null,
    mustAddFactor: false,
  });
  return hash;
}

test('a password makes an agent one who can sign in, by an address in any case, in one workspace or in all', async () => {
  assert.deepEqual(await sessions.credentials('ada@example.com', null), []);
  assert.equal(await sessions.setSignIn(1, 'ADA@example.com', 'supervisor', 'hash 1'), true);
  assert.equal(await sessions.setSignIn(2, 'ada@example.com', 'admin', 'hash 2'), true);
  assert.equal(await sessions.setSignIn(2, 'bo@example.com', 'admin', 'hash 3'), false);
  const first = { workspaceId: 1, agentId: one, role: 'supervisor', passwordHash: 'hash 1', ...NONE };
  const second = { workspaceId: 2, agentId: two, role: 'admin', passwordHash: 'hash 2', ...NONE };
  assert.deepEqual(await sessions.credentials('aDa@Example.com', null), [first, second]);
  assert.deepEqual(await sessions.credentials('ada@example.com', 'two'), [second]);
  assert.deepEqual(await sessions.credentials('ada@example.com', 'three'), []);
});

test('no more than five agents of one address are tried', async () => {
  for (const id of [21, 22, 23, 24, 25, 26]) {
    await database.pool.query('insert into workspace (id, subdomain, name) values ($1, $2, $2)', [id, `w${id}`]);
    await addAgent(database, id, 'many@example.com');
    await sessions.setSignIn(id, 'many@example.com', 'agent', 'hash');
  }
  const tried = await sessions.credentials('many@example.com', null);
  assert.deepEqual(
    tried.map(({ workspaceId }) => workspaceId),
    [21, 22, 23, 24, 25],
  );
});

test('a session is found with the role that its agent has by then', async () => {
  const hash = await open(one, 24 * HOUR);
  const found = {
    workspaceId: 1,
    agentId: one,
    role: 'supervisor',
    lastSeenAt: START,
    expiresAt: at(24 * HOUR),
    mustAddFactor: false,
  };
  assert.deepEqual(await sessions.find(hash, at(1)), found);
  await sessions.setSignIn(1, 'ada@example.com', 'agent', 'hash 1');
  assert.equal((await sessions.find(hash, at(1)))?.role, 'agent');
  assert.equal(await sessions.find(randomBytes(32), at(1)), null);
});

/**
 * Seconds after sign-in, and those after which it was used -> whether the session still stands; it was made for a day.
 */
const ENDS = [
  [12 * HOUR - 1, null, true],
  [12 * HOUR, null, false],
  [12 * HOUR, HOUR, true],
  [13 * HOUR, HOUR, false],
  [24 * HOUR - 1, 23 * HOUR, true],
  [24 * HOUR, 23 * HOUR, false],
] as const;
for (const [seconds, usedAt, stands] of ENDS)
  test(`a session ${usedAt === null ? 'that was not used' : `used after ${usedAt / HOUR} h`} ${stands ? 'stands' : 'has ended'} after ${seconds} s`, async () => {
    const hash = await open(one, 24 * HOUR);
    if (usedAt !== null) await sessions.seen(hash, at(usedAt));
    assert.equal((await sessions.find(hash, at(seconds))) !== null, stands);
  });

test('signing out ends one session; signing out everywhere ends all of the agent, and of no other', async () => {
  await database.pool.query('delete from session');
  const [first, second, third] = [await open(one, HOUR), await open(one, HOUR), await open(one, HOUR)];
  const other = await open(two, HOUR, 2);
  await sessions.revoke(first);
  assert.equal(await sessions.find(first, START), null);
  const ended = await sessions.revokeAll(1, one);
  const hex = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('hex')).toSorted();
  assert.deepEqual(hex(ended), hex([second, third]));
  assert.deepEqual(await sessions.revokeAll(1, two), [], 'an agent of another workspace is none of this one');
  assert.notEqual(await sessions.find(other, START), null);
});

test('sessions that have ended are forgotten, those that stand are not', async () => {
  await database.pool.query('delete from session');
  const [expired, idle, standing] = [await open(one, 1), await open(one, 30 * HOUR), await open(one, 30 * HOUR)];
  await sessions.seen(standing, at(HOUR));
  await sessions.forget(at(12 * HOUR + 1));
  const { rows } = await database.pool.query<{ hash: Buffer }>('select hash from session');
  assert.deepEqual(
    rows.map(({ hash }) => hash.toString('hex')),
    [standing.toString('hex')],
  );
  assert.deepEqual([await sessions.find(expired, START), await sessions.find(idle, START)], [null, null]);
});

test('a person has fifty sessions at most; at one more, the one used least recently ends', async () => {
  await sessions.revokeAll(1, one);
  const hashes: Buffer[] = [];
  const begin = async (second: number): Promise<readonly Buffer[]> => {
    const hash = randomBytes(32);
    hashes.push(hash);
    const expiresAt = at(HOUR);
    return sessions.create({
      hash,
      workspaceId: 1,
      agentId: one,
      role: 'agent',
      at: at(second),
      expiresAt,
      userAgent: 'x',
      mustAddFactor: false,
    });
  };
  for (let second = 0; second < MAX_SESSIONS; second += 1) assert.deepEqual(await begin(second), []);
  assert.deepEqual(await begin(MAX_SESSIONS), [hashes[0]]);
  assert.equal(await sessions.find(hashes[0] ?? Buffer.alloc(0), at(1)), null);
});
