import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineOf } from '#domain/directory/phone-number.ts';
import { addAgent, addContact, storeDatabase } from '../../test/support/store-database.ts';
import { createContactBook } from './contact-book.ts';
import { createDirectory } from './directory.ts';

const database = await storeDatabase();
const { pool } = database;
let now = 1_000_000;
const directory = createDirectory(database, () => now);
/** Longer than what another server changed may stay unseen. */
const pass = (): void => {
  now += 2_000;
};

const [ada, bo] = [await addAgent(database, 1, 'ada@example.com'), await addAgent(database, 1, 'bo@example.com')];
const stranger = await addAgent(database, 2, 'ada@example.com');
await pool.query(`insert into menu (workspace_id, name, kind, groups, hours) values
  (1, 'Sales', 'ivr_menu', '[{"name": "First", "agentIds": [1]}]', null), (1, 'Support', 'web_menu', '[]', '{"timeZone": "UTC", "days": {}}')`);
await pool.query(`insert into phone_number (workspace_id, number, display, destination_kind, is_default) values
  (1, '+13392195277', '+1 339-219-5277', 'fin', false), (1, '+13392195276', '+1 339-219-5276', 'menu', true)`);
await pool.query(`insert into language values (1, 'fr', false), (1, 'en', true)`);
await pool.query(`insert into prompt (workspace_id, name, lang, audio, hash, seconds, created_at) values
  (1, 'hold_music', '', '\\x00', 'a', 1.5, now()), (1, 'after_hours', 'fr', '\\x01', 'b', 2, now())`);

test('a workspace is loaded with all that is in it, and nothing that is in another', async () => {
  const { workspace, agents, menus, numbers, languages, prompts } = await directory.load(1);
  assert.deepEqual([workspace.id, workspace.subdomain, workspace.callBackCountries], [1, 'one', null]);
  assert.deepEqual([...agents.keys()], [ada, bo]);
  assert.ok(!agents.has(stranger));
  const [sales, support] = [...menus.values()];
  assert.deepEqual([sales?.name, sales?.kind, sales?.hours], ['Sales', 'ivr_menu', null]);
  assert.deepEqual(sales?.groups, [{ name: 'First', agentIds: [1] }]);
  assert.deepEqual([support?.name, support?.hours], ['Support', { timeZone: 'UTC', days: {} }]);
  assert.deepEqual(
    numbers.map((each) => [each.number, lineOf(each), each.isDefault]),
    [
      ['+13392195277', 'fin', false],
      ['+13392195276', 'queue', true],
    ],
  );
  assert.deepEqual(languages, [
    { code: 'en', enabled: true },
    { code: 'fr', enabled: false },
  ]);
  assert.deepEqual(
    prompts.map(({ name, lang, hash, seconds }) => [name, lang, hash, seconds]),
    [
      ['after_hours', 'fr', 'b', 2],
      ['hold_music', null, 'a', 1.5],
    ],
  );
});

test('a workspace that does not exist is a fault, and the next load tries again', async () => {
  await assert.rejects(directory.load(99), { name: 'WorkspaceMissingError' });
  await pool.query(`insert into workspace (id, subdomain, name) values (99, 'late', 'Late')`);
  assert.equal((await directory.load(99)).workspace.name, 'Late');
});

test('a change by another server is seen after two seconds, one of our own at once', async () => {
  const mayCall = async (): Promise<unknown> => (await directory.load(1)).agents.get(ada)?.mayCall;
  pass();
  assert.equal(await mayCall(), true);
  await pool.query('update agent set may_call = false where id = $1', [ada]);
  now += 1_999;
  assert.equal(await mayCall(), true);
  now += 1;
  assert.equal(await mayCall(), false);
  await pool.query('update agent set may_call = true where id = $1', [ada]);
  directory.changed(1);
  assert.equal(await mayCall(), true);
});

test('the statuses of two agents that change at once are both kept, in memory and in the rows', async () => {
  pass();
  const done = await Promise.all([
    directory.setAgentStatus(1, ada, 'available', null),
    directory.setAgentStatus(1, bo, 'break', 'Lunch'),
    directory.setAgentStatus(1, stranger, 'available', null),
  ]);
  assert.deepEqual(done, [true, true, false], 'an agent of another workspace is none of this one');
  for (const wait of [() => undefined, pass]) {
    wait();
    const { agents } = await directory.load(1);
    assert.deepEqual([agents.get(ada)?.status, agents.get(bo)?.status], ['available', 'break']);
  }
  const { agents } = await directory.load(1);
  assert.equal(agents.get(ada)?.idleSince.getTime(), 1_000_000 + 6_000);
});

test('a workspace is found by its subdomain; a name that no one has is asked for anew each time', async () => {
  assert.equal((await directory.workspaceBySubdomain('two'))?.id, 2);
  assert.equal(await directory.workspaceBySubdomain('three'), null);
  await pool.query(`insert into workspace (id, subdomain, name) values (4, 'three', 'Three')`);
  assert.equal((await directory.workspaceBySubdomain('three'))?.id, 4);
  await pool.query(`update workspace set name = 'Drei' where id = 4`);
  assert.equal((await directory.workspaceBySubdomain('three'))?.name, 'Three');
  pass();
  assert.equal((await directory.workspaceBySubdomain('three'))?.name, 'Drei');
});

for (const name of ['', '-two', 'TWO', 'two.', 'two\u0000', '\ud800', 'x'.repeat(64)])
  test(`no workspace is at ${JSON.stringify(name).slice(0, 12)}, and the database is not asked`, async () => {
    assert.equal(await directory.workspaceBySubdomain(name), null);
  });

test('contacts are found by id, uid and number, in their own workspace only', async () => {
  const id = await addContact(database, 1, { name: 'Robin', phone: '+14155550148' });
  const contact = await directory.contact(1, id);
  assert.deepEqual([contact?.id, contact?.name, contact?.role, contact?.otherPhones], [id, 'Robin', 'lead', []]);
  assert.deepEqual(await directory.contactByUid(1, contact?.uid ?? ''), contact);
  assert.deepEqual(await directory.contactByPhone(1, '+14155550148'), contact);
  assert.deepEqual(
    [
      await directory.contact(2, id),
      await directory.contactByUid(2, contact?.uid ?? ''),
      await directory.contactByPhone(2, '+14155550148'),
      await directory.contact(1, id + 1),
    ],
    [null, null, null, null],
  );
});

test('a ticket is found with its contact, in its own workspace only', async () => {
  const contactId = await addContact(database, 1, { name: 'Kim' });
  await pool.query(`insert into ticket values (1, 'T-1', $1, 'https://crm.example/T-1')`, [contactId]);
  const found = await directory.ticket(1, 'T-1');
  assert.deepEqual(found?.ticket, { id: 'T-1', contactId, url: 'https://crm.example/T-1' });
  assert.equal(found?.contact.name, 'Kim');
  assert.deepEqual([await directory.ticket(2, 'T-1'), await directory.ticket(1, 't-1')], [null, null]);
});

await pool.query(`insert into workspace (id, subdomain, name) values (3, 'people', 'People')`);
const people = {
  vale: await addContact(database, 3, { name: 'Robin Vale', phone: '+14155550199' }),
  percent: await addContact(database, 3, { name: '100% Sure', email: 'sure_thing@example.com' }),
  others: await addContact(database, 3, { name: 'Ada', phone: '+33142000000', others: ['+14155550777'] }),
};
await addContact(database, 2, { name: 'Robin Vale' });

const book = createContactBook(database);
const found = async (text: string, limit: number): Promise<number[]> =>
  (await book.list(3, { text, phone: null }, { beyond: null, limit })).map(({ id }) => id);

/** What is typed -> who is found, the newest first. */
const SOUGHT: readonly (readonly [string, readonly (keyof typeof people)[]])[] = [
  ['robin', ['vale']],
  ['ROBIN V', ['vale']],
  ['0% S', ['percent']],
  ['%', ['percent']],
  ['e_t', ['percent']],
  ['n_V', []],
  ['@example.com', ['percent']],
  ['(415) 555', ['others', 'vale']],
  ['555-0777', ['others']],
  ['+33 1', ['others']],
  ['41', []],
  ['Robin 415', []],
  ['\\', []],
];
for (const [text, who] of SOUGHT)
  test(`the contacts with ${JSON.stringify(text)} in them: ${who.join(', ') || 'none'}`, async () => {
    assert.deepEqual(
      await found(text, 10),
      who.map((name) => people[name]),
    );
  });

test('no more contacts are found than were asked for, and the newest are', async () => {
  assert.deepEqual(await found('415555', 1), [people.others]);
});
