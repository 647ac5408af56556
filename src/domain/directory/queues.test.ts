import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDirectory, aMenu } from '../../../test/support/calls.ts';
import { hasQueue, queuesOf } from './queues.ts';

const groups = [{ name: 'all', agentIds: [1] }];
const menus = [
  aMenu({ id: 1, name: 'Sales', groups: [] }),
  aMenu({ id: 2, name: 'Repairs', parentId: 1, groups }),
  aMenu({ id: 3, name: 'Gone', groups, deleted: true }),
];
const directory = aDirectory({ menus: new Map(menus.map((menu) => [menu.id, menu])) });

test('a queue is a menu with agents that is not deleted', () => {
  assert.deepEqual(
    [1, 2, 3, 4].map((id) => hasQueue(directory, id)),
    [false, true, false, false],
  );
  assert.deepEqual(
    queuesOf(directory).map(({ id }) => id),
    [2],
  );
  assert.match(queuesOf(directory)[0]?.name ?? '', /Sales.*Repairs/);
});
