import assert from 'node:assert/strict';
import { test } from 'node:test';
import { begun } from '#domain/call/recording.ts';
import type { RetentionKind } from '#domain/directory/retention.ts';
import { addContact, storedCalls, storeDatabase } from '../../test/support/store-database.ts';
import { createCallTraces } from './call-traces.ts';
import { createMessages } from './messages.ts';
import { createRetention, forgetByAge } from './retention.ts';

const database = await storeDatabase();
const retention = createRetention(database);
const messages = createMessages(database);
const traces = createCallTraces(database);
const { calls, make } = storedCalls(database);
const TRACE = {
  legs: [{ end: 'far_end', trunkId: 1, sipCallId: 'one', messages: [], omitted: 0 }],
  sound: [],
} as const;
const NOW = new Date('2026-06-01T03:23:00.000Z');
const ago = (days: number): Date => new Date(NOW.getTime() - days * 86_400_000);
const NOTHING = { recordings: 0, voicemails: 0, transcripts: 0, messages: 0, calls: 0 };
const stored = (uid: string, kind: 'call' | 'voicemail', at: Date) =>
  ({ ...begun(uid, kind, at), status: 'stored', seconds: 3, bytes: 9 }) as const;

/** A finished call this many days ago, with sound, words and a message. */
async function addCall(days: number, contactId: number, kind: 'call' | 'voicemail' = 'call', workspaceId = 1) {
  const at = ago(days);
  const call = await make({
    workspaceId,
    contactId,
    contactNumber: '+14155550148',
    createdAt: at,
    state: 'finished',
    summary: 'About pebbles.',
    recording: stored(`${workspaceId}-${contactId}-${days}-${kind}`, kind, at),
  });
  await database.pool.query(
    `insert into transcript (call_id, workspace_id, turns, created_at) values ($1, $2, '[{"text": "pebbles"}]', $3)`,
    [call.id, workspaceId, at],
  );
  await traces.put([{ callId: call.id, isNamed: true, trace: TRACE }]);
  const words = { conversationId: call.conversationId, by: 'contact', agentId: null, text: 'Pebbles?', at } as const;
  await messages.add(workspaceId, words);
  return call.id;
}

test('each kind goes by its own age, held ones and those of others stay, and what is counted stays', async () => {
  const [robin, held, other] = [
    await addContact(database, 1, { name: 'Robin' }),
    await addContact(database, 1, { name: 'Held' }),
    await addContact(database, 2, { name: 'Other' }),
  ];
  await database.pool.query('update contact set legal_hold_at = now() where id = $1', [held]);
  const [old, recent] = [await addCall(100, robin), await addCall(10, robin)];
  const voicemail = await addCall(100, robin, 'voicemail');
  const [ofHeld, heldCall] = [await addCall(100, held), await addCall(101, robin)];
  await database.pool.query('insert into call_hold values ($1, 1, now())', [heldCall]);
  const ofOther = await addCall(100, other, 'call', 2);
  const live = await make({ contactId: robin, contactNumber: '+14155550148', createdAt: ago(100), state: 'queued' });

  assert.deepEqual(await retention.of(1), {
    recordings: null,
    voicemails: null,
    transcripts: null,
    messages: null,
    calls: null,
  });
  assert.equal(await forgetByAge(database, NOW), 0, 'nothing goes unless it is asked for');
  const look = async () => {
    const { rows } = await database.pool.query<{ id: number; sound: string; words: boolean; who: number | null }>(
      `select c.id, recording ->> 'status' as sound, exists (select from transcript where call_id = c.id) as words, contact_id as who
       from call c where recording is not null order by c.id`,
    );
    return new Map(rows.map(({ id, sound, words, who }) => [id, [sound, words, who !== null]] as const));
  };

  await retention.change(1, { recordings: 90 });
  const due = async (change: Partial<Record<RetentionKind, number>>) =>
    retention.due(
      1,
      { recordings: null, voicemails: null, transcripts: null, messages: null, calls: null, ...change },
      NOW,
    );
  assert.deepEqual(await due({ recordings: 90 }), { ...NOTHING, recordings: 1 });
  assert.deepEqual(await due({ recordings: 5, voicemails: 90, transcripts: 90, messages: 90, calls: 90 }), {
    recordings: 2,
    voicemails: 1,
    transcripts: 2,
    messages: 3,
    calls: 2,
  });
  assert.equal(await forgetByAge(database, NOW), 1);
  assert.deepEqual((await look()).get(old), ['deleted', true, true]);
  assert.deepEqual((await look()).get(recent), ['stored', true, true]);

  await retention.change(1, { voicemails: 90, transcripts: 90, messages: 90, calls: null });
  assert.equal(await forgetByAge(database, NOW), 6);
  assert.deepEqual((await look()).get(voicemail), ['deleted', false, true]);
  assert.equal((await calls.byId(1, old))?.summary, null);
  await retention.change(1, { calls: 90 });
  assert.equal(await forgetByAge(database, NOW), 2);
  assert.equal(await forgetByAge(database, NOW), 0, 'a night more forgets no more');
  for (const id of [old, voicemail]) {
    const call = await calls.byId(1, id);
    assert.deepEqual([call?.contact, call?.contactNumber, call?.state], [null, null, 'finished']);
    assert.equal(await traces.of(1, id), null);
  }
  for (const id of [ofHeld, heldCall, ofOther, recent])
    assert.deepEqual((await look()).get(id), ['stored', true, true]);
  assert.deepEqual(await traces.of(1, recent), TRACE);
  assert.notEqual((await calls.byId(1, live.id))?.contact, null, 'a call in progress is left alone');
  const { rows } = await database.pool.query('select recording_uid from file_removal');
  assert.equal(rows.length, 2, 'their files are left to the job');
});

test('a trace that comes after its call was forgotten is not kept, one of a call without a number is', async () => {
  const [named, anonymous] = [await make({ contactNumber: null }), await make({ contactNumber: null })];
  await traces.put([
    { callId: named.id, isNamed: true, trace: TRACE },
    { callId: anonymous.id, isNamed: false, trace: TRACE },
    { callId: 999_999, isNamed: false, trace: TRACE },
  ]);
  assert.equal(await traces.of(1, named.id), null);
  assert.deepEqual([await traces.of(1, anonymous.id), await traces.of(2, anonymous.id)], [TRACE, null]);
});

test('more than one batch goes in one night', async () => {
  const contactId = await addContact(database, 2, { name: 'Many' });
  await database.pool.query(
    `insert into message (workspace_id, conversation_id, contact_id, author, text, at)
     select 2, 1, $1, 'contact', 'x', $2 from generate_series(1, 450)`,
    [contactId, ago(400)],
  );
  await retention.change(2, { messages: 365 });
  assert.equal(await forgetByAge(database, NOW), 450);
});
