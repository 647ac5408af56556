/**
 * The two transforms under SRTP and SRTCP: AES in counter mode, and HMAC-SHA1 cut to 80 bits.
 *
 * ```text
 *  counter block     0         4         8        12    14   16
 *                    +---------+---------+---------+-----+----+
 *   session salt     |           14 bytes                | 0  |
 *   XOR SSRC         |         |  SSRC   |         |     |    |
 *   XOR index        |         |         |   48 bits     |    |
 *   + block number   |         |         |         |     | n  |
 *                    +---------+---------+---------+-----+----+
 *  keystream = AES(key, block 0) AES(key, block 1) …;  cipher text = plain text XOR keystream
 * ```
 *
 * Source: RFC 3711 sections 4.1.1 (AES-CM) and 4.2.1 (HMAC-SHA1).
 */
import { readUint32, writeUint32 } from './bytes.ts';

/** Encrypts whole blocks of 16 bytes, each on its own (ECB). Both arrays have one length. */
export type EncryptBlocks = (blocksIn: Uint8Array, blocksOut: Uint8Array) => void;

/** The 20 bytes of HMAC-SHA1 over the parts in a row. They are the caller's only until the next call. */
export type Authenticate = (parts: readonly Uint8Array[]) => Uint8Array;

/** The primitives that this pure folder needs from outside: `#carriers/webrtc/crypto.ts` has Node's. */
export type SrtpCrypto = {
  aesEcb(key: Uint8Array): EncryptBlocks;
  hmacSha1(key: Uint8Array): Authenticate;
};

/**
 * XORs `bytes` from `start` to `end` in place with the keystream of this sender and packet index: encrypts and
 * decrypts.
 */
export type CounterMode = (bytes: Uint8Array, start: number, end: number, ssrc: number, index: number) => void;

/** Bytes of the authentication tag after each packet: 80 bits. */
export const SRTP_TAG_BYTES = 10;

const BLOCK = 16;

/** Counter mode under one session key. `salt`: 14 bytes. */
export function createCounterMode(encryptBlocks: EncryptBlocks, salt: Uint8Array): CounterMode {
  const padded = new Uint8Array(BLOCK);
  padded.set(salt.subarray(0, 14));
  const [salt0, salt1, salt2, salt3] = [0, 4, 8, 12].map((at) => readUint32(padded, at)) as Words;
  let blocksIn = new Uint8Array(0);
  let blocksOut = new Uint8Array(0);

  return (bytes, start, end, ssrc, index) => {
    const length = Math.ceil((end - start) / BLOCK) * BLOCK;
    if (length > blocksIn.length) {
      blocksIn = new Uint8Array(length);
      blocksOut = new Uint8Array(length);
    }
    const high = salt2 ^ Math.floor(index / 0x1_0000);
    const low = salt3 ^ ((index % 0x1_0000) << 16);
    for (let at = 0; at < length; at += BLOCK) {
      writeUint32(blocksIn, at, salt0);
      writeUint32(blocksIn, at + 4, salt1 ^ ssrc);
      writeUint32(blocksIn, at + 8, high);
      writeUint32(blocksIn, at + 12, low | (at / BLOCK));
    }
    encryptBlocks(blocksIn.subarray(0, length), blocksOut.subarray(0, length));
    for (let at = start; at < end; at += 1) bytes[at] = (bytes[at] ?? 0) ^ (blocksOut[at - start] ?? 0);
  };
}

/**
 * Whether the bytes at `at` are the tag's first, 10 of them if no other number is said. Looks at all of them whatever
 * it finds, so time tells nothing.
 */
export function isTag(bytes: Uint8Array, at: number, tag: Uint8Array, tagBytes = SRTP_TAG_BYTES): boolean {
  let difference = 0;
  for (let index = 0; index < tagBytes; index += 1) difference |= (bytes[at + index] ?? 0) ^ (tag[index] ?? 0);
  return difference === 0;
}

type Words = [number, number, number, number];
