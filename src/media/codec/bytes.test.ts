import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { fromHex } from '../../../test/support/hex.ts';
import { joinBytes, readUint16, readUint32, writeUint16, writeUint32 } from './bytes.ts';

test('numbers are big-endian and unsigned', () => {
  const bytes = fromHex('00 ffee ddccbbaa');
  assert.deepEqual([readUint16(bytes, 1), readUint32(bytes, 3)], [0xffee, 0xddccbbaa]);
});

test('any number comes back', () => {
  const bytes = new Uint8Array(7);
  fc.assert(
    fc.property(fc.nat(65_535), fc.nat(2 ** 32 - 1), (short, long) => {
      writeUint16(bytes, 0, short);
      writeUint32(bytes, 3, long);
      assert.deepEqual([readUint16(bytes, 0), readUint32(bytes, 3)], [short, long]);
    }),
  );
});

test('past the end there are zeros', () => assert.equal(readUint32(fromHex('ff'), 0), 0xff000000));

test('parts are joined in order', () => {
  assert.deepEqual(joinBytes([fromHex('01'), fromHex(''), fromHex('0203')]), fromHex('010203'));
});
