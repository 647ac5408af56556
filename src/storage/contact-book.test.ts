import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContactEntry } from '#domain/ports/contact-book.ts';
import { placeOf } from '#domain/ports/contact-book.ts';
import { addAgent, addContact, storedCalls, storeDatabase } from '../../test/support/store-database.ts';
import { createContactBook } from './contact-book.ts';
import { createMessages } from './messages.ts';
import { createNotes } from './notes.ts';

const database = await storeDatabase();
const book = createContactBook(database);
const notes = createNotes(database);
const messages = createMessages(database);
const { make } = storedCalls(database);

test('contacts are listed newest first, page after page, all or those of a number', async () => {
  const made: number[] = [];
  for (const phone of ['+14155550101', '+14155550102', '+14155550103'])
    made.unshift(await addContact(database, 1, { phone }));
  await addContact(database, 2, { phone: '+14155550101' });
  const ids = async (phone: string | null, beyond: number | null, limit: number) =>
    (await book.list(1, { text: null, phone }, { beyond, limit })).map(({ id }) => id);
  assert.deepEqual(await ids(null, null, 2), made.slice(0, 2));
  assert.deepEqual(await ids(null, made[1] ?? 0, 2), made.slice(2));
  assert.deepEqual(await ids('+14155550102', null, 9), [made[1]]);
  assert.deepEqual(await ids('+14155550102', made[1] ?? 0, 9), []);
});

test('a search continues page after page, and finds quotes and backslashes as they are', async () => {
  const made = [];
  for (const name of [`O'Neil`, `a\\b`, `O'Neil`]) made.unshift(await addContact(database, 2, { name }));
  const found = async (text: string, beyond: number | null) =>
    (await book.list(2, { text, phone: null }, { beyond, limit: 1 })).map(({ id }) => id);
  assert.deepEqual(await found(`o'ne`, null), [made[0]]);
  assert.deepEqual(await found(`o'ne`, made[0] ?? 0), [made[2]]);
  assert.deepEqual(await found('a\\', null), [made[1]]);
  assert.deepEqual(await found(`'`.repeat(2), null), []);
  assert.deepEqual(await found('x'.repeat(100), null), []);
});

const AT = new Date('2026-03-02T09:00:00.000Z');
const minutes = (count: number): Date => new Date(AT.getTime() + count * 60_000);

test('a history is calls with their notes, and messages, newest first and page after page; scheduled ones stand apart', async () => {
  const agentId = await addAgent(database, 1, 'ada@example.com');
  const contactId = await addContact(database, 1, { name: 'Robin' });
  const other = await addContact(database, 1, { name: 'Lin' });
  const first = await make({ contactId, createdAt: minutes(0) });
  const second = await make({ contactId, createdAt: minutes(20) });
  await make({ contactId: other, createdAt: minutes(5) });
  const [later, sooner] = [
    await make({ contactId, createdAt: minutes(1), state: 'scheduled', scheduledAt: minutes(900) }),
    await make({ contactId, createdAt: minutes(2), state: 'scheduled', scheduledAt: minutes(800) }),
  ];
  await notes.add(1, { callId: first.id, agentId, text: 'Wants a refund.', at: minutes(3) });
  const write = async (text: string, at: Date) =>
    messages.add(1, { conversationId: first.conversationId, by: 'contact', agentId: null, text, at });
  await write('Hello?', minutes(10));
  await write('At the same instant', minutes(20));

  const seen: string[] = [];
  let beyond = null;
  for (let turn = 0; turn < 10; turn += 1) {
    const [entry]: readonly ContactEntry[] = await book.history(1, contactId, { beyond, limit: 1 });
    if (entry === undefined) break;
    seen.push(
      entry.kind === 'call'
        ? `call ${entry.call.id} ${entry.notes.map(({ text }) => text).join()}`
        : entry.message.text,
    );
    beyond = placeOf(entry);
  }
  assert.deepEqual(seen, ['At the same instant', `call ${second.id} `, 'Hello?', `call ${first.id} Wants a refund.`]);
  assert.equal((await book.history(1, contactId, { beyond: null, limit: 9 })).length, 4);
  assert.deepEqual(await book.history(2, contactId, { beyond: null, limit: 9 }), []);
  assert.deepEqual(
    (await book.scheduled(1, contactId, 9)).map(({ id }) => id),
    [sooner.id, later.id],
  );
});
