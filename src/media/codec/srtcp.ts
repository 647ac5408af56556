/**
 * SRTCP with AES_CM_128_HMAC_SHA1_80. Packets are sealed and opened where they lie.
 *
 * ```text
 *  +------------------------+-----------------------------------+-+-------------+------------+
 *  | first RTCP header, 8   | the rest of the compound packet,  |E| index,      | tag, 80 bit|
 *  | bytes: in the clear    | encrypted if E                    | | 31 bits     |            |
 *  +------------------------+-----------------------------------+-+-------------+------------+
 *  |<----------------------------- authenticated ------------------------------>|
 * ```
 *
 * Unlike SRTP's, the index travels in the packet, and one counter serves all that a sender sends. Source: RFC 3711
 * section 3.4.
 */
import { readUint32, writeUint32 } from './bytes.ts';
import { createReplayWindow } from './replay-window.ts';
import type { ReplayWindow } from './replay-window.ts';
import { isTag, SRTP_TAG_BYTES } from './srtp-cipher.ts';
import type { SrtpCrypto } from './srtp-cipher.ts';
import { deriveTransforms } from './srtp-keys.ts';
import type { SrtpMaster } from './srtp-keys.ts';
import { MAX_SOURCES } from './srtp.ts';
import type { SrtpFault } from './srtp.ts';

/** Bytes that sealing adds: the index and the tag. */
export const SRTCP_TRAILER_BYTES = 4 + SRTP_TAG_BYTES;

/** Seals one side's RTCP. */
export type SrtcpSender = {
  /** Encrypts `bytes` up to `length` in place and writes index and tag after them; the new length, or why not. */
  seal(bytes: Uint8Array, length: number): number | SrtpFault;
};

/** Opens the peer's RTCP. */
export type SrtcpReceiver = {
  /**
   * Checks the tag, then decrypts in place; the length of the compound packet, or why not (the bytes are then
   * untouched).
   */
  open(bytes: Uint8Array): number | SrtpFault;
};

const CLEAR_BYTES = 8;
const ENCRYPTED = 0x8000_0000;

/** Packets that one key may secure. Source: RFC 3711 section 9.2. */
const INDEX_LIMIT = 2 ** 31;

/** A sender with the session keys of `master`. Its first index is 0, each later one more (RFC 3711 section 3.4). */
export function createSrtcpSender(crypto: SrtpCrypto, master: SrtpMaster): SrtcpSender {
  const { crypt, authenticate } = deriveTransforms(crypto, master, 'rtcp');
  let index = 0;
  return {
    seal(bytes, length) {
      if (!isRtcp(bytes, length)) return 'malformed';
      if (bytes.length < length + SRTCP_TRAILER_BYTES) return 'no_room';
      if (index >= INDEX_LIMIT) return 'worn_out';
      crypt(bytes, CLEAR_BYTES, length, readUint32(bytes, 4), index);
      writeUint32(bytes, length, ENCRYPTED + index);
      const tag = authenticate([bytes.subarray(0, length + 4)]);
      bytes.set(tag.subarray(0, SRTP_TAG_BYTES), length + 4);
      index += 1;
      return length + SRTCP_TRAILER_BYTES;
    },
  };
}

/**
 * A receiver with the session keys of `master`, which is the peer's. A packet the peer left unencrypted (E is 0) is
 * taken.
 */
export function createSrtcpReceiver(crypto: SrtpCrypto, master: SrtpMaster): SrtcpReceiver {
  const { crypt, authenticate } = deriveTransforms(crypto, master, 'rtcp');
  const sources = new Map<number, ReplayWindow>();
  return {
    open(bytes) {
      const length = bytes.length - SRTCP_TRAILER_BYTES;
      if (!isRtcp(bytes, length)) return 'malformed';
      const ssrc = readUint32(bytes, 4);
      const trailer = readUint32(bytes, length);
      const index = trailer % ENCRYPTED;
      const source = sources.get(ssrc) ?? createReplayWindow();
      const replay = source.check(index);
      if (replay !== 'fresh') return replay;
      if (source.highest() < 0 && sources.size >= MAX_SOURCES) return 'too_many_sources';
      if (!isTag(bytes, length + 4, authenticate([bytes.subarray(0, length + 4)]))) return 'forged';
      if (trailer >= ENCRYPTED) crypt(bytes, CLEAR_BYTES, length, ssrc, index);
      source.mark(index);
      sources.set(ssrc, source);
      return length;
    },
  };
}

function isRtcp(bytes: Uint8Array, length: number): boolean {
  return length >= CLEAR_BYTES && (bytes[0] ?? 0) >>> 6 === 2;
}
