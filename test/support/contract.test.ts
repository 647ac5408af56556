import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Example, Json } from './contract.ts';
import { compare, valueAt } from './contract.ts';

function isEqual(match: Example['match'], answer: Json, expected: Json, more: Partial<Example> = {}): boolean {
  const example: Example = {
    name: 'x',
    request: { method: 'GET', path: '/' },
    holds: { status: 200, body: expected },
    match,
    ...more,
  };
  const got = { status: 200, headers: new Headers({ 'x-a': 'b' }), text: JSON.stringify(answer), json: answer };
  try {
    compare(example, got, (value) => value);
    return true;
  } catch (error) {
    assert.ok(error instanceof assert.AssertionError);
    return false;
  }
}

const ID = '9bc4fc62-7cdf-4f72-a56e-02af4836d499';

test('exact: equal but for the order of keys and the request id', () => {
  assert.ok(isEqual('exact', { a: 1, b: [2] }, { b: [2], a: 1 }));
  assert.ok(isEqual('exact', { request_id: ID }, { request_id: ID.replace('9', '1') }));
  assert.ok(!isEqual('exact', { request_id: 'req_1' }, { request_id: ID }));
  assert.ok(!isEqual('exact', { a: 1, b: 2 }, { a: 1 }));
});

test('shape: keys in their order, types, lengths of lists', () => {
  assert.ok(isEqual('shape', { a: 'x', b: [1] }, { a: 'y', b: [2] }));
  assert.ok(!isEqual('shape', { b: [1], a: 'x' }, { a: 'y', b: [2] }));
  assert.ok(!isEqual('shape', { a: null }, { a: 'y' }));
  assert.ok(!isEqual('shape', { a: [] }, { a: [1] }));
});

test('superset: every key with its type, and more', () => {
  assert.ok(isEqual('superset', { a: 1, b: 2 }, { a: 3 }));
  assert.ok(isEqual('superset', { a: 'x' }, { a: null }));
  assert.ok(!isEqual('superset', { b: 2 }, { a: null }));
  assert.ok(!isEqual('superset', { a: null }, { a: 1 }));
  assert.ok(isEqual('superset', { a: null }, { a: 1 }, { nullable: ['a'] }));
  assert.ok(isEqual('superset', {}, { a: 1 }, { optional: ['a'] }));
  assert.ok(!isEqual('superset', { l: [{ a: 1 }, {}] }, { l: [{ a: 1 }] }));
  assert.ok(isEqual('superset', { l: [{ a: 1 }, {}] }, { l: [{ a: 1 }] }, { optional: ['l[].a'] }));
});

test('facts, patterns and what must be absent count besides', () => {
  assert.ok(isEqual('superset', { a: [1, 2] }, {}, { facts: { 'a.length': 2, 'a.0': 1 } }));
  assert.ok(!isEqual('superset', { a: 1 }, {}, { facts: { a: 2 } }));
  assert.ok(!isEqual('superset', {}, {}, { facts: { a: 2 } }));
  assert.ok(isEqual('superset', { a: 'ab' }, {}, { patterns: { a: '^a', 'headers.x-a': '^b$' } }));
  assert.ok(!isEqual('superset', { a: 'ab' }, {}, { patterns: { a: '^b' } }));
  assert.ok(!isEqual('superset', { a: 1 }, {}, { absent: ['a'] }));
});

test('a path leads through lists and ends where there is nothing', () => {
  assert.equal(valueAt({ a: [{ b: 1 }] }, 'a.0.b'), 1);
  assert.equal(valueAt({ a: null }, 'a.b'), undefined);
});
