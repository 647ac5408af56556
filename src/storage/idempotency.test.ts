import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { START } from '../../test/support/calls.ts';
import { storeDatabase } from '../../test/support/store-database.ts';
import { createKeys } from './idempotency.ts';

const database = await storeDatabase();
let now = START.getTime();
const CLAIM_SECONDS = 60;
const KEY_HOURS = 24;
const server = () => createKeys(database, randomUUID(), CLAIM_SECONDS, KEY_HOURS, () => new Date(now));
const [here, there] = [server(), server()];
const print = (text: string): Buffer => createHash('sha256').update(text).digest();
const A = print('a');
const later = (seconds: number): void => {
  now += seconds * 1000;
};

test('a key is claimed once; the same request meanwhile runs, another one under it is refused', async () => {
  assert.deepEqual(await here.claim(1, 'once', A), { state: 'claimed' });
  assert.deepEqual(await here.claim(1, 'once', A), { state: 'running' });
  assert.deepEqual(await there.claim(1, 'once', A), { state: 'running' });
  assert.deepEqual(await there.claim(1, 'once', print('b')), { state: 'other_request' });
  assert.deepEqual(await here.claim(2, 'once', print('b')), { state: 'claimed' }, 'a key is of one workspace');
});

test('of many who claim a key at the same moment one has it', async () => {
  const states = await Promise.all(
    Array.from({ length: 10 }, async (_, each) => (await (each % 2 === 0 ? here : there).claim(1, 'many', A)).state),
  );
  assert.equal(states.filter((state) => state === 'claimed').length, 1);
  assert.equal(states.filter((state) => state === 'running').length, 9);
});

/** Answers as they are kept and given again. */
const ANSWERS = [
  { status: 201, headers: { location: '/calls/1' }, body: { id: 1, big: '9007199254740993' } },
  { status: 204, headers: {} },
  { status: 422, headers: {}, body: null },
] as const;
for (const answer of ANSWERS)
  test(`an answer of ${answer.status} is given again as it was`, async () => {
    const key = `answer ${answer.status}`;
    await here.claim(1, key, A);
    await here.settle(1, key, answer);
    for (const each of [here, there]) assert.deepEqual(await each.claim(1, key, A), { state: 'answered', answer });
    assert.deepEqual(await there.claim(1, key, print('b')), { state: 'other_request' });
  });

test('a key that was released is as if it had never been', async () => {
  await here.claim(1, 'released', A);
  await here.release(1, 'released');
  assert.deepEqual(await there.claim(1, 'released', print('b')), { state: 'claimed' });
});

test('a claim that is too old is a dead server’s, and is taken over by the same request alone', async () => {
  await there.claim(1, 'dead', A);
  later(CLAIM_SECONDS);
  assert.deepEqual(await here.claim(1, 'dead', A), { state: 'running' });
  later(1);
  assert.deepEqual(await here.claim(1, 'dead', print('b')), { state: 'other_request' });
  assert.deepEqual(await here.claim(1, 'dead', A), { state: 'taken_over' });
  assert.deepEqual(await there.claim(1, 'dead', A), { state: 'running' });
});

test('a claim of one’s own that no one carries out any more is taken over at once', async () => {
  await here.claim(1, 'left', A);
  await database.pool.query('alter table idempotency_key rename to away');
  await assert.rejects(here.settle(1, 'left', { status: 200 }));
  await assert.rejects(here.claim(1, 'left', A));
  await database.pool.query('alter table away rename to idempotency_key');
  assert.deepEqual(await here.claim(1, 'left', A), { state: 'taken_over' });
});

test('a server that is alone gives up what others had begun', async () => {
  await there.claim(1, 'begun', A);
  assert.deepEqual(await here.claim(1, 'begun', A), { state: 'running' });
  await here.expireForeignClaims();
  assert.deepEqual(await here.claim(1, 'begun', A), { state: 'taken_over' });
});

test('a key is good for a day, answered or not', async () => {
  await here.claim(1, 'day', A);
  await here.settle(1, 'day', { status: 200 });
  later(KEY_HOURS * 3600);
  assert.equal((await here.claim(1, 'day', A)).state, 'answered');
  later(1);
  assert.deepEqual(await here.claim(1, 'day', print('b')), { state: 'claimed' });
});

test('keys older than an instant are forgotten, and counted', async () => {
  await database.pool.query('delete from idempotency_key');
  await here.claim(1, 'old', A);
  later(10);
  await here.claim(1, 'new', A);
  assert.equal(await here.forget(new Date(now)), 1);
  assert.equal((await there.claim(1, 'new', A)).state, 'running');
});
