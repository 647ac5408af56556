/**
 * SRTP with AES_CM_128_HMAC_SHA1_80, the profile every browser offers, or with the short tag of _32. Packets are sealed
 * and opened where they lie.
 *
 * ```text
 *  +---------------------------------+----------------------------------+------------+
 *  | RTP header, CSRCs and extension | payload and padding, encrypted   | tag, 80 bit|
 *  +---------------------------------+----------------------------------+------------+
 *  |<---------------- authenticated, with the rollover counter -------->|
 * ```
 *
 * There is no master key identifier, and extensions stay readable (no RFC 6904): DTLS-SRTP negotiates neither here.
 * A packet opened in place leaves room for its new tag, so a relay opens, rewrites and seals in one buffer.
 * Source: RFC 3711 sections 3.1 to 3.3.
 */
import { writeUint32 } from './bytes.ts';
import { createReplayWindow } from './replay-window.ts';
import type { ReplayWindow } from './replay-window.ts';
import { rtpHeaderLength, rtpSequenceNumber, rtpSsrc } from './rtp.ts';
import { isTag, SRTP_TAG_BYTES } from './srtp-cipher.ts';
import type { SrtpCrypto } from './srtp-cipher.ts';
import { deriveTransforms } from './srtp-keys.ts';
import type { SrtpMaster } from './srtp-keys.ts';

/** Why a packet was not taken. None of them changes any state, so forged packets cannot disturb a stream. */
export type SrtpFault =
  /** Not a packet, or cut short. */
  | 'malformed'
  /** Sealing: the tag does not fit after the packet. */
  | 'no_room'
  /** Its index was used already. */
  | 'seen'
  /** Further back than the replay window knows. */
  | 'too_old'
  /** The tag is wrong: tampered, other keys, or a rollover that we did not see. */
  | 'forged'
  /** One source more than a peer may have. */
  | 'too_many_sources'
  /** The keys have sealed all they may (RFC 3711 section 9.2). */
  | 'worn_out';

/** Seals one side's packets, of any number of sources. */
export type SrtpSender = {
  /**
   * Encrypts `bytes` up to `length` in place and writes the tag after them; the new length, or why not. An index is
   * sealed once, since two payloads under one keystream betray both (RFC 3711 section 9.1).
   */
  seal(bytes: Uint8Array, length: number): number | SrtpFault;
};

/** Opens the peer's packets, of at most `MAX_SOURCES` sources. */
export type SrtpReceiver = {
  /** Checks the tag, then decrypts in place; the length without the tag, or why not (the bytes are then untouched). */
  open(bytes: Uint8Array): number | SrtpFault;
};

/** Sources that one side may use in a call: each costs memory, and a browser uses one for each track. */
export const MAX_SOURCES = 64;

/** Packets that one key may secure. Source: RFC 3711 section 9.2. */
const INDEX_LIMIT = 2 ** 48;

const ROLLOVER = 0x1_0000;
const HALF = 0x8000;

/** A sender with the session keys of `master`. `tagBytes`: of the tag, 10 or 4. */
export function createSrtpSender(crypto: SrtpCrypto, master: SrtpMaster, tagBytes = SRTP_TAG_BYTES): SrtpSender {
  const { crypt, authenticate } = deriveTransforms(crypto, master, 'rtp');
  const streams = new Map<number, ReplayWindow>();
  const rollover = new Uint8Array(4);
  return {
    seal(bytes, length) {
      const start = rtpHeaderLength(bytes, length);
      if (typeof start === 'string') return 'malformed';
      if (bytes.length < length + tagBytes) return 'no_room';
      const ssrc = rtpSsrc(bytes);
      const stream = streams.get(ssrc) ?? createReplayWindow();
      const index = packetIndex(stream.highest(), rtpSequenceNumber(bytes));
      const fault = faultOf(stream, index, streams);
      if (fault !== null) return fault;
      crypt(bytes, start, length, ssrc, index);
      writeUint32(rollover, 0, Math.floor(index / ROLLOVER));
      const tag = authenticate([bytes.subarray(0, length), rollover]);
      bytes.set(tag.subarray(0, tagBytes), length);
      stream.mark(index);
      streams.set(ssrc, stream);
      return length + tagBytes;
    },
  };
}

/** A receiver with the session keys of `master`, which is the peer's. The order of steps is RFC 3711 section 3.3's. */
export function createSrtpReceiver(crypto: SrtpCrypto, master: SrtpMaster, tagBytes = SRTP_TAG_BYTES): SrtpReceiver {
  const { crypt, authenticate } = deriveTransforms(crypto, master, 'rtp');
  const streams = new Map<number, ReplayWindow>();
  const rollover = new Uint8Array(4);
  return {
    open(bytes) {
      const length = bytes.length - tagBytes;
      const start = rtpHeaderLength(bytes, length);
      if (typeof start === 'string') return 'malformed';
      const ssrc = rtpSsrc(bytes);
      const stream = streams.get(ssrc) ?? createReplayWindow();
      const index = packetIndex(stream.highest(), rtpSequenceNumber(bytes));
      const fault = faultOf(stream, index, streams);
      if (fault !== null) return fault;
      writeUint32(rollover, 0, Math.floor(index / ROLLOVER));
      if (!isTag(bytes, length, authenticate([bytes.subarray(0, length), rollover]), tagBytes)) return 'forged';
      crypt(bytes, start, length, ssrc, index);
      stream.mark(index);
      streams.set(ssrc, stream);
      return length;
    },
  };
}

/**
 * The 48-bit index of a packet: the sequence number with the rollovers before it, as near as can be to the highest so
 * far (-1: none yet). Negative for one from before the first rollover there could be. Source: RFC 3711 section 3.3.1,
 * appendix A.
 */
export function packetIndex(highest: number, sequenceNumber: number): number {
  if (highest < 0) return sequenceNumber;
  const newest = highest % ROLLOVER;
  const rollovers = highest - newest;
  if (newest < HALF) return rollovers + sequenceNumber - (sequenceNumber - newest > HALF ? ROLLOVER : 0);
  return rollovers + sequenceNumber + (newest - HALF > sequenceNumber ? ROLLOVER : 0);
}

function faultOf(stream: ReplayWindow, index: number, streams: ReadonlyMap<number, unknown>): SrtpFault | null {
  if (index < 0) return 'too_old';
  if (index >= INDEX_LIMIT) return 'worn_out';
  const replay = stream.check(index);
  if (replay !== 'fresh') return replay;
  return stream.highest() < 0 && streams.size >= MAX_SOURCES ? 'too_many_sources' : null;
}
