/** SRTP's primitives in the plain way, a new cipher and HMAC object each time: what the fast way is held against. */
import { createCipheriv, createHmac } from 'node:crypto';
import type { SrtpCrypto } from '#media/codec/srtp-cipher.ts';

/** Slow and obvious. */
export const plainSrtpCrypto: SrtpCrypto = {
  aesEcb: (key) => (blocksIn, blocksOut) =>
    blocksOut.set(createCipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(blocksIn)),
  hmacSha1: (key) => (parts) => {
    const hmac = createHmac('sha1', key);
    for (const part of parts) hmac.update(part);
    return hmac.digest();
  },
};
