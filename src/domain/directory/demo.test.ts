import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEMO_AGENTS, DEMO_CONTACTS, DEMO_MENUS, DEMO_NUMBERS, DEMO_TICKETS, DEMO_WORKSPACE } from './demo.ts';
import { isOpen } from './hours.ts';
import { isE164, lineOf, readPhoneNumber } from './phone-number.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('ids and uids are given once, and every uid is a UUID', () => {
  for (const rows of [DEMO_AGENTS, DEMO_MENUS, DEMO_CONTACTS])
    assert.equal(new Set(rows.map((row) => row.id)).size, rows.length);
  for (const rows of [[DEMO_WORKSPACE], DEMO_AGENTS, DEMO_CONTACTS]) {
    const uids = rows.map((row) => row.uid);
    assert.equal(new Set(uids).size, uids.length);
    for (const uid of uids) assert.match(uid, UUID);
  }
});

test('the business, a staff member and a client have the uid that seed 003 prints for all three', () => {
  const printed = 'd290f1ee-6c54-4b01-90e6-d701748f0851';
  assert.equal(DEMO_WORKSPACE.uid, printed);
  assert.equal(DEMO_AGENTS.find((agent) => agent.id === 1)?.uid, printed);
  assert.equal(DEMO_CONTACTS.find((contact) => contact.phone === '+14155550148')?.uid, printed);
});

test('the agents of seed 004: admin@ takes calls, agent@ is not available, allen@ may not call', () => {
  const [admin, agent, allen] = DEMO_AGENTS;
  assert.deepEqual([admin?.email, admin?.mayCall, admin?.status], ['admin@somedomain.com', true, 'available']);
  assert.deepEqual([agent?.email, agent?.mayCall, agent?.status], ['agent@somedomain.com', true, 'unavailable']);
  assert.deepEqual([allen?.email, allen?.mayCall], ['allen@somedomain.com', false]);
  assert.deepEqual(
    DEMO_AGENTS.filter((each) => each.simulated || each.capacity === null).map((each) => each.id),
    [1],
    'only the simulated agent takes any number of calls',
  );
});

test('each menu names agents that exist, and a parent that does', () => {
  const agents = new Set<number>(DEMO_AGENTS.map((agent) => agent.id));
  const menus = new Set<number>(DEMO_MENUS.map((menu) => menu.id));
  for (const menu of DEMO_MENUS) {
    for (const group of menu.groups) for (const id of group.agentIds) assert.ok(agents.has(id));
    assert.ok(menu.parentId === null || menus.has(menu.parentId));
    assert.ok(menu.offerSeconds >= 5 && menu.offerSeconds <= 600);
  }
});

test('there is a menu for each condition that seed 004 knows', () => {
  const menu = (id: number) => DEMO_MENUS.find((each) => each.id === id);
  const now = new Date('2026-03-02T09:00:00Z');
  const kindAndCondition = (id: number) => {
    const { kind, redirected, hours = null, recording } = menu(id) ?? {};
    return [kind, redirected, isOpen(hours, now), recording];
  };
  assert.deepEqual(kindAndCondition(9), ['mobile_menu', false, true, 'always']);
  assert.equal(menu(9)?.name, 'Lock Star');
  assert.deepEqual(kindAndCondition(10), ['ivr_menu', false, true, 'always']);
  assert.deepEqual(kindAndCondition(50), ['web_menu', false, true, 'always']);
  assert.deepEqual(kindAndCondition(51), ['ivr_menu', true, true, 'always']);
  assert.deepEqual(kindAndCondition(52), ['mobile_menu', false, false, 'always']);
  assert.deepEqual(kindAndCondition(53), ['mobile_menu', false, true, 'ask']);
});

test('numbers are E.164, shown as seed 004 prints them, with one default among the queues', () => {
  for (const { number, display } of DEMO_NUMBERS) {
    assert.ok(isE164(number));
    assert.equal(readPhoneNumber(display), number);
    assert.match(display, /^\+1 \d{3}-\d{3}-\d{4}$/);
  }
  assert.deepEqual(
    DEMO_NUMBERS.filter((each) => each.isDefault).map((each) => [each.display, lineOf(each)]),
    [['+1 339-219-5276', 'queue']],
  );
  assert.equal(DEMO_NUMBERS.filter((each) => lineOf(each) === 'fin').length, 1);
});

test('contacts can be called, and the tickets of seed 004 lead to theirs', () => {
  for (const { phone } of DEMO_CONTACTS) assert.equal(readPhoneNumber(phone), phone);
  const outIdOf = (ticket: string) => {
    const contactId = DEMO_TICKETS.find((each) => each.id === ticket)?.contactId;
    return DEMO_CONTACTS.find((each) => each.id === contactId)?.outContactId;
  };
  assert.equal(outIdOf('71450'), '381630957514');
  assert.equal(outIdOf('76517'), '389391400633');
});
