/**
 * SRTP's primitives by Node's crypto, in the one way that is fast enough for every packet.
 *
 * `createCipheriv` and `createHmac` cost more than ten microseconds each before they touch a byte. So the cipher object
 * lives as long as its key (ECB has no state between blocks, and counter mode needs nothing else), and the HMAC is two
 * one-shot hashes over buffers whose first block, the padded key, is written once. Measured by `bench/srtp.ts`.
 */
import { createCipheriv, hash } from 'node:crypto';
import type { SrtpCrypto } from '../../codec/srtp-cipher.ts';

const HASH_BLOCK = 64;
const HASH_BYTES = 20;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/** Nearly every packet fits; a longer one makes its key's buffer grow. */
const USUAL_PACKET_BYTES = 1500;

/** Node's AES and SHA-1. */
export const nodeSrtpCrypto: SrtpCrypto = {
  aesEcb(key) {
    const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
    return (blocksIn, blocksOut) => blocksOut.set(cipher.update(blocksIn));
  },

  /** `key` is at most a hash block, 64 bytes, long. Source: RFC 2104 section 2. */
  hmacSha1(key) {
    let inner = paddedKey(key, INNER_PAD, USUAL_PACKET_BYTES);
    const outer = paddedKey(key, OUTER_PAD, HASH_BYTES);
    return (parts) => {
      let end = HASH_BLOCK;
      for (const part of parts) {
        if (end + part.length > inner.length) inner = Buffer.concat([inner], 2 * (end + part.length));
        inner.set(part, end);
        end += part.length;
      }
      outer.set(hash('sha1', inner.subarray(0, end), 'buffer'), HASH_BLOCK);
      return hash('sha1', outer, 'buffer');
    };
  },
};

function paddedKey(key: Uint8Array, pad: number, room: number): Buffer<ArrayBuffer> {
  const block = Buffer.alloc(HASH_BLOCK + room);
  for (let at = 0; at < HASH_BLOCK; at += 1) block[at] = (key[at] ?? 0) ^ pad;
  return block;
}
