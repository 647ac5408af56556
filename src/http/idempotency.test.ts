import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshKey, testPatchbay } from '../../test/support/patchbay.ts';

const patchbay = await testPatchbay();
const BODY = { call_type: 'Voice Inbound (API)', menu_id: 9, end_user_number: '+1 859-657-9625' };
const create = async (key: string, body: object = BODY, path = '/apps/api/v1/calls') =>
  patchbay.send(path, { body, headers: { 'idempotency-key': key } });
const idOf = ({ json }: { json: unknown }): number => (json as { id: number }).id;
const count = async (): Promise<number> =>
  (await patchbay.database.pool.query<{ count: number }>('select count(*) as count from call')).rows[0]?.count ?? 0;

test('the same key and body replay the first answer and say so', async () => {
  const key = freshKey();
  const first = await create(key);
  const again = await create(key);
  assert.equal(first.headers.get('idempotency-replayed'), null);
  assert.equal(again.headers.get('idempotency-replayed'), 'true');
  assert.equal(again.status, 201);
  assert.equal(again.text, first.text);
});

test('the same body with its members in another order is the same request', async () => {
  const key = freshKey();
  const first = await create(key);
  const again = await create(key, Object.fromEntries(Object.entries(BODY).toReversed()));
  assert.equal(again.status, 201);
  assert.equal(idOf(again), idOf(first));
});

test('the same key with another body is 422 and makes nothing', async () => {
  const key = freshKey();
  await create(key);
  const before = await count();
  const other = await create(key, { ...BODY, end_user_number: '+1 859-657-9626' });
  assert.equal(other.status, 422);
  assert.equal(await count(), before);
});

test('the same key on another operation is another key', async () => {
  const key = freshKey();
  await create(key);
  const other = await create(key, { conversation_ids: ['1'] }, '/calls/search');
  assert.equal(other.status, 200);
});

test('of many at once one makes the call; the others are told to wait or get its answer', async () => {
  const key = freshKey();
  const before = await count();
  const answers = await Promise.all(Array.from({ length: 20 }, async () => create(key)));
  assert.equal(await count(), before + 1);
  const made = answers.filter((answer) => answer.status === 201);
  assert.ok(made.length >= 1);
  assert.equal(new Set(made.map(idOf)).size, 1);
  assert.equal(made.filter((answer) => answer.headers.get('idempotency-replayed') === null).length, 1);
  for (const answer of answers) if (answer.status !== 201) assert.equal(answer.status, 409);
});

test('a refusal is replayed too', async () => {
  const key = freshKey();
  const body = { ...BODY, menu_id: 9999 };
  const first = await create(key, body);
  const again = await create(key, body);
  assert.equal(first.status, 400);
  assert.equal(again.text, first.text);
  assert.equal(again.headers.get('idempotency-replayed'), 'true');
});

test('a key whose process died before it answered finds the call that was made', async () => {
  const key = freshKey();
  const first = await create(key);
  // What is left behind when the process dies between the commit of the call and the note of its answer.
  await patchbay.database.pool.query(
    `update idempotency_key set status = null, headers = null, body = null, claimed_at = now() - interval '2 minutes' where key like $1`,
    [`%${key}`],
  );
  const before = await count();
  const again = await create(key);
  assert.equal(again.status, 201);
  assert.equal(idOf(again), idOf(first));
  assert.equal(again.headers.get('idempotency-replayed'), 'true');
  assert.equal(await count(), before);
});

test('a key that another process is still running is 409 with Retry-After', async () => {
  const key = freshKey();
  await create(key);
  await patchbay.database.pool.query(
    `update idempotency_key set status = null, headers = null, body = null, claimed_at = now(), claimed_by = gen_random_uuid() where key like $1`,
    [`%${key}`],
  );
  const again = await create(key);
  assert.equal(again.status, 409);
  assert.equal(again.headers.get('retry-after'), '1');
});

test('a key is forgotten after a day', async () => {
  const key = freshKey();
  const first = await create(key);
  await patchbay.database.pool.query(
    `update idempotency_key set claimed_at = now() - interval '25 hours' where key like $1`,
    [`%${key}`],
  );
  // The call itself remembers what it was made for, so even then no one is dialed twice.
  const again = await create(key);
  assert.equal(again.status, 201);
  assert.equal(idOf(again), idOf(first));
});

test('a Fin reference whose answer was lost is found again by its key, and is a conflict without it', async () => {
  const key = freshKey();
  const body = { phone_number: '+15551230001', call_id: `lost-${key}` };
  const first = await create(key, body, '/fin_voice/register');
  await patchbay.database.pool.query(
    `update idempotency_key set status = null, headers = null, body = null, claimed_at = now() - interval '2 minutes' where key like $1`,
    [`%${key}`],
  );
  const again = await create(key, body, '/fin_voice/register');
  assert.equal(again.status, 200);
  assert.equal(idOf(again), idOf(first));
  assert.equal((await patchbay.send('/fin_voice/register', { body })).status, 409);
});
