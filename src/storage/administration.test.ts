import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { beforeEach, test } from 'node:test';
import type { Administered, AgentDraft, ContactDraft, MenuDraft } from '#domain/directory/administration.ts';
import { FIRST_MENUS } from '#domain/directory/destination.ts';
import { aMenu, anAgent } from '../../test/support/calls.ts';
import { addAgent, addContact, storeDatabase } from '../../test/support/store-database.ts';
import { createAdministration } from './administration.ts';

const database = await storeDatabase();
const { pool } = database;
const changed: number[] = [];
const store = createAdministration(
  database,
  (workspaceId) => void changed.push(workspaceId),
  () => undefined,
);
beforeEach(() => void changed.splice(0));

function valueOf<T>(done: Administered<T>): T {
  assert.ok(done.ok, JSON.stringify(done));
  return done.value;
}
function refusalOf<T>(done: Administered<T>): unknown {
  assert.ok(!done.ok);
  return done.refusal;
}

const agentDraft = (email: string): AgentDraft => {
  const { id: _id, uid: _uid, status: _status, idleSince: _since, ...draft } = anAgent(1, { email });
  return draft;
};
const CONTACT: ContactDraft = {
  role: 'user',
  name: 'Robin',
  email: null,
  phone: null,
  otherPhones: [],
  identifier: null,
  outContactId: null,
  attributes: {},
};
const menuDraft = (change: Partial<MenuDraft> = {}): MenuDraft => {
  const { id: _id, deleted: _deleted, ...draft } = aMenu({ groups: [] });
  return { ...draft, ...change };
};

test('a workspace opens in English with one staff token; of two with one subdomain one is refused', async () => {
  const hash = randomBytes(32);
  const draft = { subdomain: 'three', name: 'Three', agentsChooseNumber: true };
  const { id, name, agentsChooseNumber } = valueOf(await store.openWorkspace(draft, hash));
  assert.deepEqual([name, agentsChooseNumber], ['Three', true]);
  const { rows: languages } = await pool.query('select code, enabled from language where workspace_id = $1', [id]);
  assert.deepEqual(languages, [{ code: 'en', enabled: true }]);
  const { rows: tokens } = await pool.query('select kind, lookup, hash from api_token where workspace_id = $1', [id]);
  assert.deepEqual(tokens, [{ kind: 'staff', lookup: hash.subarray(0, 8), hash }]);

  assert.deepEqual(refusalOf(await store.openWorkspace(draft, randomBytes(32))), { code: 'taken', field: 'subdomain' });
  const { rows } = await pool.query('select count(*) as all from api_token');
  assert.deepEqual(rows, [{ all: 1 }], 'nothing of a refused workspace stays');
});

test('a workspace changes in what is told, and stays in what is not', async () => {
  const first = await store.changeWorkspace(1, { name: 'Uno', callBackCountries: ['US', 'FR'] });
  assert.deepEqual([first.name, first.agentsChooseNumber, first.callBackCountries], ['Uno', false, ['US', 'FR']]);
  const second = await store.changeWorkspace(1, { agentsChooseNumber: true, callBackCountries: null });
  assert.deepEqual([second.name, second.agentsChooseNumber, second.callBackCountries], ['Uno', true, null]);
  assert.deepEqual(changed, [1, 1]);
});

test('a language is put, and put again otherwise', async () => {
  await store.putLanguage(1, { code: 'fr', enabled: true });
  await store.putLanguage(1, { code: 'fr', enabled: false });
  const { rows } = await pool.query('select code, enabled from language where workspace_id = 1');
  assert.deepEqual(rows, [{ code: 'fr', enabled: false }]);
  assert.deepEqual(changed, [1, 1]);
});

test('an email address is one agent of a workspace, however it is written', async () => {
  const agent = valueOf(await store.createAgent(1, agentDraft('ada@example.com')));
  assert.deepEqual([agent.email, agent.status], ['ada@example.com', 'unavailable']);
  const taken = { code: 'taken', field: 'email' };
  assert.deepEqual(refusalOf(await store.createAgent(1, agentDraft('ADA@example.com'))), taken);
  valueOf(await store.createAgent(2, agentDraft('ada@example.com')));
  const other = valueOf(await store.createAgent(1, agentDraft('bo@example.com')));
  assert.deepEqual(refusalOf(await store.changeAgent(1, other.id, { email: 'Ada@example.com' })), taken);
  assert.deepEqual(changed, [1, 2, 1], 'a refused change is none');
});

test('an agent changes in what is told; one of another workspace is unknown', async () => {
  const before = valueOf(await store.createAgent(1, agentDraft('cy@example.com')));
  const after = valueOf(await store.changeAgent(1, before.id, { firstName: 'Cy', capacity: null }));
  assert.deepEqual(after, { ...before, firstName: 'Cy', capacity: null });
  assert.deepEqual(refusalOf(await store.changeAgent(2, before.id, { firstName: 'No' })), { code: 'unknown' });
});

test('a number is one contact of a workspace', async () => {
  valueOf(await store.createContact(1, { ...CONTACT, phone: '+14155550101' }));
  const taken = { code: 'taken', field: 'phone' };
  assert.deepEqual(refusalOf(await store.createContact(1, { ...CONTACT, phone: '+14155550101' })), taken);
  const { id } = valueOf(await store.createContact(1, CONTACT));
  assert.deepEqual(refusalOf(await store.changeContact(1, id, { phone: '+14155550101' })), taken);
  assert.deepEqual(refusalOf(await store.changeContact(2, id, { name: 'No' })), { code: 'unknown' });
});

test('attributes are merged one by one, and one that is null goes', async () => {
  const { id } = valueOf(
    await store.createContact(1, { ...CONTACT, attributes: { plan: 'basic', seats: 2, old: true } }),
  );
  const after = valueOf(await store.changeContact(1, id, { attributes: { plan: 'pro', old: null, never: null } }));
  assert.deepEqual(after.attributes, { plan: 'pro', seats: 2 });
  assert.equal(after.name, 'Robin');
});

const AT_ONCE = 6;
/** What came of several wishes at once: how many were granted, and what refused the others. */
async function raced<T>(wishes: readonly Promise<Administered<T>>[]): Promise<readonly [number, readonly unknown[]]> {
  const done = await Promise.all(wishes);
  return [done.filter(({ ok }) => ok).length, done.filter(({ ok }) => !ok).map(refusalOf)];
}

for (const [field, has, scope] of [
  ['identifier', { identifier: 'crm-1', role: 'lead' }, 'users'],
  ['email', { email: 'Ada@example.com', role: 'user' }, 'users'],
  ['email', { email: 'LIN@example.com', role: 'lead' }, 'everyone'],
] as const)
  test(`of several contacts at once one gets the ${field}, among ${scope}: made with it, or changed to it`, async () => {
    const others = Array.from({ length: AT_ONCE - 1 }, () => ({ code: 'taken', field }));
    const made = Array.from({ length: AT_ONCE }, async () => store.createContact(1, { ...CONTACT, ...has }, scope));
    assert.deepEqual(await raced(made), [1, others]);
    const ids: number[] = [];
    for (let place = 0; place < AT_ONCE; place += 1)
      ids.push(valueOf(await store.createContact(1, { ...CONTACT, role: has.role })).id);
    const next = { [field]: `next-${scope}@example.com` };
    assert.deepEqual(await raced(ids.map(async (id) => store.changeContact(1, id, next, scope))), [1, others]);
    valueOf(await store.createContact(2, { ...CONTACT, ...has }, scope));
  });

test('leads share an address among users; a lead who becomes one does not, and twins from before are not judged', async () => {
  const email = 'shared@example.com';
  const lead = valueOf(await store.createContact(1, { ...CONTACT, role: 'lead', email }));
  const user = valueOf(await store.createContact(1, { ...CONTACT, email }));
  const taken = { code: 'taken', field: 'email' };
  assert.deepEqual(refusalOf(await store.changeContact(1, lead.id, { role: 'user' })), taken);
  assert.equal(valueOf(await store.changeContact(1, lead.id, { role: 'user', email: null })).role, 'user');
  await pool.query(`update contact set email = $1, identifier = 'twin' where id = any($2)`, [
    email,
    [lead.id, user.id],
  ]);
  const same = { role: 'user', email: email.toUpperCase(), identifier: 'twin', name: 'Twin' } as const;
  assert.equal(valueOf(await store.changeContact(1, lead.id, same)).name, 'Twin');
  const elsewhere = { code: 'taken', field: 'identifier' };
  assert.deepEqual(refusalOf(await store.createContact(1, { ...CONTACT, identifier: 'twin' })), elsewhere);
});

test('more attributes than a contact holds are refused, and none of them is kept', async () => {
  const { id } = valueOf(await store.createContact(1, { ...CONTACT, attributes: { plan: 'basic' } }));
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, place) => [`a${place}`, 'x'.repeat(100)]));
  assert.deepEqual(refusalOf(await store.changeContact(1, id, { attributes: many })), { code: 'attributes_full' });
  assert.deepEqual(valueOf(await store.changeContact(1, id, {})).attributes, { plan: 'basic' });
});

test('tickets are put and put again, listed by id, and gone when deleted', async () => {
  const contactId = await addContact(database, 1);
  const [stranger] = [await addContact(database, 2)];
  const put = async (id: string, url: string | null = null) => store.putTicket(1, { id, contactId, url });
  for (const id of ['B', 'A', 'C']) assert.deepEqual(valueOf(await put(id)), { isNew: true });
  assert.deepEqual(valueOf(await put('B', 'https://crm.example/B')), { isNew: false });
  assert.deepEqual(await store.tickets(1, { beyond: null, limit: 2 }), [
    { id: 'A', contactId, url: null },
    { id: 'B', contactId, url: 'https://crm.example/B' },
  ]);
  const rest = await store.tickets(1, { beyond: 'B', limit: 2 });
  assert.deepEqual(
    rest.map(({ id }) => id),
    ['C'],
  );
  const unknown = refusalOf(await store.putTicket(1, { id: 'D', contactId: stranger ?? 0, url: null }));
  assert.deepEqual(unknown, { code: 'ticket_contact_unknown' });
  assert.deepEqual([await store.deleteTicket(1, 'A'), await store.deleteTicket(1, 'A')], [true, false]);
  assert.equal(await store.deleteTicket(2, 'B'), false);
});

const ANSWERED = { destination: FIRST_MENUS, trunkId: null } as const;

test('a workspace has one default number: a new one takes its place, and a refused one does not', async () => {
  const add = async (number: string, isDefault: boolean) =>
    valueOf(await store.createNumber(1, { number, display: number, ...ANSWERED, isDefault }));
  const defaults = async () =>
    (await pool.query('select number from phone_number where workspace_id = 1 and is_default')).rows;
  await add('+13392195201', true);
  const second = await add('+13392195202', false);
  await add('+13392195203', true);
  assert.deepEqual(await defaults(), [{ number: '+13392195203' }]);
  assert.equal(valueOf(await store.changeNumber(1, second.id, { isDefault: true })).isDefault, true);
  assert.deepEqual(await defaults(), [{ number: '+13392195202' }]);
  assert.deepEqual(refusalOf(await store.changeNumber(1, 999_999, { isDefault: true })), { code: 'unknown' });
  assert.deepEqual(refusalOf(await store.changeNumber(2, second.id, { isDefault: true })), { code: 'unknown' });
  assert.deepEqual(await defaults(), [{ number: '+13392195202' }], 'the old default keeps its place');

  const same = { number: '+13392195202', display: 'again', ...ANSWERED, isDefault: true } as const;
  for (const workspaceId of [1, 2])
    assert.deepEqual(refusalOf(await store.createNumber(workspaceId, same)), { code: 'taken', field: 'number' });
  assert.equal(await store.deleteNumber(2, second.id), false);
  assert.deepEqual([await store.deleteNumber(1, second.id), await store.deleteNumber(1, second.id)], [true, false]);
});

test('two defaults made at the same moment leave one', async () => {
  const numbers = ['+13392195211', '+13392195212', '+13392195213', '+13392195214'];
  const done = await Promise.all(
    numbers.map(async (number) => store.createNumber(2, { number, display: number, ...ANSWERED, isDefault: true })),
  );
  for (const each of done) valueOf(each);
  const { rows } = await pool.query('select count(*) as all from phone_number where workspace_id = 2 and is_default');
  assert.deepEqual(rows, [{ all: 1 }]);
});

test('a menu goes below one that is there, and not into itself', async () => {
  const top = valueOf(await store.createMenu(1, menuDraft({ name: 'Top' })));
  const below = valueOf(await store.createMenu(1, menuDraft({ name: 'Below', parentId: top.id })));
  assert.deepEqual([below.parentId, below.name], [top.id, 'Below']);
  assert.deepEqual(refusalOf(await store.changeMenu(1, top.id, { parentId: below.id })), {
    code: 'menu_in_itself',
    parentId: below.id,
  });
  const stranger = valueOf(await store.createMenu(2, menuDraft()));
  assert.deepEqual(refusalOf(await store.createMenu(1, menuDraft({ parentId: stranger.id }))), {
    code: 'menu_parent_unknown',
    parentId: stranger.id,
  });
});

test('the groups of a menu name agents of its own workspace', async () => {
  const [own, stranger] = [await addAgent(database, 1, 'di@x.example'), await addAgent(database, 2, 'di@x.example')];
  const menu = valueOf(await store.createMenu(1, menuDraft({ groups: [{ name: 'First', agentIds: [own] }] })));
  assert.deepEqual(menu.groups, [{ name: 'First', agentIds: [own] }]);
  const groups = [{ name: 'First', agentIds: [own, stranger] }];
  assert.deepEqual(refusalOf(await store.changeMenu(1, menu.id, { groups })), {
    code: 'menu_agent_unknown',
    agentId: stranger,
    group: 0,
    place: 1,
  });
});

test('a deleted menu stays for the calls that name it, takes no change, and keeps those below it', async () => {
  const top = valueOf(await store.createMenu(1, menuDraft({ name: 'Going' })));
  const below = valueOf(await store.createMenu(1, menuDraft({ name: 'Staying', parentId: top.id })));
  assert.equal(await store.deleteMenu(2, top.id), false);
  assert.equal(await store.deleteMenu(1, top.id), true);
  assert.deepEqual(refusalOf(await store.changeMenu(1, top.id, { name: 'Back' })), { code: 'menu_deleted' });
  assert.equal(valueOf(await store.changeMenu(1, below.id, { name: 'Stayed' })).parentId, top.id);
  assert.deepEqual(refusalOf(await store.changeMenu(2, below.id, {})), { code: 'unknown' });
});
