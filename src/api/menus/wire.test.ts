/** Menus on the wire: what is written reads back as it was, and what is not said is ordinary. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Static } from 'typebox';
import type { Menu } from '#domain/directory/menu.ts';
import type { NewMenu } from './schema.ts';
import { readHours, readMenu, readNewMenu, writeMenu } from './wire.ts';

test('a menu of a name and a kind is an ordinary one: always open, recorded, voicemail', () => {
  assert.deepEqual(readNewMenu({ name: 'Sales', kind: 'ivr_menu' }), {
    name: 'Sales',
    kind: 'ivr_menu',
    parentId: null,
    position: 0,
    outputMessage: '',
    hidden: false,
    redirected: false,
    hours: null,
    offerType: 'cascade',
    offerSeconds: 30,
    groups: [],
    skills: [],
    recording: 'always',
    deflection: 'voicemail',
    capacity: null,
    noAgents: { outcome: 'voicemail', menuId: null, afterSeconds: 60 },
    longWait: { outcome: 'keep_waiting', menuId: null, afterSeconds: 600 },
    overCapacity: { outcome: 'voicemail', menuId: null },
    wrapUp: null,
  });
});

test('a full queue does what a closed one does, until it is told otherwise', () => {
  const ordinary = { name: 'Sales', kind: 'ivr_menu' } as const;
  assert.equal(readNewMenu({ ...ordinary, deflection: 'message_only' }).overCapacity.outcome, 'message_only');
  const told = readNewMenu({ ...ordinary, deflection: 'message_only', over_capacity: { outcome: 'menu', menu_id: 7 } });
  assert.deepEqual(told.overCapacity, { outcome: 'menu', menuId: 7 });
});

test('a change has the fields that it names and no others', () => {
  assert.deepEqual(readMenu({}), {});
  assert.deepEqual(readMenu({ parent_id: null, hours: null }), { parentId: null, hours: null });
  assert.deepEqual(readMenu({ long_wait: { outcome: 'call_back', after_seconds: 90 } }), {
    longWait: { outcome: 'call_back', menuId: null, afterSeconds: 90 },
  });
});

/** A time on the wire -> minutes since midnight. */
const TIMES = [
  ['00:00', 0],
  ['09:30', 570],
  ['23:59', 1439],
  ['24:00', 1440],
] as const;
test('hours are minutes since midnight, and midnight at the end is 24:00', () => {
  for (const [text, minutes] of TIMES) {
    const { open } = readHours({ time_zone: 'Europe/Paris', open: { mon: [{ from: '00:00', to: text }] } });
    assert.deepEqual(open.mon, [{ from: 0, to: minutes }]);
  }
});

test('what is written is what was read', () => {
  const wire: Static<typeof NewMenu> = {
    name: 'Support',
    kind: 'ivr_menu',
    parent_id: 4,
    position: 2,
    output_message: 'You chose support.',
    hidden: true,
    redirected: true,
    hours: {
      time_zone: 'America/Los_Angeles',
      open: { mon: [{ from: '09:00', to: '12:30' }], sun: [] },
      holidays: [{ date: '2026-12-25', name: 'Christmas', open: [{ from: '10:00', to: '24:00' }] }],
    },
    offer_type: 'cascade',
    offer_seconds: 45,
    groups: [{ name: 'Group 1', agent_ids: [1, 2] }],
    skills: [{ skill_id: 3, least_level: 2 }],
    recording: 'always',
    deflection: 'voicemail',
    capacity: 10,
    no_agents: { outcome: 'menu', menu_id: 9, after_seconds: 5 },
    long_wait: { outcome: 'call_back', menu_id: null, after_seconds: 120 },
    over_capacity: { outcome: 'voicemail', menu_id: null },
    wrap_up: { seconds: 30, dispositions: ['Sold'], required: ['disposition', 'note'], tags: [] },
  };
  const menu: Menu = { ...readNewMenu(wire), id: 7, deleted: false };
  assert.deepEqual(writeMenu(menu), { id: 7, ...wire, deleted: false });
});
