import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { hashToken, readBasic, readBearer, sameHash } from './auth.ts';

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

for (const [header, token] of [
  ['Bearer abc', 'abc'],
  ['bearer abc', 'abc'],
  ['Bearer   abc  ', 'abc'],
  ['Bearer', null],
  ['Bearer a b', null],
  ['Basic abc', null],
  ['', null],
  [undefined, null],
  [`Bearer ${'x'.repeat(513)}`, null],
] as const)
  test(`"${String(header).slice(0, 20)}" carries ${token === null ? 'no token' : `the token ${token}`}`, () =>
    assert.equal(readBearer(header), token));

test('Basic carries user and password, which may hold colons', () => {
  assert.deepEqual(readBasic(basic('demo:a:b')), { user: 'demo', password: 'a:b' });
});

test('Basic without a colon, or that is no base64, carries nothing', () => {
  assert.equal(readBasic(basic('demo')), null);
  assert.equal(readBasic('Basic !!!'), null);
  assert.equal(readBasic(undefined), null);
});

test('any header is read without a throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
      readBearer(text);
      readBasic(text);
      readBasic(`Basic ${text}`);
    }),
  );
});

test('a token has one hash, and no other token has it', () => {
  assert.ok(sameHash(hashToken('a'), hashToken('a')));
  assert.ok(!sameHash(hashToken('a'), hashToken('b')));
  assert.ok(!sameHash(hashToken('a'), Buffer.alloc(3)));
});
