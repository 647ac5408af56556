/** What happens to contacts, agents and messages is in the log with the change itself, in one order with the calls. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { SubjectEvent } from '#domain/ports/event-log.ts';
import type { DeliveryDraft } from '#domain/ports/webhooks.ts';
import { START } from '../../test/support/calls.ts';
import { addAgent, addContact, storeDatabase } from '../../test/support/store-database.ts';
import { createEventLog } from './event-log.ts';
import { createContacts } from './live-contacts.ts';
import { createMessages } from './messages.ts';
import { createWebhookStore } from './webhooks.ts';

const database = await storeDatabase();
const { pool } = database;
const log = createEventLog(database);
const contacts = createContacts(database);
const ada = await addAgent(database, 1, 'ada@example.com');

/** What the work brought, by its types; and what it is about now. */
async function bring(work: () => Promise<unknown>) {
  const before = await log.last();
  await work();
  const events = (await log.after(before, 100)).filter((event): event is SubjectEvent => event.callId === null);
  return { events, types: events.map(({ type }) => type), subjects: await log.subjects(events) };
}

const change = async (sql: string, ...values: unknown[]): Promise<unknown> => pool.query(sql, values);
const rename = async (id: number, name: string) => change('update contact set name = $2 where id = $1', id, name);

const HAPPENED: readonly (readonly [what: string, work: (contact: number) => Promise<unknown>, types: string[]])[] = [
  ['a contact is made', async () => addContact(database, 1), ['contact.created']],
  ['a contact changes', async (id) => rename(id, 'Grace'), ['contact.updated']],
  ['a contact is written as it was', async (id) => change('update contact set name = name where id = $1', id), []],
  ['a contact is blocked', async (id) => contacts.block(1, id, START), ['contact.updated']],
  ['a contact is forgotten', async (id) => contacts.forget(1, id), ['contact.deleted']],
  [
    'an agent has another status',
    async () => change(`update agent set status = 'available' where id = $1`, ada),
    ['agent.status_changed'],
  ],
  [
    'an agent is online',
    async () => change('update agent set online = true where id = $1', ada),
    ['agent.status_changed'],
  ],
  ['an agent has another name', async () => change(`update agent set first_name = 'Ada' where id = $1`, ada), []],
  [
    'someone signs in',
    async () =>
      change(
        `insert into session (hash, workspace_id, agent_id, created_at, last_seen_at, expires_at) values ('x', 1, $1, now(), now(), now())`,
        ada,
      ),
    ['agent.signed_in'],
  ],
  ['their session ends', async () => change(`delete from session where hash = 'x'`), ['agent.signed_out']],
];
for (const [what, work, types] of HAPPENED)
  test(`${what}: ${types.join() || 'nothing'} is in the log`, async () => {
    const contact = await addContact(database, 1, { phone: null });
    assert.deepEqual((await bring(async () => work(contact))).types, types);
  });

test('a merge is told of the one that stays, and of the other nothing more', async () => {
  const [from, into] = [await addContact(database, 1, { name: 'Grace' }), await addContact(database, 1)];
  const before = await bring(async () => rename(from, 'Grace Lee'));
  const { events, subjects } = await bring(async () => contacts.merge(1, from, into));
  assert.deepEqual(
    events.map(({ type, contactId }) => [type, contactId]),
    [
      ['contact.merged', into],
      ['contact.updated', into],
    ],
  );
  const [merged] = subjects.values();
  assert.ok(merged?.kind === 'contact' && merged.contact.id === into && merged.contact.name === 'Grace Lee');
  assert.equal(merged.mergedFrom?.id, from);
  assert.equal((await log.subjects(before.events)).size, 0, 'it was emptied: no one is told that it has no name');
});

test('the log names no one, and after a contact is forgotten their events lead nowhere', async () => {
  const phone = '+14155550177';
  const { events } = await bring(async () => {
    const id = await addContact(database, 1, { name: 'Unforgettable', email: 'u@example.com', phone });
    await rename(id, 'Unforgettable You');
    await contacts.forget(1, id);
  });
  assert.doesNotMatch(JSON.stringify(events), /Unforgettable|u@example|4155550177/);
  const subjects = await log.subjects(events);
  assert.deepEqual(
    events.map(({ seq, type }) => [type, subjects.get(seq)?.kind ?? null]),
    [
      ['contact.created', null],
      ['contact.updated', null],
      ['contact.deleted', 'deleted_contact'],
    ],
  );
});

test('a status is told as it was then, and a message with its words for as long as they are kept', async () => {
  const contact = await addContact(database, 1);
  const { rows } = await pool.query<{ id: number }>(
    'insert into conversation (workspace_id, contact_id) values (1, $1) returning id',
    [contact],
  );
  const { events, subjects } = await bring(async () => {
    for (const status of ['break', 'available'])
      await change('update agent set status = $2 where id = $1', ada, status);
    await createMessages(database).add(1, {
      conversationId: rows[0]?.id ?? 0,
      by: 'contact',
      agentId: null,
      text: 'Hello!',
      at: START,
    });
  });
  const told = events.map(({ seq }) => subjects.get(seq) ?? assert.fail());
  assert.deepEqual(
    told.map((subject) => (subject.kind === 'agent' ? subject.agent.status : subject.kind)),
    ['break', 'available', 'message'],
  );
  const last = told.at(-1);
  assert.deepEqual(last?.kind === 'message' && [last.message.text, last.contactId], ['Hello!', contact]);
  await contacts.forget(1, contact);
  assert.equal((await log.subjects(events)).size, 2);
});

test('what is rolled back leaves no event; what is committed stands in one order with events of calls', async () => {
  const client = await pool.connect();
  const undone = await bring(async () => {
    await client.query('begin');
    await client.query('insert into contact (workspace_id) values (1)');
    await client.query('rollback');
    client.release();
  });
  assert.deepEqual(undone.events, []);
  const before = await log.last();
  const called = `insert into call_event (workspace_id, call_id, type, data, at) values (1, 1, 'held', '{}', now())`;
  for (let count = 0; count < 3; count += 1) {
    await pool.query(called);
    await addContact(database, 1);
  }
  const all = await log.after(before, 4);
  assert.deepEqual(
    all.map(({ type }) => type),
    ['held', 'contact.created', 'held', 'contact.created'],
  );
  assert.deepEqual(await log.between(1, before, all.at(-1)?.seq ?? 0, 10), all);
  assert.deepEqual(await log.between(2, before, await log.last(), 10), [], 'a neighbor sees none');
});

test('a delivery about a contact who is being forgotten is not stored; that they are gone is', async () => {
  const store = createWebhookStore(database);
  const draft = {
    url: 'https://example.com/',
    format: 'standard',
    events: [],
    description: '',
    userName: null,
  } as const;
  const webhook = (await store.add(1, { ...draft, secret: 'whsec_x' }, START)) ?? assert.fail();
  const contact = await addContact(database, 1, { name: 'Grace' });
  const delivery: DeliveryDraft = {
    workspaceId: 1,
    webhookId: webhook.id,
    callId: null,
    contactId: contact,
    agentId: null,
    isAfterContact: false,
    seq: 1,
    event: 'contact.updated',
    messageId: randomUUID(),
    body: '{"name":"Grace"}',
    createdAt: START,
  };
  const farewell = { ...delivery, isAfterContact: true, event: 'contact.deleted', body: '{}' };
  await store.addDelivery(delivery);
  const client = await pool.connect();
  await client.query('begin');
  await client.query('delete from contact where id = $1', [contact]);
  const from = await store.cursor();
  const made = store.advance(from, from + 1, [delivery, farewell]);
  await client.query('rollback');
  client.release();
  assert.equal((await made)?.length, 2, 'it waited, and they stayed');
  await contacts.forget(1, contact);
  const after = await store.advance(from + 1, from + 2, [delivery, farewell]);
  assert.deepEqual(
    after?.map(({ event }) => event),
    ['contact.deleted'],
  );
  const kept = await store.deliveries(webhook.id, null, 10, null);
  assert.doesNotMatch(JSON.stringify(kept), /Grace/);
  assert.deepEqual(
    kept.map(({ state }) => state),
    ['waiting', 'dropped', 'dropped', 'dropped'],
  );
  await store.remove(1, webhook.id);
});

test('the old are forgotten, and all but the newest of a workspace', async () => {
  const { rows } = await pool.query<{ count: number }>('select count(*)::integer as count from subject_event');
  const count = rows[0]?.count ?? 0;
  await change(`update subject_event set at = '2020-01-01' where seq = (select min(seq) from subject_event)`);
  assert.equal(await log.forget(new Date('2021-01-01'), count), 1);
  assert.equal(await log.forget(new Date('2021-01-01'), 5), count - 1 - 5);
  assert.equal((await log.after(0, 1000)).filter(({ callId }) => callId === null).length, 5);
});
