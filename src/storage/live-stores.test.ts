/**
 * Notes, messages, choices, presence and contacts of the live pages, each as `domain/ports/live-stores.ts` promises it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Choice } from '#domain/ports/live-stores.ts';
import { at } from '../../test/support/calls.ts';
import { addAgent, addContact, storeDatabase } from '../../test/support/store-database.ts';
import { createChoices } from './choices.ts';
import { createContacts } from './live-contacts.ts';
import { createMessages } from './messages.ts';
import { createNotes } from './notes.ts';
import { createPresenceStore } from './presence.ts';

const database = await storeDatabase();
const { pool } = database;
const [ada, bo] = [await addAgent(database, 1, 'ada@example.com'), await addAgent(database, 1, 'bo@example.com')];

test('notes are read in the order in which they were written, by call and workspace', async () => {
  const notes = createNotes(database);
  const first = await notes.add(1, { callId: 7, agentId: ada, text: 'First', at: at(2) });
  const second = await notes.add(1, { callId: 7, agentId: bo, text: 'Second', at: at(1) });
  await notes.add(1, { callId: 8, agentId: ada, text: 'Other', at: at(0) });
  assert.deepEqual(await notes.byCall(1, 7), [first, second]);
  assert.deepEqual(await notes.byCall(2, 7), []);
});

test('of the notes of one call the first two hundred are read', async () => {
  await pool.query(`insert into call_note (workspace_id, call_id, agent_id, text, at)
    select 1, 9, ${ada}, n::text, now() from generate_series(1, 201) n`);
  const read = await createNotes(database).byCall(1, 9);
  assert.deepEqual([read.length, read[0]?.text, read.at(-1)?.text], [200, '1', '200']);
});

const messages = createMessages(database);
const robin = await addContact(database, 1, { name: 'Robin', phone: '+14155550148' });

async function conversation(workspaceId = 1): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    'insert into conversation (workspace_id, contact_id) values ($1, $2) returning id',
    [workspaceId, robin],
  );
  return rows[0]?.id ?? 0;
}
const say = async (conversationId: number, text: string, agentId: number | null = null, workspaceId = 1) =>
  messages.add(workspaceId, { conversationId, by: agentId === null ? 'contact' : 'agent', agentId, text, at: at(0) });

test('a conversation is unread after its contact wrote, and read after an agent did', async () => {
  const id = await conversation();
  const isUnread = async () => (await messages.conversation(1, id))?.isUnread;
  assert.equal(await isUnread(), false);
  await say(id, 'Hello?');
  assert.equal(await isUnread(), true);
  await say(id, 'Yes?', ada);
  assert.equal(await isUnread(), false);
  await say(id, 'Thanks');
  const read = await messages.conversation(1, id);
  assert.deepEqual(read?.contact, { id: robin, name: 'Robin', phone: '+14155550148' });
  assert.deepEqual(
    read.messages.map(({ by, agentId, text }) => [by, agentId, text]),
    [
      ['contact', null, 'Hello?'],
      ['agent', ada, 'Yes?'],
      ['contact', null, 'Thanks'],
    ],
  );
  assert.equal(read.isUnread, true);
});

test('a message into a conversation of another workspace is not taken', async () => {
  const id = await conversation();
  assert.equal(await say(id, 'Hello?', null, 2), null);
  assert.equal(await messages.conversation(2, id), null);
  assert.equal(await messages.conversation(1, 999_999), null);
  assert.deepEqual((await messages.conversation(1, id))?.messages, []);
});

test('of a long conversation the last two hundred messages are shown, oldest first', async () => {
  const id = await conversation();
  await pool.query(
    `insert into message (workspace_id, conversation_id, author, text, at)
     select 1, $1, 'contact', n::text, now() from generate_series(1, 203) n`,
    [id],
  );
  const shown = (await messages.conversation(1, id))?.messages ?? [];
  assert.deepEqual([shown.length, shown[0]?.text, shown.at(-1)?.text], [200, '4', '203']);
});

test('the latest conversations come first, silent ones and those of others not at all', async () => {
  const [older, newer, silent, foreign] = [
    await conversation(),
    await conversation(),
    await conversation(),
    await conversation(2),
  ];
  await say(older, 'A');
  await say(newer, 'B');
  await say(older, 'C');
  await say(foreign, 'D', null, 2);
  const latest = async (limit: number) => (await messages.latest(1, limit)).map(({ id }) => id);
  assert.deepEqual(await latest(2), [older, newer]);
  assert.deepEqual(await latest(1), [older]);
  assert.ok(!(await latest(100)).includes(silent));
  assert.deepEqual(
    (await messages.latest(2, 100)).map(({ id }) => id),
    [foreign],
  );
});

const choices = createChoices(database);
const CHOICE: Omit<Choice, 'id'> = {
  workspaceId: 1,
  agentId: ada,
  origin: 'outbound_api',
  ticketId: 'T-1',
  number: null,
  contactNumbers: ['+14155550148', '+14155550149'],
  lang: 'en',
  requestKey: null,
  createdAt: at(0),
};

test('a choice reads back as it was written, in its own workspace, and is taken away once', async () => {
  const made = await choices.add(CHOICE);
  assert.deepEqual(made, { id: made.id, ...CHOICE });
  assert.deepEqual(await choices.byId(1, made.id), made);
  assert.equal(await choices.byId(2, made.id), null);
  assert.equal(await choices.remove(2, made.id), false);
  assert.deepEqual([await choices.remove(1, made.id), await choices.remove(1, made.id)], [true, false]);
  assert.equal(await choices.byId(1, made.id), null);
});

test('a choice asked for again under its key is the first one; without a key each is its own', async () => {
  const keyed = { ...CHOICE, requestKey: 'once' };
  const [first, again] = [await choices.add(keyed), await choices.add({ ...keyed, lang: 'fr' })];
  assert.deepEqual(again, first);
  const [elsewhere, other] = [await choices.add({ ...keyed, workspaceId: 2 }), await choices.add(CHOICE)];
  assert.notEqual(elsewhere.id, first.id);
  assert.notEqual((await choices.add(CHOICE)).id, other.id);
});

test('choices are listed from an instant on, that instant included', async () => {
  const [early, late] = [
    await choices.add({ ...CHOICE, createdAt: at(1000) }),
    await choices.add({ ...CHOICE, createdAt: at(1001) }),
  ];
  const since = async (seconds: number) => (await choices.since(1, at(seconds))).map(({ id }) => id);
  assert.deepEqual(await since(1000), [early.id, late.id]);
  assert.deepEqual(await since(1001), [late.id]);
  assert.deepEqual(await since(1002), []);
});

test('who is online is kept, and only an agent of the workspace can be set so', async () => {
  const presence = createPresenceStore(database);
  await presence.setOnline(1, ada, true);
  await presence.setOnline(2, bo, true);
  assert.deepEqual(await presence.online(), [{ workspaceId: 1, agentId: ada }]);
  await presence.setOnline(1, ada, false);
  assert.deepEqual(await presence.online(), []);
});

test('an agent wraps up one call at a time: the next one takes the place of the last', async () => {
  const presence = createPresenceStore(database);
  await presence.beginWrapUp({ workspaceId: 1, agentId: ada, callId: 7, since: at(0), until: at(60) });
  await presence.beginWrapUp({ workspaceId: 1, agentId: ada, callId: 8, since: at(9), until: null });
  assert.deepEqual(await presence.wrapUps(), [{ workspaceId: 1, agentId: ada, callId: 8, since: at(9), until: null }]);
  await presence.endWrapUp(bo);
  assert.equal((await presence.wrapUps()).length, 1);
  await presence.endWrapUp(ada);
  assert.deepEqual(await presence.wrapUps(), []);
});

const contacts = createContacts(database);

test('a number is one contact, also when it is asked for many times at once', async () => {
  const cards = await Promise.all(Array.from({ length: 8 }, async () => contacts.ofPhone(1, '+14155550160')));
  assert.equal(new Set(cards.map(({ id }) => id)).size, 1);
  assert.notEqual((await contacts.ofPhone(2, '+14155550160')).id, cards[0]?.id);
  assert.equal((await contacts.ofPhone(1, '+14155550148')).id, robin, 'one who is known stays who they are');
});

test('anonymous callers are contacts of their own', async () => {
  const [first, second] = [await contacts.addAnonymous(1, null), await contacts.addAnonymous(1, null)];
  assert.notEqual(first.id, second.id);
  assert.deepEqual([first.identifier, first.outContactId], [null, null]);
});

test('a contact is identified with what is told; what is not stays, and a number of another stays theirs', async () => {
  const { id } = await contacts.addAnonymous(1, 'Guest');
  const row = async () =>
    (await pool.query('select role, name, email, phone, identifier from contact where id = $1', [id]))
      .rows[0] as object;
  const told = { identifier: 'crm-1', name: null, email: 'r@example.com', phone: '+14155550170' };
  assert.equal((await contacts.identify(1, id, told))?.identifier, 'crm-1');
  const expected = { role: 'user', name: 'Guest', email: 'r@example.com', phone: '+14155550170', identifier: 'crm-1' };
  assert.deepEqual(await row(), expected);
  await contacts.identify(1, id, { identifier: 'crm-1', name: 'Kim', email: null, phone: '+14155550148' });
  assert.deepEqual(await row(), { ...expected, name: 'Kim' });
  assert.equal(await contacts.identify(2, id, told), null);
});
