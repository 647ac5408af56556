import assert from 'node:assert/strict';
import { test } from 'node:test';
import { menuFault } from './menu-tree.ts';

const on = { outcome: 'keep_waiting', menuId: null } as const;
const still = { noAgents: { ...on, afterSeconds: 60 }, longWait: { ...on, afterSeconds: 600 }, overCapacity: on };
const to = (menuId: number | null) => ({ ...on, outcome: 'menu' as const, menuId });
const menus = new Map(
  [
    { id: 1, parentId: null },
    { id: 2, parentId: 1 },
    { id: 3, parentId: 2 },
    { id: 4, parentId: null, deleted: true },
    { id: 5, parentId: 6, overCapacity: to(6) },
    { id: 6, parentId: 5, longWait: { ...to(1), afterSeconds: 60 } },
  ].map(({ id, ...menu }) => [id, { deleted: false, ...still, ...menu }]),
);
const agents = new Set([1, 2]);
const skills = new Set([7]);
const plain = { id: null, parentId: null, groups: [], skills: [], hours: null, wrapUp: null, ...still };
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
  ['a skill of the workspace fits', { ...plain, skills: [{ skillId: 7, level: 3 }] }, undefined],
  ['an unknown skill', { ...plain, skills: [{ skillId: 8, level: 3 }] }, 'menu_skill_unknown'],
  ['a skill wanted twice', { ...plain, skills: [1, 2].map((level) => ({ skillId: 7, level })) }, 'menu_skill_twice'],
  ['hours in a known zone fit', { ...plain, hours: { timeZone: 'Europe/Paris', open: {} } }, undefined],
  ['hours in no zone', { ...plain, hours: { timeZone: 'Mars/Olympus', open: {} } }, 'menu_time_zone_unknown'],
  ['hours in an abbreviation', { ...plain, hours: { timeZone: 'BST', open: {} } }, 'menu_time_zone_unknown'],
  [
    'hours that end before they begin',
    { ...plain, hours: { timeZone: 'UTC', open: { tue: [{ from: 600, to: 600 }] } } },
    'menu_hours_reversed',
  ],
  ['a rule that sends callers to another menu fits', { ...plain, id: 1, overCapacity: to(2) }, undefined],
  [
    'a rule that sends callers to a menu it does not name',
    { ...plain, overCapacity: to(null) },
    'menu_rule_menu_needed',
  ],
  [
    'a menu of a rule that sends nobody there',
    { ...plain, overCapacity: { ...on, menuId: 2 } },
    'menu_rule_menu_needed',
  ],
  ['a rule that sends callers to an unknown menu', { ...plain, overCapacity: to(9) }, 'menu_rule_menu_unknown'],
  ['a rule that sends callers to a deleted menu', { ...plain, overCapacity: to(4) }, 'menu_rule_menu_unknown'],
  ['a rule that sends callers to where they are', { ...plain, id: 2, overCapacity: to(2) }, 'menu_rule_circle'],
  ['rules that lead back by way of two others', { ...plain, id: 1, overCapacity: to(5) }, 'menu_rule_circle'],
] as const;

for (const [name, menu, code] of CASES)
  test(name, () => {
    assert.equal(menuFault(menu, menus, agents, skills)?.code, code);
  });
