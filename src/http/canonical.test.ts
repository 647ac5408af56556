import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { canonical } from './canonical.ts';

test('members in any order are one text, at any depth', () => {
  assert.equal(canonical({ b: [{ d: 1, c: 2 }], a: null }), '{"a":null,"b":[{"c":2,"d":1}]}');
  assert.equal(canonical({ a: null, b: [{ c: 2, d: 1 }] }), canonical({ b: [{ d: 1, c: 2 }], a: null }));
});

test('the order of a list, and the kind of a value, do count', () => {
  const texts = [[1, 2], [2, 1], ['1', 2], [1, '2'], [true], ['true'], [null], [{}], [[]]].map(canonical);
  assert.equal(new Set(texts).size, texts.length);
});

test('what is read from it is the value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const sent: unknown = JSON.parse(JSON.stringify(value));
      assert.deepEqual(JSON.parse(canonical(sent)), sent);
    }),
  );
});
