import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { fromHex, toHex } from '../../../test/support/hex.ts';
import { plainSrtpCrypto } from '../../../test/support/srtp-crypto.ts';
import { createSrtcpReceiver, createSrtcpSender, SRTCP_TRAILER_BYTES } from './srtcp.ts';
import { deriveTransforms } from './srtp-keys.ts';

/**
 * The master and packets of libsrtp's own test (test/srtp_driver.c, srtp_validate). libsrtp's first index is 1, ours 0.
 */
const MASTER = { key: fromHex('e1f97a0d3e018be0d64fa32c06de4139'), salt: fromHex('0ec675ad498afeebb6960b3aabe6') };
const PLAIN = fromHex('81c8000bcafebabe', 'abababababababababababababababab');
const SEALED = fromHex('81c8000bcafebabe', '7128035be487b9bdbef89041f977a5a8', '80000001', '993e08cd54d6c1230798');

const sender = () => createSrtcpSender(plainSrtpCrypto, MASTER);
const receiver = () => createSrtcpReceiver(plainSrtpCrypto, MASTER);

function seal(by: ReturnType<typeof sender>, plain: Uint8Array): Uint8Array {
  const room = new Uint8Array(plain.length + SRTCP_TRAILER_BYTES);
  room.set(plain);
  assert.equal(by.seal(room, plain.length), room.length);
  return room;
}

test('libsrtp: sealed as it seals, one index later', () => {
  const source = sender();
  const first = seal(source, PLAIN);
  assert.equal(toHex(first.subarray(24, 28)), '80000000');
  assert.equal(toHex(seal(source, PLAIN)), toHex(SEALED));
});

test('libsrtp: opened in place as it opens', () => {
  const bytes = SEALED.slice();
  assert.equal(receiver().open(bytes), PLAIN.length);
  assert.equal(toHex(bytes.subarray(0, PLAIN.length)), toHex(PLAIN));
});

test('a packet is taken once, in any order within the window', () => {
  const [source, target] = [sender(), receiver()];
  const sealed = Array.from({ length: 1100 }, () => seal(source, PLAIN));
  const opened = [1099, 1099, 76, 75].map((index) => target.open((sealed[index] ?? SEALED).slice()));
  assert.deepEqual(opened, [24, 'seen', 24, 'too_old']);
});

test('a changed bit anywhere is forged, E and index included', () => {
  const target = receiver();
  for (let bit = 0; bit < SEALED.length * 8; bit += 1) {
    const bytes = SEALED.slice();
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.ok(['forged', 'malformed'].includes(String(target.open(bytes))), `bit ${bit}`);
  }
  assert.equal(target.open(SEALED.slice()), PLAIN.length);
});

test('a genuine packet with E at 0 was never encrypted', () => {
  const { authenticate } = deriveTransforms(plainSrtpCrypto, MASTER, 'rtcp');
  const signed = fromHex(toHex(PLAIN), '00000007');
  const bytes = fromHex(toHex(signed), toHex(authenticate([signed]).subarray(0, 10)));
  assert.equal(receiver().open(bytes), PLAIN.length);
  assert.deepEqual(bytes.subarray(0, PLAIN.length), PLAIN);
});

test('without room for index and tag nothing is sealed', () => {
  const bytes = fromHex(toHex(PLAIN), '00000000000000000000000000');
  assert.equal(sender().seal(bytes, PLAIN.length), 'no_room');
});

test('any bytes are refused without a throw', () => {
  const target = receiver();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      bytes[0] = 0x80 | ((bytes[0] ?? 0) & 0x3f);
      assert.equal(typeof target.open(bytes), 'string');
      sender().seal(bytes, bytes.length - 20);
    }),
  );
});
