import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '../../../test/support/hex.ts';
import { isSameKey, masterOf, readSdes, writeSdes } from './sdes.ts';

/** The example of RFC 4568 section 9.1, without its identifier. */
const KEY = 'd0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj';
const LINE = `1 AES_CM_128_HMAC_SHA1_80 inline:${KEY}`;

test('a line is read into key and salt, and written again', () => {
  const read = readSdes(LINE) ?? assert.fail();
  assert.deepEqual([read.tag, read.suite], [1, 'AES_CM_128_HMAC_SHA1_80']);
  assert.equal(toHex(read.master.key), '774466766726542b2978473740666235');
  assert.equal(toHex(read.master.salt), '6a552c5261417d5c7c7030252a23');
  assert.equal(writeSdes(read), LINE);
});

for (const [what, line] of [
  ['a lifetime', `${LINE}|2^20`],
  ['a hint for the window', `${LINE}|1048576 WSH=64`],
  ['the short tag', LINE.replace('_80', '_32')],
] as const)
  test(`${what} is taken`, () => assert.notEqual(readSdes(line), null));

for (const [what, line] of [
  ['a key identifier', `${LINE}|2^20|1:4`],
  ['a key identifier without a lifetime', `${LINE}|1:4`],
  ['another suite', LINE.replace('AES_CM_128', 'F8_128')],
  ['two keys', `${LINE};inline:${KEY}`],
  ['a key that is too short', LINE.slice(0, -4)],
  ['a key with other letters', LINE.replace('d0Rm', 'd0R-')],
  ['sound in the clear', `${LINE} UNENCRYPTED_SRTP`],
  ['keys that are derived anew', `${LINE} KDR=1`],
  ['no tag', LINE.slice(2)],
  ['a tag of ten digits', `1234567890${LINE.slice(1)}`],
  ['nothing', ''],
] as const)
  test(`${what} is refused`, () => assert.equal(readSdes(line), null));

test('keys are the same when key and salt are', () => {
  const bytes = Uint8Array.from({ length: 30 }, (_, index) => index);
  assert.ok(isSameKey(masterOf(bytes), masterOf(bytes.slice())));
  assert.ok(!isSameKey(masterOf(bytes), masterOf(bytes.with(29, 0))));
});
