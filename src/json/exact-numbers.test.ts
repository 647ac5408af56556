import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { decimalOf, mayRound, parseExact } from './exact-numbers.ts';

/** Any way to write a number with an exponent of two digits at most. */
const written = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.bigInt({ min: 0n, max: 10n ** 30n }),
    fc.option(fc.stringMatching(/^\d{1,20}$/)),
    fc.option(fc.integer({ min: -99, max: 99 })),
  )
  .map(([sign, whole, fraction, exponent]) =>
    [sign, whole, fraction === null ? '' : `.${fraction}`, exponent === null ? '' : `e${exponent}`].join(''),
  );

test('any number comes back as the same decimal', () => {
  fc.assert(
    fc.property(written, (source) => {
      const text = JSON.stringify(parseExact(`{"a":[${source}]}`));
      assert.equal(decimalOf(text.slice(6, -2)), decimalOf(source));
    }),
  );
});

test('what the quick look lets pass is never rounded', () => {
  fc.assert(
    fc.property(written, (source) => {
      if (!mayRound(source)) assert.equal(decimalOf(String(Number(source))), decimalOf(source));
    }),
  );
});

test('what JavaScript keeps is a number like any other', () => {
  for (const source of [
    '0',
    '-0',
    '0.1',
    '1e21',
    '1E+2',
    '9007199254740992',
    '1.7976931348623157e308',
    '100000000000000000000',
  ])
    assert.deepEqual(parseExact(`[${source}]`), [Number(source)]);
});

test('strings stay strings', () =>
  assert.deepEqual(parseExact('["10158234567890123456","1e400"]'), ['10158234567890123456', '1e400']));
