import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aMenu } from '../../../test/support/calls.ts';
import type { Menu } from './menu.ts';
import { menuPath } from './menu.ts';

function tree(...menus: readonly Menu[]): ReadonlyMap<number, Menu> {
  return new Map(menus.map((menu) => [menu.id, menu]));
}

test('a menu without a parent is its own path', () => {
  const menu = aMenu();
  assert.deepEqual(menuPath(tree(menu), menu), { itemsCount: 1, name: 'Lock Star', materializedPath: '9' });
});

test('the path runs from the root to the menu', () => {
  const [root, middle, leaf] = [
    aMenu({ id: 6, name: 'Support' }),
    aMenu({ id: 8, name: 'Locks', parentId: 6 }),
    aMenu({ id: 12, name: 'Lost key', parentId: 8 }),
  ];
  assert.deepEqual(menuPath(tree(root, middle, leaf), leaf), {
    itemsCount: 3,
    name: 'Support > Locks > Lost key',
    materializedPath: '6/8/12',
  });
});

test('a circle of parents ends, and a parent that is gone is left out', () => {
  const [one, two] = [aMenu({ id: 1, parentId: 2 }), aMenu({ id: 2, parentId: 1 })];
  assert.equal(menuPath(tree(one, two), one).materializedPath, '2/1');
  const own = aMenu({ id: 3, parentId: 3 });
  assert.equal(menuPath(tree(own), own).materializedPath, '3');
  const orphan = aMenu({ id: 4, parentId: 99 });
  assert.equal(menuPath(tree(orphan), orphan).materializedPath, '4');
});
