import assert from 'node:assert/strict';
import { test } from 'node:test';
import { menuFault } from './menu-tree.ts';

const menus = new Map([
  [1, { parentId: null, deleted: false }],
  [2, { parentId: 1, deleted: false }],
  [3, { parentId: 2, deleted: false }],
  [4, { parentId: null, deleted: true }],
  [5, { parentId: 6, deleted: false }],
  [6, { parentId: 5, deleted: false }],
]);
const agents = new Set([1, 2]);
const plain = { id: null, parentId: null, groups: [], hours: null };
const group = (name: string, ...agentIds: number[]) => ({ name, agentIds });

const CASES = [
  ['a menu at the root fits', plain, undefined],
  ['a menu below another fits', { ...plain, parentId: 3 }, undefined],
  ['a menu below an unknown one', { ...plain, parentId: 9 }, 'menu_parent_unknown'],
  ['a menu below a deleted one', { ...plain, parentId: 4 }, 'menu_parent_unknown'],
  ['a menu below itself', { ...plain, id: 1, parentId: 1 }, 'menu_in_itself'],
  ['a menu below its own grandchild', { ...plain, id: 1, parentId: 3 }, 'menu_in_itself'],
  ['a menu below a ring that it is no part of comes to an end', { ...plain, id: 1, parentId: 5 }, undefined],
  ['a group of known agents fits', { ...plain, groups: [group('a', 1), group('b', 1, 2)] }, undefined],
  ['an unknown agent', { ...plain, groups: [group('a', 1, 3)] }, 'menu_agent_unknown'],
  ['two groups of one name', { ...plain, groups: [group('a'), group('a')] }, 'menu_group_twice'],
  ['hours in a known zone fit', { ...plain, hours: { timeZone: 'Europe/Paris', open: {} } }, undefined],
  ['hours in no zone', { ...plain, hours: { timeZone: 'Mars/Olympus', open: {} } }, 'menu_time_zone_unknown'],
  ['hours in an abbreviation', { ...plain, hours: { timeZone: 'BST', open: {} } }, 'menu_time_zone_unknown'],
  [
    'hours that end before they begin',
    { ...plain, hours: { timeZone: 'UTC', open: { tue: [{ from: 600, to: 600 }] } } },
    'menu_hours_reversed',
  ],
] as const;

for (const [name, menu, code] of CASES)
  test(name, () => {
    assert.equal(menuFault(menu, menus, agents)?.code, code);
  });
