import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExternalCall } from '#domain/call/external-call.ts';
import { at, START } from '../../test/support/calls.ts';
import { storeDatabase, storedCalls } from '../../test/support/store-database.ts';
import { createExternalCalls } from './external-calls.ts';

const database = await storeDatabase();
const store = createExternalCalls(database);
const { make } = storedCalls(database);
let last = 0;

/** An announcement of a caller of its own, with an id of its own. */
function draft(change: Partial<ExternalCall> = {}): Omit<ExternalCall, 'id'> {
  last += 1;
  const caller = `+1415555${String(last).padStart(4, '0')}` as const;
  return {
    workspaceId: 1,
    phoneNumber: caller,
    caller,
    externalId: `x-${last}`,
    source: 'five9',
    data: { queue: 'Sales' },
    status: 'registered',
    callId: null,
    conversationId: null,
    summary: '',
    intents: [],
    createdAt: START,
    ...change,
  };
}
async function register(change: Partial<ExternalCall> = {}, key: string | null = null): Promise<ExternalCall> {
  const made = await store.register(draft(change), key);
  assert.ok(made !== null);
  return made;
}

test('a reference reads back as it was announced, by id and by the other system’s id, in its own workspace', async () => {
  const announced = draft();
  const made = await store.register(announced, null);
  assert.deepEqual(made, { id: made?.id, ...announced });
  assert.deepEqual(await store.byId(1, made?.id ?? 0), made);
  assert.deepEqual(await store.byExternalId(1, announced.externalId), made);
  assert.deepEqual(
    [await store.byId(2, made?.id ?? 0), await store.byExternalId(2, announced.externalId)],
    [null, null],
  );
});

test('an id is one reference of its source, and the later of two sources is found by it', async () => {
  const first = await register({ externalId: 'same' });
  assert.equal(await store.register(draft({ externalId: 'same' }), null), null);
  const second = await register({ externalId: 'same', source: 'zoom_phone' });
  assert.notEqual(second.id, first.id);
  await register({ externalId: 'same', workspaceId: 2 });
  assert.equal((await store.byExternalId(1, 'same'))?.id, second.id);
});

test('of many that announce one id at the same moment one is taken, and no id is used up by the others', async () => {
  const before = await register();
  const [each] = [draft()];
  const made = await Promise.all(Array.from({ length: 6 }, async () => store.register(each ?? draft(), null)));
  assert.equal(made.filter((one) => one !== null).length, 1);
  assert.equal((await register()).id, before.id + 2);
});

test('the same request key again is the first reference', async () => {
  const first = await register({}, 'key');
  assert.deepEqual(await store.register(draft(), 'key'), first);
  assert.notEqual((await register({ workspaceId: 2 }, 'key')).id, first.id);
});

test('a call takes the newest reference of its caller that is not too old and not yet taken', async () => {
  const caller = '+14155559001';
  const [old, older, newer] = [
    await register({ caller, createdAt: at(0) }),
    await register({ caller, createdAt: at(10) }),
    await register({ caller, createdAt: at(20) }),
  ];
  await register({ caller, createdAt: at(31) });
  await register({ caller, createdAt: at(20), workspaceId: 2 });
  const arriving = async () => make({ contactNumber: caller, createdAt: at(30) });
  const first = await arriving();
  const matched = await store.match(first, at(5));
  assert.deepEqual(matched, {
    ...newer,
    status: 'in-progress',
    callId: first.id,
    conversationId: first.conversationId,
  });
  assert.deepEqual(await store.byCall(first.id), matched);
  assert.equal(await store.match(first, at(5)), null, 'a call has one reference');
  const second = await arriving();
  assert.equal((await store.match(second, at(5)))?.id, older.id);
  assert.equal(await store.match(await arriving(), at(5)), null);
  assert.equal((await store.byId(1, old.id))?.callId, null);
  assert.equal((await store.newestMatched(1, caller))?.id, older.id, 'of the call that came last');
  assert.deepEqual([await store.newestMatched(2, caller), await store.newestMatched(1, '+14155559002')], [null, null]);
});

test('two calls of a caller at once take a reference each', async () => {
  const caller = '+14155559003';
  const made = [await register({ caller }), await register({ caller })];
  const calls = [await make({ contactNumber: caller }), await make({ contactNumber: caller })];
  const matched = await Promise.all(calls.map(async (call) => store.match(call, START)));
  assert.deepEqual(
    matched.map((each) => each?.id ?? 0).toSorted((a, b) => a - b),
    made.map(({ id }) => id),
  );
});

test('references are read by conversation, the first one first', async () => {
  const caller = '+14155559004';
  await register({ caller });
  const call = await make({ contactNumber: caller });
  const matched = await store.match(call, START);
  assert.deepEqual(await store.byConversation(1, call.conversationId), [matched]);
  assert.deepEqual(await store.byConversation(2, call.conversationId), []);
});

test('how it ended is written down, and what has ended without that is found', async () => {
  const caller = '+14155559005';
  await database.pool.query(`update external_call set status = 'escalated' where call_id is not null`);
  const made = await register({ caller });
  const going = await make({ contactNumber: caller, deadlineAt: at(60) });
  await store.match(going, START);
  assert.deepEqual(await store.unresolved(), []);
  await database.pool.query('update call set deadline_at = null where id = $1', [going.id]);
  assert.deepEqual(await store.unresolved(), [going.id]);
  const intents = [{ name: 'refund', confidence: 0.9 }];
  await store.resolve(made.id, 'escalated', { summary: 'Wants a refund.', intents });
  const read = await store.byCall(going.id);
  assert.deepEqual([read?.status, read?.summary, read?.intents], ['escalated', 'Wants a refund.', intents]);
  assert.deepEqual(await store.unresolved(), []);
});
