import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex, toHex } from '../../../test/support/hex.ts';
import { plainSrtpCrypto } from '../../../test/support/srtp-crypto.ts';
import { createCounterMode } from './srtp-cipher.ts';
import { deriveKey, splitDtlsExport } from './srtp-keys.ts';

test('RFC 3711 B.2: the keystream of AES-CM', () => {
  const encryptBlocks = plainSrtpCrypto.aesEcb(fromHex('2B7E151628AED2A6ABF7158809CF4F3C'));
  const keystream = new Uint8Array(1_044_512);
  createCounterMode(encryptBlocks, fromHex('F0F1F2F3F4F5F6F7F8F9FAFBFCFD'))(keystream, 0, keystream.length, 0, 0);
  const block = (number: number) => toHex(keystream.subarray(16 * number, 16 * number + 16));
  assert.deepEqual([0, 1, 2, 0xfeff, 0xff00, 0xff01].map(block), [
    'e03ead0935c95e80e166b16dd92b4eb4',
    'd23513162b02d0f72a43a2fe4a5f97ab',
    '41e95b3bb0a2e8dd477901e4fca894c0',
    'ec8cdf7398607cb0f2d21675ea9ea1e4',
    '362b7c3c6773516318a077d7fc5073ae',
    '6a2cc3787889374fbeb4c81b17ba6c44',
  ]);
});

/** RFC 3711 B.3. */
const MASTER = {
  key: fromHex('E1F97A0D3E018BE0D64FA32C06DE4139'),
  salt: fromHex('0EC675AD498AFEEBB6960B3AABE6'),
};

const SESSION_KEYS = {
  'cipher key': [0x00, 'c61e7a93744f39ee10734afe3ff7a087'],
  'cipher salt': [0x02, '30cbbc08863d8c85d49db34a9ae1'],
  'authentication key': [
    0x01,
    'cebe321f6ff7716b6fd4ab49af256a156d38baa48f0a0acf3c34e2359e6cdbcee049646c43d9327ad175578ef7227098' +
      '6371c10c9a369ac2f94a8c5fbcdddc256d6e919a48b610ef17c2041e474035766b68642c59bbfc2f34db60dbdfb2',
  ],
} as const;

for (const [name, [label, key]] of Object.entries(SESSION_KEYS)) {
  test(`RFC 3711 B.3: the ${name}`, () => {
    assert.equal(toHex(deriveKey(plainSrtpCrypto, MASTER, label, key.length / 2)), key);
  });
}

test('what DTLS exports is cut into the keys and salts of both sides', () => {
  const exported = Uint8Array.from({ length: 60 }, (_, index) => index);
  const client = { key: exported.slice(0, 16), salt: exported.slice(32, 46) };
  const server = { key: exported.slice(16, 32), salt: exported.slice(46) };
  assert.deepEqual(splitDtlsExport(exported, 'client'), { local: client, remote: server });
  assert.deepEqual(splitDtlsExport(exported, 'server'), { local: server, remote: client });
  assert.equal(splitDtlsExport(exported.subarray(1), 'client'), null);
});

test('deriving leaves the master alone, also where it is a Buffer, whose slices are views', () => {
  const master = { key: Buffer.from(MASTER.key), salt: Buffer.from(MASTER.salt) };
  const keys = [1, 1].map((label) => toHex(deriveKey(plainSrtpCrypto, master, label, 20)));
  assert.equal(keys[0], keys[1]);
  assert.equal(toHex(master.salt), toHex(MASTER.salt));
});
