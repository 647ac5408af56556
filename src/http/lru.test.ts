import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lruOf } from './lru.ts';

test('beyond its count the least recently used goes', () => {
  const map = lruOf<string, number>(3);
  for (const [value, key] of ['a', 'b', 'c'].entries()) map.set(key, value);
  map.get('a');
  map.set('c', 7);
  map.set('d', 4);
  assert.deepEqual(Object.fromEntries(map.entries()), { d: 4, c: 7, a: 0 });
});
