import assert from 'node:assert/strict';
import { randomUUID, randomUUIDv7 } from 'node:crypto';
import { after, test } from 'node:test';
import type { Call, CallDraft } from '#domain/call/call.ts';
import { CALL_DEFAULTS } from '#domain/call/call.ts';
import { waiting } from '#domain/call/participant.ts';
import type { Busy } from '#domain/call/reservation.ts';
import { isBusy } from '#domain/call/reservation.ts';
import { step } from '#domain/call/step.ts';
import { testDatabase } from '../../test/support/database.ts';
import { createCalls } from './calls.ts';
import { createCommitter } from './commit.ts';
import { openDatabase } from './database.ts';

const fresh = await testDatabase();
const database = openDatabase(fresh.config, (error) => {
  throw error;
});
const calls = createCalls(database, createCommitter(database.pool));
after(async () => {
  await database.close();
  await fresh.drop();
});
await database.pool.query(`insert into workspace (id, subdomain, name) values (1, 'one', 'One'), (2, 'two', 'Two')`);

const NOW = new Date('2026-03-01T10:00:00.123Z');

function draft(change: Partial<CallDraft> = {}): CallDraft {
  return {
    ...CALL_DEFAULTS,
    uid: randomUUIDv7(),
    workspaceId: 1,
    origin: 'incoming_api',
    direction: 'inbound',
    state: 'queued',
    conversationId: null,
    lang: 'en',
    contactId: null,
    contactNumber: '+18596579625',
    ownNumber: '+1 339-219-5276',
    carrier: 'simulator',
    createdAt: NOW,
    updatedAt: NOW,
    queuedAt: NOW,
    castings: [{ at: NOW, group: 'Group 1' }],
    participants: [waiting('end_user'), waiting('agent', 7)],
    requestKey: null,
    ...change,
  };
}

async function made(change: Partial<CallDraft> = {}): Promise<Call> {
  return ofCall(await calls.create(draft(change)));
}

/** The call that was stored. */
function ofCall(stored: Call | Busy | null): Call {
  assert.ok(stored !== null && !isBusy(stored));
  return stored;
}

test('a call reads back as it was written', async () => {
  const call = await made();
  assert.deepEqual(await calls.byId(1, call.id), call);
  assert.deepEqual(await calls.byUid(1, call.uid), call);
  assert.equal(await calls.byId(2, call.id), null);
});

test('participants get numbers, each its own', async () => {
  const [a, b] = await Promise.all([made(), made()]);
  const ids = [...a.participants, ...b.participants].map((each) => each.id);
  assert.equal(new Set(ids).size, 4);
  assert.ok(ids.every((id) => id > 0));
});

test('one number is one contact, however many of its calls come at once', async () => {
  const all = await Promise.all(Array.from({ length: 50 }, async () => made({ contactNumber: '+15550001111' })));
  assert.equal(new Set(all.map((call) => call.contact?.id)).size, 1);
});

test('one number is another contact in another workspace', async () => {
  const [mine, theirs] = await Promise.all([made(), made({ workspaceId: 2 })]);
  assert.notEqual(mine.contact?.id, theirs.contact?.id);
});

test('every call has a conversation of its own unless it is given one', async () => {
  const [a, b] = await Promise.all([made(), made()]);
  assert.notEqual(a.conversationId, b.conversationId);
  const c = await made({ conversationId: a.conversationId });
  assert.equal(c.conversationId, a.conversationId);
});

test('calls that come together share a commit and keep their order in their answers', async () => {
  const uids = Array.from({ length: 300 }, () => randomUUIDv7());
  const all = await Promise.all(uids.map(async (uid) => made({ uid })));
  assert.deepEqual(
    all.map((call) => call.uid),
    uids,
  );
  const { rows } = await database.pool.query<{ commits: number }>(
    `select count(distinct xmin::text) as commits from call where uid = any($1)`,
    [uids],
  );
  assert.ok((rows[0]?.commits ?? 300) < 30);
});

test('a second draft with the same request key makes nothing', async () => {
  const requestKey = randomUUID();
  const [a, b] = await Promise.all([calls.create(draft({ requestKey })), calls.create(draft({ requestKey }))]);
  assert.equal([a, b].filter((call) => call !== null).length, 1);
  assert.equal((await calls.byRequestKey(1, requestKey))?.id, ofCall(a ?? b).id);
});

test('a bad row fails alone', async () => {
  const results = await Promise.allSettled([
    made(),
    calls.create(draft({ state: 'nonsense' as Call['state'] })),
    made(),
  ]);
  assert.deepEqual(
    results.map((result) => result.status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
});

test('of two changes of the same version one is stored', async () => {
  const call = await made();
  const first = step(call, { type: 'hung_up', by: 'end_user' }, NOW);
  const second = step(call, { type: 'hung_up', by: 'agent' }, NOW);
  assert.ok(first.ok && second.ok);
  const stored = [
    await calls.change(first.value, { type: 'hung_up', by: 'end_user' }),
    await calls.change(second.value, { type: 'hung_up', by: 'agent' }),
  ];
  assert.equal(stored[1], null);
  assert.deepEqual(await calls.byId(1, call.id), stored[0]);
});

test('two changes of one call in the same moment are two statements, and one event each', async () => {
  const call = await made();
  const event = { type: 'flagged', flags: { badActor: true } } as const;
  const stepped = step(call, event, NOW);
  assert.ok(stepped.ok);
  const stored = await Promise.all([calls.change(stepped.value, event), calls.change(stepped.value, event)]);
  assert.equal(stored.filter((each) => each !== null).length, 1);
  const events = await calls.events(1, call.id);
  assert.deepEqual(
    events.map((each) => each.type),
    ['created', 'flagged'],
  );
});

test('an event keeps what it brought', async () => {
  const call = await made();
  const event = { type: 'hung_up', by: 'end_user' } as const;
  const stepped = step(call, event, NOW);
  assert.ok(stepped.ok);
  await calls.change(stepped.value, event);
  const [, last] = await calls.events(1, call.id);
  assert.deepEqual(last?.data, { by: 'end_user' });
  assert.deepEqual(await calls.events(2, call.id), []);
});

test('a change reads back as it was written, alone and together with any number of others', async () => {
  const changeAll = async (count: number): Promise<void> => {
    const all = await Promise.all(Array.from({ length: count }, async () => made()));
    const changed = await Promise.all(
      all.map(async (call) => {
        const asked: Call = {
          ...call,
          version: 2,
          state: 'connected',
          agentId: 7,
          updatedAt: new Date(NOW.getTime() + 1),
          connectedAt: NOW,
          holdSeconds: 1.25,
          failDetails: `it's "quoted" \\ and {braced}`,
          rating: 4,
          hasFeedback: true,
          flags: { verifiedCustomer: true, badActor: false, repeatCustomer: true },
          groupsAhead: [],
          carriersTried: ['simulator'],
          castings: [{ at: NOW, group: 'Group "1"' }],
          participants: [...call.participants, waiting('agent', 8)],
          recording: null,
          summary: null,
        };
        return { asked, stored: ofCall(await calls.change(asked, { type: 'legs_bridged' })) };
      }),
    );
    for (const { asked, stored } of changed) {
      const numbers = stored.participants.map(({ id }) => id);
      assert.equal(new Set(numbers).size, 3);
      assert.ok(!numbers.includes(0));
      const participants = asked.participants.map((each, index) => ({ ...each, id: numbers[index] ?? 0 }));
      assert.deepEqual(stored, { ...asked, participants });
      assert.deepEqual(await calls.byId(1, asked.id), stored);
      const events = await calls.events(1, asked.id);
      assert.deepEqual(
        events.map(({ type }) => type),
        ['created', 'legs_bridged'],
      );
    }
  };
  for (const count of [1, 2, 3, 8, 16, 40]) await changeAll(count);
});
