import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Fault } from './fault.ts';
import { HttpFault } from './fault.ts';
import { MAX_DEPTH, isStorable, isStorableAddress, readJson } from './body.ts';

const bytes = (text: string): Buffer => Buffer.from(text);
function refused(name: string, input: Buffer, fault: Fault = 'malformed_body'): void {
  test(`${name} is ${fault}`, () => assert.throws(() => readJson(input), { name: 'HttpFault', fault }));
}

test('an empty body is an empty object', () => assert.deepEqual(readJson(bytes('')), {}));

refused('half a body', bytes('{"a":1'));
refused('bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]));
refused('UTF-8 that is cut in the middle', Buffer.from([0x22, 0xc3, 0x22]));
refused('NUL as an escape', bytes('{"a":"\\u0000"}'), 'value_refused');
refused('NUL as a key', bytes('{"\\u0000":1}'), 'value_refused');
refused('half a surrogate pair', bytes('["\\ud800"]'), 'value_refused');
refused('one level too deep', bytes(`${'['.repeat(MAX_DEPTH + 1)}${']'.repeat(MAX_DEPTH + 1)}`), 'body_too_deep');

test('the deepest body allowed is read', () => {
  assert.ok(Array.isArray(readJson(bytes(`${'['.repeat(MAX_DEPTH)}${']'.repeat(MAX_DEPTH)}`))));
});

test('brackets in strings are no nesting', () => {
  const text = '{'.repeat(1000) + '\\"' + '['.repeat(1000);
  assert.equal(readJson(bytes(`"${text}"`)), '{'.repeat(1000) + '"' + '['.repeat(1000));
});

test('a whole surrogate pair is a character', () => assert.equal(readJson(bytes('"\\ud83d\\ude00"')), '😀'));

test('of a key that comes twice the last one counts', () =>
  assert.deepEqual(readJson(bytes('{"a":1,"a":2}')), { a: 2 }));

test('__proto__ as a key is dropped, at any depth', () => {
  const value = readJson(bytes('{"__proto__":{"x":1},"a":{"__proto__":{"x":1},"b":2}}'));
  assert.deepEqual(value, { a: { b: 2 } });
  assert.equal(({} as Record<string, unknown>)['x'], undefined);
});

test('any JSON comes back as it went in, or is refused for what cannot be stored', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' }), (value) => {
      const text = JSON.stringify(value);
      if (!isStorable(value)) return assert.throws(() => readJson(bytes(text)), { fault: 'value_refused' });
      if (text.includes('__proto__')) return;
      assert.deepEqual(readJson(bytes(text)), JSON.parse(text));
    }),
  );
});

test('any bytes are a value or an HttpFault', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (input) => {
      try {
        readJson(Buffer.from(input));
      } catch (error) {
        assert.ok(error instanceof HttpFault);
      }
    }),
  );
});

for (const [address, isStorable] of [
  ['/w/demo?name=%C3%A9+b', true],
  ['/w/demo?name=a%00', false],
  ['/w/%00', false],
  ['/w/%ff', false],
  ['/w/%zz', false],
] as const)
  test(`the address ${address} ${isStorable ? 'can' : 'cannot'} be stored`, () => {
    assert.equal(isStorableAddress(address), isStorable);
  });
