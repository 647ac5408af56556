import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { fromHex, toHex } from '../../../../test/support/hex.ts';
import { plainSrtpCrypto } from '../../../../test/support/srtp-crypto.ts';
import { nodeSrtpCrypto } from './crypto.ts';

const anyKey = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

test('RFC 2202 case 2 for HMAC-SHA1, in one part and in several', () => {
  const authenticate = nodeSrtpCrypto.hmacSha1(Buffer.from('Jefe'));
  const digest = 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79';
  assert.equal(toHex(authenticate([Buffer.from('what do ya want for nothing?')])), digest);
  assert.equal(toHex(authenticate([Buffer.from('what do ya '), Buffer.from('want for nothing?')])), digest);
});

test('FIPS 197 appendix B for AES-128, two blocks alike', () => {
  const encryptBlocks = nodeSrtpCrypto.aesEcb(fromHex('2b7e151628aed2a6abf7158809cf4f3c'));
  const blocks = new Uint8Array(32);
  encryptBlocks(fromHex('3243f6a8885a308d313198a2e0370734'.repeat(2)), blocks);
  assert.equal(toHex(blocks), '3925841d02dc09fbdc118597196a0b32'.repeat(2));
});

test('the fast way says what the plain way says, however often and however long', () => {
  fc.assert(
    fc.property(
      anyKey(16),
      anyKey(20),
      fc.array(fc.uint8Array({ maxLength: 4000 }), { maxLength: 6 }),
      (aesKey, hmacKey, messages) => {
        const fast = { encrypt: nodeSrtpCrypto.aesEcb(aesKey), authenticate: nodeSrtpCrypto.hmacSha1(hmacKey) };
        const plain = { encrypt: plainSrtpCrypto.aesEcb(aesKey), authenticate: plainSrtpCrypto.hmacSha1(hmacKey) };
        for (const message of messages) {
          assert.equal(toHex(fast.authenticate([message])), toHex(plain.authenticate([message])));
          const blocks = message.subarray(0, message.length - (message.length % 16));
          const [one, other] = [new Uint8Array(blocks.length), new Uint8Array(blocks.length)];
          fast.encrypt(blocks, one);
          plain.encrypt(blocks, other);
          assert.deepEqual(one, other);
        }
      },
    ),
    { numRuns: 40 },
  );
});
