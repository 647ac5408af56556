import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SearchTree } from '#domain/ports/contact-search.ts';
import type { Searchable } from './search.ts';
import { readQuery } from './search.ts';

type Field = 'name' | 'at' | 'count' | 'flag' | 'own';
const FIELDS: Readonly<Record<string, Searchable<Field>>> = {
  name: { kind: 'text', field: 'name', stored: (text, isWhole) => (isWhole ? text.toUpperCase() : text) },
  id: { kind: 'id', field: 'name' },
  at: { kind: 'date', field: 'at' },
  count: { kind: 'integer', field: 'count' },
  flag: { kind: 'boolean', field: 'flag' },
  own: { kind: 'any', field: 'own' },
};
const fieldOf = (name: string): Searchable<Field> | undefined =>
  Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
const read = (field: string, operator: string, value: unknown): SearchTree<Field> => {
  const asked = readQuery({ field, operator, value }, fieldOf);
  assert.ok(asked.ok, JSON.stringify(asked));
  return asked.value;
};
const codeOf = (query: unknown): string => {
  const asked = readQuery(query, fieldOf);
  return asked.ok ? 'taken' : asked.wrong.code;
};
const term = (of: object): SearchTree<Field> => ({ kind: 'term', term: of }) as SearchTree<Field>;

test('a condition on a text is of the whole, of one of several, or of a part', () => {
  assert.deepEqual(read('name', '=', 'ada'), term({ field: 'name', operator: 'is', values: ['ADA'] }));
  assert.deepEqual(read('name', '!=', null), term({ field: 'name', operator: 'isNot', values: [null] }));
  assert.deepEqual(read('name', 'IN', ['a', 'b']), term({ field: 'name', operator: 'is', values: ['A', 'B'] }));
  assert.deepEqual(read('name', 'NIN', ['a']), term({ field: 'name', operator: 'isNot', values: ['A'] }));
  assert.deepEqual(read('name', '~', 'd'), term({ field: 'name', operator: 'contains', value: 'd' }));
  assert.deepEqual(read('name', '!~', 'd'), term({ field: 'name', operator: 'lacks', value: 'd' }));
  assert.deepEqual(read('name', '^', 'a'), term({ field: 'name', operator: 'starts', value: 'a' }));
  assert.deepEqual(read('name', '$', 'a'), term({ field: 'name', operator: 'ends', value: 'a' }));
});

test('a time is the whole second that is shown: more than it is from the next one on', () => {
  const from = (value: number) => term({ field: 'at', operator: 'atLeast', value });
  const until = (value: number) => term({ field: 'at', operator: 'under', value });
  assert.deepEqual(read('at', '>', 10), from(11));
  assert.deepEqual(read('at', '>=', '10'), from(10));
  assert.deepEqual(read('at', '<', 10), until(10));
  assert.deepEqual(read('at', '<=', 10), until(11));
  assert.deepEqual(read('at', '=', 10), { kind: 'all', of: [from(10), until(11)] });
  const none = term({ field: 'at', operator: 'is', values: [null] });
  assert.deepEqual(read('at', '!=', 10), { kind: 'any', of: [until(10), from(11), none] });
  assert.deepEqual(read('at', '=', null), none);
});

test('numbers and truth values are read, also where they are written as texts', () => {
  assert.deepEqual(read('count', '>', '7'), term({ field: 'count', operator: 'over', value: 7 }));
  assert.deepEqual(read('count', '<=', 7), term({ field: 'count', operator: 'atMost', value: 7 }));
  assert.deepEqual(read('flag', '=', 'true'), term({ field: 'flag', operator: 'is', values: [true] }));
  assert.deepEqual(read('own', '=', 1.5), term({ field: 'own', operator: 'is', values: [1.5] }));
  assert.deepEqual(read('own', '~', 'x'), term({ field: 'own', operator: 'contains', value: 'x' }));
});

test('what is no condition, or none of the field, has the vendor’s code', () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [null, 'invalid_query'],
    [[], 'invalid_query'],
    [{ field: 'name', operator: '=' }, 'invalid_query'],
    [{ field: 'name', value: 'x' }, 'invalid_query'],
    [{ field: 7, operator: '=', value: 'x' }, 'invalid_query'],
    [{ operator: 'AND', value: 'x' }, 'invalid_query'],
    [{ operator: 'AND', value: [] }, 'invalid_query'],
    [{ operator: 'and', value: [] }, 'invalid_operator'],
    [{ field: 'constructor', operator: '=', value: 'x' }, 'invalid_field'],
    [{ field: 'id', operator: '~', value: 'x' }, 'invalid_operator'],
    [{ field: 'flag', operator: '>', value: true }, 'invalid_operator'],
    [{ field: 'at', operator: 'IN', value: [1] }, 'invalid_operator'],
    [{ field: 'name', operator: '~', value: null }, 'invalid_value'],
    [{ field: 'count', operator: '>', value: null }, 'invalid_value'],
    [{ field: 'count', operator: '=', value: 1.5 }, 'invalid_value'],
    [{ field: 'flag', operator: '=', value: 'perhaps' }, 'invalid_value'],
    [{ field: 'own', operator: '=', value: {} }, 'invalid_value'],
    [{ field: 'own', operator: '>', value: 'x' }, 'invalid_value'],
    [{ field: 'name', operator: 'IN', value: [] }, 'invalid_value'],
    [{ field: 'name', operator: 'IN', value: Array(151).fill('x') }, 'invalid_value'],
    [{ field: 'name', operator: 'IN', value: Array(150).fill('x') }, 'taken'],
  ];
  for (const [query, code] of cases) assert.equal(codeOf(query), code, JSON.stringify(query)?.slice(0, 80));
});

test('conditions nest two deep below the first, fifteen each, and 225 in all', () => {
  const leaf = { field: 'name', operator: '=', value: 'x' };
  const group = (count: number, of: object) => ({ operator: 'OR', value: Array(count).fill(of) });
  assert.equal(codeOf(group(15, group(15, leaf))), 'taken');
  assert.equal(codeOf(group(16, leaf)), 'invalid_value');
  assert.equal(codeOf(group(2, group(15, group(15, leaf)))), 'invalid_value');
  assert.equal(codeOf(group(1, group(1, group(1, leaf)))), 'taken');
  assert.equal(codeOf(group(1, group(1, group(1, group(1, leaf))))), 'invalid_query');
});
