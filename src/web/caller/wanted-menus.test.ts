import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wantedMenus } from './wanted-menus.ts';

const WAYS: readonly (readonly [search: string, ids: readonly number[]])[] = [
  ['', []],
  ['?menu=50', [50]],
  ['?menu=10.11', [10, 11]],
  ['?m=x&menu=7', [7]],
  ['?menu=0', []],
  ['?menu=10.', []],
  ['?menu=ten', []],
  [`?menu=${Array.from({ length: 21 }, (_, at) => at + 1).join('.')}`, []],
];

for (const [search, ids] of WAYS)
  test(`${search === '' ? 'no search' : search} leads through ${JSON.stringify(ids)}`, () => {
    assert.deepEqual(wantedMenus(search), ids);
  });
